// Every route says who may use it; a walk over all of them holds it to that.

import AccountRecords
import CausalCore
import Hummingbird
import ServerStoreSQLite
import SyncProtocol
import SyncServer
import Testing

@testable import ServerHTTP

@Suite struct RouteTableTests {
    @Test func onlyProbesAreOpenToEveryone() throws {
        let open = try table().routes.filter { $0.access == .anyone }.map(\.path)
        #expect(Set(open) == ["/healthz", "/readyz"])
        let byCode = try table().routes.filter { $0.access == .holderOfCode }.map(\.path)
        #expect(byCode == ["/v1/enroll"])
    }

    @Test func everyAdminActionHasARouteForAdminsAndNoneForRepsOrViewers() throws {
        let routes = try table().routes
        for action in AdminAction.allCases {
            let route = try #require(routes.first { $0.path == action.path })
            guard case .device(let roles) = route.access else {
                Issue.record("\(action.path) is open")
                continue
            }
            #expect(roles.contains(.admin))
            #expect(roles.isDisjoint(with: [.rep, .viewer]), "\(action.path)")
        }
        let admin = routes.filter { $0.path.hasPrefix("/v1/admin/") }
        #expect(admin.count == AdminAction.allCases.count)
    }

    @Test func everyRouteThatTakesABodyBoundsIt() throws {
        for route in try table().routes where !route.mediaTypes.isEmpty {
            #expect(route.method == .post)
            #expect((1...4_194_304).contains(route.bodyBytesMax), "\(route.path)")
        }
    }

    @Test func noTwoRoutesShareAPathAndAMethod() throws {
        let names = try table().routes.map { "\($0.method) \($0.path)" }
        #expect(Set(names).count == names.count)
    }

    @Test func unknownPathsAndMethodsAreProblems() throws {
        let table = try table()
        #expect(throws: Problem.notFound) { try table.route(.get, "/v1/sync/") }
        #expect(throws: Problem.notFound) { try table.route(.get, "") }
        #expect(throws: Problem.methodNotAllowed("POST")) { try table.route(.get, "/v1/sync") }
        #expect(throws: Problem.methodNotAllowed("GET")) { try table.route(.head, "/healthz") }
    }

    private func table() throws -> RouteTable {
        let server = SyncServer(
            store: try SQLiteServerStore(path: ":memory:"), clock: StoppedClock(),
            randomness: NoRandomness())
        return RouteTable.api(
            server, limits: HTTPLimits(), link: { $0 }, isReady: { true })
    }
}

private struct StoppedClock: ServerClock {
    func now() -> Stamp { Stamp(milliseconds: 1) }
    func monotonic() -> MonotonicReading { MonotonicReading(boot: .zero, nanoseconds: 1) }
}

private struct NoRandomness: ServerRandomness {
    func bytes(_ count: Int) -> [UInt8] { Array(repeating: 1, count: count) }
}
