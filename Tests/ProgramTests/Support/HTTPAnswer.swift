// An answer as it came over the wire.

import Foundation

/// Status, header fields by lower-case name, body.
struct HTTPAnswer: Sendable {
    let status: Int
    let fields: [String: String]
    let body: [UInt8]

    /// The body's JSON object; empty when it is not one.
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
    }

    /// The code of a problem.
    var code: String { json["code"] as? String ?? "" }

    /// Whether this is a complete problem with its media type.
    var isProblem: Bool {
        let keys: Set = ["type", "title", "status", "code", "detail", "remedy", "retry"]
        return fields["content-type"] == "application/problem+json"
            && keys.isSubset(of: json.keys) && json["status"] as? Int == status
    }

    init(_ bytes: [UInt8]) throws {
        let separator = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: separator) }) else {
            throw TestFailure(
                "not an answer: \(String(decoding: bytes.prefix(200), as: UTF8.self))")
        }
        let head = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        let parts = head[0].split(separator: " ")
        guard parts.count >= 2, let status = Int(parts[1]) else {
            throw TestFailure("not a status line: \(head[0])")
        }
        self.status = status
        fields = Dictionary(
            head.dropFirst().compactMap { line in
                line.split(separator: ":", maxSplits: 1).count == 2
                    ? (
                        line.prefix { $0 != ":" }.lowercased(),
                        line.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces)
                    ) : nil
            }, uniquingKeysWith: { $0 + ", " + $1 })
        body = Array(bytes[(end + 4)...])
    }
}

extension ServerProcess {
    /// Sends one request and reads the answer.
    func request(
        _ method: String, _ path: String, fields: [String: String] = [:], body: [UInt8] = []
    ) async throws -> HTTPAnswer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            head += "\(name): \(value)\r\n"
        }
        if method != "GET", fields["Content-Length"] == nil, fields["Transfer-Encoding"] == nil {
            head += "Content-Length: \(body.count)\r\n"
        }
        return try await send([Array((head + "\r\n").utf8) + body])
    }

    /// Sends chunks over a connection of its own and reads the answer.
    func send(
        _ chunks: [[UInt8]], pauseMilliseconds: Int = 0, seconds: Double = 20
    ) async throws -> HTTPAnswer {
        let connection = try await RawConnection.connect(
            port: port, certificatePEM: certificatePEM)
        return try HTTPAnswer(
            try await connection.exchange(
                chunks, pauseMilliseconds: pauseMilliseconds, seconds: seconds))
    }
}
