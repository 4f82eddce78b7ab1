// How a command fails: what happened, what to do, and the exit code.

import ArgumentParser
import Foundation

/// An error that people read; exit codes are those of sysexits.h where one fits.
struct CommandFailure: Error, CustomStringConvertible {
    /// The exit codes of both programs.
    enum Code: Int32 {
        case negative = 1
        case usage = 64
        case badData = 65
        case noSuchRecord = 66
        case internalDefect = 70
        case disk = 74
        case tryAgain = 75
        case safetyStop = 76
        case notAllowed = 77
        case configuration = 78
    }

    let code: Code
    let message: String
    let remedy: String

    init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    var description: String { "kith-server: \(message)\n  \(remedy)" }

    /// What a failed system call on a file means to the person.
    init(errno number: Int32, doing what: String, path: String) {
        let reason = String(cString: strerror(number))
        switch number {
        case ENOSPC, EDQUOT:
            self.init(
                .disk, "The disk is full: \(what) \(path) failed.",
                remedy: "Free some space, then try again. Nothing that was acknowledged is lost.")
        case EROFS:
            self.init(
                .disk, "The disk may only be read: \(what) \(path) failed.",
                remedy: "Mount it for writing, then try again. Nothing acknowledged is lost.")
        case EACCES, EPERM:
            self.init(
                .notAllowed, "No permission: \(what) \(path) failed (\(reason)).",
                remedy: "Run this as the user who owns the folder, or correct its permissions.")
        case ENOENT, ENOTDIR:
            self.init(
                .configuration, "\(path) does not exist.",
                remedy: "Check the path, or make it first.")
        default:
            self.init(
                .disk, "\(what.capitalizedFirst) \(path) failed: \(reason).",
                remedy: "Check the disk and the permissions, then try again.")
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
