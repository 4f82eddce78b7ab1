// kith enroll: makes this laptop a member, with the link that an admin gave.

import ArgumentParser
import Glibc
import Kith
import ReplicaStore
import Terminal

struct EnrollCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "Connect this laptop with the link that an admin gave you.",
        discussion: """
            Example: kith enroll 'kith://kith.example.com:8443/7K3Q-...#9f2c...'

            A profile that holds data keeps all of it, and what the server has lost since is offered \
            again with the next sync. Exit status 76 means that the server knows nothing of what is \
            here, 77 that the link is another person's; nothing is changed in either case.
            """)

    @Argument(help: "The link, in quotes; - reads it from stdin.")
    var link: String
    @Option(help: "What this laptop is called; otherwise its host name.")
    var device: String?
    @Option(
        name: .customLong("backup"), help: "Begin with this file of kith backup.",
        completion: .file())
    var backup: String?
    @Flag(
        name: .customLong("repair"),
        help: "Go on with a server that was set up anew and knows nothing of what is here.")
    var acceptsOtherHistory = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let text = link == "-" ? TextFile.text(try StandardStream.readAll()) : link
        let profile = try context.profile()
        Interruption.explain(
            """
            Enrolling was interrupted.
            Nothing is lost, but the link may have been used.
            Try once more; if it is refused, ask your admin for a new link.

            """)
        let kith = try await Kith.enroll(
            try EnrollmentLink(text),
            EnrollmentOptions(
                device: device ?? Self.hostName(), backup: backup,
                acceptsOtherHistory: acceptsOtherHistory),
            profile: profile, options: context.kithOptions)
        try kith.read { reader in
            let identity = try context.book(reader).identity
            let counts = try reader.counts()
            try context.answer(
                "enroll",
                json: {
                    [
                        ("replica", .text(identity.replica.description)),
                        ("lineage", .text(identity.lineage.description)),
                        ("user", .text(identity.handle)), ("name", .text(identity.name)),
                        ("device", .text(identity.device)), ("server", .text(identity.serverName)),
                        ("profile", .text(profile.folder)),
                        ("pending", JSONText(counts.pending)),
                    ]
                },
                plain: {
                    [
                        identity.handle, identity.device, identity.replica.description,
                        profile.folder,
                    ]
                    .map(SafeText.plainField).joined(separator: "\t") + "\n"
                },
                people: {
                    "Welcome, \(SafeText.line(identity.name)). This laptop "
                        + "(\(SafeText.line(identity.device))) now belongs to "
                        + "\(SafeText.line(identity.serverName)).\n"
                        + "Its data and its key are in \(profile.folder), readable only by you.\n"
                        + Self.next(counts)
                })
        }
    }

    private static func next(_ counts: StoreCounts) -> String {
        guard counts.pending > 0 else { return "Fetch your accounts with: kith sync\n" }
        return "Everything that was here is still here. "
            + "\(StatusCommand.counted(counts.pending, "change")) will be sent with: kith sync\n"
    }

    private static func hostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "laptop" }
        let bytes = buffer.prefix { $0 != 0 && $0 != 46 }.map { UInt8(bitPattern: $0) }
        let name = String(decoding: bytes, as: UTF8.self)
        return name.isEmpty ? "laptop" : name
    }
}
