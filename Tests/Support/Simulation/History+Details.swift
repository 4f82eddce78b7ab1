// What else must be right: clocks, sides of conflicts, names, what shows, and what comes back.
import AccountRecords
import CausalCore
import Foundation
import GRDB
import ReplicaStore

extension History {
    /// The version vector of a record names its accepted ops, and nothing else.
    func checkVector(_ state: RecordState, _ number: Int) throws {
        let right = judge.vector(of: number)
        let isRight =
            state.vector.entries.count == right.count
            && state.vector.entries.allSatisfy { right[$0.replica.rawValue] == $0.counter }
        guard isRight else {
            throw SimulationFailure("clocks", "record \(number) has another vector clock")
        }
        if state.cells.contains(where: { $0.key.field == Software.mottoField }) {
            report.mark(.unknownFieldKept)
        }
    }

    /// Each side of a conflict says what it wrote, what it began from, what its writer had seen, and
    /// whether somebody has knowingly replaced it.
    func checkDetails(of conflict: ConflictRecord, unit: Int) throws {
        guard !judge.isRestored else { return }
        for member in conflict.members {
            guard let op = opNumbers[member.op] else { continue }
            let write = judge.writes[op]
            let value =
                unit == Oracle.life
                ? [write.deed == .deletes ? 0 : 1] : write.units.first { $0.unit == unit }?.value
            guard member.value == value ?? [],
                member.base == judge.base(of: unit, for: op)
                    || (member.isBaseForgotten && mayForgetBase(of: op))
            else {
                throw SimulationFailure("both values", "op \(op) is told wrong in its conflict")
            }
            guard member.isReplaced == judge.isReplaced(op, on: unit) else {
                throw SimulationFailure(
                    "both values", "op \(op) is replaced: \(!member.isReplaced)")
            }
            for other in judge.records[write.record].accepted where other != op {
                let rival = judge.writes[other]
                let dot = Dot(
                    replica: ReplicaID(rival.order.replica), counter: rival.counter)
                guard member.context.contains(dot) == write.seen.contains(rival.place) else {
                    throw SimulationFailure(
                        "both clock forms agree", "op \(op) has or has not seen op \(other)")
                }
            }
        }
    }

    /// The server need not know for ever what an edit began from that was open when its laptop had
    /// long confirmed what replaced it, nor what one began from that lay on a copy of a disk.
    private func mayForgetBase(of op: Int) -> Bool {
        trims > 0 && (origins[op]?.wasOpen == true || hasCopies)
    }

    /// An op, for those who look for a mistake.
    func told(_ op: Int) -> String {
        let write = judge.writes[op]
        let writer = origins[op].map { $0.device.name } ?? "nobody"
        let seen = judge.accepted(seenBy: op).map { "\($0)" }.joined(separator: " ")
        let units = write.units.map { "\($0.unit)" }.joined(separator: " ")
        return "op \(op) of \(writer) \(write.deed) \(units) at \(write.seq) stamp \(write.stamp), "
            + "was lost: \(write.wasLost), which has seen \(seen)"
    }

    /// What was written here and not yet acknowledged is what shows.
    func checkWhatShows(on device: SimulatedDevice) throws {
        var last: [Int: [Int: Int]] = [:]
        for (_, op) in device.memory.unsent.sorted(by: { $0.key < $1.key }) {
            let write = judge.writes[op]
            for (unit, _) in write.units { last[write.record, default: [:]][unit] = op }
        }
        guard !last.isEmpty else { return }
        let held = Set(try device.store.heldAccounts())
        for (record, units) in last.sorted(by: { $0.key < $1.key }) {
            guard held.contains(accounts[records[record].account].id),
                units.values.contains(where: { judge.writes[$0].fate == .open }),
                let view = try device.store.read({ try $0.record(records[record].id) })
            else { continue }
            for (unit, op) in units.sorted(by: { $0.key < $1.key })
            where judge.writes[op].fate == .open && !judge.writes[op].wasLost {
                let shown = view.units.first { unitNumber($0.key) == unit }?.value.value
                guard let value = judge.writes[op].units.first(where: { $0.unit == unit })?.value,
                    shown == value
                else {
                    throw SimulationFailure(
                        "own edits show", "op \(op) is hidden on \(device.name)")
                }
            }
        }
    }

    /// What shows is what the server has, but for what was written here and is not there yet.
    func checkShown(_ view: RecordView, _ number: Int, on device: SimulatedDevice) throws {
        guard view.isAlive, judge.records[number].isAlive else { return }
        let waiting = device.memory.unsent.values.filter {
            judge.writes[$0].record == number && judge.writes[$0].fate == .open
        }
        let own = Set(waiting.flatMap { judge.writes[$0].units.map(\.unit) })
        for unit in view.units.values.sorted(by: { $0.key < $1.key }) {
            let shown = unitNumber(unit.key)
            guard !own.contains(shown) else { continue }
            let right = judge.records[number].cells[shown]
            let value = right.flatMap { writer in
                judge.writes[writer].units.first { $0.unit == shown }?.value
            }
            guard unit.value == value else {
                throw SimulationFailure(
                    "what shows",
                    "record \(number) unit \(shown) on \(device.name) shows "
                        + "something else than op \(right ?? -1)")
            }
        }
    }

    /// Whoever appears in a record or a conflict is known by name.
    func checkNames(on device: SimulatedDevice) throws {
        guard !judge.isRestored else { return }
        let known = Set(
            try device.store.inspect { database in
                try Int64.fetchAll(database, sql: "SELECT replica FROM directory")
            }.map { UInt64(bitPattern: $0) })
        try device.store.read { reader in
            for number in records.indices {
                guard let state = try reader.record(records[number].id)?.server else { continue }
                for cell in state.cells where !known.contains(cell.replica.rawValue) {
                    throw SimulationFailure(
                        "names", "\(device.name) does not know who wrote record \(number)")
                }
            }
        }
    }

    /// Every acknowledged edit is on the server's disk, or in a backup or on its author's laptop, and
    /// then the server has it again.
    func checkNothingForgotten(by device: SimulatedDevice) throws {
        for op in device.memory.written.sorted()
        where judge.writes[op].fate == .open && !takenBack.contains(op) {
            throw SimulationFailure(
                "I3 nothing lost", "op \(op) of \(device.name) is nowhere any more")
        }
        let kept = try device.store.inspect { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM op") ?? 0
        }
        if kept < device.memory.written.count { report.mark(.ownOpsForgotten) }
    }
}
