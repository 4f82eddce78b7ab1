// Disks that may be read and not written, on either side, and what works on them again later.

import Foundation
import Testing

extension ProgramTests {
    @Suite(
        .serialized,
        .enabled(
            if: SmallDisk.isAvailable,
            "mounting a small tmpfs needs root and a system that permits mounts"))
    struct ReadOnlyDiskTests {
        @Test func aProfileOnAReadOnlyDiskSaysSoAndWorksAgainLater() async throws {
            let server = try await ServerProcess.start()
            let disk = try SmallDisk(megabytes: 16)
            let laptop = try Laptop("dora", profile: disk.path + "/dora")
            try await laptop.does("enroll", try await server.link("admin"))
            try await laptop.does("account", "new", "Nokia")
            try await laptop.does("visit", "nokia", "before")
            try disk.setReadOnly(true)
            for command in [["visit", "nokia", "never"], ["sync"], ["account", "new", "Siemens"]] {
                let result = try await laptop.start(command).wait()
                #expect(result.exitCode == 74, "\(command): \(result)")
                #expect(result.errors.split(separator: "\n").count >= 2, "\(result)")
            }
            let another = try Laptop("eve", profile: disk.path + "/eve")
            let enrolled = try await another.kith("enroll", try await server.link("admin"))
            #expect(enrolled.exitCode == 74, "\(enrolled)")
            try disk.setReadOnly(false)
            try laptop.expectIntact()
            try await laptop.does("visit", "nokia", "after")
            try await laptop.does("sync")
            let export = try await laptop.export()
            #expect(export.contains("before") && export.contains("after"))
            #expect(!export.contains("never"))
        }

        @Test func aServerOnAReadOnlyDiskAcknowledgesNothing() async throws {
            let disk = try SmallDisk(megabytes: 16)
            let data = disk.path + "/data"
            let made = try await RunningProgram.run(Programs.server, ["init", "--data", data])
            #expect(made.exitCode == 0, "\(made.errors)")
            let server = try await ServerProcess.start(try TemporaryFolder(), data)
            let desk = try await Desk.open(server: server)
            var ledger = Ledger()
            let text = ledger.text("note")
            try await desk.laptop.does("visit", "nokia", text)
            ledger.note(text, isSaved: true)
            _ = try await server.stop()
            try disk.setReadOnly(true)
            let result = try await RunningProgram.run(
                Programs.server, ["serve", "--data", data, "--listen", "127.0.0.1:0"], seconds: 20)
            #expect(result.exitCode == 74 || result.exitCode == 78, "\(result)")
            #expect(!result.errors.isEmpty)
            #expect(try await desk.laptop.kith("sync").exitCode == 69)
            try disk.setReadOnly(false)
            let again = try await server.startAgain()
            try await desk.expectEqualCopies(ledger, on: again)
        }

        @Test func somebodyElsesProfileIsLeftAlone() async throws {
            let desk = try await Desk.open()
            let result = try await desk.laptop.start(
                ["visit", "nokia", "never"],
                through: ["setpriv", "--reuid", "65534", "--clear-groups"]
            ).wait()
            #expect([74, 77, 78].contains(result.exitCode), "\(result)")
            #expect(!result.errors.isEmpty)
            try await desk.laptop.does("sync")
            #expect(try await !desk.laptop.export().contains("never"))
        }
    }
}
