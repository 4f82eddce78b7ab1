// Servers that are not what they were, and laptops that are there twice.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct RestoredServerTests {
        @Test func anEmptiedServerGetsNothing() async throws {
            let desk = try await Desk.open()
            try await desk.laptop.does("visit", "nokia", "secret-of-dora")
            _ = try await desk.server.stop()
            let empty = try await ServerProcess.makeData()
            try await expectStop(desk, databaseOf: empty.data)
        }

        @Test func anotherCompanysServerGetsNothing() async throws {
            let desk = try await Desk.open()
            let other = try await Desk.open("mallory")
            for _ in 0..<5 { try await other.laptop.does("visit", "nokia", "of the others") }
            try await other.laptop.does("sync")
            try await desk.laptop.does("visit", "nokia", "secret-of-dora")
            _ = try await desk.server.stop()
            _ = try await other.server.stop()
            try await expectStop(desk, databaseOf: other.server.data)
        }

        /// Puts another database behind the same certificate: the laptop stops, and both sides hold
        /// what they held; with the right database again all goes on.
        private func expectStop(_ desk: Desk, databaseOf data: String) async throws {
            let right = desk.server.folder.file("right")
            try FileManager.default.createDirectory(
                atPath: right, withIntermediateDirectories: false)
            try move(from: desk.server.data, to: right)
            try move(from: data, to: desk.server.data)
            let wrong = try await desk.server.startAgain()
            let before = try await desk.laptop.count("pending")
            let result = try await desk.laptop.kith("sync")
            #expect(result.exitCode == 76, "\(result)")
            #expect(result.errors.contains("admin"))
            #expect(try await desk.laptop.count("pending") == before)
            let export = try await wrong.command(["export", "--canonical"])
            #expect(!export.output.contains("secret-of-dora"))
            _ = try await wrong.stop()
            try move(from: desk.server.data, to: data)
            try move(from: right, to: desk.server.data)
            let again = try await desk.server.startAgain()
            try await desk.expectEqualCopies(Ledger(), on: again)
            #expect(try await desk.laptop.export().contains("secret-of-dora"))
        }

        /// Moves what a server knows; its certificate stays.
        private func move(from folder: String, to other: String) throws {
            let kept = ["certificate.pem", "key.pem", "server.json", "lock", "serving.json"]
            for name in try FileManager.default.contentsOfDirectory(atPath: folder)
            where !kept.contains(name) {
                try FileManager.default.moveItem(
                    atPath: "\(folder)/\(name)", toPath: "\(other)/\(name)")
            }
        }

        @Test func aCopiedLaptopAndItsOriginalBothGoOn() async throws {
            let desk = try await Desk.open()
            var ledger = Ledger()
            try await note(desk.laptop, &ledger)
            let copy = try Laptop("copy")
            try FileManager.default.copyItem(atPath: desk.laptop.profile, toPath: copy.profile)
            for laptop in [desk.laptop, copy, copy, desk.laptop, copy] {
                try await note(laptop, &ledger)
                try await laptop.does("sync")
            }
            try await desk.expectEqualCopies(ledger)
            try await Desk(server: desk.server, laptop: copy).expectEqualCopies(ledger)
            try await desk.expectEqualCopies(ledger)
        }

        @Test func aLaptopPutBackToAnOldCopyGoesOn() async throws {
            let desk = try await Desk.open()
            var ledger = Ledger()
            try await note(desk.laptop, &ledger)
            let old = desk.laptop.folder.file("old")
            try FileManager.default.copyItem(atPath: desk.laptop.profile, toPath: old)
            for _ in 0..<3 { try await note(desk.laptop, &ledger) }
            try await desk.laptop.does("sync")
            try FileManager.default.removeItem(atPath: desk.laptop.profile)
            try FileManager.default.moveItem(atPath: old, toPath: desk.laptop.profile)
            try await note(desk.laptop, &ledger)
            try await desk.expectEqualCopies(ledger)
        }

        private func note(_ laptop: Laptop, _ ledger: inout Ledger) async throws {
            let text = ledger.text("note")
            try await laptop.does("visit", "nokia", text)
            ledger.note(text, isSaved: true)
        }
    }
}
