// Servers that are put back to a backup: what they forgot comes back from the laptops.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct RestoreTests {
        @Test func notesOfTodayComeBackFromLaptopsWithTheirTimes() async throws {
            let team = try await Team.meet()
            try await team.alice.does("visit", "nokia", "of yesterday")
            try await team.expectEqualCopies()
            let file = team.server.folder.file("backup.sqlite")
            try await does(team.server, "backup", file)
            try await team.alice.does("visit", "nokia", "of alice today")
            try await team.alice.does("account", "set", "nokia", "hot_buttons=Price")
            try await team.bob.does("visit", "siemens", "of bob today")
            try await team.expectEqualCopies()
            let before = try stamps(try await team.alice.export())
            _ = try await team.server.stop()
            try await does(team.server, "restore", file)
            let restored = try await team.server.startAgain()
            try await team.alice.does("visit", "nokia", "after the restore")
            try await team.expectEqualCopies(on: restored)
            let after = try await team.bob.export()
            for text in ["of yesterday", "of alice today", "of bob today", "after the restore"] {
                #expect(after.components(separatedBy: "\"\(text)").count == 2, "\(text)")
            }
            #expect(try stamps(after).isSuperset(of: before), "original stamps return")
            try await does(restored, "verify")
        }

        @Test func aServerPutBackWithoutAWordStopsSyncsUntilItSaysSo() async throws {
            let team = try await Team.meet()
            _ = try await team.server.stop()
            let copy = team.server.folder.file("copy")
            try FileManager.default.copyItem(atPath: team.server.data, toPath: copy)
            let server = try await team.server.startAgain()
            try await team.alice.does("visit", "nokia", "after the copy")
            try await team.alice.does("sync")
            _ = try await server.stop()
            try FileManager.default.removeItem(atPath: server.data)
            try FileManager.default.moveItem(atPath: copy, toPath: server.data)
            var restored = try await server.startAgain()
            try await team.alice.does("visit", "nokia", "meanwhile")
            let result = try await team.alice.kith("sync")
            #expect(result.exitCode == 76, "\(result)")
            _ = try await restored.stop()
            try await does(restored, "restore", "--in-place")
            restored = try await restored.startAgain()
            try await team.expectEqualCopies(on: restored)
            let export = try await team.bob.export()
            for text in ["after the copy", "meanwhile"] {
                #expect(export.components(separatedBy: "\"\(text)").count == 2, "\(text)")
            }
        }

        @Test func aRestoreKilledAtAnyMomentCanBeRepeated() async throws {
            let desk = try await Desk.open()
            var ledger = Ledger()
            let file = desk.server.folder.file("backup.sqlite")
            try await does(desk.server, "backup", file)
            var server = desk.server
            for round in 0..<Effort.choose(5, soak: 40) {
                let text = ledger.text("note")
                try await desk.laptop.does("visit", "nokia", text)
                try await desk.laptop.does("sync")
                ledger.note(text, isSaved: true)
                _ = try await server.stop()
                let words = ["restore", "--data", server.data, file]
                let killed = try RunningProgram(Programs.server, words)
                try await Task.sleep(for: .milliseconds(10 + 25 * (round % 8)))
                killed.signal(SIGKILL)
                _ = try await killed.wait()
                try await does(server, "restore", file)
                server = try await server.startAgain()
                try await desk.expectEqualCopies(ledger, on: server)
            }
        }

        private func does(_ server: ServerProcess, _ words: String...) async throws {
            let result = try await server.command(words)
            guard result.exitCode == 0 else { throw TestFailure("\(words): \(result)") }
        }

        /// Every op that shows in an export, with its stamp.
        private func stamps(_ export: String) throws -> Set<String> {
            Set(
                export.matches(of: #/"op":"([^"]+)","replica":"[^"]*","stamp":"([0-9]+)"/#)
                    .map { "\($0.1) \($0.2)" })
        }
    }
}
