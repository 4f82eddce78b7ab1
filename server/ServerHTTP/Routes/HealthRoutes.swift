// Whether the process lives, and whether it can serve.

import SyncProtocol

/// `GET /healthz` and `GET /readyz`, for supervisors and load balancers.
public enum HealthRoutes {
    /// Both routes; `isReady` is asked at every probe.
    public static func all(isReady: @escaping @Sendable () -> Bool) -> [Route] {
        [
            probe("/healthz") { .text("ok") },
            probe("/readyz") { () throws(Problem) in
                guard isReady() else { throw .stopping }
                return .text("ready")
            },
        ]
    }

    private static func probe(
        _ path: String, _ answer: @escaping @Sendable () throws(Problem) -> RouteAnswer
    ) -> Route {
        Route(
            method: .get, path: path, access: .anyone, mediaTypes: [], bodyBytesMax: 0,
            transaction: { (_) throws(Problem) in try answer() })
    }
}

extension RouteAnswer {
    /// A line of text.
    static func text(_ line: String) -> RouteAnswer {
        RouteAnswer(mediaType: MediaTypes.text, body: Array((line + "\n").utf8))
    }
}
