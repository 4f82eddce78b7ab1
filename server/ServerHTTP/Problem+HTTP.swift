// The problems that HTTP itself can have; those of transactions come from SyncServer.

import SyncProtocol

extension Problem {
    /// A problem whose type is its code's section in the page of all problems.
    static func http(
        _ status: Int, _ code: String, _ title: String, _ detail: String, _ remedy: String,
        retry: Bool = false
    ) -> Problem {
        Problem(
            type: "docs/problems.md#\(code)", title: title, status: status, code: code,
            detail: detail, remedy: remedy, retry: retry)
    }

    static let requestUnreadable = http(
        400, "request_unreadable", "The request cannot be read",
        "What came is not an HTTP/1.1 request.",
        "Check that the program speaks HTTP and that no proxy changes the bytes.")
    static let headerTooLarge = http(
        431, "header_too_large", "The header is too large",
        "The header fields of the request are longer or more than the limit.",
        "Send fewer or shorter header fields; see protocol/6-limits.md.")
    static let requestTooSlow = http(
        408, "request_too_slow", "The request took too long",
        "The body did not arrive within the time limit.",
        "Try again when the connection is better; nothing was changed.", retry: true)
    static let answerTooSlow = http(
        503, "answer_too_slow", "The answer took too long",
        "The server could not answer within the time limit.",
        "Try again; what was already stored is recognised.", retry: true)
    static let bodyCut = http(
        400, "body_cut", "The body is incomplete",
        "The connection ended before the whole body had arrived.",
        "Try again; nothing was changed.", retry: true)
    static let notFound = http(
        404, "not_found", "There is nothing at this address",
        "The server has no such path.",
        "Check the address; protocol/4-http.md lists all paths.")
    static let tokenMissing = http(
        401, "token_missing", "The token is missing",
        "The request has no bearer token.",
        "Enroll this device: kith enroll LINK.")
    static let stopping = http(
        503, "stopping", "The server is stopping",
        "The server was asked to stop and takes no new requests.",
        "Try again in a minute.", retry: true)
    static let allBusy = http(
        503, "busy", "The server is busy",
        "As many exchanges as the limit allows are under way.",
        "Try again in a few seconds; nothing was changed.", retry: true)
    static let senderBusy = http(
        429, "sender_busy", "This device is already syncing",
        "As many exchanges of this device or address as the limit allows are under way.",
        "Wait until they have ended, then try again.", retry: true)
    static let unexpected = http(
        500, "unexpected", "The server has a defect",
        "The server could not do this and does not know why.",
        "Try again; if it stays so, tell your admin the time of this answer.", retry: true)

    static func methodNotAllowed(_ allowed: String) -> Problem {
        http(
            405, "method_not_allowed", "The method does not fit the path",
            "This path takes only \(allowed).", "Use \(allowed).")
    }

    static func roleNotAllowed(_ roles: String) -> Problem {
        http(
            403, "role_not_allowed", "Your role does not allow this",
            "This needs the role \(roles).", "Ask an admin to do it, or to change your role.")
    }

    static func bodyTooLarge(_ bytesMax: Int) -> Problem {
        http(
            413, "body_too_large", "The body is too large",
            "The body is longer than \(bytesMax) bytes.",
            "Send less in one request; see protocol/6-limits.md.")
    }

    static func mediaTypeUnknown(_ known: String) -> Problem {
        http(
            415, "media_type_unknown", "The body's type is not known here",
            "This path takes \(known).", "Set the header Content-Type.")
    }

    static func tooOften(seconds: Int) -> Problem {
        http(
            429, "too_often", "Too many requests",
            "Requests come faster than the limit allows; the next is welcome in \(seconds) s.",
            "Wait \(seconds) seconds, then try again.", retry: true)
    }

    static func of(_ error: ProtocolError) -> Problem {
        http(
            error.code == .tooLarge || error.code == .count ? 413 : 400, error.code.rawValue,
            "The message cannot be read", error.message + ".", error.remedy)
    }
}
