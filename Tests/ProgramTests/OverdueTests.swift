// What a rep sees who never said what became of thousands of planned visits.

import AccountRecords
import Foundation
import Kith
import ReplicaStore
import Testing

extension ProgramTests {
    @Suite(.serialized) struct OverdueTests {
        private static let plansCount = 4_500

        /// A laptop with so many visits that were planned for days that have passed, one each day.
        private static func laptop() async throws -> Laptop {
            let server = try await ServerProcess.start()
            let laptop = try Laptop("dora")
            try await laptop.does("enroll", try await server.link("admin"))
            try await laptop.does("account", "new", "Nokia")
            let kith = try Kith.open(Profile(folder: laptop.profile))
            let now = Int64(Date().timeIntervalSince1970 * 1_000)
            let account = try #require(try kith.read { try $0.accounts() }.first?.account)
            for first in stride(from: 1, through: plansCount, by: 900) {
                try kith.write { editor in
                    for days in first..<(first + 900) {
                        _ = try editor.create(
                            "visit", account: account,
                            plan("plan \(days)", at: now - Int64(days) * 86_400_000))
                    }
                }
            }
            try await laptop.does("visit", "nokia", "tomorrow", "--planned", "--on", "tomorrow")
            return laptop
        }

        private static func plan(_ summary: String, at start: Int64) -> RecordChanges {
            RecordChanges([
                "status": .choice("planned"), "channel": .choice("call"),
                "purpose": .choice("sales"), "starts_at": .instant(milliseconds: start),
                "summary": .text(summary),
            ])
        }

        @Test func todayShowsTheNewestPlansOfThePastAndHowManyMoreThereAre() async throws {
            let laptop = try await Self.laptop()
            let lines = try await laptop.does("today").output.split(separator: "\n")
            let plans = lines.filter { $0.contains("plan ") }
            #expect(plans.count == 5 && plans[0].contains("plan 5") && plans[4].contains("plan 1"))
            #expect(lines.contains { $0.contains("tomorrow") })
            let rest = "and 4495 more planned for days that have passed: kith visit list --overdue"
            #expect(lines.contains { $0.contains(rest) }, "\(lines)")
            let plain = try await laptop.does("today", "--plain").output
            #expect(plain.contains("visits_left_out\t\t\t4495 planned for days that have passed\t"))
            let json = try await laptop.does("today", "--json").output
            let day = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
            #expect((day?["visits"] as? [Any])?.count == 6 && day?["visitsLeftOut"] as? Int == 4495)
            let all = try await laptop.does("visit", "list", "--overdue", "--plain").output
            #expect(all.split(separator: "\n").count == Self.plansCount)
            let few = try await laptop.does("visit", "list", "nokia", "--overdue", "-n", "3").output
            #expect(few.contains("plan 3") && !few.contains("plan 4") && !few.contains("tomorrow"))
        }
    }
}
