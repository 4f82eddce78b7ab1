// Signals that end syncs in the middle.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct SignalTests {
        @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
        func aSyncThatIsEndedLosesNothing(signal: Int32) async throws {
            let desk = try await Desk.open()
            let proxy = try FaultProxy(to: desk.server.port)
            defer { proxy.close() }
            let laptop = try Laptop("eve")
            let link = try await desk.server.link("admin", through: proxy)
            try await laptop.does("enroll", link)
            try await laptop.does("sync")
            var ledger = Ledger()
            proxy.always(.delay(milliseconds: 40))
            for round in 0..<Effort.choose(8, soak: 40) {
                let text = ledger.text("note")
                try await laptop.does("visit", "nokia", text)
                ledger.note(text, isSaved: true)
                let sync = try laptop.start(["sync"])
                try await Task.sleep(for: .milliseconds(30 + 50 * (round % 8)))
                sync.signal(signal)
                let result = try await sync.wait(seconds: 10)
                #expect([0, 130, -signal].contains(result.exitCode), "\(result)")
                try laptop.expectIntact()
            }
            proxy.always(.none)
            try await Desk(server: desk.server, laptop: laptop).expectEqualCopies(ledger)
        }
    }
}
