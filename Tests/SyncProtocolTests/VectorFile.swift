// The vectors of protocol/vectors, as they lie in the repository.

import CausalCore
import Foundation

/// One case of a vector file.
struct Vector: CustomStringConvertible, @unchecked Sendable {
    let name: String
    let content: Meaning

    var description: String { name }

    func text(_ key: String) throws -> String { try VectorValue.text(content[key]) }
    func object(_ key: String) throws -> Meaning { try VectorValue.some(content[key] as? Meaning) }
    func list(_ key: String) throws -> [Meaning] {
        try VectorValue.some(content[key] as? [Meaning])
    }
    func bytes(_ key: String) throws -> [UInt8] {
        try VectorValue.some(unhexadecimal(try text(key)))
    }
}

enum VectorFile {
    /// The folder of the repository.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let folder = root.appending(path: "protocol/vectors")

    /// The cases of one file; empty if it cannot be read, which the test that counts them reports.
    static func cases(_ name: String) -> [Vector] {
        guard let data = try? Data(contentsOf: folder.appending(path: name)),
            let file = try? JSONSerialization.jsonObject(with: data) as? Meaning,
            let cases = file["cases"] as? [Meaning]
        else { return [] }
        return cases.map { Vector(name: $0["name"] as? String ?? "", content: $0) }
    }
}

func unhexadecimal(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).compactMap { index in
        UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
    }
}

/// A vector that does not have the form that the test expects.
struct VectorError: Error {}

/// Reads the parts of vectors.
enum VectorValue {
    static func some<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw VectorError() }
        return value
    }

    static func text(_ value: Any?) throws -> String { try some(value as? String) }

    static func stamp(_ value: Any?) throws -> Stamp {
        Stamp(rawValue: try some(UInt64(try text(value))))
    }

    static func number(_ value: Any?) throws -> UInt64 {
        try some((value as? NSNumber)?.uint64Value)
    }

    static func identity<Subject>(_ value: Any?) throws -> Identifier<Subject> {
        try some(Identifier(try text(value)))
    }

    static func replica(_ value: Any?) throws -> ReplicaID {
        try some(ReplicaID(try text(value)))
    }

    static func dots(_ value: Any?) throws -> VersionVector {
        VersionVector(
            try some(value as? [Meaning]).map {
                Dot(replica: try replica($0["replica"]), counter: try number($0["counter"]))
            })
    }

    static func position(_ value: Any?) throws -> CausalPosition {
        let content = try some(value as? Meaning)
        return CausalPosition(
            seq: try number(content["seq"]),
            dot: Dot(
                replica: try replica(content["replica"]),
                counter: try number(content["counter"])),
            seen: try number(content["seen"]), own: try dots(content["own"]))
    }

    static func sample(_ value: Any?) throws -> ClockSample {
        let content = try some(value as? Meaning)
        return ClockSample(
            boot: try identity(content["boot"]),
            boottimeNanoseconds: try some(UInt64(try text(content["boottime"]))),
            wallNanoseconds: try some(Int64(try text(content["wall"]))))
    }

    static func anchor(_ value: Any?) throws -> ClockAnchor {
        let content = try some(value as? Meaning)
        return ClockAnchor(
            boot: try identity(content["boot"]),
            boottimeNanoseconds: try some(UInt64(try text(content["boottime"]))),
            serverTime: try stamp(content["serverTime"]))
    }
}
