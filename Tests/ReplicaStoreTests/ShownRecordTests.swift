// What of a typed row is written anew: exactly the units that differ.

import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct ShownRecordTests {
    private func units(_ values: [UInt16: UInt8]) -> [UnitWrite] {
        values.sorted { $0.key < $1.key }.map {
            UnitWrite(key: UnitKey(field: $0.key), value: [$0.value])
        }
    }

    private func shown(_ values: [UInt16: UInt8]) -> ShownRecord {
        ShownRecord(
            id: RecordID(high: 1, low: 1), kind: 1, account: RecordID(high: 1, low: 2),
            units: units(values))
    }

    @Test func changesAreWhatDiffersAndBringTheOneToTheOther() {
        var randomness = SeededRandomness(state: 17)
        func values() -> [UInt16: UInt8] {
            var values: [UInt16: UInt8] = [:]
            for _ in 0..<(randomness.next() % 6) {
                values[UInt16(randomness.next() % 8)] = UInt8(randomness.next() % 3)
            }
            return values
        }
        var sizes: Set<Int> = []
        for _ in 0..<2000 {
            let (before, after) = (values(), values())
            let changes = shown(after).changes(from: units(before))
            sizes.insert(changes.count)
            let differing = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
            #expect(changes.map(\.key.field) == differing.sorted())
            var rebuilt = before
            for change in changes { rebuilt[change.key.field] = change.value.first }
            #expect(rebuilt == after)
        }
        #expect(sizes.isSuperset(of: [0, 1, 2, 5]))
    }

    @Test func aTombstoneAndEmptyUnitsShowNothing() {
        var state = RecordState(
            record: RecordID(high: 1, low: 1), kind: 1, account: RecordID(high: 1, low: 1),
            isAlive: true, seq: 1, time: .zero, vector: VersionVector(),
            cells: [
                Cell(
                    key: UnitKey(field: 1), value: [], stamp: .zero, quality: .wall,
                    replica: ReplicaID(1), op: OpID(high: 1, low: 1), seq: 1)
            ])
        #expect(state.shown?.units.isEmpty == true)
        state.isAlive = false
        #expect(state.shown == nil)
    }
}
