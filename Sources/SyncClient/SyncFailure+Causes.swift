// The failures of a sync, each with its words.

import CausalCore
import ReplicaStore
import SyncProtocol

private let nextSync = "What you wrote goes out with the next sync."

extension SyncFailure {
    /// What a transport's failure means for the person.
    public init(_ failure: TransportFailure) {
        switch failure {
        case .unreachable(let reason):
            self.init(
                .offline, "The server cannot be reached: \(reason).", remedy: nextSync,
                exitStatus: ExitStatus.unavailable)
        case .interrupted(let reason):
            self.init(
                .offline, "The connection to the server broke: \(reason).", remedy: nextSync,
                exitStatus: ExitStatus.unavailable)
        case .timedOut(let seconds):
            self.init(
                .timeout, "The server did not answer within \(seconds) seconds.",
                remedy: nextSync, exitStatus: ExitStatus.unavailable)
        case .certificateDiffers:
            self.init(
                .certificate, "Another server than yours answered: its certificate differs.",
                remedy: "Nothing was sent. Perhaps a login page of this network; if it stays so "
                    + "elsewhere, ask your admin whether the server was replaced.",
                exitStatus: ExitStatus.protocolStop)
        case .notKith(let status, let type):
            self = Self.notKith(status: status, type: type)
        case .answerTooLarge(let bytesMax):
            self = .implausible("it is longer than \(bytesMax) bytes")
        case .malformed(let reason):
            self = .implausible(reason)
        case .problem(let problem):
            self.init(problem)
        case .cancelled:
            self.init(
                .cancelled, "The sync was interrupted.", remedy: nextSync,
                exitStatus: ExitStatus.temporaryFailure)
        }
    }

    /// What a refusal of the server means for the person.
    public init(_ problem: Problem) {
        if problem.code == "token_unknown" {
            self = .strangeServer(problem)
            return
        }
        let (code, status): (Code, Int32) =
            switch problem.status {
            case 401:
                (
                    problem.code.contains("revoked") ? .revoked : .unauthorized,
                    ExitStatus.noPermission
                )
            case 403, 410: (.notAllowed, ExitStatus.noPermission)
            case 400, 409, 422: (.refused, ExitStatus.badData)
            case 404: (.refused, ExitStatus.noInput)
            case 426: (.tooOld, ExitStatus.configuration)
            case 429, 500...: (.server, ExitStatus.temporaryFailure)
            default:
                (.refused, problem.retry ? ExitStatus.temporaryFailure : ExitStatus.protocolStop)
            }
        self.init(
            code, problem.detail.isEmpty ? problem.title : problem.detail, remedy: problem.remedy,
            exitStatus: status, problem: problem)
    }

    /// A server never forgets a device, so one that does not know this device is not the one it was.
    private static func strangeServer(_ problem: Problem) -> SyncFailure {
        SyncFailure(
            .unauthorized,
            "The server does not know this laptop: it was emptied, was put back to a time before "
                + "this laptop joined, or is another server.",
            remedy: "Nothing was sent. Tell your admin before you enroll again.",
            exitStatus: ExitStatus.protocolStop, problem: problem)
    }

    /// What a failure of the local copy means for the person.
    public init(_ error: StoreError) {
        switch error.code {
        case .implausibleAnswer: self = .implausible(error.message)
        case .notEnrolled:
            self.init(
                .notEnrolled, error.message, remedy: error.remedy,
                exitStatus: ExitStatus.configuration)
        case .busy:
            self.init(
                .busy, error.message, remedy: error.remedy,
                exitStatus: ExitStatus.temporaryFailure)
        default:
            self.init(
                .store, error.message, remedy: error.remedy, exitStatus: ExitStatus.inputOutput)
        }
    }

    /// The answer breaks a rule of the protocol; nothing of it was taken in.
    static func implausible(_ rule: String) -> SyncFailure {
        SyncFailure(
            .implausible, "The server's answer makes no sense: \(rule).",
            remedy: "It was not taken in; if it happens again, tell your admin.",
            exitStatus: ExitStatus.protocolStop)
    }

    /// Going on could do harm.
    static func stopped(_ stop: SafetyStop) -> SyncFailure {
        switch stop {
        case .historyDiffers:
            SyncFailure(
                .safetyStop,
                "The server does not know what this laptop has seen of it: it was restored from a "
                    + "backup, or is another server.",
                remedy: "Nothing was sent or changed. Ask your admin before you sync again.",
                exitStatus: ExitStatus.protocolStop, safetyStop: stop)
        case .massRemoval(let what, let taken, let held):
            SyncFailure(
                .safetyStop,
                "The server wants to take away \(taken) of your \(held) \(what.rawValue).",
                remedy: "Nothing was changed. If that is right, run: kith sync --accept-removal",
                exitStatus: ExitStatus.protocolStop, safetyStop: stop)
        }
    }

    /// The server named a reason not to go on.
    static func refusal(_ refusal: SessionRefusal, known: LineageID, found: LineageID)
        -> SyncFailure
    {
        switch refusal {
        case .historyDiffers, .historyRestored:
            .stopped(.historyDiffers(known: known, found: found))
        case .replicaUnknown:
            SyncFailure(
                .unauthorized, "The server does not know this laptop.",
                remedy: "Ask your admin for a new link to enroll it again.",
                exitStatus: ExitStatus.noPermission)
        case .tooOldSoftware:
            SyncFailure(
                .tooOld, "This Kith is too old for the server.",
                remedy: "Update Kith, then sync again.",
                exitStatus: ExitStatus.configuration)
        case .askPrimary:
            SyncFailure(
                .server, "The server's copy that answered lags behind.",
                remedy: "Try again in a minute.",
                exitStatus: ExitStatus.temporaryFailure)
        }
    }

    /// Another sync of the profile holds the lock.
    public static let syncIsRunning = SyncFailure(
        .busy, "Another sync of this profile is running.",
        remedy: "Try again when it is done.", exitStatus: ExitStatus.temporaryFailure)

    private static func notKith(status: Int, type: String) -> SyncFailure {
        let what = type.hasPrefix("text/html") ? "a web page" : "something that is no Kith server"
        let isGateway = (502...504).contains(status)
        return SyncFailure(
            .notKith,
            isGateway
                ? "Something before the server answered that it is not there (HTTP \(status))."
                : "\(what.prefix(1).uppercased() + what.dropFirst()) answered (HTTP \(status)).",
            remedy: isGateway
                ? nextSync
                : "Perhaps this network wants you to log in first: open a browser. \(nextSync)",
            exitStatus: ExitStatus.unavailable)
    }
}
