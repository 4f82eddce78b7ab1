// Two laptops and a server, through the programs that people type.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct WorkingDayTests {
        @Test func twoLaptopsMergeAndOneValueIsKeptForItsAuthor() async throws {
            let team = try await Team.meet()
            try await team.alice.does("account", "set", "nokia", "hotline=+358 1")
            try await team.bob.does("account", "set", "nokia", "website=nokia.example")
            try await team.bob.does("account", "set", "siemens", "hot_buttons=Price")
            try await team.alice.does("account", "set", "siemens", "hot_buttons=Speed")
            try await team.expectEqualCopies()
            let nokia = try await team.bob.does("account", "show", "nokia").output
            #expect(nokia.contains("+358 1") && nokia.contains("nokia.example"))
            #expect(try await team.alice.count("conflicts") == 1)
            #expect(try await team.bob.count("conflicts") == 1)
            let shown = try await team.bob.does("conflicts").output
            #expect(shown.contains("Siemens: Hot buttons"))
            try await team.bob.does("conflict", "keep", "mine")
            try await team.expectEqualCopies()
            #expect(try await team.alice.count("conflicts") == 0)
            #expect(
                try await team.alice.does("account", "show", "siemens").output.contains("Price"))
        }

        @Test func aClockThatIsYearsOffDecidesNothing() async throws {
            let nineYears = 9 * 365 * 86_400
            let team = try await Team.meet(aliceOffset: -nineYears, bobOffset: nineYears)
            try await team.bob.does("account", "set", "nokia", "hot_buttons=first")
            try await team.alice.does("account", "set", "nokia", "hot_buttons=second")
            try await team.expectEqualCopies()
            let nokia = try await team.bob.does("account", "show", "nokia").output
            #expect(nokia.contains("second"))
        }

        @Test func anIdleSyncIsSmall() async throws {
            let team = try await Team.meet()
            try await team.alice.does("sync")
            let text = try await team.alice.does("sync", "--json").output
            let report = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            #expect(report?["sent"] as? Int == 0)
            #expect(report?["received"] as? Int == 0)
            #expect(report?["roundTrips"] as? Int == 1)
        }
    }
}
