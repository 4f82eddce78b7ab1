// Bodies that are wrong, too long, too slow, cut off, or bombs.

import CZlib
import Foundation
import SyncProtocol
import Testing

extension ProgramTests {
    @Suite(.serialized) struct ServerBodyTests {
        @Test func garbageIsRefusedAndTheServerLives() async throws {
            let server = try await ServerProcess.start()
            let device = try await server.enroll("bob")
            var generator = SeededBytes(seed: 1)
            for count in [0, 1, 2, 10, 100, 1_000, 100_000] {
                let answer = try await device.post(
                    server, "/v1/sync", type: BodyForm.compressed.mediaType,
                    body: generator.bytes(count))
                #expect(answer.status == 400 && answer.isProblem, "\(count) bytes")
            }
            for text in [
                "", "{", "[]", "null", "{\"hello\":1}", String(repeating: "[", count: 9_999),
            ] {
                let answer = try await device.post(
                    server, "/v1/sync", type: "application/json", body: Array(text.utf8))
                #expect(answer.status == 400 && answer.isProblem, "\(text.prefix(20))")
            }
            #expect(try await device.sync(server).status == 200)
        }

        @Test func aBombIsDefused() async throws {
            let server = try await ServerProcess.start()
            let device = try await server.enroll("bob")
            let bomb = try deflated(Array(repeating: 0, count: 64 << 20))
            #expect(bomb.count < 100_000)
            let answer = try await device.post(
                server, "/v1/sync", type: BodyForm.compressed.mediaType, body: bomb)
            #expect(answer.status == 413 && answer.isProblem)
            #expect(try await device.sync(server).status == 200)
        }

        @Test func theTypeOfABodyIsChecked() async throws {
            let server = try await ServerProcess.start()
            let device = try await server.enroll("bob")
            let body = try device.syncBody()
            for type in ["text/plain", "", "application/x-kith", "multipart/form-data"] {
                let answer = try await device.post(server, "/v1/sync", type: type, body: body)
                #expect(answer.status == 415 && answer.isProblem, "\(type)")
            }
            let encoded = try await device.post(
                server, "/v1/sync", type: BodyForm.compressed.mediaType, body: body,
                fields: ["Content-Encoding": "gzip"])
            #expect(encoded.status == 415)
            let parameters = try await device.post(
                server, "/v1/sync", type: "Application/JSON; charset=utf-8",
                body: try device.syncBody(.json))
            #expect(parameters.status == 200)
        }

        @Test func aBodyAtItsLimitIsReadAndOnePastItIsNot() async throws {
            let server = try await ServerProcess.start()
            for (count, status) in [(16_384, 400), (16_385, 413)] {
                let answer = try await server.request(
                    "POST", "/v1/enroll", fields: ["Content-Type": "application/json"],
                    body: Array(repeating: 0x20, count: count))
                #expect(answer.status == status && answer.isProblem, "\(count) bytes")
            }
        }

        @Test func aChunkedBodyIsCutAtItsLimit() async throws {
            let server = try await ServerProcess.start()
            let head =
                "POST /v1/enroll HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
            let chunk = "1000\r\n" + String(repeating: " ", count: 4_096) + "\r\n"
            let answer = try await server.send(
                [Array(head.utf8)] + Array(repeating: Array(chunk.utf8), count: 50))
            #expect(answer.status == 413 && answer.isProblem)
            #expect(answer.fields["connection"] == "close")
        }

        @Test func anAbsurdLengthIsRefusedBeforeItsBody() async throws {
            let server = try await ServerProcess.start()
            let device = try await server.enroll("bob")
            let began = ContinuousClock.now
            let answer = try await device.post(
                server, "/v1/sync", type: BodyForm.compressed.mediaType, body: [1, 2, 3],
                fields: ["Content-Length": "4294967296000"])
            #expect(answer.status == 413 && answer.isProblem)
            #expect(ContinuousClock.now - began < .seconds(5))
        }

        @Test func aTricklingBodyIsCutAndTold() async throws {
            let server = try await ServerProcess.start(["--request-seconds", "1"])
            let head = Array(
                ("POST /v1/enroll HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 1000\r\n\r\n").utf8)
            let began = ContinuousClock.now
            let answer = try await server.send(
                [head] + Array(repeating: [0x20], count: 100), pauseMilliseconds: 100)
            #expect(answer.status == 408 && answer.isProblem)
            #expect(ContinuousClock.now - began < .seconds(5))
            #expect(try await server.request("GET", "/healthz").status == 200)
        }

        @Test func aBodyThatStopsHalfwayChangesNothing() async throws {
            let server = try await ServerProcess.start()
            let link = try await server.invite(["--name", "Bob"])
            let whole = try SyncCodec.encode(
                EnrollRequest(
                    code: link.code, device: "x",
                    clock: .init(boot: .zero, boottimeNanoseconds: 1, wallNanoseconds: 1), schema: 1
                ), as: .json)
            let head =
                "POST /v1/enroll HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(whole.count + 1)\r\n\r\n"
            let connection = try await RawConnection.connect(
                port: server.port, certificatePEM: server.certificatePEM)
            _ = try? await connection.exchange([Array(head.utf8) + whole], seconds: 0.5)
            _ = try await WireDevice.enroll(server, code: link.code)
        }

        @Test func aRequestUnderWayIsFinishedWhenTheServerStops() async throws {
            let server = try await ServerProcess.start()
            let link = try await server.invite(["--name", "Bob"])
            let body = try SyncCodec.encode(
                EnrollRequest(
                    code: link.code, device: "x",
                    clock: .init(boot: .zero, boottimeNanoseconds: 1, wallNanoseconds: 1), schema: 1
                ), as: .json)
            let head =
                "POST /v1/enroll HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.count)\r\n\r\n"
            async let answer = server.send(
                [Array(head.utf8), Array(body.prefix(9)), Array(body.dropFirst(9))],
                pauseMilliseconds: 700)
            try await Task.sleep(for: .milliseconds(900))
            let result = try await server.stop()
            #expect(result.exitCode == 0)
            #expect(try await answer.status == 200)
        }

        private func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
            var count = compressBound(UInt(bytes.count))
            var output = [UInt8](repeating: 0, count: Int(count))
            guard compress2(&output, &count, bytes, UInt(bytes.count), 9) == Z_OK else {
                throw TestFailure("zlib")
            }
            return Array(output.prefix(Int(count)))
        }
    }
}

/// Bytes that look random and are the same in every run.
private struct SeededBytes {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }
}
