// The one error of this module: what happened, what to do, how a program should exit.

import SyncClient

/// Why a profile could not be opened, enrolled or used.
public struct KithError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable word for programs.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The enrollment link cannot be read.
        case badLink = "bad_link"
        /// The profile was never enrolled.
        case notEnrolled = "not_enrolled"
        /// The profile is enrolled already.
        case alreadyEnrolled = "already_enrolled"
        /// A file of the profile is missing, unreadable or has another form.
        case damagedProfile = "damaged_profile"
        /// The token command failed.
        case tokenCommand = "token_command"
        /// The disk refused.
        case disk = "disk"
        /// The local database refused.
        case store = "store"
        /// The server or the way to it refused.
        case sync = "sync"
    }

    /// What kind of problem it is.
    public let code: Code
    /// What happened, in a sentence.
    public let message: String
    /// What to do about it, in a sentence.
    public let remedy: String
    /// How a program should exit, by sysexits.h.
    public let exitStatus: Int32

    /// Makes an error.
    public init(_ code: Code, _ message: String, remedy: String, exitStatus: Int32) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.exitStatus = exitStatus
    }

    /// Message and remedy.
    public var description: String { "\(message) \(remedy)" }

    static func badLink(_ part: String) -> KithError {
        KithError(
            .badLink, "This is no enrollment link: \(part).",
            remedy: "Paste the whole link, kith://HOST:PORT/CODE#FINGERPRINT, in quotes.",
            exitStatus: 65)
    }

    static func disk(_ path: String, _ reason: String) -> KithError {
        KithError(
            .disk, "\(path): \(reason).",
            remedy: "Check the disk's free space and the folder's owner, then try again.",
            exitStatus: 74)
    }

    static func damaged(_ path: String, _ reason: String) -> KithError {
        KithError(
            .damagedProfile, "\(path) \(reason).",
            remedy: "Run kith doctor, or ask an admin for a new link to enroll again.",
            exitStatus: 78)
    }

    static func notEnrolled(_ folder: String) -> KithError {
        KithError(
            .notEnrolled, "This laptop is not enrolled (there is no profile in \(folder)).",
            remedy: "Ask an admin for a link and run: kith enroll 'kith://...'", exitStatus: 78)
    }

    static func alreadyEnrolled(_ folder: String) -> KithError {
        KithError(
            .alreadyEnrolled, "The profile in \(folder) is enrolled already.",
            remedy: "Choose another with --profile NAME, or keep using this one.", exitStatus: 78)
    }
}
