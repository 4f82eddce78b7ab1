// `POST /v1/admin/ACTION`: everything that admins and managers do, as JSON.

import SyncProtocol
import SyncServer

/// The admin API: one route for each action.
enum AdminRoutes {
    /// What managers may do besides admins.
    static let beyondAdmins: Set<AdminAction> = [.users, .accounts, .assign, .unassign]

    /// Who may do an action.
    static func access(_ action: AdminAction) -> RouteAccess {
        .device(beyondAdmins.contains(action) ? [.manager, .admin] : [.admin])
    }

    /// A route for each action.
    static func all(
        _ server: SyncServer, _ limits: HTTPLimits, link: @escaping @Sendable (String) -> String
    ) -> [Route] {
        people(server, limits, link) + conflicts(server, limits) + held(server, limits)
    }

    private static func people(
        _ server: SyncServer, _ limits: HTTPLimits, _ link: @escaping @Sendable (String) -> String
    ) -> [Route] {
        [
            route(AdminUsersRequest.self, limits, server.perform),
            route(AdminInviteRequest.self, limits) { (request, device) throws(Problem) in
                var response = try server.perform(request, by: device)
                response.link = link(response.code)
                return response
            },
            route(AdminAccountsRequest.self, limits, server.perform),
            route(AdminAssignRequest.self, limits, server.perform),
            route(AdminUnassignRequest.self, limits, server.perform),
            route(AdminDevicesRequest.self, limits, server.perform),
            route(AdminRevokeRequest.self, limits, server.perform),
            route(AdminStatusRequest.self, limits, server.perform),
        ]
    }

    private static func conflicts(_ server: SyncServer, _ limits: HTTPLimits) -> [Route] {
        [
            route(AdminConflictsRequest.self, limits, server.perform),
            route(AdminConflictRequest.self, limits, server.perform),
            route(AdminResolveRequest.self, limits, server.perform),
        ]
    }

    private static func held(_ server: SyncServer, _ limits: HTTPLimits) -> [Route] {
        [
            route(AdminHeldRequest.self, limits, server.perform),
            route(AdminHeldApplyRequest.self, limits, server.perform),
            route(AdminHeldArchiveRequest.self, limits, server.perform),
        ]
    }

    /// A route for the action of a request type.
    private static func route<Request: AdminRequest>(
        _: Request.Type, _ limits: HTTPLimits,
        _ perform:
            @escaping @Sendable (Request, AuthenticatedDevice) throws(Problem) -> Request.Response
    ) -> Route {
        Route(
            method: .post, path: Request.action.path, access: access(Request.action),
            mediaTypes: [MediaTypes.json], bodyBytesMax: limits.adminBodyBytesMax
        ) { (call) throws(Problem) in
            let device = try call.requireDevice()
            let request = try ProblemBody.explained { () throws(ProtocolError) in
                try JSONBody.decode(Request.self, from: call.body)
            }
            let response = try perform(request, device)
            return RouteAnswer(
                mediaType: MediaTypes.json,
                body: try ProblemBody.explained { () throws(ProtocolError) in
                    try JSONBody.encode(response)
                })
        }
    }
}
