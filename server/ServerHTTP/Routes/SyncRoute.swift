// `POST /v1/sync`: hello, push and pull in one exchange.

import Dispatch
import SyncProtocol
import SyncServer

/// One sync of a device.
enum SyncRoute {
    /// How many requests are read, and answers made, at once.
    ///
    /// Each takes up to some tens of megabytes. Those that wait for the disk are not among them.
    private static let heavyMax = 4
    /// Bytes of a request above which it also waits for the disk in such a place.
    private static let lightBytesMax = 65_536

    static func route(_ server: SyncServer, _ limits: HTTPLimits) -> Route {
        let heavy = DispatchSemaphore(value: heavyMax)
        let long = DispatchSemaphore(value: heavyMax)
        return Route(
            method: .post, path: "/v1/sync", access: .device(Set(UserRole.allCases)),
            mediaTypes: BodyForm.mediaTypes, bodyBytesMax: limits.syncBodyBytesMax,
            looksUpDevice: true
        ) { (call) throws(Problem) in
            let form = try BodyForm.of(call)
            let device = try call.requireDevice()
            let isLong = call.body.count > lightBytesMax
            if isLong { long.wait() }
            defer { if isLong { long.signal() } }
            let request = try heavy.held { () throws(Problem) -> SyncRequest in
                try ProblemBody.explained { () throws(ProtocolError) in
                    try SyncCodec.decodeRequest(call.body, as: form, limits: server.limits)
                }
            }
            let taken = try server.take(request, from: device)
            let body = try heavy.held { () throws(Problem) -> [UInt8] in
                let response = try server.answer(request, from: device, after: taken)
                return try ProblemBody.explained { () throws(ProtocolError) in
                    try SyncCodec.encode(
                        response, as: form, to: request, onFastLink: call.isOnFastLink)
                }
            }
            var answer = RouteAnswer(mediaType: form.mediaType, body: body)
            answer.ops = request.batches.reduce(0) { $0 + $1.ops.count }
            return answer
        }
    }
}

extension DispatchSemaphore {
    /// Does something in one of the semaphore's places.
    fileprivate func held<Value>(_ body: () throws(Problem) -> Value) throws(Problem) -> Value {
        wait()
        defer { signal() }
        return try body()
    }
}
