// Requests to messages and back.

import CausalCore
internal import Foundation

extension WireSyncRequest {
    init(_ request: SyncRequest) {
        self.init()
        hello = WireHello(request.hello)
        batches = request.batches.map { WireOpBatch($0) }
        if let next = request.sealedBehind { sealedBehind = IdentityBytes.data(next) }
        if let asked = request.pull { pull = WirePullRequest(asked) }
        if let asked = request.repair { repair = WireRepairRequest(asked) }
        takesEchoes = request.takesEchoes
    }

    func request(limits: SyncLimits) throws(ProtocolError) -> SyncRequest {
        guard hasHello else { throw ProtocolError(.missing, "the request has no hello") }
        try Column.expect(batches.count, atMost: Int(limits.batchesPerRequestMax), "batches")
        try Column.expect(
            batches.reduce(0) { $0 + $1.ops.shapes.count }, atMost: SyncLimits.opsPerRequestMax,
            "ops of all batches")
        try Column.expect(
            batches.reduce(0) { $0 + $1.ops.units.fields.count },
            atMost: SyncLimits.unitsPerListMax, "units of all batches")
        let introduction = try hello.hello()
        var sealed: [OpBatch] = []
        for batch in batches { sealed.append(try batch.batch()) }
        let next: BatchID = try IdentityBytes.identity(sealedBehind, "sealed_behind")
        return SyncRequest(
            hello: introduction, batches: sealed, sealedBehind: next.isZero ? nil : next,
            pull: hasPull ? try pull.request() : nil,
            repair: hasRepair ? try repair.request() : nil, takesEchoes: takesEchoes)
    }
}

extension WireHello {
    init(_ hello: Hello) {
        self.init()
        protocolVersion = hello.protocolVersion
        replica = hello.replica.rawValue
        schema = hello.schema
        if let point = hello.history { history = WireHistoryPoint(point) }
        clock = WireClockSample(hello.clock)
        anchors = hello.anchors.map { WireClockAnchor($0) }
        pendingOps = hello.pendingOps
        software = hello.software
    }

    func hello() throws(ProtocolError) -> Hello {
        guard hasClock else { throw ProtocolError(.missing, "hello has no clock") }
        try Column.expect(anchors.count, atMost: SyncLimits.anchorsMax, "hello.anchors")
        var earlier: [ClockAnchor] = []
        for anchor in anchors { earlier.append(try anchor.anchor()) }
        return Hello(
            protocolVersion: protocolVersion,
            replica: try ReplicaNumber.replica(replica, "hello.replica"), schema: schema,
            history: hasHistory ? try history.point() : nil, clock: try clock.sample(),
            anchors: earlier, pendingOps: pendingOps,
            software: try WireName.name(software, "hello.software"))
    }
}

extension WireOpBatch {
    init(_ batch: OpBatch) {
        self.init()
        id = IdentityBytes.data(batch.id)
        previous = IdentityBytes.data(batch.previous)
        if !batch.ops.isEmpty { ops = WireOpColumns(batch.ops, receipts: batch.receipts) }
    }

    func batch() throws(ProtocolError) -> OpBatch {
        let own: BatchID = try IdentityBytes.identity(id, "batch.id")
        guard !own.isZero else { throw ProtocolError(.missing, "a batch has no id") }
        let contents = try ops.ops()
        return OpBatch(
            id: own, previous: try IdentityBytes.identity(previous, "batch.previous"),
            ops: contents, receipts: try ops.receipts(of: contents))
    }
}

extension WirePullRequest {
    init(_ request: PullRequest) {
        self.init()
        start = request.cursor.start
        at = request.cursor.at
        if let point = request.backfill { backfill = WireBackfillPoint(point) }
        heldCount = request.heldCount
        heldDigest = request.heldDigest.rawValue
        if let accounts = request.held {
            held = WireHeldAccounts()
            if !accounts.isEmpty { held.accounts = WireIdentityColumn(accounts) }
        }
        if !request.refetch.isEmpty { refetch = WireIdentityColumn(request.refetch) }
        var end: Seq = 0
        for range in request.known.ranges {
            known += [range.lowerBound - end, range.upperBound - range.lowerBound + 1]
            end = range.upperBound
        }
    }

    func request() throws(ProtocolError) -> PullRequest {
        try Column.expect(
            held.accounts.times.count, atMost: SyncLimits.accountsPerRequestMax, "pull.held")
        try Column.expect(
            refetch.times.count, atMost: SyncLimits.accountsPerRequestMax, "pull.refetch")
        return PullRequest(
            cursor: try WireCursor.cursor(start: start, at: at),
            backfill: hasBackfill ? try backfill.point() : nil, heldCount: heldCount,
            heldDigest: ScopeDigest(rawValue: heldDigest),
            held: hasHeld ? try held.accounts.identities("pull.held") : nil,
            refetch: try refetch.identities("pull.refetch"), known: try ranges())
    }

    private func ranges() throws(ProtocolError) -> SeqRanges {
        try Column.expect(known.count, atMost: 2 * SyncLimits.knownRangesMax, "pull.known")
        var ranges: [ClosedRange<Seq>] = []
        var end: Seq = 0
        for place in stride(from: 0, to: known.count - 1, by: 2) {
            let first = end &+ known[place]
            let last = first &+ known[place + 1] &- 1
            try Column.checkCounter(known[place], "pull.known")
            try Column.checkCounter(known[place + 1], "pull.known")
            try Column.checkCounter(last, "pull.known")
            guard first > 0, first <= last else {
                throw ProtocolError(.range, "pull.known has an empty range")
            }
            ranges.append(first...last)
            end = last
        }
        guard known.count.isMultiple(of: 2), let known = SeqRanges(ranges) else {
            throw ProtocolError(.columns, "pull.known has ranges that touch, or half of one")
        }
        return known
    }
}
