// Whatever the bytes are, a decoder gives a value or throws; it never traps and never grows.

import CausalCore
import Testing

@testable import SyncProtocol

@Suite struct HostileBytesTests {
    private func decodeAll(_ plain: [UInt8]) throws {
        let body = try Zlib.deflate(plain, level: 0)
        _ = try? SyncCodec.decodeRequest(body)
        _ = try? SyncCodec.decodeResponse(body)
        _ = try? SyncCodec.decodeEnrollRequest(body)
        _ = try? SyncCodec.decodeEnrollResponse(body)
    }

    private func plainBodies(seed: UInt64) throws -> [[UInt8]] {
        var messages = RandomMessages(seed: seed)
        return [
            try Zlib.inflate(try SyncCodec.encode(messages.request()), limits: .default),
            try Zlib.inflate(try SyncCodec.encode(messages.response()), limits: .default),
            try Zlib.inflate(try SyncCodec.encode(messages.enrollRequest()), limits: .default),
            try Zlib.inflate(try SyncCodec.encode(messages.enrollResponse()), limits: .default),
        ]
    }

    @Test(arguments: 1000..<1040)
    func changedBytesNeverTrap(seed: UInt64) throws {
        var randomness = SeededRandomness(seed: seed)
        for plain in try plainBodies(seed: seed) where !plain.isEmpty {
            for _ in 0..<150 {
                var bytes = plain
                for _ in 0...randomness.below(3) {
                    let place = randomness.below(bytes.count)
                    switch randomness.below(4) {
                    case 0: bytes[place] ^= 1 << UInt8(randomness.below(8))
                    case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][randomness.below(5)]
                    case 2: bytes.insert(UInt8(randomness.below(256)), at: place)
                    default: if bytes.count > 1 { bytes.remove(at: place) }
                    }
                }
                try decodeAll(bytes)
            }
        }
    }

    @Test func bytesCutAnywhereNeverTrap() throws {
        for seed: UInt64 in 7...9 {
            for plain in try plainBodies(seed: seed) {
                for end in plain.indices { try decodeAll(Array(plain[..<end])) }
            }
        }
    }

    @Test func aCutBodyIsRefused() throws {
        var messages = RandomMessages(seed: 11)
        let body = try SyncCodec.encode(messages.response())
        for end in body.indices {
            let error = #expect(throws: ProtocolError.self) {
                try SyncCodec.decodeResponse(Array(body[..<end]))
            }
            #expect(error?.code == .compression)
        }
        let error = #expect(throws: ProtocolError.self) {
            try SyncCodec.decodeResponse(body + [0])
        }
        #expect(error?.code == .compression)
    }

    @Test func aBombIsRefusedByItsRatio() throws {
        let bomb = try Zlib.deflate([UInt8](repeating: 0, count: 12_000_000), level: 9)
        #expect(bomb.count < 15_000)
        let error = #expect(throws: ProtocolError.self) { try SyncCodec.decodeRequest(bomb) }
        #expect(error?.code == .tooLarge)
    }

    @Test func aMillionBlanksAreNoBomb() throws {
        var messages = RandomMessages(seed: 15)
        var op = messages.op(after: [])
        op.units = [
            UnitWrite(
                key: UnitKey(field: 12), value: [UInt8](repeating: 0x20, count: 2_097_152))
        ]
        var request = messages.request()
        request.batches = [OpBatch(id: BatchID(high: 1, low: 1), previous: .zero, ops: [op])]
        #expect(try SyncCodec.decodeRequest(try SyncCodec.encode(request)) == request)
    }

    @Test func aLongAnswerIsRead() throws {
        var messages = RandomMessages(seed: 16)
        var response = messages.response()
        var state = messages.state()
        state.cells = (0..<6).map { number in
            Cell(
                key: UnitKey(field: UInt16(number)),
                value: (0..<1_000_000).map { _ in
                    UInt8(truncatingIfNeeded: messages.randomness.next())
                }, stamp: .zero, quality: .wall, replica: ReplicaID(1), op: .zero, seq: state.seq)
        }
        response.pages = [messages.page()]
        response.pages[0].records = [state]
        let body = try SyncCodec.encode(response, level: 1)
        #expect(body.count > Int(SyncLimits.default.bodyBytesMax))
        #expect(try SyncCodec.decodeResponse(body) == response)
    }

    @Test func theInflatedSizeIsHeldToItsLimitExactly() throws {
        let plain = [UInt8](repeating: 7, count: 1_000)
        let body = try Zlib.deflate(plain, level: 6)
        #expect(try Zlib.inflate(body, limits: SyncLimits(inflatedBytesMax: 1_000)) == plain)
        let error = #expect(throws: ProtocolError.self) {
            try Zlib.inflate(body, limits: SyncLimits(inflatedBytesMax: 999))
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func theBodyIsHeldToItsLimitExactly() throws {
        var messages = RandomMessages(seed: 12)
        let request = messages.request()
        let body = try SyncCodec.encode(request)
        let limit = UInt32(body.count)
        #expect(
            try SyncCodec.decodeRequest(body, limits: SyncLimits(bodyBytesMax: limit)) == request)
        let error = #expect(throws: ProtocolError.self) {
            try SyncCodec.decodeRequest(body, limits: SyncLimits(bodyBytesMax: limit - 1))
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func batchesAreHeldToTheirLimitExactly() throws {
        var messages = RandomMessages(seed: 13)
        var request = messages.request()
        request.batches = (1...3).map {
            OpBatch(id: BatchID(high: 1, low: $0), previous: .zero, ops: [])
        }
        let body = try SyncCodec.encode(request)
        let enough = SyncLimits(batchesPerRequestMax: 3)
        #expect(try SyncCodec.decodeRequest(body, limits: enough) == request)
        let error = #expect(throws: ProtocolError.self) {
            try SyncCodec.decodeRequest(body, limits: SyncLimits(batchesPerRequestMax: 2))
        }
        #expect(error?.code == .count)
    }

    @Test(arguments: [SyncLimits.anchorsMax, SyncLimits.anchorsMax + 1])
    func anchorsAreHeldToTheirLimitExactly(count: Int) throws {
        var messages = RandomMessages(seed: 14)
        var request = messages.request()
        request.hello.anchors = (0..<count).map { _ in
            ClockAnchor(boot: .zero, boottimeNanoseconds: 1, serverTime: .zero)
        }
        let body = try SyncCodec.encode(request)
        if count <= SyncLimits.anchorsMax {
            #expect(try SyncCodec.decodeRequest(body) == request)
        } else {
            let error = #expect(throws: ProtocolError.self) { try SyncCodec.decodeRequest(body) }
            #expect(error?.code == .count)
        }
    }

    @Test(arguments: [SyncLimits.historyPointsMax, SyncLimits.historyPointsMax + 1])
    func pointsAreHeldToTheirLimitExactly(count: Int) throws {
        var messages = RandomMessages(seed: 17)
        var request = messages.request()
        request.repair = RepairRequest(points: (0..<count).map { _ in messages.point() })
        var enrollment = messages.enrollRequest()
        enrollment.points = request.repair?.points ?? []
        let body = try SyncCodec.encode(request)
        let code = try SyncCodec.encode(enrollment)
        if count <= SyncLimits.historyPointsMax {
            #expect(try SyncCodec.decodeRequest(body) == request)
            #expect(try SyncCodec.decodeEnrollRequest(code) == enrollment)
        } else {
            var error = #expect(throws: ProtocolError.self) { try SyncCodec.decodeRequest(body) }
            #expect(error?.code == .count)
            error = #expect(throws: ProtocolError.self) {
                try SyncCodec.decodeEnrollRequest(code)
            }
            #expect(error?.code == .count)
        }
    }

    /// Nine kilobytes once made a million ops of half a gigabyte.
    @Test func aBodyOfCountlessTinyOpsIsRefused() throws {
        var messages = RandomMessages(seed: 17)
        var request = messages.request()
        let each = SyncLimits.opsPerRequestMax / 4
        request.batches = (1...5).map { (batch: UInt64) -> OpBatch in
            let ops = (1...UInt64(each)).map { number in
                Op(
                    id: OpID(high: 1, low: number), record: RecordID(high: 1, low: number),
                    kind: 1, account: RecordID(high: 1, low: number), action: .set,
                    evidence: ClockSample(
                        boot: BootID(high: 1, low: 1), boottimeNanoseconds: 1, wallNanoseconds: 1),
                    transaction: TransactionID(high: 1, low: 1), author: .zero, schema: 1)
            }
            return OpBatch(id: BatchID(high: 1, low: batch), previous: .zero, ops: ops)
        }
        let body = try SyncCodec.encode(request, level: 9)
        #expect(body.count < 8_000)
        let error = #expect(throws: ProtocolError.self) { try SyncCodec.decodeRequest(body) }
        #expect(error?.code == .count)
        request.batches.removeLast()
        #expect(try SyncCodec.decodeRequest(try SyncCodec.encode(request)) == request)
    }

    @Test func aDeepJSONBodyIsRefused() throws {
        let deep = Array((String(repeating: "{\"hello\":", count: 20_000)).utf8)
        let error = #expect(throws: ProtocolError.self) {
            try SyncCodec.decodeRequest(deep, as: .json)
        }
        #expect(error?.code == .form)
        let lists = Array(String(repeating: "[", count: 50_000).utf8)
        #expect(throws: ProtocolError.self) {
            try JSONBody.decode(Problem.self, from: lists)
        }
    }
}
