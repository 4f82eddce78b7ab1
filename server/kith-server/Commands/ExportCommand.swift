// `kith-server export --canonical`: the form in which copies are compared byte for byte.

import ArgumentParser
import SyncProtocol

/// Prints the canonical export of everything or of one person's scope.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the canonical export: equal bytes mean equal state.")

    @OptionGroup var data: DataOptions
    @Flag(help: "The canonical form; the only one so far.")
    var canonical = false
    @Option(help: "Only the scope of the person with this handle.")
    var user: String?

    func validate() throws {
        guard canonical else { throw ValidationError("Give --canonical.") }
    }

    func run() throws {
        let folder = try data.folder()
        let server = try folder.server()
        do {
            try server.canonicalExport(user: user) { StandardStreams.output($0) }
        } catch let problem as Problem {
            throw CommandFailure(problem)
        } catch {
            throw CommandFailure.store(error, path: folder.database)
        }
    }
}
