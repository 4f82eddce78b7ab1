// Where one connection stands between requests and answers, and how long it may stay there.

/// The life of a connection as a pure state machine: events in, what to do out.
///
/// Three clocks run: idle (no request under way), request (header to end of body), exchange (header
/// to end of answer). When one runs out before an answer began, the peer is told; else the
/// connection is closed. After an answer that came before the request ended the connection lingers,
/// takes in and drops what still comes, and is closed.
struct ExchangePhase: Sendable {
    /// Which clock decides next.
    enum Clock: Hashable, Sendable { case idle, request, exchange, linger }

    /// What to do when a clock has run out.
    enum TimeoutAction: Hashable, Sendable { case answerTimeout, close }

    /// Requests that may wait behind one on a connection before it is closed.
    static let pipelinedMax = 8

    /// Whether a request's header was read and its end was not.
    private(set) var isRequestOpen = false
    /// Requests whose answers have not ended.
    private(set) var answersOwed = 0
    /// Whether the header of an answer was written and its end was not.
    private(set) var isAnswerOpen = false
    /// Whether only the close is left.
    private(set) var isLingering = false

    /// The clock that runs now.
    var clock: Clock {
        if isLingering { return .linger }
        if isRequestOpen { return .request }
        return answersOwed > 0 ? .exchange : .idle
    }

    /// A header came in; false when the connection must be closed (too many are waiting).
    mutating func requestBegan() -> Bool {
        isRequestOpen = true
        answersOwed += 1
        return answersOwed <= Self.pipelinedMax
    }

    /// The end of a request came in.
    mutating func requestEnded() {
        isRequestOpen = false
    }

    /// The header of an answer goes out; true when it must say that the connection will close.
    mutating func answerBegan() -> Bool {
        isAnswerOpen = true
        return isRequestOpen && answersOwed == 1
    }

    /// The end of an answer goes out; true when the connection lingers from now on.
    mutating func answerEnded() -> Bool {
        isAnswerOpen = false
        answersOwed = max(0, answersOwed - 1)
        if isRequestOpen, answersOwed == 0 { isLingering = true }
        return isLingering
    }

    /// An answer goes out that does not come from a route; only the close is left.
    mutating func lingers() {
        isLingering = true
    }

    /// The clock ran out.
    func timedOut() -> TimeoutAction {
        let canAnswer = !isLingering && !isAnswerOpen && answersOwed > 0
        return canAnswer ? .answerTimeout : .close
    }

    /// Whether an answer of the connection itself may still be written.
    var canAnswer: Bool { !isLingering && !isAnswerOpen }
}
