// The pages of protocol/ say what the code does: limits, codes, paths, columns.

import AccountRecords
import Foundation
import SyncProtocol
import Testing

@Suite struct PageTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOf: VectorFile.root.appending(path: path), encoding: .utf8)
    }

    /// The third column of each row under a heading, by the name in the first.
    private func defaults(under heading: String) throws -> [String: String] {
        let page = try text("protocol/6-limits.md")
        let part = try VectorValue.some(
            page.components(separatedBy: "\n## ").first { $0.hasPrefix(heading + "\n") })
        var rows: [String: String] = [:]
        for line in part.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            rows[cells[0].filter { $0 != "`" }] = cells[2]
        }
        return rows
    }

    @Test func theLimitsOfMessagesAreThoseOfThePage() throws {
        var expected: [String: String] = [:]
        for limit in SyncLimits.all { expected[limit.name] = String(limit.value) }
        #expect(try defaults(under: "Messages") == expected)
    }

    @Test func theLimitsOfRecordsAreThoseOfThePage() throws {
        var expected: [String: String] = [:]
        for limit in RecordLimits.all { expected[limit.name] = String(limit.value) }
        #expect(try defaults(under: "Records") == expected)
    }

    @Test func theLimitsOfHTTPAreThoseOfThePage() throws {
        let source = try text("server/ServerHTTP/Limits/HTTPLimits.swift")
        var expected: [String: String] = [:]
        for match in source.matches(of: #/public var (\w+)(?:: Int64)? = ([\d_]+)\n/#) {
            expected[String(match.1)] = match.2.filter { $0 != "_" }
        }
        let rates = #/public var (\w+) = Rate\(perSecond: ([\d.]+), burst: ([\d_]+)\)/#
        for match in source.matches(of: rates) {
            expected[String(match.1)] = "\(match.2) / \(match.3.filter { $0 != "_" })"
        }
        #expect(expected.count > 10)
        let listed = try defaults(under: "HTTP")
        for (name, value) in expected {
            #expect(listed[name] == value, "protocol/6-limits.md is wrong about \(name)")
        }
        #expect(listed.count == expected.count)
    }

    @Test func theLimitsOfDevicesAreThoseOfThePage() throws {
        let source = try text("Sources/ReplicaStore/RetentionLimits.swift")
        var expected: [String: String] = [:]
        for match in source.matches(of: #/public var (\w+) = ([\d_]+)\n/#) {
            expected[String(match.1)] = match.2.filter { $0 != "_" }
        }
        #expect(expected.count == 7)
        #expect(try defaults(under: "Devices") == expected)
    }

    @Test func everyLimitOfSyncLimitsIsListed() throws {
        let source = try text("protocol/SyncProtocol/SyncLimits.swift")
        let names = source.matches(of: #/public (?:var|static let) (\w+)(?:: UInt\d\d)? ?(?:=|\n)/#)
            .map { String($0.1) }
        #expect(Set(names) == Set(SyncLimits.all.map(\.name)))
    }

    @Test func everyCodeOfARefusalIsExplained() throws {
        let messages = try text("protocol/3-messages.md")
        let page = try text("protocol/4-http.md")
        for code in ProtocolError.Code.allCases {
            let isListed = messages.contains("| `\(code.rawValue)` |")
            #expect(isListed, "protocol/3-messages.md has no row for \(code.rawValue)")
            let isExplained = page.contains("<a id=\"\(code.rawValue)\"></a>`\(code.rawValue)`")
            #expect(isExplained, "protocol/4-http.md has no row for \(code.rawValue)")
        }
        let codes = try Set(
            VectorFile.cases("invalid.json").map { try $0.text("error") }
                + VectorFile.cases("bodies.json").compactMap { $0.content["error"] as? String })
        #expect(codes == Set(ProtocolError.Code.allCases.map(\.rawValue)))
    }

    @Test func everyProblemOfTheServerIsExplained() throws {
        let page = try text("protocol/4-http.md")
        var codes: [String: String] = [:]
        for path in [
            "server/ServerHTTP/Problem+HTTP.swift", "server/SyncServer/Problem+Server.swift",
        ] {
            let source = try text(path)
            for match in source.matches(of: #/(?:http|make)\(\s*(\d{3}), "([a-z_]+)"/#) {
                codes[String(match.2)] = String(match.1)
            }
        }
        #expect(codes.count > 20)
        for (code, status) in codes {
            let isExplained = page.contains("<a id=\"\(code)\"></a>`\(code)` | \(status) |")
            #expect(isExplained, "protocol/4-http.md has no row for \(code) with \(status)")
        }
    }

    @Test func everyAdminActionHasARowAndViceVersa() throws {
        let page = try text("protocol/4-http.md")
        let listed = page.matches(of: #/\| `(\/v1\/admin\/[a-z\/]+)` \| [a-z]/#).map {
            String($0.1)
        }
        #expect(Set(listed) == Set(AdminAction.allCases.map(\.path)))
    }
}
