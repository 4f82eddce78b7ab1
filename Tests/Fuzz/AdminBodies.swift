// Fuzzes the JSON bodies of the admin API and of problems.

import SyncProtocol

enum AdminBodies {
    static func feed(_ text: [UInt8]) {
        check(Problem.self, text)
        check(AdminUsersRequest.self, text)
        check(AdminInviteRequest.self, text)
        check(AdminAccountsRequest.self, text)
        check(AdminAssignRequest.self, text)
        check(AdminUnassignRequest.self, text)
        check(AdminConflictsRequest.self, text)
        check(AdminConflictRequest.self, text)
        check(AdminResolveRequest.self, text)
        check(AdminHeldRequest.self, text)
        check(AdminHeldApplyRequest.self, text)
        check(AdminHeldArchiveRequest.self, text)
        check(AdminDevicesRequest.self, text)
        check(AdminRevokeRequest.self, text)
        check(AdminStatusRequest.self, text)
        check(AdminUsersRequest.Response.self, text)
        check(AdminInviteRequest.Response.self, text)
        check(AdminAccountsRequest.Response.self, text)
        check(AdminConflictsRequest.Response.self, text)
        check(AdminConflictRequest.Response.self, text)
        check(AdminHeldRequest.Response.self, text)
        check(AdminDevicesRequest.Response.self, text)
        check(AdminStatusRequest.Response.self, text)
    }

    private static func check<Message: Codable & Equatable>(_: Message.Type, _ text: [UInt8]) {
        guard let message = decoded(try JSONBody.decode(Message.self, from: text)) else { return }
        require(
            try JSONBody.decode(Message.self, from: JSONBody.encode(message)) == message,
            "an admin message is read as it was written")
    }
}
