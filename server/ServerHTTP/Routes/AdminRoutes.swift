// `POST /v1/admin/ACTION`: everything that admins and managers do, as JSON.

import SyncProtocol
import SyncServer

/// The admin API: one route for each action.
enum AdminRoutes {
    /// What managers may do besides admins.
    static let managerActions: Set<AdminAction> = [.users, .accounts, .assign, .unassign, .status]

    /// Who may do an action.
    static func access(_ action: AdminAction) -> RouteAccess {
        .device(managerActions.contains(action) ? [.manager, .admin] : [.admin])
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
