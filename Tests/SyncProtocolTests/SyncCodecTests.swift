// Every message comes back as it went, in both forms.

import CausalCore
import Testing

@testable import SyncProtocol

@Suite struct SyncCodecTests {
    @Test(arguments: 0..<150)
    func aRequestComesBackAsItWent(seed: UInt64) throws {
        var messages = RandomMessages(seed: seed)
        let request = messages.request()
        for form in BodyForm.allCases {
            let bytes = try SyncCodec.encode(request, as: form)
            #expect(try SyncCodec.decodeRequest(bytes, as: form) == request)
        }
    }

    /// Also behind a beginning that is longer than one stored block.
    @Test(arguments: 0..<60)
    func aBatchMadeIntoBytesBeforeIsReadAsOneMessage(seed: UInt64) throws {
        var messages = RandomMessages(seed: seed)
        var request = messages.request()
        request.batches = [messages.batch()]
        request.repair = nil
        if seed % 10 == 0 {
            request.pull?.held = (0..<9_000).map { _ in messages.identifier() }.sorted()
        }
        for isFast in [false, true] {
            let batch = try SyncCodec.encode(request.batches[0], onFastLink: isFast)
            let bytes = try SyncCodec.encode(request, with: batch)
            #expect(try SyncCodec.decodeRequest(bytes) == request)
        }
    }

    @Test(arguments: 0..<150)
    func anAnswerComesBackAsItWent(seed: UInt64) throws {
        var messages = RandomMessages(seed: seed)
        let response = messages.response()
        for form in BodyForm.allCases {
            let bytes = try SyncCodec.encode(response, as: form)
            #expect(try SyncCodec.decodeResponse(bytes, as: form) == response)
        }
    }

    @Test(arguments: 0..<40)
    func anEnrollmentComesBackAsItWent(seed: UInt64) throws {
        var messages = RandomMessages(seed: seed)
        let request = messages.enrollRequest()
        let response = messages.enrollResponse()
        for form in BodyForm.allCases {
            let asked = try SyncCodec.encode(request, as: form)
            #expect(try SyncCodec.decodeEnrollRequest(asked, as: form) == request)
            let answered = try SyncCodec.encode(response, as: form)
            #expect(try SyncCodec.decodeEnrollResponse(answered, as: form) == response)
        }
    }

    @Test func equalMessagesHaveEqualBytes() throws {
        var first = RandomMessages(seed: 5)
        var second = RandomMessages(seed: 5)
        #expect(
            try SyncCodec.encode(first.response()) == SyncCodec.encode(second.response()))
    }

    @Test func theAuthorOfAnOpStaysOnTheDevice() throws {
        var messages = RandomMessages(seed: 1)
        var request = messages.request()
        var op = messages.op(after: [])
        op.author = UserID(high: 1, low: 2)
        request.batches = [OpBatch(id: BatchID(high: 1, low: 1), previous: .zero, ops: [op])]
        let back = try SyncCodec.decodeRequest(try SyncCodec.encode(request))
        #expect(back.batches.first?.ops.first?.author == .zero)
    }

    @Test func aFieldOfALaterVersionIsPassedOver() throws {
        var messages = RandomMessages(seed: 2)
        let request = messages.request()
        let plain = try Zlib.inflate(try SyncCodec.encode(request), limits: .default)
        let later = plain + [0xFA, 0x3F, 3, 1, 2, 3]  // field 1023, three bytes
        let body = try Zlib.deflate(later, level: 6)
        #expect(try SyncCodec.decodeRequest(body) == request)
    }

    @Test func everyLevelOfCompressionIsUnderstood() throws {
        var messages = RandomMessages(seed: 3)
        let response = messages.response()
        for level in [Int.min, 0, 1, 6, 9, .max] {
            let bytes = try SyncCodec.encode(response, level: level)
            #expect(try SyncCodec.decodeResponse(bytes) == response)
        }
    }

    @Test func aMediaTypeIsReadInAnyCaseAndWithParameters() {
        #expect(BodyForm(mediaType: "Application/JSON; charset=utf-8") == .json)
        #expect(BodyForm(mediaType: "application/x-kith-sync") == .compressed)
        #expect(BodyForm(mediaType: "text/html") == nil)
    }
}
