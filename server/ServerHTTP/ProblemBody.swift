// Problem details as bytes.

import SyncProtocol

/// The body of every answer that is an error (RFC 9457).
enum ProblemBody {
    static let mediaType = "application/problem+json"

    /// The JSON of a problem.
    static func bytes(_ problem: Problem) -> [UInt8] {
        do {
            return try JSONBody.encode(problem)
        } catch {
            return Array(#"{"code":"internal","status":500}"#.utf8)
        }
    }

    /// Runs a step of reading or writing a message; its errors become problems.
    static func explained<Value>(
        _ step: () throws(ProtocolError) -> Value
    ) throws(Problem) -> Value {
        do {
            return try step()
        } catch {
            throw .of(error)
        }
    }
}
