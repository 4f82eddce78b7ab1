// Answers that the connection gives by itself, before or instead of a route.

import NIOCore
import SyncProtocol

/// A problem and its encoded body, made once.
struct ConnectionAnswer: Sendable {
    let problem: Problem
    let body: ByteBuffer

    init(_ problem: Problem) {
        self.problem = problem
        body = ByteBuffer(bytes: ProblemBody.bytes(problem))
    }

    static let requestUnreadable = ConnectionAnswer(.requestUnreadable)
    static let headerTooLarge = ConnectionAnswer(.headerTooLarge)
    static let requestTooSlow = ConnectionAnswer(.requestTooSlow)
    static let answerTooSlow = ConnectionAnswer(.answerTooSlow)
}
