// Takes out of a failing history whatever it does not need in order to fail.

/// Makes a failing history small: steps, edits, faults, devices, one after the other.
///
/// A smaller history counts as the same one if it breaks the same invariant.
public struct Shrinker {
    /// The smallest history so far.
    public private(set) var plan: HistoryPlan
    /// What it breaks; nil if it breaks nothing.
    public private(set) var failure: SimulationFailure?
    /// Histories that were tried.
    public private(set) var tries = 0
    private let triesMax: Int
    private let workshop: Workshop

    /// Runs a history once, to see what it breaks.
    public init(_ plan: HistoryPlan, triesMax: Int = 4000) throws {
        self.plan = plan
        self.triesMax = triesMax
        workshop = try Workshop()
        let (failure, step) = try Self.outcome(plan, workshop)
        self.failure = failure
        if failure != nil { self.plan.steps = Array(plan.steps.prefix(step + 1)) }
    }

    /// Shrinks until nothing more can be taken out.
    public mutating func shrink() throws {
        try takeOutSteps()
        try splitWork()
        try takeOutSteps()
        try takeOutFaults()
        try simplify { $0.pageRecordsMax = 0 }
        try simplify { $0.hasWrongClocks = false }
        try simplify { $0.hasTies = false }
        try simplify { $0.sendsAhead = false }
        while plan.devices > 2, try simplify({ $0.devices -= 1 }) {}
        try takeOutSteps()
    }

    private static func outcome(
        _ plan: HistoryPlan, _ workshop: Workshop
    ) throws -> (SimulationFailure?, step: Int) {
        let history = try History(plan, workshop: workshop)
        do {
            _ = try history.run()
            return (nil, 0)
        } catch let failure as SimulationFailure {
            return (failure, history.stepNumber)
        } catch {
            return (SimulationFailure("error", "\(error)"), history.stepNumber)
        }
    }

    /// Takes a smaller plan if it breaks the same invariant.
    private mutating func take(_ smaller: HistoryPlan) throws -> Bool {
        guard tries < triesMax, smaller != plan else { return false }
        tries += 1
        let (found, _) = try Self.outcome(smaller, workshop)
        guard let found, found.invariant == failure?.invariant else { return false }
        plan = smaller
        failure = found
        return true
    }

    @discardableResult
    private mutating func simplify(_ change: (inout HistoryPlan) -> Void) throws -> Bool {
        var smaller = plan
        change(&smaller)
        return try take(smaller)
    }

    /// Halves, quarters and so on down to single steps, the last first (Zeller's ddmin).
    private mutating func takeOutSteps() throws {
        var size = max(1, plan.steps.count / 2)
        while true {
            var end = plan.steps.count
            var hasShrunk = false
            while end > 0 {
                let begin = max(0, end - size)
                if try simplify({ $0.steps.removeSubrange(begin..<end) }) { hasShrunk = true }
                end = min(begin, plan.steps.count)
            }
            if size == 1 && !hasShrunk { return }
            size = max(1, size / 2)
        }
    }

    /// Edits of a burst become steps of their own, so that they can go one by one.
    private mutating func splitWork() throws {
        try simplify { plan in
            plan.steps = plan.steps.flatMap { step -> [Step] in
                guard step.action == .work, step.count > 1 else { return [step] }
                return (0..<step.count).map { number in
                    Step(
                        .work, device: step.device, pick: step.pick &+ UInt64(number),
                        faults: number == 0 ? step.faults : [])
                }
            }
        }
    }

    private mutating func takeOutFaults() throws {
        for index in plan.steps.indices {
            for fault in plan.steps[index].faults.indices.reversed() {
                try simplify { $0.steps[index].faults.remove(at: fault) }
            }
        }
    }

    /// The history as a test file.
    public func testSource(named name: String) -> String {
        """
        // A history that once broke "\(failure?.invariant ?? "")"; kept for ever.
        import Simulation
        import Testing

        @Suite struct \(name)Regression {
            @Test func theHistoryHealsToWhatTheOracleSays() throws {
                let plan = \(plan.literal)
                _ = try History(plan, workshop: Workshop()).run()
            }
        }

        """
    }
}
