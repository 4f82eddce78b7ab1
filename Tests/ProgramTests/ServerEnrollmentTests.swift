// Codes are used once, tokens are checked, roles are held to.

import Foundation
import SyncProtocol
import Testing

extension ProgramTests {
    @Suite(.serialized) struct ServerEnrollmentTests {
        @Test func initPrintsALinkThatEnrollsTheFirstAdmin() async throws {
            let made = try await ServerProcess.makeData(["--admin", "Ada", "--port", "6000"])
            let link = try LinkParts(#require(made.result.lines.first))
            #expect(link.host == "127.0.0.1" && link.port == 6_000)
            let server = try await ServerProcess.start(made.folder, made.data)
            #expect(link.fingerprint == server.fingerprint)
            let admin = try await WireDevice.enroll(server, code: link.code)
            #expect(admin.response.role == .admin)
            #expect(admin.response.handle == "ada")
            let users = try await admin.perform(AdminUsersRequest(), on: server).users
            #expect(users.map(\.handle) == ["ada"])
        }

        @Test func oneCodeEnrollsOneDeviceHoweverManyTryAtOnce() async throws {
            let server = try await ServerProcess.start()
            let code = try await server.invite(["--name", "Bob"]).code
            let answers = try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await WireDevice.attempt(server, code: code) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.filter { $0.status == 200 }.count == 1)
            #expect(answers.allSatisfy { [200, 403, 429].contains($0.status) })
            #expect(answers.allSatisfy { $0.status == 200 || $0.isProblem })
            let users = try await server.command(["users", "--json"])
            #expect(users.output.contains(#""devices":1"#))
        }

        @Test func aUsedAndAnUnknownCodeAreToldApart() async throws {
            let server = try await ServerProcess.start()
            let code = try await server.invite(["--name", "Bob"]).code
            _ = try await WireDevice.enroll(server, code: code)
            let used = try await WireDevice.attempt(server, code: code)
            #expect(used.status == 403 && used.code == "code_used" && used.isProblem)
            let unknown = try await WireDevice.attempt(server, code: "AAAA-BBBB-CCCC-DDDD")
            #expect(unknown.status == 403 && unknown.code == "code_unknown")
        }

        @Test func guessingCodesSoonHasToWait() async throws {
            let server = try await ServerProcess.start()
            var statuses: [Int] = []
            for number in 0..<40 {
                let answer = try await WireDevice.attempt(server, code: "AAAA-AAAA-AAAA-\(number)")
                statuses.append(answer.status)
                if answer.status == 429 {
                    #expect(answer.isProblem && Int(answer.fields["retry-after"] ?? "") != nil)
                    break
                }
            }
            #expect(statuses.last == 429)
            #expect(try await server.request("GET", "/healthz").status == 200)
        }

        @Test func aTokenIsNeededAndChecked() async throws {
            let server = try await ServerProcess.start()
            let device = try await server.enroll("bob")
            #expect(try await device.sync(server).status == 200)
            let none = try await server.request("POST", "/v1/sync", body: [1])
            #expect(none.status == 401 && none.code == "token_missing")
            #expect(none.fields["www-authenticate"] == "Bearer")
            for token in ["x", device.token + "x", "Bearer", "", "kith_ x"] {
                let answer = try await server.request(
                    "POST", "/v1/sync", fields: ["Authorization": "Bearer \(token)"], body: [1])
                #expect(answer.status == 401 && answer.isProblem, "\(token)")
            }
        }

        @Test func onlyRolesThatMayReachAnAdminAction() async throws {
            let server = try await ServerProcess.start()
            let rep = try await server.enroll("bob")
            let manager = try await server.enroll("mia", role: "manager")
            for action in AdminAction.allCases {
                let answer = try await rep.post(
                    server, action.path, type: "application/json", body: Array("{}".utf8))
                #expect(answer.status == 403 && answer.isProblem, "\(action)")
            }
            _ = try await manager.perform(AdminUsersRequest(), on: server)
            let invite = try await manager.post(
                server, AdminAction.invite.path, type: "application/json",
                body: try JSONBody.encode(AdminInviteRequest(name: "Eve")))
            #expect(invite.status == 403)
        }

        @Test func aRevokedDeviceIsToldSoAtOnce() async throws {
            let server = try await ServerProcess.start()
            let admin = try await server.enroll("ada", role: "admin")
            let rep = try await server.enroll("bob")
            #expect(try await rep.sync(server).status == 200)
            let devices = try await admin.perform(AdminDevicesRequest(), on: server).devices
            #expect(devices.count == 2)
            _ = try await admin.perform(
                AdminRevokeRequest(device: "\(rep.response.replica)"), on: server)
            let answer = try await rep.sync(server)
            #expect(answer.status == 401 && answer.code == "token_revoked" && answer.isProblem)
        }

        @Test func whatWasEnrolledSurvivesAKill() async throws {
            let first = try await ServerProcess.start()
            let device = try await first.enroll("bob")
            try await first.kill()
            let second = try await first.startAgain()
            #expect(try await device.sync(second).status == 200)
            let users = try await second.command(["users"])
            #expect(users.output.contains("bob"))
        }

        @Test func logsTellNoSecrets() async throws {
            let server = try await ServerProcess.start(["--log-level", "trace"])
            let link = try await server.invite(["--name", "Zebedee Quux", "--handle", "zq"])
            let device = try await WireDevice.enroll(server, code: link.code)
            _ = try await device.sync(server)
            _ = try await device.sync(server, .json)
            _ = try await server.request("GET", "/nowhere/Quux?x=\(device.token)")
            let result = try await server.stop()
            #expect(result.errors.contains("route=/v1/sync"))
            for secret in [device.token, link.code, "Quux"] {
                #expect(!(result.errors + result.output).contains(secret))
            }
        }
    }
}
