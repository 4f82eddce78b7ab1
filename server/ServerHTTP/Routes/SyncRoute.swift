// `POST /v1/sync`: hello, push and pull in one exchange.

import SyncProtocol
import SyncServer

/// One sync of a device.
enum SyncRoute {
    static func route(_ server: SyncServer, _ limits: HTTPLimits) -> Route {
        Route(
            method: .post, path: "/v1/sync", access: .device(Set(UserRole.allCases)),
            mediaTypes: BodyForm.mediaTypes, bodyBytesMax: limits.syncBodyBytesMax
        ) { (call) throws(Problem) in
            let form = try BodyForm.of(call)
            let device = try call.requireDevice()
            let request = try ProblemBody.explained { () throws(ProtocolError) in
                try SyncCodec.decodeRequest(call.body, as: form, limits: server.limits)
            }
            let response = try server.sync(request, from: device)
            var answer = RouteAnswer(
                mediaType: form.mediaType,
                body: try ProblemBody.explained { () throws(ProtocolError) in
                    try SyncCodec.encode(response, as: form)
                })
            answer.ops = request.batches.reduce(0) { $0 + $1.ops.count }
            return answer
        }
    }
}
