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
        /// The profile holds data already, and cannot begin with a backup.
        case alreadyEnrolled = "already_enrolled"
        /// The link belongs to another person than the one whose data the profile holds.
        case otherPerson = "other_person"
        /// The server knows nothing of what the profile has seen.
        case otherHistory = "other_history"
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
            .alreadyEnrolled, "The profile in \(folder) holds data already.",
            remedy: "Put the backup into another one with --profile NAME, or enroll without it.",
            exitStatus: 78)
    }

    static func otherPerson(here: String, link: String) -> KithError {
        KithError(
            .otherPerson,
            "The link is for \(link), and what is here was written by \(here).",
            remedy: "Nothing was changed here. Enroll into another profile with --profile NAME, "
                + "or ask your admin for a link of your own.",
            exitStatus: 77)
    }

    static func otherHistory(_ server: String) -> KithError {
        KithError(
            .otherHistory,
            "\(server) knows nothing of what this laptop has seen: it was set up anew, or is another "
                + "server.",
            remedy: "Nothing was changed here. If your admin says it is the right one, ask for "
                + "another link and add --repair: everything kept here is then offered again.",
            exitStatus: 76)
    }
}
