// The operator's backup, restore and verify, with the real program on real files.

import Foundation
import SyncProtocol
import Testing

extension ProgramTests {
    @Suite(.serialized) struct ServerBackupTests {
        private func run(_ data: String, _ arguments: String...) async throws -> ProgramResult {
            try await RunningProgram.run(
                Programs.server, [arguments[0], "--data", data] + arguments.dropFirst())
        }

        @Test func aBackupOfARunningServerIsCheckedAndNeverOverwrites() async throws {
            let server = try await ServerProcess.start()
            _ = try await server.enroll("alice")
            let file = server.folder.file("copy.sqlite")
            let made = try await server.command(["backup", file, "--json"])
            #expect(made.exitCode == 0, "\(made.errors)")
            #expect(made.output.contains("\"seq\""))
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            for suffix in ["-wal", "-shm", "-journal", ".partial"] {
                #expect(!FileManager.default.fileExists(atPath: file + suffix))
            }
            let before = try Data(contentsOf: URL(filePath: file))
            let again = try await server.command(["backup", file])
            #expect(again.exitCode == 65 && again.errors.contains("exists already"))
            #expect(try Data(contentsOf: URL(filePath: file)) == before)
            let nowhere = try await server.command(["backup", server.folder.file("no/copy")])
            #expect(nowhere.exitCode != 0)
            let verify = try await server.command(["verify"])
            #expect(verify.exitCode == 0, "\(verify.output)")
            #expect(verify.lines.count == 2)
        }

        @Test func aRestoreRefusesWhileTheServerRunsAndKeepsWhatWasThere() async throws {
            let server = try await ServerProcess.start()
            let file = server.folder.file("copy.sqlite")
            _ = try await server.command(["backup", file])
            _ = try await server.enroll("bob")
            let refused = try await server.command(["restore", file])
            #expect(refused.exitCode == 75 && refused.errors.contains("Stop that one first"))
            _ = try await server.stop()
            let certificate = try server.certificatePEM
            let restored = try await server.command(["restore", file])
            #expect(restored.exitCode == 0, "\(restored.errors)")
            #expect(restored.errors.contains("kith.sqlite.replaced-1"))
            #expect(try server.certificatePEM == certificate)
            let users = try await server.command(["users"])
            #expect(!users.output.contains("bob"))
            let names = try FileManager.default.contentsOfDirectory(atPath: server.data)
            #expect(names.contains("kith.sqlite.replaced-1"))
            #expect(names.allSatisfy { !$0.contains("restoring") })
            let verify = try await server.command(["verify"])
            #expect(verify.exitCode == 0, "\(verify.output)")
            let again = try await server.startAgain()
            _ = try await again.enroll("carol")
            _ = try await again.stop()
            let twice = try await server.command(["restore", file])
            #expect(twice.exitCode == 0 && twice.errors.contains("kith.sqlite.replaced-2"))
            let record = try String(contentsOfFile: server.data + "/history.json", encoding: .utf8)
            #expect(record.components(separatedBy: "\"fork\"").count == 4)
        }

        @Test func whatIsNoGoodBackupIsRefusedAndNothingIsTouched() async throws {
            let made = try await ServerProcess.makeData()
            let database = made.data + "/kith.sqlite"
            let notes = made.folder.file("notes.txt")
            try Data("no database at all, only notes\n".utf8).write(to: URL(filePath: notes))
            let good = made.folder.file("good.sqlite")
            _ = try await run(made.data, "backup", good)
            var bytes = try Data(contentsOf: URL(filePath: good))
            for place in stride(from: 8_192, to: bytes.count, by: 512) { bytes[place] ^= 0xFF }
            let damaged = made.folder.file("damaged.sqlite")
            try bytes.write(to: URL(filePath: damaged))
            let before = try Data(contentsOf: URL(filePath: database))
            for file in [notes, damaged, made.folder.file("missing")] {
                let result = try await run(made.data, "restore", file)
                #expect(result.exitCode != 0, "\(file)")
                #expect(!result.errors.contains("internal"))
                #expect(try Data(contentsOf: URL(filePath: database)) == before)
            }
            #expect(try await run(made.data, "restore").exitCode == 64)
            #expect(try await run(made.data, "restore", good, "--in-place").exitCode == 64)
        }

        @Test func aDatabasePutBackInSilenceIsNotServed() async throws {
            let server = try await ServerProcess.start()
            let admin = try await server.enroll("ada", role: "admin")
            let file = server.folder.file("copy.sqlite")
            _ = try await server.command(["backup", file])
            // An assignment of everything takes a seq, as an edit would.
            _ = try await admin.perform(
                AdminAssignRequest(user: "ada", isAll: true), on: server)
            _ = try await server.stop()
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: server.data + "/kith.sqlite" + suffix)
            }
            let missing = try await serveBriefly(server.data)
            #expect(missing.exitCode == 76 && missing.errors.contains("restore FILE"))
            try FileManager.default.copyItem(atPath: file, toPath: server.data + "/kith.sqlite")
            let refused = try await serveBriefly(server.data)
            #expect(refused.exitCode == 76, "\(refused.errors)")
            #expect(refused.errors.contains("kith-server restore --in-place --data"))
            let declared = try await server.command(["restore", "--in-place"])
            #expect(declared.exitCode == 0, "\(declared.errors)")
            let again = try await server.startAgain()
            #expect(try await admin.sync(again).status == 200)
        }

        private func serveBriefly(_ data: String) async throws -> ProgramResult {
            try await RunningProgram.run(
                Programs.server, ["serve", "--data", data, "--listen", "127.0.0.1:0"])
        }

        @Test func anOlderBackupThanTheNewestIsTakenOnlyOnDemand() async throws {
            let server = try await ServerProcess.start()
            let admin = try await server.enroll("ada", role: "admin")
            let first = server.folder.file("first.sqlite")
            let second = server.folder.file("second.sqlite")
            _ = try await server.command(["backup", first])
            _ = try await admin.perform(
                AdminAssignRequest(user: "ada", isAll: true), on: server)
            _ = try await server.command(["backup", second])
            _ = try await server.stop()
            let refused = try await server.command(["restore", first])
            #expect(refused.exitCode == 76 && refused.errors.contains("--older"))
            #expect(try await server.command(["restore", second]).exitCode == 0)
            #expect(try await server.command(["restore", first, "--older"]).exitCode == 0)
        }

        @Test func aRevokedLaptopStaysRevokedThroughARestore() async throws {
            let server = try await ServerProcess.start()
            let admin = try await server.enroll("ada", role: "admin")
            let bob = try await server.enroll("bob")
            let file = server.folder.file("copy.sqlite")
            _ = try await server.command(["backup", file])
            _ = try await admin.perform(
                AdminRevokeRequest(device: bob.response.replica.description), on: server)
            #expect(try await bob.sync(server).code == "token_revoked")
            _ = try await server.stop()
            let restored = try await server.command(["restore", file])
            #expect(restored.errors.contains("stay revoked: 1"))
            let again = try await server.startAgain()
            #expect(try await bob.sync(again).code == "token_revoked")
            #expect(try await admin.sync(again).status == 200)
        }
    }
}
