// Cables on which one direction drops everything: syncs end in time, others go on, all heals.

import Foundation
import Testing

extension ProgramTests {
    @Suite(
        .serialized,
        .enabled(
            if: NetworkNamespace.isAvailable,
            "making a network namespace needs root and a system that permits it"))
    struct OneWayNetworkTests {
        @Test func aDirectionThatDropsEndsASyncInTimeAndHeals() async throws {
            let server = try await ServerProcess.start(host: "0.0.0.0")
            let other = try await Desk.open("carol", server: server)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, direction) in Direction.allCases.enumerated() {
                    group.addTask { try await drop(direction, number + 1, server) }
                }
                for _ in 0..<10 {
                    let began = ContinuousClock.now
                    try await other.laptop.does("sync")
                    #expect(ContinuousClock.now - began < .seconds(10))
                    try await Task.sleep(for: .milliseconds(700))
                }
                try await group.waitForAll()
            }
        }

        private enum Direction: CaseIterable { case fromLaptop, fromServer, duringASync }

        private func drop(_ direction: Direction, _ number: Int, _ server: ServerProcess)
            async throws
        {
            let net = try NetworkNamespace(number: number)
            let laptop = try Laptop("dora")
            let link = try await server.link("admin")
                .replacingOccurrences(of: "127.0.0.1", with: net.serverHost)
                .replacingOccurrences(of: "0.0.0.0", with: net.serverHost)
            try await run(["enroll", link], laptop, net)
            try await run(["sync"], laptop, net)
            try await laptop.does("visit", "nokia", "note through cable \(number)")
            let began = ContinuousClock.now
            let sync = try await start(direction, laptop, net)
            let result = try await sync.wait(seconds: 150)
            let taken = ContinuousClock.now - began
            print("\(direction): the sync ended with \(result.exitCode) after \(taken)")
            #expect(result.exitCode == 69, "\(direction): \(result)")
            #expect(result.errors.lowercased().contains("nothing is lost"))
            #expect(taken < .seconds(100), "\(direction)")
            #expect(try await laptop.count("pending") == 1)
            try net.heal()
            try await run(["sync"], laptop, net)
            #expect(try await laptop.count("pending") == 0)
            let export = try await server.command(["export", "--canonical"]).output
            let parts = export.components(separatedBy: "note through cable \(number)")
            #expect(parts.count == 2)
        }

        /// A sync over a cable that drops, from the start or from the moment it is connected.
        private func start(
            _ direction: Direction, _ laptop: Laptop, _ net: NetworkNamespace
        ) async throws -> RunningProgram {
            switch direction {
            case .fromLaptop: try net.dropFromLaptop()
            case .fromServer: try net.dropFromServer()
            case .duringASync:
                let log = laptop.folder.file("trace")
                let trace = [
                    "strace", "-f", "-qq", "-o", log, "-e", "trace=connect", "-e",
                    "inject=connect:delay_exit=300000",
                ]
                let sync = try laptop.start(["sync"], through: net.words + trace)
                try await Task.sleep(for: .milliseconds(250))
                try net.dropFromServer()
                return sync
            }
            return try laptop.start(["sync"], through: net.words)
        }

        private func run(
            _ arguments: [String], _ laptop: Laptop, _ net: NetworkNamespace
        ) async throws {
            let result = try await laptop.start(arguments, through: net.words).wait(seconds: 60)
            guard result.exitCode == 0 else { throw TestFailure("\(arguments): \(result)") }
        }
    }
}
