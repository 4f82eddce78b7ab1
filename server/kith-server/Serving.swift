// One run of the server: wires the parts, tells that it is ready, and stops in order.

import Foundation
import Logging
import NIOConcurrencyHelpers
import ServerHTTP
import ServiceLifecycle
import SyncServer

/// The parts of a running server.
struct Serving: Sendable {
    let folder: DataFolder
    let address: ListenAddress
    let readyFile: String?
    let limits: HTTPLimits
    let logger: Logger

    private let stopping = NIOLockedValueBox(false)
    private let port: NIOLockedValueBox<Int>

    init(
        folder: DataFolder, address: ListenAddress, readyFile: String?, limits: HTTPLimits,
        logger: Logger
    ) {
        self.folder = folder
        self.address = address
        self.readyFile = readyFile
        self.limits = limits
        self.logger = logger
        port = NIOLockedValueBox(address.port)
    }

    /// Serves until SIGTERM or SIGINT.
    func run() async throws {
        ProcessMemory.keepLow()
        let identity = try folder.identity()
        try ReceiptKey.ensure(folder)
        let core = try folder.server(logger: logger)
        try HistoryRecord.load(folder)?.check(core, folder)
        try HistoryRecord(try explained { try core.history() }).save(folder)
        DispatchQueue.global().async { keepHouse(core) }
        keepHistory(core)
        withdrawNotices()
        raiseFileLimit()
        let server = HTTPServer(
            host: address.host, port: address.port, identity: identity, limits: limits,
            table: table(core, identity.fingerprint),
            authenticator: { try core.authenticate(token: $0) }, logger: logger,
            onRunning: { host, port in announce(host, port, identity.fingerprint) })
        let group = ServiceGroup(
            configuration: .init(
                services: [StoppableService(body: { try await serve(server) })],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch let error as ListenError {
            throw CommandFailure(error, address)
        }
        do {
            try core.flush()
        } catch {
            logger.warning("not written at stop", metadata: ["code": "\(error.code)"])
        }
        noteHistory(core)
        logger.notice("stopped")
    }

    /// At most every minute: how far the history has come, for the check at the next start.
    private func keepHistory(_ core: SyncServer) {
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(60)) {
            noteHistory(core)
            keepHistory(core)
        }
    }

    private func noteHistory(_ core: SyncServer) {
        do {
            let record = HistoryRecord(try core.history())
            if try HistoryRecord.load(folder) != record { try record.save(folder) }
        } catch {
            logger.warning("the history's mark was not written", metadata: ["why": "\(error)"])
        }
    }

    /// What is due at the start and once a day: informational conflicts close by themselves, and
    /// what nobody can need any more is let go.
    private func keepHouse(_ core: SyncServer) {
        do {
            _ = try core.closeInformationalConflicts()
            let report = try core.trim()
            if report.ops + report.stubs > 0 {
                logger.notice(
                    "trimmed",
                    metadata: [
                        "ops": "\(report.ops)", "bytes": "\(report.bytes)",
                        "stubs": "\(report.stubs)",
                    ])
            }
        } catch {
            logger.warning("daily work failed", metadata: ["code": "\(error.code)"])
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(86_400)) { keepHouse(core) }
    }

    private func table(_ core: SyncServer, _ fingerprint: String) -> RouteTable {
        RouteTable.api(
            core, limits: limits,
            link: { [folder, port] code in
                EnrollmentLink(
                    host: folder.settings.host, port: port.withLockedValue { $0 }, code: code,
                    fingerprint: fingerprint
                ).description
            }, isReady: { [stopping] in !stopping.withLockedValue { $0 } })
    }

    private func serve(_ server: HTTPServer) async throws {
        try await withGracefulShutdownHandler {
            try await server.run()
        } onGracefulShutdown: {
            stopping.withLockedValue { $0 = true }
            withdrawNotices()
            logger.notice(
                "stopping", metadata: ["exchanges": "\(server.exchangesUnderWay)"])
            boundStop()
        }
    }

    /// Ends the process when requests do not end by themselves; the database is safe at any moment.
    private func boundStop() {
        let seconds = Double(limits.stopMillisecondsMax) / 1_000
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [logger] in
            logger.warning("stopped with requests under way; their devices will send them again")
            _exit(0)
        }
    }

    private func announce(_ host: String, _ port: Int, _ fingerprint: String) {
        self.port.withLockedValue { $0 = port }
        let url = "https://" + ListenAddress.text(host: host, port: port)
        do {
            try ServingRecord(process: getpid(), host: host, port: port).save(folder)
            if let readyFile {
                try FileSystem.replace(readyFile, mode: 0o644, with: "\(url)\n\(fingerprint)\n")
            }
        } catch {
            logger.error("\(error)")
        }
        StandardStreams.output("kith-server serves \(folder.path) at \(url)")
    }

    private func withdrawNotices() {
        if let readyFile { unlink(readyFile) }
        unlink(folder.serving)
    }

    /// As many open files as the system allows, so that the connection cap is the limit that counts.
    private func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(limits.connectionsMax) * 2 + 256)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// A service that is one function.
private struct StoppableService: Service {
    let body: @Sendable () async throws -> Void

    func run() async throws {
        try await body()
    }
}

extension CommandFailure {
    /// Why the address cannot be listened on.
    fileprivate init(_ error: ListenError, _ address: ListenAddress) {
        let text = ListenAddress.text(host: address.host, port: address.port)
        switch error {
        case .addressInUse:
            self.init(
                .configuration, "Another program listens on \(text) already.",
                remedy: "Stop that program, or choose another port: --listen HOST:PORT")
        case .notPermitted:
            self.init(
                .notAllowed, "No permission to listen on \(text).",
                remedy: "Choose a port from 1024 on: --listen HOST:PORT")
        case .noSuchAddress(let reason):
            self.init(
                .configuration, "Cannot listen on \(text): \(reason).",
                remedy: "Use 127.0.0.1 for this machine only, 0.0.0.0 for all its networks.")
        }
    }
}
