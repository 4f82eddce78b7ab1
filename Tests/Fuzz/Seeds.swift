// Makes the corpus that fuzzing begins from: the protocol's vectors, and what they are stored as.

import CausalCore
import Foundation

@testable import ReplicaStore
@testable import SyncProtocol
@testable import SyncServer

/// Inputs for each decoder.
struct Seeds {
    private var inputs: [FuzzedDecoder: [[UInt8]]] = [:]

    /// Makes them of a folder of vectors.
    init(vectors: String) throws {
        for name in ["requests", "responses", "enrollment", "invalid", "bodies"] {
            let data = try Data(contentsOf: URL(filePath: "\(vectors)/\(name).json"))
            let file = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            for vector in file?["cases"] as? [[String: Any]] ?? [] { try take(vector) }
        }
        takeTexts()
        let echo = try SyncCodec.encode(AnsweredRequest.response, to: AnsweredRequest.request)
        add(try Zlib.inflate(echo, limits: .default), to: .responses)
    }

    /// Writes each as a file in a folder for each decoder, named by its place.
    func write(to folder: String) throws {
        for (decoder, bodies) in inputs {
            let place = URL(filePath: "\(folder)/\(decoder.rawValue)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for (index, bytes) in Set(bodies).sorted(by: { $0.lexicographicallyPrecedes($1) })
                .enumerated() where bytes.count <= 4_096
            {
                try Data(bytes).write(to: place.appending(path: "seed-\(index)"))
            }
        }
    }

    private mutating func add(_ bytes: [UInt8], to decoder: FuzzedDecoder) {
        inputs[decoder, default: []].append(bytes)
    }

    private mutating func take(_ vector: [String: Any]) throws {
        if let body = (vector["body"] as? String).flatMap(unhexadecimal) {
            add(body, to: .inflation)
        }
        if let json = vector["json"] {
            add(Array(try JSONSerialization.data(withJSONObject: json)), to: .json)
        }
        guard let plain = (vector["protobuf"] as? String).flatMap(unhexadecimal) else { return }
        let body = try Zlib.deflate(plain, level: 6)
        switch vector["message"] as? String {
        case "SyncRequest":
            add(plain, to: .requests)
            add(body, to: .inflation)
            if let request = decoded(try SyncCodec.decodeRequest(body)) { take(request) }
        case "SyncResponse":
            add(plain, to: .responses)
            if let response = decoded(try SyncCodec.decodeResponse(body)) { take(response) }
        default: add(plain, to: .enrollments)
        }
    }

    private mutating func take(_ request: SyncRequest) {
        for op in request.batches.flatMap(\.ops) {
            add([0] + op.storedBytes, to: .blobs)
            for unit in op.units { add(unit.value, to: .values) }
            let judged = JudgedOp(
                op: op,
                position: CausalPosition(
                    seq: 7, dot: Dot(replica: ReplicaID(1), counter: 1), seen: op.context.seen,
                    own: VersionVector([Dot(replica: ReplicaID(1), counter: 3)])),
                stamp: .zero, quality: .anchor, verdict: .lost(op.units.map(\.key)),
                conflicts: [ConflictID(high: 1, low: 1)], digest: sha256([]), received: .zero)
            add([0] + judged.body(content: op.contentBytes()), to: .rows)
        }
    }

    private mutating func take(_ response: SyncResponse) {
        for page in response.pages {
            for state in page.records + page.backfilled {
                add([1] + state.storedBytes, to: .blobs)
                add([3] + StoredCells.here(state.cells).bytes, to: .blobs)
                add([1] + CellCoding.encode(state.cells), to: .rows)
                add([3] + VectorCoding.encode(state.vector), to: .rows)
                for cell in state.cells { add(cell.value, to: .values) }
            }
            for conflict in page.conflicts {
                add([2] + conflict.storedBytes, to: .blobs)
                add([2] + ConflictCoding.row(conflict, closedAt: 3).body, to: .rows)
            }
        }
    }

    private mutating func takeTexts() {
        for (decoder, texts) in SeedTexts.all {
            for text in texts { add(Array(text.utf8), to: decoder) }
        }
    }
}

private func unhexadecimal(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).compactMap { index in
        UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
    }
}
