// A network that eats, cuts, delays and repeats: syncs end in time, and everything counts once.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct BadNetworkTests {
        @Test func cutsAtAnyPlaceOfAnExchangeLoseAndDoubleNothing() async throws {
            let desk = try await ProxiedDesk.open()
            defer { desk.proxy.close() }
            var ledger = Ledger()
            _ = try await desk.note(&ledger)
            try await desk.laptop.does("sync")
            let whole = desk.proxy.traffic
            let step = Effort.choose(7, soak: 60)
            var broken = 0
            for part in 1...step {
                let sending = ProxyFault.cutSending(after: max(1, whole.sent * part / step))
                let answer = ProxyFault.cutAnswer(after: max(1, whole.answered * part / step))
                for faults in [[sending, sending], [answer, answer], [answer, sending]] {
                    _ = try await desk.note(&ledger)
                    desk.proxy.plan(faults[0], faults[1])
                    let result = try await desk.laptop.kith("sync")
                    #expect([0, 69].contains(result.exitCode), "\(faults): \(result)")
                    broken += result.exitCode == 0 ? 0 : 1
                    desk.proxy.plan()
                    try await desk.laptop.does("sync")
                }
            }
            #expect(broken >= 2 * step, "hardly a cut broke a sync")
            try await desk.expectEqualCopies(ledger)
        }

        @Test func anAnswerLostAfterTheCommitCountsOnce() async throws {
            let desk = try await ProxiedDesk.open()
            defer { desk.proxy.close() }
            var ledger = Ledger()
            for _ in 0..<Effort.choose(3, soak: 30) {
                let text = try await desk.note(&ledger)
                desk.proxy.plan(.loseAnswer, .loseAnswer)
                let result = try await desk.laptop.kith("sync")
                #expect(result.exitCode == 69, "\(result)")
                #expect(result.errors.lowercased().contains("nothing is lost"))
                let export = try await desk.serverExport()
                #expect(export.contains(text), "the commit came before the answer was lost")
                #expect(try await desk.laptop.count("pending") == 1)
                try await desk.laptop.does("sync")
                #expect(try await desk.laptop.count("pending") == 0)
            }
            try await desk.expectEqualCopies(ledger)
        }

        @Test func oneLostAnswerIsMadeUpForWithinTheSync() async throws {
            let desk = try await ProxiedDesk.open()
            defer { desk.proxy.close() }
            var ledger = Ledger()
            for fault in [ProxyFault.loseAnswer, .refuse, .cutAnswer(after: 100)] {
                _ = try await desk.note(&ledger)
                desk.proxy.plan(fault)
                let result = try await desk.laptop.kith("sync")
                #expect([0, 69].contains(result.exitCode), "\(fault): \(result)")
                if case .refuse = fault { continue }  // nothing was sent, so nothing is resent
                #expect(result.exitCode == 0, "\(fault): \(result)")
            }
            try await desk.expectEqualCopies(ledger)
        }

        @Test func delaysAndRepeatsChangeNothing() async throws {
            let desk = try await ProxiedDesk.open()
            defer { desk.proxy.close() }
            var ledger = Ledger()
            for fault in [ProxyFault.delay(milliseconds: 150), .repeat, .repeat] {
                _ = try await desk.note(&ledger)
                desk.proxy.always(fault)
                try await desk.laptop.does("sync")
                desk.proxy.always(.none)
            }
            try await Task.sleep(for: .milliseconds(500))
            try await desk.expectEqualCopies(ledger)
        }

        @Test func anEnrollmentWhoseAnswerIsLostIsExplained() async throws {
            let server = try await ServerProcess.start()
            let proxy = try FaultProxy(to: server.port)
            defer { proxy.close() }
            let laptop = try Laptop("dora")
            proxy.plan(.none, .loseAnswer)  // the certificate is read over a connection of its own
            let link = try await server.link("admin", through: proxy)
            let lost = try await laptop.kith("enroll", link)
            #expect(lost.exitCode == 69, "\(lost)")
            let again = try await laptop.kith("enroll", link)
            #expect(again.exitCode == 77, "\(again)")
            try await laptop.does("enroll", try await server.link("admin", through: proxy))
            try await laptop.does("account", "new", "Nokia")
            try await laptop.does("sync")
        }
    }
}

/// A desk whose laptop reaches its server through a proxy only.
struct ProxiedDesk {
    let server: ServerProcess
    let proxy: FaultProxy
    let laptop: Laptop

    static func open(
        _ name: String = "dora", server given: ServerProcess? = nil
    ) async throws -> ProxiedDesk {
        let server = if let given { given } else { try await ServerProcess.start() }
        let proxy = try FaultProxy(to: server.port)
        let laptop = try Laptop(name)
        try await laptop.does(
            "enroll", try await server.link("admin", through: proxy), "--device", name)
        try await laptop.does("sync")
        if try await !laptop.does("account", "list", "--plain").output.contains("nokia") {
            try await laptop.does("account", "new", "Nokia")
            try await laptop.does("sync")
        }
        return ProxiedDesk(server: server, proxy: proxy, laptop: laptop)
    }

    func note(_ ledger: inout Ledger) async throws -> String {
        let text = ledger.text("note of \(laptop.folder.url.lastPathComponent.suffix(6))")
        try await laptop.does("visit", "nokia", text)
        ledger.note(text, isSaved: true)
        return text
    }

    func serverExport() async throws -> String {
        try await server.command(["export", "--canonical", "--user", "admin"]).output
    }

    func expectEqualCopies(_ ledger: Ledger) async throws {
        try await Desk(server: server, laptop: laptop).expectEqualCopies(ledger)
    }
}

extension ServerProcess {
    /// An enrollment link that leads through a proxy.
    func link(_ handle: String, through proxy: FaultProxy) async throws -> String {
        try await link(handle).replacingOccurrences(of: ":\(port)/", with: ":\(proxy.port)/")
    }
}
