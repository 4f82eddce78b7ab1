// Syncs over a network that loses, repeats, delays and corrupts, on machines that crash.
import CausalCore
import GRDB
import ReplicaStore
import SyncClient
import SyncProtocol

extension History {
    /// One device syncs, and must succeed.
    func syncCalmly(_ index: Int) throws { _ = try sync(index, [], mustSucceed: true) }

    /// One device syncs; with faults it may come to nothing.
    ///
    /// - Returns: what the sync reported; nil if it did not come to its end.
    @discardableResult
    func sync(_ index: Int, _ faults: [Fault], mustSucceed: Bool = false) throws -> SyncReport? {
        report.syncs += 1
        // Where the machine crashes, everybody on it stops.
        let hasCrash = faults.contains { $0.kind == .deviceCrash }
        let faults = faults.filter { $0.kind != .workMeanwhile || !hasCrash }
        let device = devices[index]
        let crash = faults.first { $0.kind == .deviceCrash }.map { Crash(at: $0.place) }
        if let crash { try device.store.inspect { crash.arm($0) } }
        defer { if let crash { try? device.store.inspect { crash.disarm($0) } } }
        var runner = SyncRunner(
            store: device.store, clock: FixedClock(present: device.clocks.sample(now: box.now)),
            ids: device.ids, options: device.options)
        var exchanges = 0
        func exchanged(_ body: [UInt8]) -> Result<TransportAnswer, TransportFailure> {
            let answer = exchange(body, of: device, faults.filter { $0.exchange == exchanges })
            exchanges += 1
            if !plan.hasTies { box.now.advance(milliseconds: 1 + body.count % 200) }
            return answer
        }
        func sentAhead(_ body: [UInt8]) -> Result<TransportAnswer, TransportFailure> {
            if (try? SyncCodec.decodeRequest(body))?.batches.isEmpty == false {
                report.mark(.batchSentAhead)
            }
            return exchanged(body)
        }
        var ahead: Result<TransportAnswer, TransportFailure>?
        do throws(SyncFailure) {
            while true {
                let step = try runner.next()
                switch step {
                case .exchange, .receive:
                    noteSealed(on: device)
                    if let crash, crash.hasStruck { break }
                    if case .exchange(let body) = step {
                        if ahead != nil { report.mark(.requestAheadInVain) }
                        ahead = exchanged(body)
                    } else {
                        report.mark(.requestAheadAnswered)
                    }
                    if plan.sendsAhead {
                        _ = runner.workMeanwhile()
                        noteSealed(on: device)
                        if let crash, crash.hasStruck { break }
                    }
                    runner.deliver(ahead ?? .failure(.interrupted("nothing was sent ahead")))
                    ahead = plan.sendsAhead ? runner.ahead().map(sentAhead) : nil
                    continue
                case .finished(let finished):
                    if let crash { try disarm(crash, on: device) }
                    if let broken {
                        throw SyncFailure(.store, "\(broken)", remedy: "", exitStatus: 0)
                    }
                    return try concluded(device, finished)
                }
                break
            }
        } catch {
            if let broken { throw broken }
            if mustSucceed && !device.isRevoked {
                throw SimulationFailure("heals", "\(device.name) cannot sync: \(error)")
            }
            if crash?.hasStruck != true { report.mark(.syncFailed) }
        }
        if let crash, crash.hasStruck {
            report.mark(crash.wasInCommit ? .crashAfterCommit : .deviceCrashedInSync)
        }
        return nil
    }

    /// What is in a batch now never changes again.
    private func noteSealed(on device: SimulatedDevice) {
        let end = try? device.store.inspect { database in
            try Int64.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT iif(next_batch IS NULL, batch_end, next_end) FROM sync_state
                        WHERE batch IS NOT NULL
                        """))
        }
        device.memory.sealedEnd = max(device.memory.sealedEnd, end.flatMap { $0 } ?? 0)
    }

    /// The sync is over before the program ended; the judge's own reading is not to suffer.
    private func disarm(_ crash: Crash, on device: SimulatedDevice) throws(SyncFailure) {
        do {
            try device.store.inspect { crash.disarm($0) }
        } catch {
            throw SyncFailure(.store, "\(error)", remedy: "", exitStatus: 0)
        }
    }

    private func concluded(
        _ device: SimulatedDevice, _ finished: SyncReport
    ) throws(SyncFailure) -> SyncReport? {
        if device.lostAnswers > 0 {
            report.mark(.answerLostThenRetried)
            device.lostAnswers = 0
        }
        if finished.roundTrips > 2 { report.mark(.pullOfManyPages) }
        if box.now.milliseconds - device.lastSynced > 180 * 86_400_000, trims > 0 {
            report.mark(.backAfterMonths)
        }
        device.lastSynced = box.now.milliseconds
        device.memory.anchored.insert(device.clocks.bootNumber)
        do {
            try checkDelivery(to: device)
            try checkNothingHealed(finished, device)
        } catch {
            broken = error as? SimulationFailure ?? SimulationFailure("error", "\(error)")
        }
        return finished
    }

    private func exchange(
        _ body: [UInt8], of device: SimulatedDevice, _ faults: [Fault]
    ) -> Result<TransportAnswer, TransportFailure> {
        func fault(_ kind: Fault.Kind) -> Fault? { faults.first { $0.kind == kind } }
        keep(body, of: device)
        if let work = fault(.workMeanwhile) { workMeanwhile(on: device, work) }
        if let failure = onTheWay(fault) { return .failure(failure) }
        var body = body
        if let cut = fault(.requestCut), !body.isEmpty {
            body.removeLast(1 + cut.place % body.count)
            torn.insert(device.token)
            report.mark(.requestCut)
        }
        if let flip = fault(.requestCorrupted), !body.isEmpty {
            body[flip.place % body.count] ^= 1 << UInt8(flip.place % 7)
            torn.insert(device.token)
            report.mark(.requestCorrupted)
        }
        if fault(.requestRepeated) != nil {
            _ = deliver(body, token: device.token, person: device.person)
            report.mark(.requestRepeated)
        }
        let answer = delivered(body, to: device, fault(.serverCrash))
        return onTheWayBack(answer, to: body, device, fault)
    }

    /// What a slow network may deliver once more, much later.
    private func keep(_ body: [UInt8], of device: SimulatedDevice) {
        stray.append(Stray(body: body, token: device.token, person: device.person))
        if stray.count > 12 { stray.removeFirst() }
    }

    private func noteUndelivered() {
        if !stray.isEmpty { stray[stray.count - 1].isUndelivered = true }
    }

    private func onTheWay(_ fault: (Fault.Kind) -> Fault?) -> TransportFailure? {
        if fault(.portal) != nil {
            report.mark(.captivePortal)
            return .notKith(status: 200, contentType: "text/html")
        }
        if fault(.requestLost) != nil {
            report.mark(.requestLost)
            noteUndelivered()
            return .interrupted("lost")
        }
        if fault(.requestDelayed) != nil {
            report.mark(.requestDelayed)
            noteUndelivered()
            return .timedOut(seconds: 30)
        }
        return nil
    }

    private func delivered(
        _ body: [UInt8], to device: SimulatedDevice, _ fault: Fault?
    ) -> Result<TransportAnswer, TransportFailure> {
        guard let fault else { return deliver(body, token: device.token, person: device.person) }
        let crash = Crash(at: fault.place)
        do {
            try server.store.inspect { crash.arm($0) }
            let answer = server.exchange(body, token: device.token) { _, _ in }
            try server.store.inspect { crash.disarm($0) }
            try observeServer()
            guard crash.hasStruck else { return answer }
        } catch {
            broken = error as? SimulationFailure ?? SimulationFailure("error", "\(error)")
        }
        server.restart()
        report.mark(.serverCrashed)
        if crash.wasInCommit { report.mark(.crashAfterCommit) }
        return .failure(.interrupted("the server ended"))
    }

    private func onTheWayBack(
        _ answer: Result<TransportAnswer, TransportFailure>, to request: [UInt8],
        _ device: SimulatedDevice, _ fault: (Fault.Kind) -> Fault?
    ) -> Result<TransportAnswer, TransportFailure> {
        if fault(.gateway) != nil {
            report.mark(.badGateway)
            return .failure(.notKith(status: 502, contentType: "text/html"))
        }
        if fault(.answerLost) != nil {
            report.mark(.answerLostAfterCommit)
            device.lostAnswers += 1
            return .failure(.interrupted("lost"))
        }
        guard case .success(var delivered) = answer, !delivered.body.isEmpty else { return answer }
        if let cut = fault(.answerCut) {
            delivered.body.removeLast(1 + cut.place % delivered.body.count)
            report.mark(.answerCut)
        }
        if let flip = fault(.answerCorrupted), !delivered.body.isEmpty {
            delivered.body[flip.place % delivered.body.count] ^= 1 << UInt8(flip.place % 7)
            report.mark(.answerCorrupted)
        }
        if fault(.answerAltered) != nil, let body = altered(delivered.body, to: request) {
            delivered.body = body
            isAltered = true
        }
        return .success(delivered)
    }

    /// Hands a request to the server, and the judge everything that comes of it, also when nobody
    /// gets to hear of it.
    func deliver(
        _ body: [UInt8], token: String, person: Int
    ) -> Result<TransportAnswer, TransportFailure> {
        var answers: SyncResponse?
        var namesNext = false
        let result = server.exchange(body, token: token) { request, response in
            answers = response
            namesNext = request.sealedBehind != nil
        }
        if namesNext { report.mark(.batchBehindNamed) }
        do {
            try observeServer()
            if let answers { try judge(answers, for: person, token) }
            if case .success(let answer) = result {
                try checkScope(answer.body, to: body, person: person)
            }
        } catch {
            broken = error as? SimulationFailure ?? SimulationFailure("error", "\(error)")
        }
        return result
    }
}

/// A clock that stands still during one sync.
struct FixedClock: DeviceClock {
    let present: ClockSample

    func sample() -> ClockSample { present }
}
