// `kith-server serve`: runs until it is asked to stop.

import ArgumentParser
import Foundation
import Logging
import ServerHTTP

/// Serves a data folder over TLS.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a data folder over TLS until SIGTERM or SIGINT.",
        discussion: """
            Prints one line when it accepts connections; logs go to standard error. On SIGTERM it \
            finishes what is under way, for at most ten seconds.
            """)

    @OptionGroup var data: DataOptions
    @Option(help: "HOST:PORT to listen on; port 0 takes any free one.")
    var listen: String?
    @Option(help: "A file to write when connections are accepted: URL, then fingerprint.")
    var readyFile: String?
    @Option(help: "Log lines from this level on: debug, info, notice, warning, error.")
    var logLevel = Logger.Level.info
    @OptionGroup var limitOptions: LimitOptions

    func validate() throws {
        if let listen, ListenAddress(listen) == nil {
            throw ValidationError("--listen must be HOST:PORT, such as 127.0.0.1:5484.")
        }
    }

    func run() async throws {
        let folder = try data.folder()
        let address =
            listen.flatMap(ListenAddress.init)
            ?? ListenAddress(host: "127.0.0.1", port: folder.settings.port)
        let lock = try FolderLock(folder)
        try await Serving(
            folder: folder, address: address, readyFile: readyFile, limits: limitOptions.limits,
            logger: Self.logger(logLevel)
        ).run()
        lock.release()
    }

    private static func logger(_ level: Logger.Level) -> Logger {
        LoggingSystem.bootstrap(StreamLogHandler.standardError(label:))
        var logger = Logger(label: "kith-server")
        logger.logLevel = level
        return logger
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
