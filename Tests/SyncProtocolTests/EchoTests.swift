// An answer leaves out what its request holds, and comes back whole.

import CausalCore
import Testing

@testable import SyncProtocol

@Suite struct EchoTests {
    /// A request with random batches, which takes echoes.
    private static func request(_ messages: inout RandomMessages) -> SyncRequest {
        var request = messages.request()
        request.takesEchoes = true
        request.batches = (0..<2).map { _ in
            var batch = messages.batch()
            while batch.ops.count < 4 { batch.ops.append(messages.op(after: batch.ops)) }
            return batch
        }
        return request
    }

    /// What a server says to it: most ops are applied, and most records hold nothing else.
    private static func response(
        to request: SyncRequest, _ messages: inout RandomMessages
    ) -> SyncResponse {
        var response = messages.response()
        var page = messages.page()
        page.records = []
        var seq: Seq = 1_000
        response.answers = request.batches.map { batch in
            .accepted(
                batch.id,
                batch.ops.map { op in
                    seq += 1 + Seq(messages.randomness.below(3))
                    let isTaken = messages.randomness.chance(80)
                    let answer = Acknowledgement(
                        op: op.id, verdict: isTaken ? .applied : messages.verdict(),
                        isDuplicate: false, seq: seq, stamp: messages.stamp(),
                        quality: messages.choice())
                    page.records.append(messages.state(after: op, answer, in: request))
                    return answer
                })
        }
        response.pages = [page, messages.page()]
        return response
    }

    @Test(arguments: 0..<200)
    func whatIsLeftOutIsPutBack(seed: UInt64) throws {
        var messages = RandomMessages(seed: seed)
        let request = Self.request(&messages)
        let response = Self.response(to: request, &messages)
        for form in BodyForm.allCases {
            let bytes = try SyncCodec.encode(response, as: form, to: request)
            #expect(try SyncCodec.decodeResponse(bytes, as: form, to: request) == response)
        }
    }

    @Test func whoDoesNotTakeEchoesGetsEverything() throws {
        var messages = RandomMessages(seed: 1)
        var request = Self.request(&messages)
        let response = Self.response(to: request, &messages)
        let short = try SyncCodec.encode(response, to: request)
        request.takesEchoes = false
        let whole = try SyncCodec.encode(response, to: request)
        #expect(short.count < whole.count)
        #expect(try SyncCodec.decodeResponse(whole, to: request) == response)
        request.batches = []
        #expect(try SyncCodec.decodeResponse(whole, to: request) == response)
    }

    @Test func anEchoWithoutItsOpIsRefused() throws {
        var messages = RandomMessages(seed: 2)
        var request = Self.request(&messages)
        let response = Self.response(to: request, &messages)
        let bytes = try SyncCodec.encode(response, to: request)
        #expect(throws: ProtocolError.self) { try SyncCodec.decodeResponse(bytes) }
        request.batches[1].ops.removeLast()
        #expect(throws: ProtocolError.self) {
            try SyncCodec.decodeResponse(bytes, to: request)
        }
    }

    @Test func anEchoCostsAFewBytes() throws {
        var messages = RandomMessages(seed: 3)
        var request = Self.request(&messages)
        let ops = (0..<1_000).map { _ in messages.setting() }
        request.batches = [OpBatch(id: messages.identifier(), previous: .zero, ops: ops)]
        var response = messages.response()
        var page = PullPage(cursor: .zero, isLast: true, hasMore: false)
        var answers: [Acknowledgement] = []
        for (index, op) in ops.enumerated() {
            let answer = Acknowledgement(
                op: op.id, verdict: .applied, isDuplicate: false, seq: 500 + Seq(index),
                stamp: Stamp(milliseconds: 1_800_000_000_000 + UInt64(index)),
                quality: .boottime)
            answers.append(answer)
            var state = messages.echo(of: op, answer, in: request)
            state.vector = VersionVector([
                Dot(replica: request.hello.replica, counter: 90 + UInt64(index))
            ])
            state.time = Stamp(milliseconds: 1_800_000_000_000)
            page.records.append(state)
        }
        response.answers = [.accepted(request.batches[0].id, answers)]
        response.pages = []
        let without = try SyncCodec.encode(response, to: request).count
        response.pages = [page]
        let with = try SyncCodec.encode(response, to: request).count
        print("bytes for each echo: \(Double(with - without) / 1_000)")
        #expect(with - without < 1_000)
        #expect(
            try SyncCodec.decodeResponse(
                SyncCodec.encode(response, to: request), to: request) == response)
    }
}

extension RandomMessages {
    /// An op that sets one field.
    fileprivate mutating func setting() -> Op {
        var op = op(after: [])
        op.action = .set
        op.units = [UnitWrite(key: UnitKey(field: 3), value: bytes(30))]
        return op
    }

    /// The state in which nothing but the op has changed anything.
    fileprivate mutating func echo(
        of op: Op, _ answer: Acknowledgement, in request: SyncRequest
    ) -> RecordState {
        RecordState(
            record: op.record, kind: op.kind, account: op.account, isAlive: true,
            seq: answer.seq, time: stamp(), vector: vector(),
            cells: op.units.map {
                Cell(
                    key: $0.key, value: $0.value, stamp: answer.stamp, quality: answer.quality,
                    replica: request.hello.replica, op: op.id, seq: answer.seq)
            })
    }

    /// That state, or one that differs from it in one thing.
    fileprivate mutating func state(
        after op: Op, _ answer: Acknowledgement, in request: SyncRequest
    ) -> RecordState {
        var state = echo(of: op, answer, in: request)
        switch randomness.below(16) {
        case 0: state.isAlive = false
        case 1: state.kind += 1
        case 2: state.account = identifier()
        case 3: state.record = identifier()
        case 4 where !state.cells.isEmpty: state.cells.removeLast()
        case 5 where !state.cells.isEmpty: state.cells[0].value.append(7)
        case 6 where !state.cells.isEmpty: state.cells[0].stamp = stamp()
        case 7 where !state.cells.isEmpty: state.cells[0].replica = replica()
        case 8 where !state.cells.isEmpty: state.cells[0].op = identifier()
        case 9 where !state.cells.isEmpty: state.cells[0].seq -= 1
        default: break
        }
        return state
    }
}
