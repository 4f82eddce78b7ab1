// The same state is the same digest and the same line, whatever the order it came in.
import AccountRecords
import CausalCore
import Foundation
import Testing

@Suite struct CanonicalExportTests {
    let cells =
        (Samples.visitUnits + [
            Samples.element(16, "b"), Samples.element(16, "a", isPresent: false),
        ])
        .map { Samples.cell($0) }

    @Test func aLineIsExactlyThis() {
        let state = Samples.state([
            Samples.cell(Samples.element(16, "a\"b", isPresent: false)),
            Samples.cell(Samples.unit(9, .text("tab\t\u{1B}\u{9B}\\ é\u{1F600}"))),
        ])
        let op =
            #""op":"01900000-0000-7001-0000-000000000001","replica":"r-2s","#
            + #""stamp":"65536000""#
        let text = #""tab\u0009\u001b\u009b\\ é"# + "\u{1F600}\""
        let expected =
            #"{"account":"01900000-0000-7000-8000-000000000001","#
            + #""id":"01900000-0000-7000-8000-000000000002","kind":"visit","seq":"7","#
            + #""time":"131072000","type":"record","units":["#
            + #"{\#(op),"unit":"summary","value":\#(text)},"#
            + #"{\#(op),"unit":"tags/a\"b","value":null}],"vector":[["r-2s","3"]]}"#
        #expect(CanonicalExport.recordLine(state) == expected)
    }

    @Test func theOrderOfCellsChangesNothing() {
        var randomness = SplitMix(state: 1)
        let line = CanonicalExport.recordLine(Samples.state(cells))
        let digest = Samples.state(cells).digest()
        for _ in 0..<20 {
            let shuffled = Samples.state(cells.shuffled(using: &randomness))
            #expect(CanonicalExport.recordLine(shuffled) == line)
            #expect(shuffled.digest() == digest)
        }
    }

    @Test func everythingThatDecidesChangesTheDigest() {
        let state = Samples.state(cells)
        var digests: Set<AccountChecksum> = [state.digest()]
        let changes: [(inout RecordState) -> Void] = [
            { $0.record = Samples.contact }, { $0.kind += 1 }, { $0.account = Samples.contact },
            { $0.isAlive = false }, { $0.seq += 1 },
            { $0.vector.insert(Dot(replica: ReplicaID(100), counter: 4)) },
            { $0.vector.insert(Dot(replica: ReplicaID(5), counter: 1)) },
            { $0.cells[0].value = FieldValue.choice("done").canonicalBytes },
            { $0.cells[0].value = [] }, { $0.cells[0].stamp = Stamp(milliseconds: 1) },
            { $0.cells[0].replica = ReplicaID(7) }, { $0.cells[0].op = Samples.opID(3) },
            { $0.cells[4].key = UnitKey(field: 16, element: [0x63]) }, { $0.cells.removeLast() },
        ]
        for change in changes {
            var changed = state
            change(&changed)
            #expect(digests.insert(changed.digest()).inserted)
        }
        #expect(digests.count == changes.count + 1)
    }

    @Test func theSumOverAnAccountDoesNotDependOnOrder() {
        let digests = (1...20).map {
            Samples.state(cells, record: RecordID(high: 5, low: $0)).digest()
        }
        func sum(_ digests: [AccountChecksum]) -> AccountChecksum {
            digests.reduce(into: .zero) { $0.add($1) }
        }
        #expect(sum(digests) == sum(digests.reversed()))
        var changed = sum(digests)
        changed.subtract(digests[3])
        #expect(changed == sum(digests.filter { $0 != digests[3] }))
        #expect(changed != sum(digests))
    }

    @Test func everyLineIsJSONWithSortedKeysAndNoNumbers() throws {
        let values: [(UInt16, FieldValue)] = [
            (2, .text("\u{0}\u{2028}\u{7F}/")), (7, .date(.min)), (15, .text("x")),
            (11, .address(PostalAddress(street: "1", city: "2"))), (25, .integer(3)),
            (999, .integer(3)),
        ]
        var state = Samples.state(values.map { Samples.cell(Samples.unit($0.0, $0.1)) })
        state.kind = KindNumber.account
        try check(CanonicalExport.recordLine(state))
        state.kind = 999
        try check(CanonicalExport.recordLine(state))
        let card = FieldValue.card(ReportCard(entries: [CardEntry(score: 2, comment: "no")]))
        state.kind = KindNumber.review
        state.cells = [Samples.cell(Samples.unit(5, card))]
        let line = CanonicalExport.recordLine(state)
        try check(line)
        #expect(line.contains("\"value\":{\"quality\":\"2: no\"}"))
    }

    @Test func aConflictLineTellsNeverSetFromCleared() throws {
        let value = FieldValue.text("x").canonicalBytes
        let conflict = Samples.conflict(
            UnitKey(field: 9),
            [
                Samples.member(1, value, stamp: 1), Samples.member(2, [], stamp: 2, base: []),
                Samples.member(3, value, stamp: 3, base: value),
            ])
        let line = CanonicalExport.conflictLine(conflict)
        try check(line)
        #expect(line.components(separatedBy: "\"base\":").count == 3)
        #expect(line.contains("\"base\":null"))
        #expect(line.contains("\"base\":\"x\""))
        #expect(line.contains("\"unit\":\"summary\""))
        var life = conflict
        life.unit = .life
        life.members = [Samples.member(1, lifeValue(alive: false), stamp: 1, action: .delete)]
        #expect(CanonicalExport.conflictLine(life).contains("\"value\":false"))
    }

    @Test func linesAreSortedByKindAndBytesOfTheId() {
        var first = Samples.state([])
        var second = first
        second.record = RecordID(high: first.record.high | 1 << 63, low: 0)
        #expect(CanonicalExport.precedes(first, second))
        first.kind += 1
        #expect(CanonicalExport.precedes(second, first))
        let one = Samples.conflict(UnitKey(field: 1), [])
        var two = one
        two.id = ConflictID(high: 9, low: 0)
        #expect(CanonicalExport.precedes(one, two))
        #expect(!CanonicalExport.precedes(one, one))
        two.unit = .life
        #expect(CanonicalExport.precedes(two, one))
    }

    /// Parses a line and checks it against what the format promises.
    private func check(_ line: String) throws {
        #expect(!line.utf8.contains { $0 < 0x20 || $0 == 0x7F })
        _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
        // Outside strings nothing but punctuation, true, false and null: no number anywhere.
        let outside = line.split(separator: "\\\"").joined().split(
            separator: "\"", omittingEmptySubsequences: false
        ).enumerated().filter { $0.offset % 2 == 0 }.map { String($0.element) }.joined()
        #expect(!outside.contains { $0.isNumber || $0 == " " })
    }
}
