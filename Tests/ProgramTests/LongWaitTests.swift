// What takes long because somebody waits for an answer that does not come; runs beside the others.

import Foundation
import Testing

@Suite(.serialized) struct LongWaitTests {
    private static let stopSeconds = Effort.choose(20.0, soak: 180)

    @Test func silenceEndsASyncInTimeWhileOthersAreServed() async throws {
        let server = try await ServerProcess.start()
        let other = try await Desk.open("carol", server: server)
        let faults: [(ProxyFault, Int)] = [(.blackHole, 20), (.eatAnswer, 100)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, (fault, seconds)) in faults.enumerated() {
                group.addTask {
                    try await silence(fault, "dora\(number)", server, secondsMax: seconds)
                }
            }
            for _ in 0..<20 {
                let began = ContinuousClock.now
                try await other.laptop.does("sync")
                #expect(ContinuousClock.now - began < .seconds(10))
                try await Task.sleep(for: .milliseconds(500))
            }
            try await group.waitForAll()
        }
    }

    private func silence(
        _ fault: ProxyFault, _ name: String, _ server: ServerProcess, secondsMax: Int
    ) async throws {
        let desk = try await ProxiedDesk.open(name, server: server)
        defer { desk.proxy.close() }
        var ledger = Ledger()
        _ = try await desk.note(&ledger)
        desk.proxy.always(fault)
        let began = ContinuousClock.now
        let result = try await desk.laptop.kith("sync", seconds: 150)
        let taken = ContinuousClock.now - began
        print("\(fault): the sync ended with \(result.exitCode) after \(taken)")
        #expect(result.exitCode == 69, "\(fault): \(result)")
        #expect(taken < .seconds(secondsMax), "\(fault)")
        desk.proxy.always(.none)
        try await desk.laptop.does("sync")
        #expect(try await desk.laptop.count("pending") == 0)
        try ledger.expect(in: try await desk.laptop.export())
    }

    @Test func aSyncThatIsStoppedForLongGoesOnOrEnds() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await stopLaptop() }
            group.addTask { try await stopServer() }
            if Injection.isAvailable { group.addTask { try await stopVisit() } }
            try await group.waitForAll()
        }
    }

    private func stopLaptop() async throws {
        let desk = try await Desk.open()
        let proxy = try FaultProxy(to: desk.server.port)
        defer { proxy.close() }
        let laptop = try Laptop("eve")
        try await laptop.does("enroll", try await desk.server.link("admin", through: proxy))
        try await laptop.does("sync")
        var ledger = Ledger()
        try await laptop.does("visit", "nokia", ledger.text("slept on"))
        ledger.note(ledger.text("slept on"), isSaved: true)
        proxy.always(.delay(milliseconds: 200))
        let sync = try laptop.start(["sync"])
        try await Task.sleep(for: .milliseconds(500))
        sync.signal(SIGSTOP)
        try await Task.sleep(for: .seconds(Self.stopSeconds))
        let busy = try await laptop.kith("sync")
        #expect(busy.exitCode == 75, "\(busy)")
        try await laptop.does("visit", "nokia", "written meanwhile")
        sync.signal(SIGCONT)
        let result = try await sync.wait(seconds: 100)
        print("laptop stopped: the sync ended with \(result.exitCode)")
        #expect([0, 69].contains(result.exitCode), "\(result)")
        proxy.always(.none)
        try await Desk(server: desk.server, laptop: laptop).expectEqualCopies(ledger)
    }

    private func stopServer() async throws {
        let desk = try await Desk.open()
        var ledger = Ledger()
        try await desk.laptop.does("visit", "nokia", ledger.text("server slept"))
        ledger.note(ledger.text("server slept"), isSaved: true)
        desk.server.program.signal(SIGSTOP)
        let sync = try desk.laptop.start(["sync"])
        try await Task.sleep(for: .seconds(Self.stopSeconds))
        desk.server.program.signal(SIGCONT)
        let result = try await sync.wait(seconds: 100)
        print("server stopped: the sync ended with \(result.exitCode)")
        #expect([0, 69].contains(result.exitCode), "\(result)")
        try await desk.expectEqualCopies(ledger)
    }

    /// Stopped within its transaction, a visit keeps others waiting; they say so in time.
    private func stopVisit() async throws {
        let desk = try await Desk.open()
        var ledger = Ledger()
        let text = ledger.text("stopped")
        ledger.note(text, isSaved: true)
        let log = desk.laptop.folder.file("trace")
        let stop = Injection(call: "pwrite64", blow: .stop, number: 20)
        let words = stop.words(log: log, folder: desk.laptop.profile)
        let visit = try desk.laptop.start(["visit", "nokia", text], through: words)
        for _ in 0..<400 where !Injection.isHit(log: log) {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(Injection.isHit(log: log))
        let began = ContinuousClock.now
        let other = try await desk.laptop.kith("visit", "nokia", "meanwhile")
        #expect(other.exitCode == 75, "\(other)")
        #expect(ContinuousClock.now - began < .seconds(15))
        try await desk.laptop.does("account", "show", "nokia")
        let pids = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
            .compactMap { Int32($0.prefix { $0.isNumber }) }
        for pid in Set(pids) { kill(pid, SIGCONT) }
        let result = try await visit.wait(seconds: 30)
        #expect(result.exitCode == 0, "\(result)")
        try await desk.expectEqualCopies(ledger)
    }
}
