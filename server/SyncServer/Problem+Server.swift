// The refusals of the server, one place for their codes and words.

import SyncProtocol

extension Problem {
    static func make(
        _ status: Int, _ code: String, _ title: String, _ detail: String, _ remedy: String,
        retry: Bool = false
    ) -> Problem {
        Problem(
            type: "protocol/4-http.md#" + code, title: title, status: status, code: code,
            detail: detail, remedy: remedy, retry: retry)
    }

    /// The token was never given out.
    public static let tokenUnknown = make(
        401, "token_unknown", "Unknown token", "The server does not know this device.",
        "Enroll the device again; nothing on it is lost.")
    /// The device's access has ended.
    public static let tokenRevoked = make(
        401, "token_revoked", "Access ended", "An administrator has ended this device's access.",
        "Ask an administrator; edits that were not sent stay on the device.")
    /// The person's role does not allow it.
    public static let notAllowed = make(
        403, "not_allowed", "Not allowed", "Your role does not allow this action.",
        "Ask an administrator.")
    /// The store failed; the outcome of a commit is unknown.
    public static let storeFailed = make(
        503, "store_failed", "The server's store failed",
        "The server could not finish the request, and may or may not have kept its result.",
        "Try again; nothing is applied twice.", retry: true)
    /// The server was never initialized.
    public static let notInitialized = make(
        503, "not_initialized", "Not initialized", "The server has no data yet.",
        "Run kith-server init.")
    /// The server's clock has leapt.
    public static let clockAhead = make(
        503, "clock_ahead", "The server's clock is ahead",
        "The server's clock is more than an hour ahead of the time that has passed.",
        "An operator must correct the clock, or say that it is right.", retry: true)

    static func codeRefused(_ code: String, _ detail: String) -> Problem {
        make(
            403, code, "Enrollment code refused", detail,
            "Ask an administrator for a new code: kith admin invite.")
    }

    static func notFound(_ what: String) -> Problem {
        make(404, "not_found", "Not found", "There is no \(what).", "Check the name.")
    }

    static func ambiguous(_ what: String) -> Problem {
        make(
            409, "ambiguous", "Ambiguous", "More than one \(what) matches.",
            "Write more of the id.")
    }

    static func invalid(_ detail: String) -> Problem {
        make(400, "invalid_request", "Invalid request", detail, "Correct the request.")
    }

    /// The device is the last one with which an admin can act.
    static let lastAdminDevice = make(
        409, "last_admin_device", "The last admin's device",
        "It is the last device with which an admin can act.",
        "Enroll another first, or use kith-server on the server itself.")

    static func hasAllAccounts(_ handle: String) -> Problem {
        make(
            409, "has_all_accounts", "Has all accounts", "\(handle) has all accounts.",
            "Take all of them (--all), then assign those that stay.")
    }

    static func settled(_ outcome: String) -> Problem {
        make(
            409, "settled", "Settled already", "The edit was \(outcome) already.",
            "Nothing is left to do.")
    }

    static func opRefused(_ reason: String) -> Problem {
        make(
            409, "op_refused", "The edit was not taken",
            "The server would not take this: \(reason).",
            "Look at the record as it is now, and decide again.")
    }
}
