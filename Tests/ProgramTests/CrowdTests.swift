// Eight processes at once on one profile: each is done or says that it is busy, nothing is lost.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct CrowdTests {
        @Test func eightProcessesShareOneProfile() async throws {
            let team = try await Team.meet()
            let rounds = Effort.choose(5, soak: 60)
            let ledgers = try await withThrowingTaskGroup(of: Ledger.self) { group in
                for lane in 0..<8 {
                    group.addTask { try await work(lane, rounds, team.alice) }
                }
                return try await group.reduce(into: [Ledger]()) { $0.append($1) }
            }
            try team.alice.expectIntact()
            try await team.expectEqualCopies()
            let export = try await team.bob.export()
            for ledger in ledgers { try ledger.expect(in: export) }
            #expect(ledgers.reduce(0) { $0 + $1.saved.count } >= 3 * rounds)
        }

        /// What one of the eight does, in a row.
        private func work(_ lane: Int, _ rounds: Int, _ laptop: Laptop) async throws -> Ledger {
            var ledger = Ledger()
            for round in 0..<rounds {
                switch lane {
                case 0, 1, 2:
                    let text = ledger.text("from process \(lane) note")
                    let result = try await laptop.kith("visit", "nokia", text)
                    try expectDoneOrBusy(result)
                    ledger.note(text, isSaved: result.exitCode == 0)
                case 3:
                    let field = "hotline=+358 \(round)"
                    try expectDoneOrBusy(try await laptop.kith("account", "set", "nokia", field))
                case 4, 5: try expectDoneOrBusy(try await laptop.kith("sync"))
                case 6: try expectDoneOrBusy(try await laptop.kith("brief", "nokia"))
                default: try expectDoneOrBusy(try await laptop.kith("pending", "--json"))
                }
            }
            return ledger
        }

        private func expectDoneOrBusy(_ result: ProgramResult) throws {
            guard [0, 75].contains(result.exitCode) else {
                throw TestFailure("exits \(result.exitCode): \(result.errors)")
            }
        }
    }
}
