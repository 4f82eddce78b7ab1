// `POST /v1/enroll`: a one-time code for a token.

import SyncProtocol
import SyncServer

/// How a device becomes a replica.
enum EnrollRoute {
    static func route(_ server: SyncServer, _ limits: HTTPLimits) -> Route {
        Route(
            method: .post, path: "/v1/enroll", access: .holderOfCode,
            mediaTypes: BodyForm.mediaTypes, bodyBytesMax: limits.enrollBodyBytesMax
        ) { (call) throws(Problem) in
            let form = try BodyForm.of(call)
            let request = try ProblemBody.explained { () throws(ProtocolError) in
                try SyncCodec.decodeEnrollRequest(call.body, as: form, limits: server.limits)
            }
            let response = try server.enroll(request)
            return RouteAnswer(
                mediaType: form.mediaType,
                body: try ProblemBody.explained { () throws(ProtocolError) in
                    try SyncCodec.encode(response, as: form)
                })
        }
    }
}
