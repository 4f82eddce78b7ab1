// `kith-server invite`: an enrollment link, made on the server's own machine.

import ArgumentParser
import SyncProtocol

/// Makes a person, or one more link for a known one.
struct InviteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Print an enrollment link for a new person or one more laptop.",
        discussion: """
            The link is good for 15 minutes and for one laptop. Works while the server runs; \
            whoever may write the data folder may invite.
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var output: OutputOptions
    @Option(help: "The name of a new person.")
    var name: String?
    @Option(help: "The handle: of a known person, or for a new one.")
    var handle: String?
    @Option(help: "The role of a new person: rep, viewer, manager or admin.")
    var role: String?

    func validate() throws {
        guard name != nil || handle != nil else {
            throw ValidationError("Give --name for a new person or --handle of a known one.")
        }
        guard role == nil || role.flatMap(UserRole.init(name:)) != nil else {
            throw ValidationError("--role must be rep, viewer, manager or admin.")
        }
    }

    func run() throws {
        let folder = try data.folder()
        let request = AdminInviteRequest(
            name: name ?? "", handle: handle, role: role.flatMap(UserRole.init(name:)))
        var response: AdminInviteResponse
        do {
            response = try folder.server().perform(request, by: .operator)
        } catch let problem as Problem {
            throw CommandFailure(problem)
        }
        response.link = try folder.link(code: response.code).description
        try output.print(response) { [$0.link] }
        let user = response.user
        StandardStreams.error(
            "For \(user.name.printable) (\(user.handle), \(user.role.name)): good for 15 minutes, "
                + "once. On the laptop: kith enroll '\(response.link)'")
    }
}
