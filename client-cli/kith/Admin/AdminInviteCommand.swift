// kith admin invite: a one-time link for a new person, or for one more device of a known one.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminInviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Make a one-time enrollment link for a person, or for one more device of theirs.",
        discussion: "Example: kith admin invite 'Ada Lovelace' --handle ada --role rep")

    @Argument(help: "The person's name; or, for a known person, their handle.")
    var name: String
    @Option(help: "Their handle; otherwise made from the name.")
    var handle: String?
    @Option(help: "rep, viewer, manager or admin.")
    var role: String?
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let role = try self.role.map(UserRole.named)
        var request = AdminInviteRequest(name: name, handle: handle, role: role)
        if handle == nil {
            let users = try await context.perform(AdminUsersRequest()).users
            if users.contains(where: { $0.handle == name }) {
                request = AdminInviteRequest(name: "", handle: name, role: role)
            }
        }
        let invitation = try await context.perform(request)
        try context.answer(
            "admin-invite",
            json: {
                [
                    ("user", AdminUsersCommand.json(invitation.user)),
                    ("isNew", .boolean(invitation.isNew)), ("code", .text(invitation.code)),
                    ("link", .text(invitation.link)), ("expires", context.json(invitation.expires)),
                ]
            },
            plain: { SafeText.plainField(invitation.link) + "\n" },
            people: { people(invitation, context) })
    }

    private func people(_ invitation: AdminInviteResponse, _ context: CommandContext) -> String {
        let user = invitation.user
        let what = invitation.isNew ? "joins as \(user.role.name)" : "gets one more device"
        return "\(SafeText.line(user.name)) (\(user.handle)) \(what). "
            + "Give them this link; it works once, until \(context.text(invitation.expires)):\n\n"
            + "  kith enroll '\(SafeText.line(invitation.link))'\n"
    }
}

extension UserRole {
    /// The role with a name, or a failure that lists them.
    static func named(_ name: String) throws -> UserRole {
        guard let role = UserRole(name: name.lowercased()) else {
            let names = UserRole.allCases.map(\.name).joined(separator: ", ")
            throw CommandFailure(
                .usage, "There is no role \"\(name)\".", remedy: "Roles are: \(names).")
        }
        return role
    }
}
