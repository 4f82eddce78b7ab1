// Servers and laptops that are killed, hung, replaced, restored, revoked or out of space.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct BadDayTests {
        @Test func aServerKilledWithinSyncsLosesAndDoublesNothing() async throws {
            let team = try await Team.meet()
            var server = team.server
            for round in 0..<6 {
                for number in 0..<5 {
                    try await team.alice.does("visit", "nokia", "note \(round).\(number)")
                }
                let sync = try team.alice.start(["sync"])
                try await Task.sleep(for: .milliseconds(20 + 15 * round))
                try await server.kill()
                let result = try await sync.wait()
                #expect([0, 69].contains(result.exitCode), "\(result.errors)")
                server = try await server.startAgain()
            }
            try await team.expectEqualCopies(on: server)
            #expect(try await team.alice.count("pending") == 0)
            let notes = try await team.bob.export()
            for round in 0..<6 {
                for number in 0..<5 {
                    #expect(notes.components(separatedBy: "note \(round).\(number)").count == 2)
                }
            }
        }

        @Test func aLaptopKilledWithinSyncsLosesAndDoublesNothing() async throws {
            let team = try await Team.meet()
            for round in 0..<8 {
                try await team.bob.does("visit", "nokia", "from bob \(round)")
                try await team.bob.does("sync")
                try await team.alice.does("visit", "siemens", "from alice \(round)")
                let sync = try team.alice.start(["sync"])
                try await Task.sleep(for: .milliseconds(10 + 12 * round))
                sync.signal(SIGKILL)
                _ = try await sync.wait()
            }
            try await team.expectEqualCopies()
            let notes = try await team.bob.export()
            for round in 0..<8 {
                #expect(notes.components(separatedBy: "from alice \(round)").count == 2)
            }
        }

        @Test func anInterruptedSyncSaysThatNothingIsLost() async throws {
            let team = try await Team.meet()
            try await team.alice.does("visit", "nokia", "kept")
            team.server.program.signal(SIGSTOP)
            let sync = try team.alice.start(["sync"])
            try await Task.sleep(for: .seconds(1))
            sync.signal(SIGINT)
            let result = try await sync.wait(seconds: 10)
            #expect(result.exitCode == 130)
            #expect(result.errors.contains("Nothing is lost"))
            team.server.program.signal(SIGCONT)
            try await team.expectEqualCopies()
        }

        @Test func aStoppedServerIsOfflineAndQuick() async throws {
            let team = try await Team.meet()
            _ = try await team.server.stop()
            try await team.alice.does("visit", "nokia", "offline")
            let began = ContinuousClock.now
            let result = try await team.alice.kith("sync")
            #expect(result.exitCode == 69)
            #expect(ContinuousClock.now - began < .seconds(5))
            #expect(result.errors.lowercased().contains("nothing is lost"))
            #expect(try await team.alice.count("pending") > 0)
            let again = try await team.server.startAgain()
            try await team.expectEqualCopies(on: again)
        }

        @Test func aHungServerEndsASyncInTime() async throws {
            let team = try await Team.meet()
            team.server.program.signal(SIGSTOP)
            defer { team.server.program.signal(SIGCONT) }
            let began = ContinuousClock.now
            let result = try await team.alice.kith("sync", seconds: 150)
            #expect(result.exitCode == 69, "\(result.errors)")
            #expect(ContinuousClock.now - began < .seconds(130))
        }

        @Test func anotherServerAtTheSameAddressGetsNothing() async throws {
            let team = try await Team.meet()
            try await team.alice.does("visit", "nokia", "secret-of-alice")
            _ = try await team.server.stop()
            let other = try await ServerProcess.makeData()
            let stranger = try await ServerProcess.start(
                other.folder, other.data, port: team.server.port)
            let result = try await team.alice.kith("sync")
            #expect(result.exitCode == 76, "\(result.errors)")
            #expect(result.errors.contains("certificate"))
            #expect(try await team.alice.count("pending") > 0)
            _ = try await stranger.stop()
            let again = try await team.server.startAgain()
            try await team.expectEqualCopies(on: again)
        }

        @Test func aServerPutBackToAnOldCopyIsNotSyncedWith() async throws {
            let team = try await Team.meet()
            _ = try await team.server.stop()
            let copy = team.server.folder.file("copy")
            try FileManager.default.copyItem(atPath: team.server.data, toPath: copy)
            let server = try await team.server.startAgain()
            try await team.alice.does("visit", "nokia", "after the backup")
            try await team.alice.does("sync")
            _ = try await server.stop()
            try FileManager.default.removeItem(atPath: server.data)
            try FileManager.default.moveItem(atPath: copy, toPath: server.data)
            let restored = try await server.startAgain()
            let result = try await team.alice.kith("sync")
            #expect(result.exitCode == 76, "\(result.errors)")
            #expect(try await team.alice.export().contains("after the backup"))
            _ = try await restored.stop()
        }

        @Test func aRevokedLaptopIsToldAndKeepsItsEdits() async throws {
            let team = try await Team.meet()
            try await team.alice.does("visit", "nokia", "not sent")
            try await team.carol.does("admin", "revoke", "alice-1", "--yes")
            let result = try await team.alice.kith("sync")
            #expect(result.exitCode == 77, "\(result.errors)")
            #expect(try await team.alice.count("pending") > 0)
            #expect(try await team.alice.does("pending", "--json").output.contains("not sent"))
        }

        @Test func aLinkWorksOnce() async throws {
            let server = try await ServerProcess.start()
            let link = try await server.link("admin")
            try await Laptop("one").does("enroll", link)
            let second = try await Laptop("two").kith("enroll", link)
            #expect(second.exitCode == 77, "\(second.errors)")
            #expect(second.errors.contains("used"))
            let wrong = try await Laptop("three").kith(
                "enroll", String(link.dropLast(4)) + "0000")
            #expect(wrong.exitCode == 76, "\(wrong.errors)")
            let noLink = try await Laptop("four").kith("enroll", "nonsense")
            #expect(noLink.exitCode == 64 || noLink.exitCode == 65, "\(noLink.errors)")
        }

        @Test func aNoteOfAMegabyteIsRefusedWithItsTextKept() async throws {
            let team = try await Team.meet()
            let file = team.alice.folder.file("note.md")
            let text = String(repeating: "A word of many. ", count: 1 << 16)
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let result = try await team.alice.kith("visit", "nokia", "--file", file)
            #expect([0, 65].contains(result.exitCode), "\(result.errors)")
            #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
            try await team.expectEqualCopies()
        }

        @Test func manyCommandsAtOnceAllCount() async throws {
            let team = try await Team.meet()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await team.alice.does("visit", "nokia", "at once \(number)")
                    }
                }
                for _ in 0..<2 {
                    group.addTask {
                        let result = try await team.alice.kith("sync")
                        guard [0, 75].contains(result.exitCode) else {
                            throw TestFailure("sync exits \(result.exitCode): \(result.errors)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await team.expectEqualCopies()
            let notes = try await team.bob.export()
            for number in 0..<8 { #expect(notes.contains("at once \(number)")) }
        }
    }
}
