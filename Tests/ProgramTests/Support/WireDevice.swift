// A device that speaks only the wire: enrolls, syncs nothing, calls admin actions.

import CausalCore
import Foundation
import SyncProtocol

/// What an enrollment gave.
struct WireDevice: Sendable {
    let token: String
    let response: EnrollResponse

    var fields: [String: String] { ["Authorization": "Bearer \(token)"] }

    /// Uses up a code.
    static func enroll(_ server: ServerProcess, code: String) async throws -> WireDevice {
        let answer = try await attempt(server, code: code)
        guard answer.status == 200 else {
            throw TestFailure("enroll: \(answer.status) \(answer.code)")
        }
        let response = try SyncCodec.decodeEnrollResponse(answer.body, as: .json)
        return WireDevice(token: response.token, response: response)
    }

    /// Sends a code and returns whatever comes.
    static func attempt(_ server: ServerProcess, code: String) async throws -> HTTPAnswer {
        let request = EnrollRequest(
            code: code, device: "test", clock: clock, schema: 1, software: "ProgramTests")
        return try await server.request(
            "POST", "/v1/enroll", fields: ["Content-Type": "application/json"],
            body: try SyncCodec.encode(request, as: .json))
    }

    /// The bytes of a sync in which nothing is new.
    func syncBody(_ form: BodyForm = .compressed) throws -> [UInt8] {
        let hello = Hello(
            replica: response.replica, schema: 1, clock: Self.clock, software: "ProgramTests")
        return try SyncCodec.encode(SyncRequest(hello: hello, batches: [], pull: nil), as: form)
    }

    /// A sync in which nothing is new.
    func sync(_ server: ServerProcess, _ form: BodyForm = .compressed) async throws -> HTTPAnswer {
        try await post(server, "/v1/sync", type: form.mediaType, body: syncBody(form))
    }

    /// An admin action.
    func perform<Request: AdminRequest>(
        _ request: Request, on server: ServerProcess
    ) async throws -> Request.Response {
        let answer = try await post(
            server, Request.action.path, type: "application/json",
            body: try JSONBody.encode(request))
        guard answer.status == 200 else {
            throw TestFailure("\(Request.action): \(answer.status) \(answer.code)")
        }
        return try JSONBody.decode(from: answer.body)
    }

    func post(
        _ server: ServerProcess, _ path: String, type: String, body: [UInt8],
        fields more: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        let fields = self.fields.merging(["Content-Type": type]) { $1 }.merging(more) { $1 }
        return try await server.request("POST", path, fields: fields, body: body)
    }

    private static let clock = ClockSample(
        boot: BootID(high: 1, low: 2), boottimeNanoseconds: 1_000_000_000,
        wallNanoseconds: 1_700_000_000_000_000_000)
}

/// An enrollment link, taken apart.
struct LinkParts {
    let host: String
    let port: Int
    let code: String
    let fingerprint: String

    init(_ text: String) throws {
        guard
            let match = text.firstMatch(of: #/^kith://(.+):([0-9]+)/([0-9A-Z-]+)#([0-9a-f]{64})$/#),
            let port = Int(match.2)
        else { throw TestFailure("not a link: \(text)") }
        host = String(match.1)
        self.port = port
        code = String(match.3)
        fingerprint = String(match.4)
    }
}

extension ServerProcess {
    /// A new code, made by the local subcommand while the server runs.
    func invite(_ arguments: [String]) async throws -> LinkParts {
        let result = try await command(["invite"] + arguments)
        guard result.exitCode == 0, let link = result.lines.first else {
            throw TestFailure("invite: \(result.errors)")
        }
        return try LinkParts(link)
    }

    /// A new device of a new person.
    func enroll(_ handle: String, role: String = "rep") async throws -> WireDevice {
        let link = try await invite(["--name", handle, "--handle", handle, "--role", role])
        return try await WireDevice.enroll(self, code: link.code)
    }
}
