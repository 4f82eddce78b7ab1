// Admin messages and problems as JSON.

import CausalCore
import SyncProtocol
import Testing

@Suite struct AdminMessageTests {
    private func comesBack<Message: Codable & Equatable>(_ message: Message) throws {
        let bytes = try JSONBody.encode(message)
        #expect(try JSONBody.decode(Message.self, from: bytes) == message)
    }

    private let user = AdminUser(
        id: UserID(high: 1, low: 2), handle: "alice", name: "Alice Ngo", role: .rep, devices: 1,
        accounts: 7, hasAllAccounts: false)

    @Test func requestsComeBackAsTheyWent() throws {
        try comesBack(AdminUsersRequest())
        try comesBack(AdminInviteRequest(name: "Bob", handle: "bob", role: .manager))
        try comesBack(AdminAssignRequest(user: "bob", isAll: true, role: "viewer"))
        try comesBack(AdminUnassignRequest(user: "bob", accounts: ["northwind"]))
        for choice: AdminResolution in [
            .keep(op: OpID(high: 3, low: 4)), .edit(value: "+1 555 0100"), .acknowledge,
        ] {
            try comesBack(AdminResolveRequest(conflict: "c-7k3q", choice: choice, seen: 12))
        }
        try comesBack(AdminHeldApplyRequest(op: "o-1", seen: 0, record: nil, reason: "his now"))
    }

    @Test func answersComeBackAsTheyWent() throws {
        try comesBack(AdminUsersResponse(users: [user]))
        try comesBack(
            AdminInviteResponse(
                user: user, isNew: true, code: "7K3Q", link: "kith://h:1/7K3Q#00",
                expires: Stamp(milliseconds: 5)))
        try comesBack(
            AdminDevicesResponse(devices: [
                AdminDevice(
                    replica: ReplicaID(100), device: "laptop", user: user.id, handle: "alice",
                    software: "", schema: 1, enrolled: .zero, lastSeen: nil, seenSeq: 0,
                    pendingOps: 3, clockSkewMilliseconds: -157_680_000_000, rebirths: 1,
                    isRevoked: false)
            ]))
    }

    @Test func theFormIsStable() throws {
        let text = String(
            decoding: try JSONBody.encode(AdminUsersResponse(users: [user])), as: UTF8.self)
        #expect(
            text == """
                {"users":[{"accounts":7,"devices":1,"handle":"alice","hasAllAccounts":false,\
                "id":"00000000-0000-0001-0000-000000000002","name":"Alice Ngo","role":"rep"}]}
                """)
    }

    @Test func eachActionHasAPathOfItsOwn() {
        let paths = AdminAction.allCases.map(\.path)
        #expect(Set(paths).count == paths.count)
        #expect(AdminHeldApplyRequest.action.path == "/v1/admin/held/apply")
    }

    @Test func whatIsNoMessageIsRefused() throws {
        for text in ["", "{", "[]", "null", "{\"users\":1}", "{\"users\":[{\"role\":\"king\"}]}"] {
            let error = #expect(throws: ProtocolError.self) {
                try JSONBody.decode(AdminUsersResponse.self, from: Array(text.utf8))
            }
            #expect(error?.code == .form)
        }
        let error = #expect(throws: ProtocolError.self) {
            try JSONBody.decode(
                AdminUsersRequest.self, from: [UInt8](repeating: 0x20, count: 11),
                limits: SyncLimits(bodyBytesMax: 10))
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func aKeyOfALaterVersionIsPassedOver() throws {
        let bytes =
            Array(#"{"code":"x","detail":"d","more":[1],"remedy":"r","retry":true,"#.utf8)
            + Array(#""status":503,"title":"t","type":"y"}"#.utf8)
        let problem = try JSONBody.decode(Problem.self, from: bytes)
        #expect(problem.retry && problem.status == 503)
    }
}
