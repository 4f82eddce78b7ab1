// Only the enrolled server's certificate will do, and only answers of a Kith server.

import SyncClient
import SyncProtocol
import SyncTransportHTTP
import Testing

@Suite struct PinningTests {
    @Test func theCertificateOfTheLinkIsReadAndTrusted() async throws {
        let server = try await CannedServer.start(.kith, answer: http("hello", syncType))
        let certificate = try await CertificateReader.read(
            from: server.address, fingerprint: Credentials.kith.fingerprint)
        #expect(PinnedCertificate(pem: certificate.pem) == certificate)
        let answer = try await exchange(server, certificate)
        #expect(answer.body == Array("hello".utf8))
        #expect(answer.bytesReceived > 5 && answer.bytesSent > 3)
        try await server.stop()
    }

    @Test func anotherCertificateIsRefusedAtEnrollment() async throws {
        let server = try await CannedServer.start(.mallory, answer: nil)
        await #expect(throws: TransportFailure.certificateDiffers) {
            try await CertificateReader.read(
                from: server.address, fingerprint: Credentials.kith.fingerprint)
        }
        try await server.stop()
    }

    @Test func anotherCertificateIsRefusedLater() async throws {
        let server = try await CannedServer.start(.mallory, answer: http("hello", syncType))
        await #expect(throws: TransportFailure.certificateDiffers) {
            try await exchange(server, try pinned(.kith))
        }
        try await server.stop()
    }

    @Test func noTLSIsNoServer() async throws {
        let server = try await CannedServer.start(nil, answer: http("hello", syncType))
        for failure in [await certificateFailure(server), await exchangeFailure(server)] {
            guard case .unreachable = failure else {
                Issue.record("\(String(describing: failure))")
                continue
            }
        }
        try await server.stop()
    }

    @Test func nobodyThereIsOffline() async throws {
        let server = try await CannedServer.start(nil, answer: nil)
        try await server.stop()
        for failure in [await certificateFailure(server), await exchangeFailure(server)] {
            #expect(failure == .unreachable("nothing listens there"))
        }
    }

    @Test func aLoginPageIsRecognised() async throws {
        let server = try await CannedServer.start(
            .kith, answer: http("<html>", "text/html; charset=utf-8"))
        #expect(
            await exchangeFailure(server) == .notKith(status: 200, contentType: "text/html"))
        try await server.stop()
    }

    @Test func aRedirectIsNotFollowed() async throws {
        let server = try await CannedServer.start(
            .kith, answer: http("", "text/html", status: "302 Found\r\nLocation: https://x/"))
        #expect(
            await exchangeFailure(server) == .notKith(status: 302, contentType: "text/html"))
        try await server.stop()
    }

    @Test func aProblemIsTold() async throws {
        let body = """
            {"code":"token_revoked","detail":"D.","remedy":"R.","retry":false,"status":401,\
            "title":"T","type":"problems/token_revoked"}
            """
        let server = try await CannedServer.start(
            .kith, answer: http(body, "application/problem+json", status: "401 Unauthorized"))
        guard case .problem(let problem) = await exchangeFailure(server) else {
            Issue.record("no problem")
            return
        }
        #expect(problem.code == "token_revoked" && problem.status == 401)
        try await server.stop()
    }

    @Test func aLongAnswerIsCutWhileItStreams() async throws {
        let server = try await CannedServer.start(
            .kith, answer: http(String(repeating: "x", count: 1001), syncType))
        #expect(await exchangeFailure(server) == .answerTooLarge(bytesMax: 1000))
        try await server.stop()
    }

    @Test func aBrokenAnswerIsAnInterruption() async throws {
        let server = try await CannedServer.start(.kith, answer: "what?\r\n\r\n")
        guard case .interrupted = await exchangeFailure(server) else {
            Issue.record("no interruption")
            return
        }
        try await server.stop()
    }
}

private let syncType = "application/x-kith-sync"

private func http(_ body: String, _ type: String, status: String = "200 OK") -> String {
    "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        + body
}

private func pinned(_ credentials: Credentials) throws -> PinnedCertificate {
    try #require(PinnedCertificate(pem: credentials.certificate))
}

@discardableResult
private func exchange(
    _ server: CannedServer, _ certificate: PinnedCertificate
) async throws -> TransportAnswer {
    let exchanger = try HTTPExchanger(
        address: server.address, certificate: certificate, token: "kith_token")
    do {
        let answer = try await exchanger.post(
            [1, 2, 3], to: "/v1/sync", contentType: syncType, answerBytesMax: 1000)
        await exchanger.close()
        return answer
    } catch {
        await exchanger.close()
        throw error
    }
}

private func exchangeFailure(_ server: CannedServer) async -> TransportFailure? {
    do {
        try await exchange(server, try pinned(.kith))
        return nil
    } catch {
        return error as? TransportFailure
    }
}

private func certificateFailure(_ server: CannedServer) async -> TransportFailure? {
    do {
        _ = try await CertificateReader.read(
            from: server.address, fingerprint: Credentials.kith.fingerprint)
        return nil
    } catch {
        return error
    }
}
