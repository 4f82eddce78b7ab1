// Half an hour of everything at once; only where `KITH_SOAK_MINUTES` asks for it.

import Foundation
import Testing

extension ProgramTests {
    @Suite(
        .serialized,
        .enabled(if: Effort.soakMinutes != nil, "asked for by KITH_SOAK_MINUTES, in make soak"))
    struct SoakTests {
        @Test func everythingAtOnceLosesAndDoublesNothing() async throws {
            let minutes = Effort.soakMinutes ?? 30
            let soak = try await Soak(laptops: 5, minutes: minutes)
            defer { soak.proxy.close() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for desk in soak.desks {
                    for lane in 0..<2 {
                        group.addTask { try await soak.work(on: desk, lane: lane) }
                    }
                }
                group.addTask { try await soak.strikeServer() }
                group.addTask { try await soak.spoilNetwork() }
                group.addTask { try await soak.copyDisks() }
                group.addTask { try await soak.tell() }
                try await group.waitForAll()
            }
            try await soak.converge()
            print("soak: \(minutes) minutes: \(soak.summary.line)")
            #expect(soak.summary.violations.isEmpty)
            _ = try await soak.present.stop()
        }
    }
}

extension Soak {
    /// Prints the figures every minute.
    func tell() async throws {
        while !isOver {
            try await Task.sleep(for: .seconds(min(60, 1 + (end - .now) / .seconds(1))))
            print("soak: \(summary.line)")
        }
    }

    /// With all faults gone, three syncs of everybody make all copies equal to the server's.
    func converge() async throws {
        proxy.plan()
        for _ in 0..<3 {
            for desk in desks { try await desk.laptop.does("sync") }
            try await carol.does("sync")
        }
        let all = try await present.command(["export", "--canonical"]).output
        for desk in desks {
            let here = try await desk.laptop.export()
            let there = try await present.command(
                ["export", "--canonical", "--user", desk.handle]
            ).output
            if here.isEmpty || here != there { violation("\(desk.handle)'s copy differs") }
            if try await desk.laptop.count("pending") != 0 { violation("\(desk.handle) waits") }
            do { try desk.expect(in: all) } catch { violation("\(desk.handle): \(error)") }
            try desk.laptop.expectIntact()
        }
        count("lines of the export", by: all.split(separator: "\n").count)
        count(
            "conflicts in the end",
            by: all.components(separatedBy: "\"type\":\"conflict\"").count - 1)
    }
}
