// Every write of a laptop is killed once, and fails once: nothing that was saved is lost.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized, .enabled(if: Injection.isAvailable, "tracing needs strace and ptrace"))
    struct InjectedLaptopTests {
        private static let disk: [Injection.Blow] = [.fail("EIO"), .fail("ENOSPC")]

        @Test func aVisitKilledAtAnyWriteIsSavedOrNot() async throws {
            try await sweep(every: 9, [.kill]) { desk, injection, ledger in
                try await visit(desk, injection, &ledger)
            }
        }

        @Test func aVisitOnAFailingDiskSaysSo() async throws {
            try await sweep(every: 12, Self.disk) { desk, injection, ledger in
                try await visit(desk, injection, &ledger)
            }
        }

        @Test func aVisitFinishedAndKilledAtAnyWriteIsFinishedOrNot() async throws {
            try await sweep(every: 12, [.kill]) { desk, injection, ledger in
                try await finish(desk, injection, &ledger)
            }
        }

        @Test func aSyncKilledAtAnyWriteLosesAndDoublesNothing() async throws {
            try await sweep(every: 9, [.kill]) { desk, injection, ledger in
                try await sync(desk, injection, &ledger)
            }
        }

        @Test func aSyncOnAFailingDiskSaysSoAndLosesNothing() async throws {
            try await sweep(every: 12, Self.disk) { desk, injection, ledger in
                try await sync(desk, injection, &ledger)
            }
        }

        @Test func anEnrollmentKilledAtAnyWriteCanBeRepeated() async throws {
            try await enrollments(every: 40, [.kill])
        }

        @Test func anEnrollmentOnAFailingDiskSaysSoAndCanBeRepeated() async throws {
            try await enrollments(every: 50, Self.disk)
        }
    }
}

/// One command, hit once; says whether it was.
private typealias Trial = @Sendable (Desk, Injection, inout Ledger) async throws -> Bool

/// Hits every call that changes a file, one after the other, and looks each time.
private func sweep(
    every step: Int, _ blows: [Injection.Blow], _ trial: @escaping Trial
) async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
        for blow in blows {
            group.addTask { try await sweep(every: step, blow, try await Desk.open(), trial) }
        }
        for try await hits in group { #expect(hits >= 5, "too few calls were hit") }
    }
}

private func sweep(
    every step: Int, _ blow: Injection.Blow, _ desk: Desk, _ trial: Trial
) async throws -> Int {
    var ledger = Ledger()
    var hits = 0
    for call in Injection.writes {
        let step = call == "pwrite64" ? step : 1 + step / 6
        for number in Effort.sweep(every: step) {
            let injection = Injection(call: call, blow: blow, number: number)
            let isHit = try await trial(desk, injection, &ledger)
            try desk.laptop.expectIntact()
            try await desk.laptop.does("sync")
            guard isHit else { break }
            hits += 1
        }
    }
    try await desk.expectEqualCopies(ledger)
    return hits
}

/// What a hit command may say: that it is done, that it was killed, or that the disk failed.
private func expectClear(_ outcome: InjectedResult, _ injection: Injection) {
    let result = outcome.result
    switch injection.blow {
    case .kill, .stop:
        #expect(result.exitCode == (outcome.isHit ? -SIGKILL : 0), "\(injection): \(result.errors)")
    case .fail:
        let codes: [Int32] = outcome.isHit ? [0, 74] : [0]
        #expect(codes.contains(result.exitCode), "\(injection): \(result)")
        let isTold = result.errors.split(separator: "\n").count >= 2
        #expect(result.exitCode == 0 || isTold, "\(injection): \(result.errors)")
    }
}

private func visit(
    _ desk: Desk, _ injection: Injection, _ ledger: inout Ledger
) async throws -> Bool {
    let text = ledger.text("note")
    let outcome = try await desk.laptop.kith(injection, "visit", "nokia", text)
    expectClear(outcome, injection)
    ledger.note(text, isSaved: outcome.result.exitCode == 0)
    return outcome.isHit
}

private func finish(
    _ desk: Desk, _ injection: Injection, _ ledger: inout Ledger
) async throws -> Bool {
    let plan = ledger.text("plan")
    let made = try await desk.laptop.does("visit", "nokia", "--planned", plan, "--plain")
    let id = made.output.prefix { $0 != "\t" }
    let text = ledger.text("what happened at")
    let outcome = try await desk.laptop.kith(injection, "visit", "finish", String(id), text)
    expectClear(outcome, injection)
    ledger.note(text, isSaved: outcome.result.exitCode == 0)
    let shown = try await desk.laptop.does("visit", "show", String(id)).output
    #expect(shown.contains(text) == !shown.contains("planned"), "half finished: \(shown)")
    return outcome.isHit
}

private func sync(
    _ desk: Desk, _ injection: Injection, _ ledger: inout Ledger
) async throws -> Bool {
    let text = ledger.text("note")
    try await desk.laptop.does("visit", "nokia", text)
    ledger.note(text, isSaved: true)
    let outcome = try await desk.laptop.kith(injection, "sync")
    expectClear(outcome, injection)
    return outcome.isHit
}

/// Enrolls laptop after laptop, each hit at another call; a server takes 30 codes at once.
private func enrollments(every step: Int, _ blows: [Injection.Blow]) async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
        for blow in blows { group.addTask { try await enrollments(every: step, blow) } }
        for try await hits in group { #expect(hits >= 8, "too few calls were hit") }
    }
}

private func enrollments(every step: Int, _ blow: Injection.Blow) async throws -> Int {
    var desk = try await Desk.open()
    var hits = 0
    for call in Injection.writes + Injection.makes {
        for number in Effort.sweep(every: call == "pwrite64" ? step : 1 + step / 10) {
            if hits % 8 == 7 { desk = try await Desk.open() }
            let injection = Injection(call: call, blow: blow, number: number)
            guard try await enroll(desk.server, injection) else { break }
            hits += 1
        }
    }
    return hits
}

/// Enrolls with one call hit; afterwards the same link or a new one must work.
private func enroll(_ server: ServerProcess, _ injection: Injection) async throws -> Bool {
    let laptop = try Laptop("eve")
    let link = try await server.link("admin")
    let outcome = try await laptop.kith(injection, "enroll", link, "--device", "e1")
    expectClear(outcome, injection)
    try laptop.expectIntact()
    if outcome.result.exitCode != 0 {
        let again = try await laptop.kith("enroll", link, "--device", "e1")
        #expect([0, 77, 78].contains(again.exitCode), "\(injection): \(again.errors)")
        if again.exitCode == 77 {
            try await laptop.does("enroll", try await server.link("admin"), "--device", "e2")
        }
    }
    try await laptop.does("sync")
    let there = try await server.command(["export", "--canonical", "--user", "admin"]).output
    #expect(try await laptop.export() == there, "\(injection)")
    return outcome.isHit
}
