// Everything at once: laptops that work, and a world that kills, cuts, copies and puts back.

import Foundation
import Synchronization

/// What all lanes of the soak share: the server, the laptops, and what was counted.
final class Soak: Sendable {
    let proxy: FaultProxy
    let desks: [SoakDesk]
    let carol: Laptop
    let end: ContinuousClock.Instant
    private let server: Mutex<ServerProcess>
    private let figures = Mutex(SoakFigures())
    private let isTaken = Mutex(false)

    /// Makes a server, its admin, and laptops that share two accounts; two have wrong clocks.
    init(laptops: Int, minutes: Double) async throws {
        let server = try await ServerProcess.start()
        proxy = try FaultProxy(to: server.port)
        carol = try Laptop("carol")
        try await carol.does("enroll", try await server.link("admin"), "--device", "c1")
        for name in ["Nokia", "Siemens"] { try await carol.does("account", "new", name) }
        try await carol.does("sync")
        var desks: [SoakDesk] = []
        for number in 0..<laptops {
            let years = [0, 0, 9, -9, 0, 0][number % 6]
            let laptop = try Laptop("l\(number)", offsetSeconds: years * 365 * 86_400)
            _ = try await server.invite(["--name", "Person \(number)", "--handle", "p\(number)"])
            let link = try await server.link("p\(number)", through: proxy)
            try await laptop.does("enroll", link, "--device", "d\(number)")
            try await carol.does("admin", "assign", "p\(number)", "nokia", "siemens")
            try await laptop.does("sync")
            desks.append(SoakDesk(handle: "p\(number)", laptop: laptop))
        }
        self.desks = desks
        self.server = Mutex(server)
        end = ContinuousClock.now + .seconds(minutes * 60)
    }

    var isOver: Bool { ContinuousClock.now >= end }

    var present: ServerProcess { server.withLock { $0 } }

    func replace(_ next: ServerProcess) { server.withLock { $0 = next } }

    /// Runs a body alone.
    ///
    /// No disk is put back, and no copy thrown away, between a backup of the server and its restore:
    /// an edit that is gone from both sides comes back to nobody.
    func alone(_ body: () async throws -> Void) async throws {
        while !isTaken.withLock({ taken in
            defer { taken = true }
            return !taken
        }) {
            try await Task.sleep(for: .milliseconds(50))
        }
        defer { isTaken.withLock { $0 = false } }
        try await body()
    }

    func count(_ name: String, by amount: Int = 1) {
        figures.withLock { $0.counts[name, default: 0] += amount }
    }

    func violation(_ text: String) {
        print("VIOLATION: \(text)")
        figures.withLock { $0.violations.append(text) }
    }

    var summary: SoakFigures { figures.withLock { $0 } }
}

/// What was counted, and what must not have happened.
struct SoakFigures: Sendable {
    var counts: [String: Int] = [:]
    var violations: [String] = []

    var line: String {
        counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            + ", \(violations.count) violations"
    }
}

/// One person's laptop and what was written on it, copies of it included.
final class SoakDesk: Sendable {
    let handle: String
    let laptop: Laptop
    private let ledger = Mutex(Ledger())
    private let serial = Mutex(0)
    private let use = Mutex(Use())

    /// What keeps lanes and copies of the disk apart.
    private struct Use {
        var commands = 0
        var rests = false
    }

    init(handle: String, laptop: Laptop) {
        self.handle = handle
        self.laptop = laptop
    }

    /// Begins a command; false while the disk is being copied or put back.
    func enter() -> Bool {
        use.withLock { use in
            if !use.rests { use.commands += 1 }
            return !use.rests
        }
    }

    /// Ends a command.
    func leave() { use.withLock { $0.commands -= 1 } }

    /// Lets nobody begin a command while the body runs; what is under way ends first.
    func whileResting(_ body: () async throws -> Void) async throws {
        use.withLock { $0.rests = true }
        defer { use.withLock { $0.rests = false } }
        while use.withLock({ $0.commands > 0 }) { try await Task.sleep(for: .milliseconds(20)) }
        try await body()
    }

    /// A text that occurs nowhere else.
    func text() -> String {
        let number = serial.withLock { serial in
            serial += 1
            return serial
        }
        return "note \(number) of \(handle)."
    }

    func note(_ text: String, isSaved: Bool) {
        ledger.withLock { $0.note(text, isSaved: isSaved) }
    }

    /// Everything that a program said was saved must be there once.
    func expect(in export: String) throws { try ledger.withLock { $0 }.expect(in: export) }
}
