// What a server does with connections and requests that are wrong, slow, large or many.

import Foundation
import NIOCore
import NIOSSL
import Testing

extension ProgramTests {
    @Suite(.serialized) struct ServerTransportTests {
        @Test func plainHTTPGetsNoAnswer() async throws {
            let server = try await ServerProcess.start()
            let connection = try await RawConnection.connect(
                port: server.port, certificatePEM: nil)
            let bytes = try? await connection.exchange(
                [Array("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".utf8)])
            #expect(!String(decoding: bytes ?? [], as: UTF8.self).contains("HTTP/1.1 200"))
            try await expectAlive(server)
        }

        @Test func oldTLSIsRefused() async throws {
            let server = try await ServerProcess.start()
            let connection = try await RawConnection.connect(
                port: server.port, certificatePEM: server.certificatePEM, maximumTLS: .tlsv11)
            await #expect(throws: (any Error).self) {
                _ = try await connection.exchange(
                    [Array("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8)])
            }
            try await expectAlive(server)
        }

        @Test func everyRefusalIsAProblem() async throws {
            let server = try await ServerProcess.start()
            let nowhere = try await server.request("GET", "/nowhere")
            #expect(nowhere.status == 404 && nowhere.isProblem && nowhere.code == "not_found")
            let method = try await server.request("POST", "/healthz")
            #expect(method.status == 405 && method.isProblem)
            #expect(method.fields["allow"] == "GET")
            let header = try await server.request(
                "GET", "/healthz", fields: ["X-Long": String(repeating: "a", count: 20_000)])
            #expect(header.status == 431 && header.isProblem)
            let garbage = try await server.send([Array("\u{1}\u{2}\u{3} garbage\r\n\r\n".utf8)])
            #expect(garbage.status == 400 && garbage.isProblem)
            let many = (1...200).map { ("X-\($0)", "1") }
            let fields = Dictionary(uniqueKeysWithValues: many)
            let flood = try await server.request("GET", "/healthz", fields: fields)
            #expect(flood.status == 431 && flood.isProblem)
            try await expectAlive(server)
        }

        @Test func anAbsurdLengthIsRefusedAtOnce() async throws {
            let server = try await ServerProcess.start()
            let began = ContinuousClock.now
            let head = "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999\r\n\r\n"
            let answer = try await server.send([Array(head.utf8)])
            #expect(answer.status == 413 && answer.isProblem)
            #expect(answer.fields["connection"] == "close")
            #expect(ContinuousClock.now - began < .seconds(5))
        }

        @Test func anIdleConnectionIsClosed() async throws {
            let server = try await ServerProcess.start(["--idle-seconds", "0.5"])
            let connection = try await RawConnection.connect(
                port: server.port, certificatePEM: server.certificatePEM)
            let began = ContinuousClock.now
            _ = try? await connection.exchange([], seconds: 10)
            #expect(ContinuousClock.now - began < .seconds(5))
            try await expectAlive(server)
        }

        @Test func aTricklingHeaderIsCut() async throws {
            let server = try await ServerProcess.start(["--idle-seconds", "0.5"])
            let connection = try await RawConnection.connect(
                port: server.port, certificatePEM: server.certificatePEM)
            let bytes = Array("GET /healthz HTTP/1.1\r\nHost: aaaaaaaaaaaaaaaaaaaaaaaaaaaa".utf8)
            let began = ContinuousClock.now
            _ = try? await connection.exchange(
                bytes.map { [$0] }, pauseMilliseconds: 100, seconds: 10)
            #expect(ContinuousClock.now - began < .seconds(4))
            try await expectAlive(server)
        }

        @Test func connectionsOverTheCapAreClosedAndOthersGoOn() async throws {
            let server = try await ServerProcess.start(["--connections-max", "10"])
            let certificate = try server.certificatePEM
            let port = server.port
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        let held = try await RawConnection.connect(
                            port: port, certificatePEM: certificate)
                        _ = try? await held.exchange(
                            [Array("GET /".utf8)], pauseMilliseconds: 2_500, seconds: 3)
                    }
                }
                try await Task.sleep(for: .seconds(1))
                await #expect(throws: (any Error).self) {
                    _ = try await server.request("GET", "/healthz")
                }
                try await group.waitForAll()
            }
            try await Task.sleep(for: .milliseconds(200))
            try await expectAlive(server)
        }

        private func expectAlive(_ server: ServerProcess) async throws {
            #expect(try await server.request("GET", "/healthz").status == 200)
        }
    }
}
