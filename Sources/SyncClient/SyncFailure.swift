// Why a sync did not come to its end, in words for people and codes for programs.

import CausalCore
import SyncProtocol

/// Why a sync did not come to its end.
///
/// Nothing that was written here is lost by any of them.
public struct SyncFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The server cannot be reached.
        case offline
        /// The server took too long.
        case timeout
        /// Another server, or something in between, answered.
        case certificate
        /// Something answered that is no Kith server.
        case notKith = "not_kith"
        /// The server does not know the token.
        case unauthorized
        /// This device's access was ended.
        case revoked
        /// The person's role does not allow it.
        case notAllowed = "not_allowed"
        /// This software is too old for the server.
        case tooOld = "too_old"
        /// The request makes no sense to the server.
        case refused
        /// Going on could do harm; see ``SyncFailure/safetyStop``.
        case safetyStop = "safety_stop"
        /// The server has a problem of its own.
        case server
        /// The server's answer breaks the protocol.
        case implausible
        /// Another sync of this profile is running.
        case busy
        /// The local copy could not be read or written.
        case store
        /// The profile was never enrolled.
        case notEnrolled = "not_enrolled"
        /// The person gave up.
        case cancelled
    }

    /// What kind of failure it is.
    public let code: Code
    /// What happened, in a sentence.
    public let message: String
    /// What to do, or what happens next, in a sentence.
    public let remedy: String
    /// How a program should exit, by sysexits.h.
    public let exitStatus: Int32
    /// What made the sync stop by itself; nil for every other failure.
    public let safetyStop: SafetyStop?
    /// What the server said; nil where it said nothing.
    public let problem: Problem?

    /// Makes a failure.
    public init(
        _ code: Code, _ message: String, remedy: String, exitStatus: Int32,
        safetyStop: SafetyStop? = nil, problem: Problem? = nil
    ) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.exitStatus = exitStatus
        self.safetyStop = safetyStop
        self.problem = problem
    }

    /// Whether a later try may succeed without anybody doing anything.
    public var isRetryable: Bool {
        switch code {
        case .offline, .timeout, .notKith, .busy, .cancelled: true
        case .server: problem?.retry ?? true
        default: false
        }
    }

    /// Message and remedy.
    public var description: String { "\(message) \(remedy)" }
}

/// The exit statuses of sysexits.h that a sync can end with.
public enum ExitStatus {
    /// What was asked makes no sense to the server.
    public static let badData: Int32 = 65
    /// There is no such record.
    public static let noInput: Int32 = 66
    /// The server cannot be reached.
    public static let unavailable: Int32 = 69
    /// The disk refused.
    public static let inputOutput: Int32 = 74
    /// Try again later.
    public static let temporaryFailure: Int32 = 75
    /// A safety stop.
    public static let protocolStop: Int32 = 76
    /// Not allowed.
    public static let noPermission: Int32 = 77
    /// Something must be set up first.
    public static let configuration: Int32 = 78
}
