// Every vector of a message or body, run against the code that both sides use.

import CausalCore
import Foundation
import Testing

@testable import SyncProtocol

@Suite struct MessageVectorTests {
    private static let valid = ["requests.json", "responses.json", "enrollment.json"]
        .flatMap(VectorFile.cases)

    @Test func thereAreAtLeastFortyVectors() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: VectorFile.folder.path)
            .filter { $0.hasSuffix(".json") }
        var total = 0
        for name in names {
            let cases = VectorFile.cases(name)
            #expect(!cases.isEmpty, "\(name) has no cases")
            #expect(Set(cases.map(\.name)).count == cases.count, "\(name) has a name twice")
            total += cases.count
        }
        let refused = VectorFile.cases("invalid.json").count
        print("\(total) vectors in \(names.count) files, \(refused) of them invalid messages")
        #expect(total >= 40)
        #expect(refused >= 20)
    }

    @Test(arguments: valid)
    func aMessageMeansWhatItsVectorSays(vector: Vector) throws {
        let message = try text(of: try decoded(vector, .compressed).meaning)
        #expect(message == (try text(of: vector.object("means"))))
    }

    @Test(arguments: valid)
    func aMessageIsWrittenAsItsVectorSays(vector: Vector) throws {
        let body = try decoded(vector, .compressed).encode(.compressed)
        let plain = try Zlib.inflate(body, limits: .default)
        #expect(hexadecimal(plain) == (try vector.text("protobuf")))
    }

    @Test(arguments: valid)
    func theJSONFormSaysTheSame(vector: Vector) throws {
        let fromJSON = try decoded(vector, .json)
        #expect(try text(of: fromJSON.meaning) == text(of: vector.object("means")))
        let written = try JSONSerialization.jsonObject(
            with: Data(try fromJSON.encode(.json)))
        #expect(try text(of: written) == text(of: vector.object("json")))
    }

    @Test(arguments: VectorFile.cases("invalid.json"))
    func anInvalidMessageIsRefusedWithItsCode(vector: Vector) throws {
        let error = #expect(throws: ProtocolError.self) { try decoded(vector, .compressed) }
        #expect(error?.code.rawValue == (try vector.text("error")))
    }

    @Test(arguments: VectorFile.cases("bodies.json"))
    func aBodyIsInflatedOrRefusedAsItsVectorSays(vector: Vector) throws {
        var limits = SyncLimits.default
        if let bytesMax = vector.content["inflatedBytesMax"] {
            limits.inflatedBytesMax = UInt32(try VectorValue.number(bytesMax))
        }
        let body = try vector.bytes("body")
        if vector.content["error"] == nil {
            #expect(try Zlib.inflate(body, limits: limits) == vector.bytes("inflated"))
        } else {
            let error = #expect(throws: ProtocolError.self) {
                try Zlib.inflate(body, limits: limits)
            }
            #expect(error?.code.rawValue == (try vector.text("error")))
        }
    }

    private func decoded(_ vector: Vector, _ form: BodyForm) throws -> AnyBody {
        let bytes =
            form == .json
            ? Array(try text(of: vector.object("json")).utf8)
            : try Zlib.deflate(try vector.bytes("protobuf"), level: 6)
        switch try vector.text("message") {
        case "SyncRequest": return .request(try SyncCodec.decodeRequest(bytes, as: form))
        case "SyncResponse": return .response(try SyncCodec.decodeResponse(bytes, as: form))
        case "EnrollRequest": return .enroll(try SyncCodec.decodeEnrollRequest(bytes, as: form))
        default: return .enrolled(try SyncCodec.decodeEnrollResponse(bytes, as: form))
        }
    }
}

/// One of the four bodies.
private enum AnyBody {
    case request(SyncRequest)
    case response(SyncResponse)
    case enroll(EnrollRequest)
    case enrolled(EnrollResponse)

    var meaning: Meaning {
        switch self {
        case .request(let body): body.meaning
        case .response(let body): body.meaning
        case .enroll(let body): body.meaning
        case .enrolled(let body): body.meaning
        }
    }

    func encode(_ form: BodyForm) throws -> [UInt8] {
        switch self {
        case .request(let body): try SyncCodec.encode(body, as: form)
        case .response(let body): try SyncCodec.encode(body, as: form)
        case .enroll(let body): try SyncCodec.encode(body, as: form)
        case .enrolled(let body): try SyncCodec.encode(body, as: form)
        }
    }
}
