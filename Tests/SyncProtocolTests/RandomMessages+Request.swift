// Random requests.

import CausalCore
import SyncProtocol

extension RandomMessages {
    mutating func op(after earlier: [Op]) -> Op {
        let account: RecordID = identifier()
        var op = Op(
            id: identifier(), record: randomness.chance(30) ? account : identifier(),
            kind: UInt16(truncatingIfNeeded: randomness.next()), account: account,
            action: choice(),
            units: list(4) { UnitWrite(key: $0.key(), value: $0.bytes(40)) },
            evidence: sample(), transaction: identifier(), author: .zero,
            schema: UInt32(truncatingIfNeeded: randomness.next()))
        if randomness.chance(50), let last = earlier.last { op.transaction = last.transaction }
        if randomness.chance(70) {
            op.context = ReadContext(
                seen: counter(), seenTime: stamp(),
                own: list(3) { source in
                    earlier.randomElement(using: &source.randomness)?.id ?? source.identifier()
                }, lost: randomness.chance(20) ? list(3) { $0.identifier() } : [])
        }
        if randomness.chance(30) {
            op.resolves = list(3) { $0.identifier() }
            op.reason = text()
            op.origin = randomness.chance(50) ? origin() : nil
        }
        return op
    }

    private mutating func origin() -> OpID { OpID(high: randomness.next() | 1, low: 5) }

    mutating func batch() -> OpBatch {
        var ops: [Op] = []
        for _ in 0..<randomness.below(8) { ops.append(op(after: ops)) }
        return OpBatch(
            id: BatchID(high: randomness.next() | 1, low: randomness.next()),
            previous: randomness.chance(30) ? .zero : identifier(), ops: ops,
            receipts: randomness.chance(30) ? receipts(of: ops) : [:])
    }

    private mutating func receipts(of ops: [Op]) -> [OpID: OpReceipt] {
        var result: [OpID: OpReceipt] = [:]
        for op in ops where randomness.chance(60) && !ops.hasTwice(op.id) {
            result[op.id] = OpReceipt(
                stamp: stamp(), quality: choice(),
                mac: (0..<OpReceipt.macByteCount).map { _ in UInt8(randomness.below(256)) })
        }
        return result
    }

    mutating func point() -> HistoryPoint {
        HistoryPoint(lineage: identifier(), seq: counter(), chain: bytes(32))
    }

    mutating func pull() -> PullRequest {
        PullRequest(
            cursor: cursor(),
            backfill: randomness.chance(30)
                ? BackfillPoint(account: identifier(), at: counter()) : nil,
            heldCount: UInt32(truncatingIfNeeded: randomness.next()),
            heldDigest: ScopeDigest(rawValue: randomness.next()),
            held: randomness.chance(30) ? list(5) { $0.identifier() } : nil,
            refetch: list(2) { $0.identifier() }, known: seqRanges())
    }

    mutating func seqRanges() -> SeqRanges {
        var known = SeqRanges()
        var seq: Seq = 0
        for _ in 0..<randomness.below(12) {
            seq += 1 + (randomness.chance(50) ? 0 : Seq(randomness.below(1_000_000)))
            known.append(seq)
        }
        return known
    }

    mutating func request() -> SyncRequest {
        SyncRequest(
            hello: Hello(
                protocolVersion: UInt32(truncatingIfNeeded: randomness.next()),
                replica: replica(), schema: 3, history: randomness.chance(50) ? point() : nil,
                clock: sample(),
                anchors: list(3) {
                    ClockAnchor(
                        boot: $0.identifier(), boottimeNanoseconds: $0.randomness.next(),
                        serverTime: $0.stamp())
                }, pendingOps: 7, software: text()),
            batches: list(3) { $0.batch() },
            sealedBehind: randomness.chance(20) ? identifier() : nil,
            pull: randomness.chance(70) ? pull() : nil,
            repair: randomness.chance(20) ? RepairRequest(points: list(4) { $0.point() }) : nil)
    }

    mutating func enrollRequest() -> EnrollRequest {
        EnrollRequest(
            code: "7K3Q-0000", device: text(), clock: sample(),
            predecessor: randomness.chance(50) ? replica() : nil, schema: 1, software: text(),
            points: list(3) { $0.point() })
    }
}

extension [Op] {
    /// A receipt belongs to an id, so of ops with one id either all would have it or none.
    fileprivate func hasTwice(_ id: OpID) -> Bool { count { $0.id == id } > 1 }
}
