// Why the server keeps a change without applying it, in words for its author and for an admin.

import CausalCore

/// The words for held and rejected changes.
enum RefusalWords {
    /// Why a change is held.
    ///
    /// - Parameter author: who wrote it, as the reader would say it: "you", or a handle.
    static func text(_ reason: HoldReason, author: String) -> String {
        switch reason {
        case .notAvailable: "the account is not assigned to \(author), or not any more"
        case .newerSchema: "the server does not know this field yet"
        }
    }

    /// Why a change is rejected.
    static func text(_ reason: RejectReason) -> String {
        switch reason {
        case .identityReuse: "its id was used twice"
        case .invalidValue: "the value does not fit the field"
        case .limitExceeded: "the value is too long"
        case .policy: "the field cannot be changed on a laptop, or not any more"
        case .createOfKnownRecord: "the record exists already"
        case .unknownConflict: "it settles a conflict that is not there"
        case .impossibleContext: "it claims to have seen what never was"
        case .notAllowed: "the role of its author does not allow it"
        case .missingField: "a field is missing that the record must have"
        case .wrongAccount: "the record belongs to another account"
        }
    }

    /// Why a change of somebody is kept, by the code that the server gives; the code itself where
    /// this program does not know it.
    static func text(code: String, author: String) -> String {
        if let held = HoldReason.allCases.first(where: { String(describing: $0) == code }) {
            return text(held, author: author)
        }
        if let rejected = RejectReason.allCases.first(where: { String(describing: $0) == code }) {
            return text(rejected)
        }
        return code
    }
}
