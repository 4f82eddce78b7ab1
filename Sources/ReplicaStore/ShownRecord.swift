// What shows of a record, without who wrote it: what its typed row says.

import CausalCore

/// A record that shows, as far as its typed row goes.
struct ShownRecord {
    let id: RecordID
    let kind: UInt16
    let account: RecordID
    /// The units that hold something, in the order of their keys.
    let units: [UnitWrite]

    /// The units that differ from earlier ones, likewise in order; empty bytes for one that holds
    /// nothing any more.
    func changes(from earlier: [UnitWrite]) -> [UnitWrite] {
        var changes: [UnitWrite] = []
        var index = 0
        func gone() { changes.append(UnitWrite(key: earlier[index].key, value: [])) }
        for unit in units {
            while index < earlier.count, earlier[index].key < unit.key {
                gone()
                index += 1
            }
            if index < earlier.count, earlier[index].key == unit.key {
                index += 1
                if earlier[index - 1].value == unit.value { continue }
            }
            changes.append(unit)
        }
        while index < earlier.count {
            gone()
            index += 1
        }
        return changes
    }
}

extension RecordState {
    /// What shows of it where nothing lies over it; nil for a record that does not show.
    var shown: ShownRecord? {
        guard isAlive else { return nil }
        let written = cells.lazy.filter { !$0.value.isEmpty }
        return ShownRecord(
            id: record, kind: kind, account: account,
            units: written.map { UnitWrite(key: $0.key, value: $0.value) })
    }
}
