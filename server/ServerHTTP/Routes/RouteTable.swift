// All routes, found by their whole path; what is not in here is not there.

import Hummingbird
import SyncProtocol

/// The routes of a server.
public struct RouteTable: Sendable {
    /// All of them, in no particular order.
    public let routes: [Route]

    private let byPath: [String: [Route]]

    /// Makes a table; two routes of equal path and method are a mistake of the program.
    public init(_ routes: [Route]) {
        self.routes = routes
        byPath = Dictionary(grouping: routes, by: \.path)
    }

    /// The route of a request.
    ///
    /// - Throws: `not_found` for an unknown path, `method_not_allowed` for another method.
    func route(_ method: HTTPRequest.Method, _ path: String) throws(Problem) -> Route {
        guard let candidates = byPath[path] else { throw .notFound }
        guard let route = candidates.first(where: { $0.method == method }) else {
            throw .methodNotAllowed(Self.allowed(candidates))
        }
        return route
    }

    /// The methods of a path, for the header Allow.
    func allowed(_ path: String) -> String? {
        byPath[path].map(Self.allowed)
    }

    private static func allowed(_ routes: [Route]) -> String {
        routes.map(\.method.rawValue).sorted().joined(separator: ", ")
    }
}
