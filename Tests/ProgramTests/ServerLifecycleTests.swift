// A server is made, started, stopped and killed.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct ServerLifecycleTests {
        @Test func initMakesAFolderThatOnlyItsOwnerCanRead() async throws {
            let made = try await ServerProcess.makeData()
            #expect(try mode(made.data) == 0o700)
            #expect(try mode(made.data + "/key.pem") == 0o600)
            #expect(try mode(made.data + "/server.json") == 0o600)
        }

        @Test func initTouchesNoFolderThatHasSomethingInIt() async throws {
            let made = try await ServerProcess.makeData()
            let key = try String(contentsOfFile: made.data + "/key.pem", encoding: .utf8)
            let again = try await RunningProgram.run(
                Programs.server, ["init", "--data", made.data])
            #expect(again.exitCode == 78)
            #expect(try String(contentsOfFile: made.data + "/key.pem", encoding: .utf8) == key)
            let other = try await RunningProgram.run(
                Programs.server, ["init", "--data", made.folder.path])
            #expect(other.exitCode == 78)
            #expect(other.errors.contains("is not empty"))
        }

        @Test func aServerSaysWhereItIsOnceItAccepts() async throws {
            let server = try await ServerProcess.start()
            #expect(server.url == "https://127.0.0.1:\(server.port)")
            #expect(server.fingerprint.count == 64)
            #expect(server.program.output.contains(server.url))
            #expect(try await server.request("GET", "/readyz").status == 200)
        }

        @Test(arguments: [SIGTERM, SIGINT]) func aServerStopsWhenAsked(signal: Int32) async throws {
            let server = try await ServerProcess.start()
            let began = ContinuousClock.now
            let result = try await server.stop(signal)
            #expect(result.exitCode == 0)
            #expect(ContinuousClock.now - began < .seconds(5))
            #expect(!FileManager.default.fileExists(atPath: server.folder.file("ready")))
        }

        @Test func anOpenConnectionDoesNotKeepAServerFromStopping() async throws {
            let server = try await ServerProcess.start(["--stop-seconds", "1"])
            let half = Array("POST /v1/enroll HTTP/1.1\r\nContent-Length: 10\r\n".utf8)
            async let held = server.send([half], seconds: 15)
            try await Task.sleep(for: .milliseconds(300))
            let result = try await server.stop()
            #expect(result.exitCode == 0)
            _ = try? await held
        }

        @Test func aKilledServerStartsAgainInTheSameFolder() async throws {
            let first = try await ServerProcess.start()
            try await first.kill()
            let second = try await first.startAgain()
            #expect(second.fingerprint == first.fingerprint)
            #expect(try await second.request("GET", "/healthz").status == 200)
        }

        @Test func twoServersDoNotShareAFolder() async throws {
            let server = try await ServerProcess.start()
            let second = try await server.command(["serve", "--listen", "127.0.0.1:0"])
            #expect(second.exitCode == 75)
            #expect(second.errors.contains("Another kith-server serves"))
            #expect(try await server.request("GET", "/healthz").status == 200)
        }

        @Test func aPortInUseIsNamed() async throws {
            let server = try await ServerProcess.start()
            let made = try await ServerProcess.makeData()
            let result = try await RunningProgram.run(
                Programs.server,
                ["serve", "--data", made.data, "--listen", "127.0.0.1:\(server.port)"])
            #expect(result.exitCode == 78)
            #expect(result.errors.contains("127.0.0.1:\(server.port)"))
        }

        @Test func aMissingFolderIsNamed() async throws {
            let folder = try TemporaryFolder()
            let missing = try await RunningProgram.run(
                Programs.server, ["serve", "--data", folder.file("none")])
            #expect(missing.exitCode == 78)
            #expect(missing.errors.contains("does not exist"))
            let empty = try await RunningProgram.run(
                Programs.server, ["serve", "--data", folder.path])
            #expect(empty.exitCode == 78)
            #expect(empty.errors.contains("is not a data folder"))
            let none = try await RunningProgram.run(Programs.server, ["serve"])
            #expect(none.exitCode == 64)
        }

        @Test func theFolderMayComeFromTheEnvironment() async throws {
            let folder = try TemporaryFolder()
            let result = try await RunningProgram.run(
                Programs.server, ["init"], environment: ["KITH_SERVER_DATA": folder.file("data")])
            #expect(result.exitCode == 0)
            #expect(FileManager.default.fileExists(atPath: folder.file("data/key.pem")))
        }

        @Test func aFolderOfANewerProgramIsLeftAlone() async throws {
            let made = try await ServerProcess.makeData()
            let settings = made.data + "/server.json"
            let text = try String(contentsOfFile: settings, encoding: .utf8)
            let newer = text.replacingOccurrences(
                of: "\"format\" : 1", with: "\"format\" : 2")
            #expect(newer != text)
            try newer.write(toFile: settings, atomically: true, encoding: .utf8)
            let result = try await RunningProgram.run(
                Programs.server, ["serve", "--data", made.data])
            #expect(result.exitCode == 78)
            #expect(result.errors.contains("newer kith-server"))
        }

        @Test func usageMistakesExitWith64() async throws {
            for arguments in [
                ["serve", "--listen", "nowhere"], ["init", "--port", "0"], ["nothing"],
                ["serve", "--idle-seconds", "0"],
            ] {
                let result = try await RunningProgram.run(Programs.server, arguments)
                #expect(result.exitCode == 64, "\(arguments)")
            }
        }

        private func mode(_ path: String) throws -> Int {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return attributes[.posixPermissions] as? Int ?? -1
        }
    }
}
