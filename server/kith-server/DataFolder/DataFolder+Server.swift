// The core of the server over the database of a data folder.

import Foundation
import Logging
import ServerStoreSQLite
import SyncProtocol
import SyncServer

extension DataFolder {
    /// Opens the database, moves it forward if it is older than this program, and puts the core on
    /// top; also while another process serves, since SQLite keeps their transactions apart.
    func server(logger: Logger = Logger(label: "kith-server")) throws(CommandFailure) -> SyncServer
    {
        if isSealed, access(database, F_OK) != 0 {
            throw CommandFailure(
                .safetyStop, "\(database) is missing; an empty server would take everything away.",
                remedy: "Put a backup back: kith-server restore FILE --data \(path)")
        }
        return try server(over: try store(at: database), logger: logger)
    }

    /// The core over a store that is, or is to become, this folder's.
    func server(
        over store: SQLiteServerStore, logger: Logger = Logger(label: "kith-server")
    ) throws(CommandFailure) -> SyncServer {
        SyncServer(
            store: store, clock: SystemClock(), randomness: SystemRandomness(), log: logger,
            software: VersionCommand.software, receiptKey: try ReceiptKey.bytes(self),
            revocations: try RevocationFile.register(self))
    }

    /// Opens a store with files that only the owner can read.
    func store(at path: String) throws(CommandFailure) -> SQLiteServerStore {
        let mask = umask(0o077)
        defer { umask(mask) }
        do {
            return try SQLiteServerStore(path: path)
        } catch {
            throw .store(error, path: path)
        }
    }

    /// Where laptops reach the server: as decided at init, with the port of the running server.
    func link(code: String) throws(CommandFailure) -> EnrollmentLink {
        let record = try ServingRecord.current(self)
        return EnrollmentLink(
            host: settings.host, port: record?.port ?? settings.port, code: code,
            fingerprint: try identity().fingerprint)
    }
}

extension AuthenticatedDevice {
    /// Whoever may write the data folder: an admin without a device.
    static let `operator` = AuthenticatedDevice(
        device: .init(0), user: .zero, handle: "operator", name: "operator", role: .admin)
}

extension CommandFailure {
    /// What a refusal of the server's core means on the command line.
    init(_ problem: Problem) {
        let code: Code =
            switch problem.status {
            case 403: .notAllowed
            case 404: .noSuchRecord
            case 400, 409, 413: .badData
            case 503 where problem.code == "not_initialized": .configuration
            case 503: .tryAgain
            default: .internalDefect
            }
        self.init(code, problem.detail, remedy: problem.remedy)
    }

    /// What an error of the store means on the command line.
    static func store(_ error: any Error, path: String) -> CommandFailure {
        if let problem = error as? Problem { return CommandFailure(problem) }
        if let fault = error as? StoreFault { return .fault(fault, path: path) }
        let text = String(describing: error)
        if text.contains("SQLite error 26") {
            return CommandFailure(
                .disk, "\(path) is damaged: it is not a database.",
                remedy: "Restore it from a backup. Nothing was changed.")
        }
        if text.contains("SQLite error 13") {
            return CommandFailure(errno: ENOSPC, doing: "writing", path: path)
        }
        if text.contains("SQLite error 8") || text.contains("SQLite error 14") {
            return CommandFailure(errno: EACCES, doing: "opening", path: path)
        }
        return CommandFailure(
            .disk, "The database \(path) cannot be used: \(text).",
            remedy: "Run kith-server doctor; restore the folder from a backup if it is damaged.")
    }

    private static func fault(_ fault: StoreFault, path: String) -> CommandFailure {
        switch fault {
        case .foreignFile:
            CommandFailure(
                .configuration, "\(path) is not a database of kith-server.",
                remedy: "Restore it from a backup. Nothing was changed.")
        case .newerRelease(let found, let known):
            CommandFailure(
                .configuration,
                "\(path) was written by a newer kith-server (tables \(found), this one knows "
                    + "\(known)).",
                remedy: "Use that version or a later one. Nothing was changed.")
        case .unreachable(let number):
            CommandFailure(errno: number, doing: "opening", path: path)
        case .inUse:
            CommandFailure(
                .tryAgain, "Another program is at work on \(path).",
                remedy: "Stop it, then try again. Nothing was changed.")
        }
    }
}
