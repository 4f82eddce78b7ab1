// A request that takes echoes, and an answer to it that leaves out what the request holds.

import CausalCore

@testable import SyncProtocol

enum AnsweredRequest {
    private static let replica = ReplicaID(1)

    /// Four ops: a record is made, two are changed, and one again.
    private static let ops: [Op] = [(OpAction.create, 1), (.set, 2), (.set, 3), (.set, 2)]
        .enumerated().map { place, kind in
            let id = UInt64(place + 1)
            return Op(
                id: OpID(high: 7, low: id), record: RecordID(high: 9, low: UInt64(kind.1)),
                kind: 5, account: RecordID(high: 9, low: UInt64(kind.1 % 2)), action: kind.0,
                units: [UnitWrite(key: UnitKey(field: 1), value: [1, UInt8(id)])],
                evidence: ClockSample(
                    boot: BootID(high: 1, low: 1), boottimeNanoseconds: id * 5_000_000,
                    wallNanoseconds: Int64(id) * 5_000_000),
                transaction: TransactionID(high: 8, low: id), author: .zero, schema: 1)
        }

    static let request = SyncRequest(
        hello: Hello(
            replica: replica, schema: 1,
            history: HistoryPoint(lineage: LineageID(high: 3, low: 3), seq: 4, chain: [1, 2]),
            clock: ClockSample(boot: .zero, boottimeNanoseconds: 0, wallNanoseconds: 1),
            anchors: [], pendingOps: 4, software: ""),
        batches: [OpBatch(id: BatchID(high: 5, low: 5), previous: .zero, ops: ops)],
        pull: PullRequest(
            cursor: Cursor(start: 4, at: 4), heldCount: 0, heldDigest: .empty),
        takesEchoes: true)

    /// Every op is applied, and nothing else has happened.
    static let response: SyncResponse = {
        let answers = ops.enumerated().map { place, op in
            Acknowledgement(
                op: op.id, verdict: .applied, isDuplicate: false, seq: UInt64(place + 5),
                stamp: Stamp(milliseconds: UInt64(1_000 + 5 * place)), quality: .boottime,
                receipt: [UInt8](repeating: 7, count: 8),
                succession: place == 0
                    ? Succession(counter: 1, time: Stamp(milliseconds: 2_000)) : nil)
        }
        let states = zip(ops, answers).dropFirst().map { op, answer in
            RecordState(
                of: op, by: replica, answer, time: Stamp(milliseconds: 2_000),
                vector: VersionVector([Dot(replica: replica, counter: answer.seq - 4)]))
        }
        return SyncResponse(
            welcome: Welcome(
                history: HistoryPoint(lineage: LineageID(high: 3, low: 3), seq: 8, chain: [3]),
                serverTime: Stamp(milliseconds: 2_000), schema: 1, backupSeq: 0, limits: .default),
            answers: [.accepted(BatchID(high: 5, low: 5), answers)],
            pages: [
                PullPage(
                    records: states,
                    checksums: [
                        AccountSum(
                            accounts: (0...1).map { RecordID(high: 9, low: $0) }, checksum: 77)
                    ], cursor: Cursor(start: 8, at: 8), isLast: true, hasMore: false)
            ])
    }()
}
