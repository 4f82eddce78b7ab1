// A history as a list of steps, drawn from a seed or written down.

/// Everything that will happen in a history.
public struct HistoryPlan: Hashable, Sendable {
    /// The seed of everything that the steps leave open: ids, clocks, the server's randomness.
    public var seed: UInt64
    /// Devices, 2 to 6, each with a person of its own.
    public var devices: Int
    /// Whether the devices' wall clocks are wrong, drift and step.
    public var hasWrongClocks: Bool
    /// The most records in a page and ops in a batch; 0 for the product's own limits.
    public var pageRecordsMax: Int
    /// Whether time stands still while people work, so that stamps are equal.
    public var hasTies: Bool
    /// Whether laptops send the next request while they take in an answer.
    public var sendsAhead: Bool
    /// The ages of the devices' programs; those that are not named are of today.
    public var software: [Software]
    /// The age of the server's program.
    public var serverSoftware: Software
    /// What happens, before faults stop and everything must heal.
    public var steps: [Step]

    /// A plan that was written down.
    public init(
        seed: UInt64, devices: Int, hasWrongClocks: Bool = false, pageRecordsMax: Int = 0,
        hasTies: Bool = false, sendsAhead: Bool = false, software: [Software] = [],
        serverSoftware: Software = .current, steps: [Step]
    ) {
        self.seed = seed
        self.devices = devices
        self.hasWrongClocks = hasWrongClocks
        self.pageRecordsMax = pageRecordsMax
        self.hasTies = hasTies
        self.sendsAhead = sendsAhead
        self.software = software
        self.serverSoftware = serverSoftware
        self.steps = steps
    }

    /// Draws a plan: each class of faults and of events is on in half of the histories, at a rate of
    /// its own, from a stream of its own.
    ///
    /// - Parameters:
    ///   - steps: how many.
    ///   - burst: the most edits of one person between two syncs.
    ///   - alters: whether answers are also altered so that only the sums can tell.
    ///   - often: events that happen in every history, and often.
    ///   - leading: situations that every history comes to, and often.
    public init(
        seed: UInt64, steps count: Int = 60, burst: Int = 40, alters: Bool = false,
        often: [Step.Action] = [], leading: [Situation] = []
    ) {
        let root = SeededRandomness(seed: seed)
        var sizes = root.stream("sizes")
        self.seed = seed
        devices = 2 + sizes.below(sizes.chance(0.8) ? 3 : 5)
        hasWrongClocks = sizes.chance(0.5)
        pageRecordsMax = sizes.chance(0.3) ? 2 + sizes.below(6) : 0
        hasTies = sizes.chance(0.2)
        var ahead = root.stream("ahead")
        sendsAhead = ahead.chance(0.5)
        var ages = root.stream("ages")
        let isMixed = ages.chance(0.4)
        software = (0..<(isMixed ? devices : 0)).map { _ in
            ages.pick([.current, .current, .branch, .newer]) ?? .current
        }
        if isMixed { software[0] = .current }  // the server takes what the first laptop makes
        serverSoftware = isMixed && ages.chance(0.4) ? .newer : .current
        steps = []
        var draw = StepDraw(root, devices, burst, often: often, leading: leading, alters: alters)
        for _ in 0..<count { steps.append(contentsOf: draw.steps()) }
    }

    /// The plan as Swift source.
    public var literal: String {
        let lines = steps.map { "            \($0.literal),\n" }.joined()
        let ages =
            software.isEmpty
            ? ""
            : """

                    software: [\(software.map { ".\($0)" }.joined(separator: ", "))],
                    serverSoftware: .\(serverSoftware),
            """
        return """
            HistoryPlan(
                    seed: \(seed), devices: \(devices), hasWrongClocks: \(hasWrongClocks),
                    pageRecordsMax: \(pageRecordsMax), hasTies: \(hasTies),
                    sendsAhead: \(sendsAhead),\(ages)
                    steps: [
            \(lines)        ])
            """
    }
}

/// Draws one step after the other, with what happens besides.
private struct StepDraw {
    private let devices: Int
    private let burst: Int
    private var events: EventStreams
    private var situations: SituationStreams
    private var faults: FaultStreams
    private var work: SeededRandomness
    /// Copies of disks that are used beside their originals.
    private var copies = 0

    init(
        _ root: SeededRandomness, _ devices: Int, _ burst: Int, often: [Step.Action],
        leading: [Situation], alters: Bool
    ) {
        self.devices = devices
        self.burst = burst
        events = EventStreams(root, often: often)
        situations = SituationStreams(root, leading: leading)
        faults = FaultStreams(root, alters: alters)
        work = root.stream("work")
    }

    mutating func steps() -> [Step] {
        var steps = [next()]
        if let action = events.draw() {
            steps.append(Step(action, device: steps[0].device, pick: work.next()))
            if action == .useCopy { copies += 1 }
        }
        if let situation = situations.draw() {
            var course = Course(
                devices: devices, burst: burst, SeededRandomness(seed: work.next()))
            course.write(situation, work.below(devices), copy: devices + copies)
            if situation == .copiesSideBySide { copies += 1 }
            steps += course.steps
        }
        return steps
    }

    /// Somebody works or syncs; copies in use like all others.
    private mutating func next() -> Step {
        let device = work.below(devices + copies)
        guard work.chance(0.55) else {
            return Step(.sync, device: device, pick: work.next(), faults: faults.drawSync())
        }
        return Step(
            .work, device: device, count: 1 + work.below(burst), pick: work.next(),
            faults: faults.drawWork())
    }
}

/// When which situation begins: one stream of randomness for each.
private struct SituationStreams {
    private var streams: [(situation: Situation, rate: Double, randomness: SeededRandomness)] = []

    init(_ root: SeededRandomness, leading: [Situation]) {
        for situation in Situation.allCases {
            var randomness = root.stream("situation \(situation)")
            let isOn = randomness.chance(0.5)
            let share = Double(1 + randomness.below(100)) / 100
            let rate = leading.contains(situation) ? 0.06 : isOn ? 0.02 * share : 0
            streams.append((situation, rate, randomness))
        }
    }

    /// The situation that begins now, if there is one; every stream is drawn from every time.
    mutating func draw() -> Situation? {
        var drawn: Situation?
        for index in streams.indices where streams[index].randomness.chance(streams[index].rate) {
            drawn = streams[index].situation
        }
        return drawn
    }
}

/// When which event happens: one stream of randomness for each.
private struct EventStreams {
    private var streams: [(action: Step.Action, rate: Double, randomness: SeededRandomness)] = []

    init(_ root: SeededRandomness, often: [Step.Action]) {
        let most: [(Step.Action, Double)] = [
            (.restartDevice, 0.05), (.restartServer, 0.1), (.stepClock, 0.1), (.deliverLate, 0.3),
            (.give, 0.1), (.take, 0.1), (.copyDisk, 0.1), (.putDiskBack, 0.1), (.useCopy, 0.06),
            (.revoke, 0.01), (.lie, 0.3), (.settleHeld, 0.2),
            (.backUpServer, 0.1), (.restoreServer, 0.03), (.putServerBack, 0.03),
            (.emptyServer, 0.01), (.pass, 0.1), (.trim, 0.15), (.upgradeDevice, 0.03),
            (.upgradeServer, 0.03),
        ]
        for (action, rate) in most {
            var randomness = root.stream("event \(action)")
            let isOn = randomness.chance(0.5)
            let share = Double(1 + randomness.below(100)) / 100
            let isOften = often.contains(action)
            streams.append((action, isOften ? 0.15 : isOn ? rate * share : 0, randomness))
        }
    }

    /// The event of this step, if there is one; every stream is drawn from every time.
    mutating func draw() -> Step.Action? {
        var drawn: Step.Action?
        for index in streams.indices where streams[index].randomness.chance(streams[index].rate) {
            drawn = streams[index].action
        }
        return drawn
    }
}

/// Which faults happen in a sync: one stream of randomness for each class.
private struct FaultStreams {
    private var streams: [(kind: Fault.Kind, rate: Double, randomness: SeededRandomness)] = []

    init(_ root: SeededRandomness, alters: Bool) {
        for kind in Fault.Kind.allCases where kind != .answerAltered || alters {
            var randomness = root.stream("fault \(kind)")
            let isOn = randomness.chance(0.5)
            let share = Double(1 + randomness.below(100)) / 100
            let most = [.deviceCrash, .serverCrash].contains(kind) ? 0.3 : 0.25
            streams.append((kind, isOn ? most * share : 0, randomness))
        }
    }

    mutating func drawSync() -> [Fault] {
        var faults: [Fault] = []
        for index in streams.indices {
            for exchange in 0..<3 where streams[index].randomness.chance(streams[index].rate) {
                let place = streams[index].randomness.place(streams[index].kind)
                faults.append(
                    Fault(streams[index].kind, exchange: exchange, place: place))
                break
            }
        }
        return faults
    }

    /// Only a crash happens to people at work.
    mutating func drawWork() -> [Fault] {
        guard
            let index = streams.firstIndex(where: { $0.kind == .deviceCrash }),
            streams[index].randomness.chance(streams[index].rate)
        else { return [] }
        return [Fault(.deviceCrash, place: streams[index].randomness.place(.deviceCrash))]
    }
}

extension SeededRandomness {
    /// Where in an exchange a fault strikes: crashes early as often as late, bytes anywhere.
    fileprivate mutating func place(_ kind: Fault.Kind) -> Int {
        switch kind {
        case .deviceCrash, .serverCrash: 1 + below(1 << (2 + below(11)))
        default: below(1 << 20)
        }
    }
}
