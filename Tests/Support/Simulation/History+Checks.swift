// Faults stop, everything heals, and the judge looks at every copy.
import AccountRecords
import CausalCore
import ReplicaStore

extension History {
    /// Everybody has everything again, and syncs until nothing is left to do.
    func heal() throws {
        for account in accounts {
            for device in devices.dropFirst() { try server.assign(device.name, to: account) }
        }
        for _ in 0..<3 {
            for index in devices.indices {
                box.now.advance(milliseconds: 1_000)
                try sync(index, isFaulty: false)
            }
        }
    }

    /// Compares every copy with the judge's word.
    func checkEverything() throws {
        if let first = broken.first { throw SimulationFailure("I5 exactly once", first) }
        for record in judge.records {
            if let (earlier, later) = judge.stampViolations(record).first {
                throw SimulationFailure(
                    "I1 causality", "\(later) had seen \(earlier), and has no greater stamp")
            }
        }
        let exports = try devices.map { try $0.canonicalExport() }
        for (device, export) in zip(devices, exports) {
            let server = try server.canonicalExport(of: device.name)
            guard export == server else {
                throw SimulationFailure(
                    "I2 convergence", "\(device.name): " + difference(export, server))
            }
        }
        for index in devices.indices { try checkDevice(index) }
    }

    private func difference(_ device: [String], _ server: [String]) -> String {
        for (mine, theirs) in zip(device, server) where mine != theirs {
            return "device \(mine)\nserver \(theirs)"
        }
        return "device has \(device.count) lines, server \(server.count)"
    }

    private func checkDevice(_ index: Int) throws {
        let store = devices[index].store
        let waiting = try store.read { try $0.outbox(.waiting) }
        guard waiting.isEmpty else {
            throw SimulationFailure(
                "terminates", "\(devices[index].name) still has \(waiting.count) ops to send")
        }
        let conflicts = try store.read { try $0.conflicts(.all).map(\.conflict) }
        for record in universe where judge.records.contains(record.description) {
            guard let state = try view(record, on: index)?.server else {
                throw SimulationFailure("I3 nothing lost", "\(record) is missing")
            }
            try checkCells(state)
            try checkConflicts(of: record, conflicts.filter { $0.record == record })
        }
    }

    private func checkCells(_ state: RecordState) throws {
        let name = state.record.description
        let expected = judge.cells(name)
        guard state.isAlive == judge.isAlive(name) else {
            throw SimulationFailure("delete", "\(name) is alive: \(state.isAlive)")
        }
        for cell in state.cells {
            let unit = Self.name(cell.key)
            guard let right = expected[unit], right.op == cell.op.description,
                right.value == Self.hex(cell.value)
            else {
                throw SimulationFailure(
                    "winner",
                    "\(name) \(unit) shows \(cell.op), not "
                        + "\(expected[unit]?.op ?? "nothing")")
            }
        }
        guard expected.count == state.cells.count else {
            throw SimulationFailure(
                "I3 nothing lost", "\(name) has \(state.cells.count) units of \(expected.count)")
        }
    }

    /// Every pair that the judge names stands in one record, and every member is in such a pair.
    private func checkConflicts(of record: RecordID, _ conflicts: [ConflictRecord]) throws {
        let pairs = judge.pairs(record.description)
        report.conflictPairs += pairs.count
        for pair in pairs {
            let isRecorded = conflicts.contains { conflict in
                let members = Set(conflict.members.map(\.op.description))
                return Self.conflictUnit(conflict.unit) == pair.unit
                    && members.contains(pair.earlier) && members.contains(pair.later)
            }
            guard isRecorded else {
                throw SimulationFailure("I4 exact conflicts", "missing: \(pair)")
            }
        }
        for conflict in conflicts {
            let unit = Self.conflictUnit(conflict.unit)
            for member in conflict.members.map(\.op.description) {
                let isReal = pairs.contains {
                    $0.unit == unit && ($0.earlier == member || $0.later == member)
                }
                guard isReal else {
                    throw SimulationFailure(
                        "I4 exact conflicts", "\(member) is in \(conflict.id) without a rival")
                }
            }
        }
    }

    private static func conflictUnit(_ unit: UnitKey) -> String {
        unit == .life ? "life" : name(unit)
    }
}
