// What people do at a desk: write in editors, answer questions, press Ctrl-C, keep keys elsewhere.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct AtTheDeskTests {
        @Test func aPlannedVisitIsFinishedInAnEditor() async throws {
            let desk = try await Desk.open()
            let made = try await desk.laptop.does(
                "visit", "nokia", "--planned", "Ask about line 3", "--plain")
            let id = String(made.output.prefix { $0 != "\t" })
            let editor = try Self.editor(
                desk.laptop,
                "printf '\\nDana wants the offer.\\n\\n- [ ] us: send the offer by +2w\\n' >> \"$1\""
            )
            let result = try await desk.laptop.start(
                ["visit", "finish", id], environment: editor
            ).wait()
            #expect(result.exitCode == 0, "\(result)")
            let shown = try await desk.laptop.does("visit", "show", id).output
            #expect(shown.contains("Dana wants the offer."))
            #expect(!shown.contains("planned"))
            #expect(try await desk.laptop.does("promises").output.contains("send the offer"))
            try await desk.expectEqualCopies(Ledger())
        }

        @Test func aNoteIsEditedAndAmendedAndFixedWhenDone() async throws {
            let desk = try await Desk.open()
            let made = try await desk.laptop.does(
                "visit", "nokia", "--planned", "Ask about line 3", "--plain")
            let id = String(made.output.prefix { $0 != "\t" })
            let editor = try Self.editor(desk.laptop, "sed -i 's/line 3/line 4/' \"$1\"")
            let edited = try await desk.laptop.start(
                ["visit", "edit", id], environment: editor
            ).wait()
            #expect(edited.exitCode == 0, "\(edited)")
            #expect(try await desk.laptop.does("visit", "show", id).output.contains("line 4"))
            try await desk.laptop.does("visit", "finish", id, "All said.")
            try await desk.laptop.does("visit", "amend", id, "It was line 5.")
            let shown = try await desk.laptop.does("visit", "show", id).output
            #expect(shown.contains("All said.") && shown.contains("It was line 5."))
            try await desk.expectEqualCopies(Ledger())
        }

        @Test func anEditorThatFailsKeepsTheText() async throws {
            let desk = try await Desk.open()
            let editor = try Self.editor(
                desk.laptop, "echo 'half a thought' >> \"$1\"; exit 1")
            let result = try await desk.laptop.start(
                ["visit", "nokia"], input: "", environment: editor
            ).wait()
            #expect(result.exitCode == 1, "\(result)")
            #expect(result.errors.contains("kept in"))
            let draft = try String(
                contentsOfFile: desk.laptop.profile + "/drafts/nokia.md", encoding: .utf8)
            #expect(draft.contains("half a thought"))
        }

        @Test func aConflictIsSettledInAnEditor() async throws {
            let team = try await Team.meet()
            try await team.alice.does("account", "set", "nokia", "hot_buttons=Price")
            try await team.bob.does("account", "set", "nokia", "hot_buttons=Speed")
            for laptop in [team.alice, team.bob, team.alice] { try await laptop.does("sync") }
            #expect(try await team.alice.count("conflicts") == 1)
            let editor = try Self.editor(
                team.alice,
                "grep -q Price \"$1\" && grep -q Speed \"$1\" && sed -i '1s/.*/Price and speed/' \"$1\""
            )
            let result = try await team.alice.start(
                ["conflict", "edit", "--reason", "both matter"], environment: editor
            ).wait()
            #expect(result.exitCode == 0, "\(result)")
            try await team.expectEqualCopies()
            #expect(try await team.bob.count("conflicts") == 0)
            let shown = try await team.bob.does("account", "show", "nokia").output
            #expect(shown.contains("Price and speed"))
        }

        @Test func theKeyMayComeFromACommand() async throws {
            let desk = try await Desk.open()
            let token = desk.laptop.profile + "/token"
            let vault = desk.laptop.folder.file("vault")
            try FileManager.default.moveItem(atPath: token, toPath: vault)
            try await desk.laptop.does("visit", "nokia", "without a key at hand")
            let without = try await desk.laptop.kith("sync")
            #expect(without.exitCode != 0 && !without.errors.isEmpty)
            for (command, code) in [("cat '\(vault)'", 0), ("echo nonsense", 76), ("false", 77)] {
                let result = try await desk.laptop.start(
                    ["sync"], environment: ["KITH_TOKEN_COMMAND": command]
                ).wait()
                #expect(result.exitCode == Int32(code), "\(command): \(result)")
            }
            #expect(try await desk.laptop.count("pending") == 0)
        }
    }

    @Suite(.serialized, .enabled(if: TypedProgram.isAvailable, "typing needs script"))
    struct TypingTests {
        @Test func controlCEndsASyncInWords() async throws {
            let desk = try await Desk.open()
            try await desk.laptop.does("visit", "nokia", "kept")
            desk.server.program.signal(SIGSTOP)
            let sync = try TypedProgram(desk.laptop, ["sync"])
            try await Task.sleep(for: .seconds(1))
            try sync.type("\u{3}")
            #expect(try await sync.wait(seconds: 10) == 130)
            #expect(sync.screen.contains("Nothing is lost"))
            desk.server.program.signal(SIGCONT)
            try await desk.expectEqualCopies(Ledger())
        }

        @Test func losingMostAccountsIsAskedFirst() async throws {
            let team = try await Team.meet()
            for number in 1...24 { try await team.carol.does("account", "new", "Firm \(number)") }
            try await team.carol.does("sync")
            try await team.carol.does("admin", "assign", "alice", "--all")
            try await team.alice.does("sync")
            try await team.carol.does("admin", "unassign", "alice", "--all")
            let stopped = try await team.alice.kith("sync")
            #expect(stopped.exitCode == 76, "\(stopped)")
            let refused = try TypedProgram(team.alice, ["sync"])
            try await refused.awaitText("[y/N]")
            try refused.type("n\n")
            #expect(try await refused.wait() == 76)
            #expect(try await team.alice.does("account", "list", "--plain").output.contains("firm"))
            let accepted = try TypedProgram(team.alice, ["sync"])
            try await accepted.awaitText("[y/N]")
            try accepted.type("y\n")
            #expect(try await accepted.wait() == 0)
            let left = try await team.alice.does("account", "list", "--plain").output
            #expect(!left.contains("firm"))
        }
    }
}

extension ProgramTests.AtTheDeskTests {
    /// An editor that is a script; it finds the file in `$1`.
    fileprivate static func editor(_ laptop: Laptop, _ body: String) throws -> [String: String] {
        let path = laptop.folder.file("editor")
        try "#!/bin/sh\n\(body)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return ["EDITOR": path, "VISUAL": path]
    }
}
