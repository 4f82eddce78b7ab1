// kith backup and kith enroll on a profile that holds data, through the real programs.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct LaptopBackupTests {
        @Test func aBackupGoesOnUnderANewLinkWithEverythingThatWaited() async throws {
            let team = try await Team.meet()
            try await team.alice.does("visit", "nokia", "written on the plane")
            let file = team.alice.folder.file("backup.sqlite")
            let said = try await team.alice.does("backup", file)
            #expect(said.output.contains("not sent yet"))
            let mode = try FileManager.default.attributesOfItem(atPath: file)
            #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            // The key that proves who she is stays on her laptop.
            let token = try String(contentsOfFile: team.alice.profile + "/token", encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            #expect(bytes.range(of: Data(token.utf8)) == nil)
            let again = try await team.alice.kith("backup", file)
            #expect(again.exitCode == 74)

            let other = try Laptop("alice-2")
            let welcome = try await other.does(
                "enroll", try await team.server.link("alice"), "--backup", file, "--device", "a2")
            #expect(welcome.output.contains("Everything that was here is still here"))
            #expect(try await other.count("pending") > 0)
            try await other.does("sync")
            try await team.expectEqualCopies()
            #expect(try await other.export() == team.alice.export())
            let notes = try await team.bob.export()
            #expect(notes.components(separatedBy: "written on the plane").count == 2)
        }

        @Test func anotherPersonsLinkIsRefusedAndNothingIsChanged() async throws {
            let team = try await Team.meet()
            try await team.alice.does("visit", "nokia", "hers")
            let before = try await team.alice.status()
            let refused = try await team.alice.kith(
                "enroll", try await team.server.link("bob"), "--device", "b2")
            #expect(refused.exitCode == 77 || refused.exitCode == 65, "\(refused.errors)")
            let after = try await team.alice.status()
            #expect(after["replica"] as? String == before["replica"] as? String)
            try await team.alice.does("sync")
            try await team.expectEqualCopies()
        }

        @Test func aLinkOfOnesOwnGivesAProfileANewIdentityAndKeepsEverything() async throws {
            let team = try await Team.meet()
            try await team.alice.does("visit", "nokia", "before the new link")
            let before = try await team.alice.status()
            try await team.alice.does(
                "enroll", try await team.server.link("alice"), "--device", "a1")
            #expect(
                try await team.alice.status()["replica"] as? String
                    != before["replica"] as? String)
            try await team.expectEqualCopies()
            #expect(try await team.bob.export().contains("before the new link"))
        }

        @Test func anotherServerIsFollowedOnlyWhenAPersonSaysSo() async throws {
            let team = try await Team.meet()
            let anew = try await ServerProcess.start()
            let before = try await team.carol.status()
            let handle = try #require(before["user"] as? String)
            let refused = try await team.carol.kith(
                "enroll", try await anew.link(handle), "--device", "c2")
            #expect(refused.exitCode == 76, "\(refused.errors)")
            #expect(refused.errors.contains("--repair"))
            #expect(
                try await team.carol.status()["replica"] as? String
                    == before["replica"] as? String)
            try await team.carol.does(
                "enroll", try await anew.link(handle), "--device", "c2", "--repair")
            let synced = try await team.carol.does("sync")
            #expect(synced.output.contains("offered again"), "\(synced.output)")
            #expect(try await team.carol.export().contains("Nokia"))
        }
    }
}
