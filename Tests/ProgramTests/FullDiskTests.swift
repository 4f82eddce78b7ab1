// Full disks on either side: told clearly, and nothing that was saved or acknowledged is lost.

import Foundation
import Testing

extension ProgramTests {
    @Suite(
        .serialized,
        .enabled(
            if: SmallDisk.isAvailable,
            "mounting a small tmpfs needs root and a system that permits mounts"))
    struct FullDiskTests {
        @Test func aServerWithoutSpaceAcknowledgesNothing() async throws {
            let disk = try SmallDisk(megabytes: 8)
            let folder = try TemporaryFolder()
            let data = disk.path + "/data"
            let made = try await RunningProgram.run(Programs.server, ["init", "--data", data])
            #expect(made.exitCode == 0, "\(made.errors)")
            let server = try await ServerProcess.start(folder, data)
            let team = try await Team.meet(server: server)
            try disk.fill()
            var sent = 0
            while try await team.alice.count("pending") == 0, sent < 200 {
                sent += 1
                let text = String(repeating: "words of note \(sent) ", count: 900)
                try await team.alice.does("visit", "nokia", text)
                let result = try await team.alice.kith("sync")
                #expect([0, 74, 75].contains(result.exitCode), "\(result.errors)")
            }
            #expect(try await team.alice.count("pending") > 0, "the disk was never full")
            disk.free()
            try await team.expectEqualCopies()
            let notes = try await team.bob.export()
            for number in 1...sent { #expect(notes.contains("words of note \(number) ")) }
        }

        @Test func aLaptopWithoutSpaceSaysSoAndKeepsWhatItHad() async throws {
            let server = try await ServerProcess.start()
            let disk = try SmallDisk(megabytes: 8)
            let laptop = try Laptop("dora", profile: disk.path + "/dora")
            try await laptop.does("enroll", try await server.link("admin"))
            try await laptop.does("account", "new", "Nokia")
            try await laptop.does("visit", "nokia", "before the disk was full")
            try disk.fill()
            let text = String(repeating: "too much ", count: 6_000)
            var result = try await laptop.kith("visit", "nokia", text)
            for _ in 0..<50 where result.exitCode == 0 {
                result = try await laptop.kith("visit", "nokia", text)
            }
            #expect(result.exitCode == 74, "\(result.errors)")
            disk.free()
            try await laptop.does("sync")
            #expect(try await laptop.export().contains("before the disk was full"))
        }

        @Test func initWithoutSpaceSaysSo() async throws {
            let disk = try SmallDisk(megabytes: 1)
            try disk.fill()
            let result = try await RunningProgram.run(
                Programs.server, ["init", "--data", disk.path + "/data"])
            #expect(result.exitCode == 74, "\(result.errors)")
            #expect(result.errors.contains("disk"))
        }
    }
}
