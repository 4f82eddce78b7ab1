// The operator's subcommands, while the server runs and while it does not.

import Foundation
import SyncProtocol
import Testing

extension ProgramTests {
    @Suite(.serialized) struct ServerCommandTests {
        @Test func subcommandsWorkWhileTheServerRunsAndAfterwards() async throws {
            let server = try await ServerProcess.start()
            let link = try await server.invite(["--name", "Bob Builder", "--role", "rep"])
            #expect(link.port == server.port)
            #expect(link.fingerprint == server.fingerprint)
            for _ in 0..<2 {
                let users = try await server.command(["users"])
                #expect(users.exitCode == 0)
                #expect(users.lines.count == 2)
                #expect(users.output.contains("Bob Builder"))
                let status = try await server.command(["status"])
                #expect(status.exitCode == 0)
                #expect(status.output.contains("2 people, 0 devices"))
                let json = try await server.command(["status", "--json"])
                let message = try JSONBody.decode(
                    AdminStatusResponse.self, from: Array(json.output.utf8))
                #expect(message.users == 2)
                let doctor = try await server.command(["doctor"])
                #expect(doctor.exitCode == 0, "\(doctor.output)\(doctor.errors)")
                let export = try await server.command(["export", "--canonical"])
                #expect(export.exitCode == 0)
                if server.program.process.isRunning { _ = try await server.stop() }
            }
            let migrate = try await server.command(["migrate"])
            #expect(migrate.exitCode == 0)
        }

        @Test func trimLetsNothingGoThatIsYoungAndSaysWhatHoldsItBack() async throws {
            let desk = try await Desk.open()
            for price in ["low", "high"] {
                try await desk.laptop.does("account", "set", "nokia", "hot_buttons=\(price)")
                try await desk.laptop.does("sync")
            }
            let before = try await desk.server.command(["export", "--canonical"])
            let counted = try await desk.server.command(["trim", "--dry-run"])
            #expect(counted.exitCode == 0, "\(counted)")
            #expect(counted.output.contains("0 ops would be trimmed"))
            _ = try await desk.server.stop()
            let trimmed = try await desk.server.command(["trim"])
            #expect(trimmed.exitCode == 0, "\(trimmed)")
            #expect(trimmed.output.contains("0 ops trimmed"))
            #expect(trimmed.output.contains("in a backup up to 0"))
            let after = try await desk.server.command(["export", "--canonical"])
            #expect(after.output == before.output)
            let verified = try await desk.server.command(["verify"])
            #expect(verified.exitCode == 0, "\(verified)")
        }

        @Test func nobodyIsInvitedTwiceUnderOneHandle() async throws {
            let server = try await ServerProcess.start()
            _ = try await server.invite(["--name", "Bob", "--handle", "bob"])
            _ = try await server.invite(["--handle", "bob"])
            let users = try await server.command(["users"])
            #expect(users.lines.count == 2)
            let unknown = try await server.command(["invite", "--handle", "nobody"])
            #expect(unknown.exitCode != 0)
            let role = try await server.command(["invite", "--name", "X", "--role", "king"])
            #expect(role.exitCode == 64)
        }

        @Test func anExportOfNobodyFails() async throws {
            let made = try await ServerProcess.makeData()
            let result = try await RunningProgram.run(
                Programs.server, ["export", "--data", made.data, "--canonical", "--user", "nobody"])
            #expect(result.exitCode == 66)
        }

        @Test func doctorFindsWhatOthersCanRead() async throws {
            let made = try await ServerProcess.makeData()
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644], ofItemAtPath: made.data + "/key.pem")
            let result = try await RunningProgram.run(
                Programs.server, ["doctor", "--data", made.data])
            #expect(result.exitCode == 1)
            #expect(result.output.contains("chmod"))
        }

        @Test func aDamagedDatabaseIsNamed() async throws {
            let made = try await ServerProcess.makeData()
            let garbage = Data(repeating: 0x41, count: 10_000)
            try garbage.write(to: URL(fileURLWithPath: made.data + "/kith.sqlite"))
            for name in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: made.data + "/kith.sqlite" + name)
            }
            let result = try await RunningProgram.run(
                Programs.server, ["serve", "--data", made.data, "--listen", "127.0.0.1:0"])
            #expect(result.exitCode == 74, "\(result.errors)")
            #expect(result.errors.contains("kith.sqlite"))
        }
    }
}
