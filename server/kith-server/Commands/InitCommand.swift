// `kith-server init`: a new server in an empty folder.

import AccountRecords
import ArgumentParser
import Foundation
import SyncProtocol

/// Makes a data folder, its certificate and the first admin.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a new server in an empty folder.",
        discussion: "Prints the enrollment link of the first admin.")

    @OptionGroup var data: DataOptions
    @Option(help: "The name of the first admin.")
    var admin = "Admin"
    @Option(help: "The first admin's handle; else made from the name.")
    var handle: String?
    @Option(help: "The name that people see for the server.")
    var name = "Kith"
    @Option(help: "The host name or address under which laptops reach the server.")
    var host = "127.0.0.1"
    @Option(help: "The port in enrollment links.")
    var port = FolderSettings.portDefault

    func validate() throws {
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port must be from 1 to 65535.")
        }
        guard !host.isEmpty, host.utf8.count <= 253,
            host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F })
        else { throw ValidationError("--host must be a host name or an address.") }
    }

    func run() throws {
        let settings = FolderSettings(
            format: FolderSettings.formatCurrent, name: name, host: host, port: port)
        let folder = try DataFolder.make(
            try data.path(), settings: settings, hosts: hosts)
        let link: EnrollmentLink
        do {
            link = try folder.link(code: try firstAdmin(folder))
            try folder.seal()
        } catch {
            folder.discard()
            throw error
        }
        announce(link, folder)
    }

    private func firstAdmin(_ folder: DataFolder) throws -> String {
        do {
            return try folder.server().bootstrap(
                serverName: name, adminName: admin, handle: try adminHandle())
        } catch let problem as Problem {
            throw CommandFailure(problem)
        }
    }

    private func adminHandle() throws -> String {
        let handle = handle ?? Handle.proposal(for: admin)
        guard Handle.isValid(handle) else {
            throw ValidationError("--handle must be lower case letters, digits and hyphens.")
        }
        return handle
    }

    private func announce(_ link: EnrollmentLink, _ folder: DataFolder) {
        StandardStreams.output(link.description)
        StandardStreams.error(
            """
            \(folder.path) is ready. Next:
              1. Start it:  kith-server serve --data \(folder.path) --listen 0.0.0.0:\(port)
              2. On the admin's laptop, within 15 minutes:  kith enroll '\(link)'
            The link works once. Another one: kith-server invite --data \(folder.path) --handle HANDLE
            """)
    }

    private var hosts: [String] {
        var hosts = ["localhost", "127.0.0.1", "::1"]
        if !hosts.contains(host) { hosts.append(host) }
        return hosts
    }
}
