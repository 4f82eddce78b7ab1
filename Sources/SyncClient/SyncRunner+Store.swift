// What a sync reads from the local copy and leaves behind there.

import AccountRecords
import CausalCore
import ReplicaStore
import SyncProtocol

extension SyncRunner {
    /// Where the local copy stands.
    func situation() throws -> SyncSituation {
        let state = try store.syncState()
        guard let identity = state.identity else {
            throw StoreError(
                .notEnrolled, "This copy was not enrolled with a server yet.",
                remedy: "Ask an admin for a link and run: kith enroll 'kith://...'")
        }
        return SyncSituation(
            replica: identity.replica, lineage: identity.lineage, history: state.history,
            cursor: state.cursor, known: state.known, backfill: state.backfill,
            heldCount: state.heldCount,
            heldDigest: state.heldDigest, anchors: state.anchors,
            sealedBehind: state.sealedBehind, pendingOps: state.pendingOps,
            refetch: state.refetch)
    }

    /// The sealed batch, or the next one sealed now.
    func seal(opsMax: Int, bytesMax: Int) throws -> OpBatch? {
        let id: BatchID = ids.next(wallMilliseconds: clock.sample().wallMilliseconds)
        let limits = BatchLimits(opsMax: opsMax, bytesMax: bytesMax)
        return try store.nextBatch(newID: id, limits: limits).map(OpBatch.init)
    }

    /// Seals the batch behind the one that is on its way.
    func sealBehind(_ limits: BatchLimits) throws {
        let id: BatchID = ids.next(wallMilliseconds: clock.sample().wallMilliseconds)
        try store.sealBehind(newID: id, limits: limits)
    }

    /// The batch that was sealed behind another that the server has taken.
    func batch(behind taken: BatchID) -> OpBatch? {
        do {
            return try store.batch(behind: taken).map(OpBatch.init)
        } catch {
            return nil  // it is read again when its turn comes, and fails there
        }
    }

    /// Goes back to the point that a restored server still knows; says how many edits wait again.
    func repair(_ answer: RepairAnswer) throws -> Int {
        let summary = try store.repair(to: answer.common, as: answer.replica)
        log.notice(
            "the server was restored",
            metadata: [
                "common": "\(answer.common.seq)", "offered": "\(summary.offeredAgain)",
                "lowered": "\(summary.lowered)", "refetched": "\(summary.refetched.count)",
            ])
        return summary.offeredAgain
    }

    /// Pairs the server's time with the reading that went with the request, and takes its limits.
    mutating func meet(_ welcome: Welcome) throws {
        self.welcome = welcome
        try store.setBatchLimits(
            BatchLimits(
                opsMax: max(1, Int(clamping: welcome.limits.opsPerBatchMax)),
                bytesMax: max(1, Int(clamping: welcome.limits.batchBytesMax))))
        guard let sent else { return }
        let isFirst = offsetMilliseconds == nil
        let server = Int64(clamping: welcome.serverTime.milliseconds)
        let offset = server.subtractingReportingOverflow(sent.wallNanoseconds / 1_000_000)
        offsetMilliseconds = offset.overflow ? nil : offset.partialValue
        guard isFirst else { return }  // one anchor a sync is enough, and a commit less each time
        try store.addAnchor(
            ClockAnchor(
                boot: sent.boot, boottimeNanoseconds: sent.boottimeNanoseconds,
                serverTime: welcome.serverTime))
    }

    /// What a page would take away from what people see here.
    func weight(of page: PullPage) throws -> PageWeight {
        let retracted = Set(page.retracted)
        return try store.read { reader in
            let hidden = try (page.records + page.backfilled).filter {
                try !$0.isAlive && reader.record($0.record)?.isAlive == true
            }
            let counts = try reader.counts()
            return PageWeight(
                accountsHeld: counts.accountsComplete + counts.accountsIncomplete,
                accountsTaken: retracted.count,
                recordsHeld: hidden.isEmpty ? 0 : try recordCount(reader),
                recordsTaken: hidden.count)
        }
    }

    private func recordCount(_ reader: ReplicaReader) throws -> Int {
        try store.schema.kinds.reduce(0) { try $0 + reader.count(RecordQuery($1.name)) }
    }

    /// Takes a page in and says what it brought.
    func apply(_ page: PullPage, _ history: HistoryPoint) throws -> SyncReport {
        let summary = try store.apply(page: page, history: history)
        var report = SyncReport()
        report.received = summary.received
        report.merged = summary.merged
        report.conflicts = summary.conflictsOpened
        report.retracted = summary.retracted
        report.gained = summary.gained.filter { !summary.refilled.contains($0) }
        report.differing = summary.checksumMismatches
        report.settled = summary.conflictsSettled
        report.notices = summary.notices
        return report
    }

    /// Leaves behind that the sync came to its end.
    mutating func note(_ report: SyncReport) throws(SyncFailure) -> SyncReport {
        var report = report
        log.info(
            "synced",
            metadata: [
                "sent": "\(report.sent)", "received": "\(report.received)",
                "rounds": "\(report.roundTrips)",
            ])
        do {
            if let welcome {
                report.unbacked = try store.retain(
                    backupSeq: welcome.backupSeq, now: welcome.serverTime, limits: retention)
            }
            try store.indexWords()
            let now = clock.sample().wallMilliseconds
            try store.recordSync(
                SyncOutcome(attemptedMilliseconds: now, succeededMilliseconds: now),
                offsetMilliseconds: offsetMilliseconds)
            return report
        } catch {
            throw SyncFailure(
                .store, "The end of the sync could not be noted: \(error)",
                remedy: "Everything was synced; check the disk.",
                exitStatus: ExitStatus.inputOutput)
        }
    }

    /// Leaves behind why the sync did not come to its end, if the store still takes anything.
    ///
    /// Nothing is written for a server whose history differs: it may not be this copy's at all.
    func note(_ failure: SyncFailure) -> SyncFailure {
        log.notice("stopped", metadata: ["code": "\(failure.code.rawValue)"])
        if case .historyDiffers = failure.safetyStop { return failure }
        do {
            try store.recordSync(
                SyncOutcome(
                    attemptedMilliseconds: clock.sample().wallMilliseconds,
                    succeededMilliseconds: nil, failureCode: failure.code.rawValue,
                    failure: failure.message),
                offsetMilliseconds: offsetMilliseconds)
        } catch {
            log.error("the failure could not be noted", metadata: ["code": "store"])
        }
        return failure
    }
}

extension OpBatch {
    fileprivate init(_ sealed: SealedBatch) {
        self.init(
            id: sealed.id, previous: sealed.previous, ops: sealed.ops, receipts: sealed.receipts)
    }
}
