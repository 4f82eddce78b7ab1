// kith admin revoke: ends a device's access at once.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a device's access at once.")

    @Argument(help: "Its replica, such as r-2s, or its name.")
    var device: String
    @Option(help: "Why.")
    var reason = ""
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        if context.isInteractive, !yes,
            try !Prompt.confirms("End the access of \(SafeText.line(device))?")
        {
            throw CommandFailure(
                .negative, "The device keeps its access.", remedy: "Nothing needs to be done.")
        }
        let answer = try await context.perform(
            AdminRevokeRequest(device: device, reason: reason))
        try context.answer(
            "admin-revoke",
            json: { [("device", AdminDevicesCommand.json(answer.device, context))] },
            plain: { answer.device.replica.description + "\n" },
            people: {
                "\(SafeText.line(answer.device.device)) of \(answer.device.handle) has no access "
                    + "any more. What it has not sent stays on it.\n"
            })
    }
}
