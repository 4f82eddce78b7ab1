// The whole API of a server.

import SyncProtocol
import SyncServer

extension RouteTable {
    /// All routes over a core.
    ///
    /// - Parameters:
    ///   - link: Makes the link that people get of an enrollment code.
    ///   - isReady: Whether new requests are welcome; asked at every probe.
    public static func api(
        _ server: SyncServer, limits: HTTPLimits, link: @escaping @Sendable (String) -> String,
        isReady: @escaping @Sendable () -> Bool
    ) -> RouteTable {
        RouteTable(
            HealthRoutes.all(isReady: isReady)
                + [SyncRoute.route(server, limits), EnrollRoute.route(server, limits)]
                + AdminRoutes.all(server, limits, link: link))
    }
}
