// What one changed record costs on the wire: counts are held, times are not.

import CausalCore
import Testing

@testable import SyncProtocol

@Suite struct WireSizeTests {
    private static let count = 1_000

    /// One device's day: each op sets one short field of another record in a transaction of its own.
    private func ops(seed: UInt64) -> [Op] {
        var randomness = SeededRandomness(seed: seed)
        var ids = IdentifierSource(randomness: SeededRandomness(seed: seed + 1))
        var wall: UInt64 = 1_700_000_000_000
        let accounts: [RecordID] = (0..<100).map { _ in
            wall += 5
            return ids.next(wallMilliseconds: wall)
        }
        let records: [RecordID] = (0..<Self.count).map { _ in
            wall += 5
            return ids.next(wallMilliseconds: wall)
        }
        let boot: BootID = ids.random()
        var boottime: UInt64 = 4_000_000_000_000
        var ops: [Op] = []
        for (index, record) in records.enumerated() {
            let pause = UInt64(1_000 + randomness.below(4_000_000))
            wall += pause / 1_000
            boottime += pause * 1_000
            let transaction: TransactionID = ids.next(wallMilliseconds: wall)
            ops.append(
                Op(
                    id: ids.next(wallMilliseconds: wall), record: record, kind: 5,
                    account: accounts[randomness.below(100)], action: .set,
                    units: [
                        UnitWrite(
                            key: UnitKey(field: 9), value: Array("value \(index) of it".utf8))
                    ],
                    context: ReadContext(
                        seen: UInt64(100_000 + randomness.below(110_000)),
                        seenTime: Stamp(milliseconds: wall - 86_400_000)),
                    evidence: ClockSample(
                        boot: boot, boottimeNanoseconds: boottime,
                        wallNanoseconds: Int64(wall) * 1_000_000 + Int64(pause % 1_000)),
                    transaction: transaction, author: .zero, schema: 1))
        }
        return ops
    }

    private func response(to ops: [Op], withAnswers: Bool) -> SyncResponse {
        let replica = ReplicaID(987_654_321_987)
        let other = ReplicaID(123_456_789_123)
        var page = PullPage(
            cursor: Cursor(start: 300_000, at: 300_000), isLast: true, hasMore: false)
        var answers: [Acknowledgement] = []
        for (index, op) in ops.enumerated() {
            let seq = 299_000 + UInt64(index)
            let stamp = Stamp(milliseconds: op.evidence.wallMilliseconds)
            answers.append(
                Acknowledgement(
                    op: op.id, verdict: .applied, isDuplicate: false, seq: seq, stamp: stamp,
                    quality: .boottime))
            page.records.append(
                RecordState(
                    record: op.record, kind: op.kind, account: op.account, isAlive: true,
                    seq: seq, time: Stamp(milliseconds: 1_800_000_000_000),
                    vector: VersionVector([
                        Dot(replica: replica, counter: 5_000 + UInt64(index)),
                        Dot(replica: other, counter: 100 + UInt64(index) * 7),
                    ]),
                    cells: [
                        Cell(
                            key: op.units[0].key, value: op.units[0].value, stamp: stamp,
                            quality: .boottime, replica: replica, op: op.id, seq: seq)
                    ]))
        }
        let history = HistoryPoint(lineage: .zero, seq: 300_000, chain: [])
        return SyncResponse(
            welcome: Welcome(history: history, serverTime: .zero, schema: 1),
            answers: withAnswers ? [.accepted(BatchID(high: 1, low: 1), answers)] : [],
            pages: [page])
    }

    @Test func aChangedRecordCostsFewBytesUpAndDown() throws {
        let ops = ops(seed: 1)
        let request = SyncRequest(
            hello: Hello(
                replica: ReplicaID(987_654_321_987), schema: 1,
                clock: ClockSample(boot: .zero, boottimeNanoseconds: 1, wallNanoseconds: 1)),
            batches: [OpBatch(id: BatchID(high: 1, low: 1), previous: .zero, ops: ops)],
            takesEchoes: true)
        let up = try SyncCodec.encode(request).count
        let answer = try SyncCodec.encode(response(to: ops, withAnswers: true), to: request).count
        let down = try SyncCodec.encode(response(to: ops, withAnswers: false)).count
        let count = Double(Self.count)
        print(
            "bytes for each changed record: up \(Double(up) / count), answer and echo",
            "\(Double(answer) / count), down to another device \(Double(down) / count)")
        #expect(up <= 70 * Self.count)
        #expect(answer <= 10 * Self.count)
        #expect(down <= 55 * Self.count)
    }

    @Test func anIdleSyncCostsFewBytes() throws {
        var messages = RandomMessages(seed: 1)
        let history = HistoryPoint(
            lineage: messages.identifier(), seq: 123_456,
            chain: (0..<16).map { UInt8(truncatingIfNeeded: $0 &* 37) })
        let request = SyncRequest(
            hello: Hello(
                replica: ReplicaID(987_654_321_987), schema: 1, history: history,
                clock: messages.sample(), software: "kith 0.1.0"),
            pull: PullRequest(
                cursor: Cursor(start: 123_456, at: 123_456), heldCount: 10,
                heldDigest: ScopeDigest(rawValue: messages.randomness.next())))
        let response = SyncResponse(
            welcome: Welcome(history: history, serverTime: Stamp(milliseconds: 1), schema: 1),
            pages: [
                PullPage(
                    cursor: Cursor(start: 123_456, at: 123_456), isLast: true, hasMore: false)
            ])
        #expect(try SyncCodec.encode(request).count <= 135)
        let answer = try SyncCodec.encode(response, to: request)
        #expect(answer.count <= 45)
        #expect(try SyncCodec.decodeResponse(answer, to: request) == response)
        #expect(throws: ProtocolError.self) { try SyncCodec.decodeResponse(answer) }
    }
}
