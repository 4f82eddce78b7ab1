// What can go wrong with the local copy, said so that a person can do something about it.

import GRDB

/// Why the local copy could not do what it was asked.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is; stable, for callers to switch over.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The file was written by a newer Kith.
        case newerStore
        /// The file is not a Kith store.
        case notAStore
        /// The file is damaged.
        case damaged
        /// The disk is full.
        case diskFull
        /// Reading or writing the file failed; whether a commit succeeded is then unknown.
        case inputOutput
        /// The file, or its folder, cannot be opened or written.
        case notAccessible
        /// Another process held the file for longer than the wait allowed.
        case busy
        /// The copy was not enrolled with a server yet.
        case notEnrolled
        /// No record, op or conflict goes by that name or id.
        case notFound
        /// Several records begin with the short id that was given.
        case ambiguous
        /// A value, field, set or log is not what the schema has.
        case invalidValue
        /// The record does not show: it was deleted, or its account left the device.
        case notAlive
        /// One local transaction holds more than fits into one batch.
        case transactionTooLarge
        /// Undo would overwrite what was written since.
        case changedSince
        /// There is nothing that an undo could put back.
        case nothingToUndo
        /// An answer of the server does not make sense and was not taken in.
        case implausibleAnswer
        /// The answer belongs to another history of the server.
        case historyDiffers
        /// A statement failed in a way that only a defect of Kith explains.
        case internalDefect
    }

    /// What kind of failure it is.
    public var code: Code
    /// What happened, in one sentence; holds no values that people keep in records.
    public var message: String
    /// What to do about it, in one sentence.
    public var remedy: String
    /// What SQLite said, for reports; nil where SQLite had no part in it.
    public var cause: String?

    /// Makes an error.
    public init(_ code: Code, _ message: String, remedy: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
    }

    /// Whether the same call may succeed without anybody doing anything.
    public var isRetryable: Bool { code == .busy }

    /// The message and the remedy.
    public var description: String { "\(message) \(remedy)" }
}

extension StoreError {
    /// Translates a failure of SQLite.
    init(_ error: DatabaseError) {
        let cause = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        let plain: (Code, String, String)
        switch error.resultCode {
        case .SQLITE_FULL:
            plain = (
                .diskFull, "The disk is full; the last change was not saved.",
                "Free some space and try again; nothing saved before is lost."
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            plain = (
                .busy, "Another process is writing to this profile.",
                "Try again in a moment."
            )
        case .SQLITE_IOERR:
            plain = (
                .inputOutput, "Reading or writing the local copy failed.",
                "Check the disk, then look whether the last change is there before repeating it."
            )
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            plain = (
                .notAccessible, "The local copy cannot be opened for writing.",
                "Check that the profile's folder exists, is yours and is not read-only."
            )
        case .SQLITE_NOTADB:
            plain = (
                .notAStore, "The file is not a Kith store.", "Check the path of the profile."
            )
        case .SQLITE_CORRUPT:
            plain = (
                .damaged, "The local copy is damaged.",
                "Keep the file, and enroll again: unsent edits can still be read from it."
            )
        default:
            plain = (
                .internalDefect, "A statement failed that never should.",
                "Please report this with the output of the doctor command."
            )
        }
        self.init(plain.0, plain.1, remedy: plain.2, cause: cause)
    }

    /// Translates a bare result code of SQLite.
    init(sqliteCode: Int32) {
        self.init(DatabaseError(resultCode: ResultCode(rawValue: sqliteCode)))
    }

    /// The answer that makes no sense, with the rule it breaks.
    static func implausible(_ rule: String) -> StoreError {
        StoreError(
            .implausibleAnswer, "The server's answer was not taken in: \(rule).",
            remedy: "Nothing was changed; if it happens again, tell your admin.")
    }

    /// Something that cannot be found.
    static func notFound(_ what: String) -> StoreError {
        StoreError(.notFound, "There is no \(what).", remedy: "Check the id or the name.")
    }

    /// Bytes in the store that cannot be read back.
    static func damaged(_ what: String) -> StoreError {
        StoreError(
            .damaged, "The local copy holds \(what) that cannot be read back.",
            remedy: "Keep the file, and enroll again: unsent edits can still be read from it.")
    }
}

/// Runs a body and turns what SQLite throws into a ``StoreError``; other errors pass unchanged.
func translatingErrors<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw StoreError(error)
    }
}
