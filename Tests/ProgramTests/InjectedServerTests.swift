// Every write of a server that takes in a push is killed once, and fails once.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized, .enabled(if: Injection.isAvailable, "tracing needs strace and ptrace"))
    struct InjectedServerTests {
        @Test func aServerKilledAtAnyWriteOfAPushLosesAndDoublesNothing() async throws {
            try await sweep(.kill, every: 5)
        }

        @Test func aServerWhoseDiskFailsAcknowledgesNothing() async throws {
            try await sweep(.fail("EIO"), every: 6)
            try await sweep(.fail("ENOSPC"), every: 9)
        }

        private func sweep(_ blow: Injection.Blow, every step: Int) async throws {
            let desk = try await Desk.open()
            var server = desk.server
            var ledger = Ledger()
            var hit: Set<String> = []
            for call in ["pwrite64", "fdatasync"] {
                let step = call == "pwrite64" ? step : 1
                for number in Effort.sweep(every: step) {
                    let injection = Injection(call: call, blow: blow, number: number)
                    let text = ledger.text("note")
                    try await desk.laptop.does("visit", "nokia", text)
                    ledger.note(text, isSaved: true)
                    guard try await push(desk.laptop, server, injection) else { break }
                    hit.insert(call)
                    if !server.program.process.isRunning {
                        try expectIntactDatabase(server.data + "/kith.sqlite")
                        try? FileManager.default.removeItem(atPath: server.folder.file("ready"))
                        server = try await server.startAgain()
                    }
                    try await desk.expectEqualCopies(ledger, on: server)
                }
            }
            #expect(hit.count == 2, "only \(hit) was hit")
            let end = try await server.stop()
            #expect(end.exitCode == 0, "\(end.errors)")
        }

        /// One sync while the server is traced; says whether the call was hit.
        private func push(
            _ laptop: Laptop, _ server: ServerProcess, _ injection: Injection
        ) async throws -> Bool {
            let log = server.folder.file("trace")
            try? FileManager.default.removeItem(atPath: log)
            let process = server.program.process.processIdentifier
            let words = injection.words(log: log, folder: server.data) + ["-p", "\(process)"]
            let tracer = try RunningProgram("/usr/bin/env", words)
            try await awaitTracer(of: process)
            let result = try await laptop.kith("sync")
            tracer.signal(SIGTERM)
            _ = try await tracer.wait(seconds: 10)
            let isHit = Injection.isHit(log: log)
            let codes: [Int32] = isHit ? [0, 69, 74, 75] : [0]
            #expect(codes.contains(result.exitCode), "\(injection): \(result)")
            if isHit, case .kill = injection.blow {
                _ = try await server.program.wait(seconds: 10)
            }
            return isHit
        }

        private func awaitTracer(of process: Int32) async throws {
            let deadline = ContinuousClock.now + .seconds(10)
            while ContinuousClock.now < deadline {
                let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
                let line = status.split(separator: "\n").first { $0.hasPrefix("TracerPid:") }
                if let line, !line.hasSuffix("\t0") { return }
                try await Task.sleep(for: .milliseconds(10))
            }
            throw TestFailure("strace did not attach")
        }
    }
}
