// What happens to each request, in order: route, rate, token, role, type, size, place, transaction.

import Hummingbird
import Logging
import NIOCore
import NIOPosix
import SyncProtocol
import SyncServer

/// Answers requests from a ``RouteTable``.
///
/// Everything that can refuse a request does so before its body is read. Transactions are
/// synchronous and run on worker threads, never on those that carry the connections.
struct RouteResponder: HTTPResponder {
    typealias Context = ConnectionContext

    let table: RouteTable
    let gatekeeper: Gatekeeper
    let workers: NIOThreadPool
    let limits: HTTPLimits

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        var log = RequestLog(request: request, began: .now)
        let response = await answer(request, context, &log)
        log.write(status: response.status.code, to: context.logger)
        return response
    }

    private func answer(
        _ request: Request, _ context: ConnectionContext, _ log: inout RequestLog
    ) async -> Response {
        do {
            return .answer(try await serve(request, context, &log), log: &log)
        } catch let problem as Problem {
            return .problem(problem, allow: table.allowed(request.uri.path), log: &log)
        } catch {
            context.logger.error("a request failed", metadata: ["error": "\(error)"])
            return .problem(.unexpected, allow: nil, log: &log)
        }
    }

    private func serve(
        _ request: Request, _ context: ConnectionContext, _ log: inout RequestLog
    ) async throws -> RouteAnswer {
        let address = RemoteAddress.key(context.remoteAddress)
        try gatekeeper.admit(address: address)
        let route = try table.route(request.method, request.uri.path)
        log.route = route.path
        if route.access == .holderOfCode { try gatekeeper.admitSecret(address: address) }
        let device = try await device(of: request, route, address)
        log.device = device.map { String(describing: $0.device) }
        let mediaType = try RequestBodyReader.mediaType(request.headers, route)
        try RequestBodyReader.checkLength(request.headers, route)
        return try await gatekeeper.withPlace(for: device, at: address, route: route) {
            let body = try await RequestBodyReader.read(request, route)
            log.bytesIn = body.count
            let call = RouteCall(
                body: body, mediaType: mediaType, device: device,
                isOnFastLink: request.headers[.acceptEncoding] == "identity")
            return try await run { try route.transaction(call) }
        }
    }

    private func device(
        of request: Request, _ route: Route, _ address: String
    ) async throws -> AuthenticatedDevice? {
        guard case .device(let roles) = route.access else { return nil }
        guard let token = BearerToken.token(in: request.headers) else { throw Problem.tokenMissing }
        try gatekeeper.checkSecrets(address: address)
        var device = route.looksUpDevice ? gatekeeper.device(knownBy: token) : nil
        if device == nil { device = try await run { try gatekeeper.authenticate(token) } }
        guard let device else {
            try gatekeeper.admitSecret(address: address)
            throw Problem.tokenUnknown
        }
        try gatekeeper.admit(device: device)
        guard roles.contains(device.role) else {
            throw Problem.roleNotAllowed(roles.map(\.name).sorted().joined(separator: " or "))
        }
        return device
    }

    private func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await workers.runIfActive(body)
    }
}
