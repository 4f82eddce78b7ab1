// What must hold after every delivery, and what must hold when everything has healed.
import AccountRecords
import CausalCore
import Foundation
import GRDB
import ReplicaStore

extension History {
    /// A row of a device's records, read past the product.
    private struct Row {
        var id: RecordID
        var seq: UInt64
        var isAlive: Bool
    }

    /// A sync came to its end: the device stands exactly where the judge says.
    func checkDelivery(to device: SimulatedDevice) throws {
        device.memory.epoch = epochs.count - 1
        device.memory.stood = nil
        let (rows, accounts, at) = try device.store.inspect(Self.look)
        let scope = self.accounts.filter { $0.people.contains(device.person) }
        guard Set(scope.map(\.id)) == accounts else {
            throw SimulationFailure(
                "scope", "\(device.name) holds \(accounts.count) accounts of \(scope.count)")
        }
        var changed: [Int] = []
        for row in rows {
            guard let number = recordNumbers[row.id] else { continue }
            let right = judge.lastSeq(number, through: at)
            guard row.seq == right else {
                throw SimulationFailure(
                    "no gap",
                    "\(device.name) has record \(number) at \(row.seq), not \(right), "
                        + "and is at \(at)")
            }
            if at >= judged.seq, device.memory.checked[number] != row.seq {
                changed.append(number)
                device.memory.checked[number] = row.seq
            }
        }
        let inScope = records.indices.filter { number in
            self.accounts[records[number].account].people.contains(device.person)
                && judge.lastSeq(number, through: at) > 0
        }
        guard inScope.count == rows.count else {
            throw SimulationFailure(
                "no gap", "\(device.name) has \(rows.count) records of \(inScope.count)")
        }
        try checkAtomicity(at, device)
        try checkDisk(of: device)
        try check(changed, on: device)
        device.memory.unsent = device.memory.unsent.filter {
            judge.writes[$0.value].fate != .accepted
        }
    }

    private static func look(
        _ database: Database
    ) throws -> (rows: [Row], accounts: Set<RecordID>, at: UInt64) {
        var rows: [Row] = []
        let records = try GRDB.Row.fetchCursor(
            database.cachedStatement(sql: "SELECT id, seq, is_alive FROM record"))
        while let row = try records.next() {
            let id: Data = row[0]
            rows.append(
                Row(
                    id: RecordID(bytes: [UInt8](id)) ?? .zero, seq: UInt64(bitPattern: row[1]),
                    isAlive: row[2]))
        }
        var accounts: Set<RecordID> = []
        let scope = try GRDB.Row.fetchCursor(
            database.cachedStatement(sql: "SELECT account FROM scope WHERE is_complete = 1"))
        while let row = try scope.next() {
            let id: Data = row[0]
            accounts.insert(RecordID(bytes: [UInt8](id)) ?? .zero)
        }
        let at = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT cursor_at FROM sync_state"))
        return (rows, accounts, UInt64(at ?? 0))
    }

    /// A reader's place in the history is never within a transaction.
    private func checkAtomicity(_ at: UInt64, _ device: SimulatedDevice) throws {
        guard let next = boundaries[at] else { return }
        throw SimulationFailure(
            "atomic", "\(device.name) stands at \(at), inside of transaction \(next)")
    }

    /// Compares records on a device with the judge's word.
    private func check(_ numbers: [Int], on device: SimulatedDevice) throws {
        guard !numbers.isEmpty else { return }
        try device.store.read { reader in
            for number in numbers {
                let view = try reader.record(records[number].id)
                guard let view, let state = view.server else {
                    throw SimulationFailure("I3 nothing lost", "record \(number) is missing")
                }
                try checkCells(state, number)
                try checkVector(state, number)
                try checkShown(view, number, on: device)
            }
            try checkConflicts(Set(numbers), try reader.conflicts(.all).map(\.conflict))
        }
    }

    private func checkCells(_ state: RecordState, _ number: Int) throws {
        let record = judge.records[number]
        // After a restore a delete may be known to have seen less: then the record shows, flagged.
        let isExcused = judge.isRestored && (state.isAlive || judge.mayBeHidden(number))
        guard state.isAlive == record.isAlive || isExcused else {
            throw SimulationFailure("delete", "record \(number) is alive: \(state.isAlive)")
        }
        // A stub keeps no values; they come back with the record.
        if !state.isAlive, state.cells.isEmpty, !record.stubs.isEmpty { return }
        for cell in state.cells {
            let unit = unitNumber(cell.key)
            guard let right = record.cells[unit], opIDs[right] == cell.op,
                judge.writes[right].stamp == cell.stamp.rawValue,
                judge.writes[right].units.contains(where: { $0 == (unit, cell.value) })
            else {
                throw SimulationFailure(
                    "winner",
                    "record \(number) unit \(unit) shows op "
                        + "\(opNumbers[cell.op] ?? -1), not \(record.cells[unit] ?? -1)")
            }
        }
        guard record.cells.count == state.cells.count else {
            throw SimulationFailure(
                "I3 nothing lost",
                "record \(number) has \(state.cells.count) units of \(record.cells.count)")
        }
    }

    /// Every pair that the judge names stands in one record, and every member is in such a pair.
    private func checkConflicts(_ numbers: Set<Int>, _ all: [ConflictRecord]) throws {
        var stand: Set<Oracle.Pair> = []
        for conflict in all {
            guard let number = recordNumbers[conflict.record], numbers.contains(number) else {
                continue
            }
            let unit = unitNumber(conflict.unit)
            let members = conflict.members.compactMap { opNumbers[$0.op] }
            for earlier in members {
                for later in members {
                    stand.insert(Oracle.Pair(unit: unit, earlier: earlier, later: later))
                }
            }
            try checkDetails(of: conflict, unit: unit)
            let pairs = judge.records[number].pairs
            for member in members {
                let isReal = pairs.contains {
                    $0.unit == unit && ($0.earlier == member || $0.later == member)
                }
                guard isReal || judge.isRestored else {
                    throw SimulationFailure(
                        "I4 exact conflicts", "op \(member) is in a conflict without a rival")
                }
            }
        }
        for number in numbers {
            for pair in judge.records[number].pairs
            where !stand.contains(pair) && !(judge.isRestored && judge.isKnown(pair)) {
                throw SimulationFailure(
                    "I4 exact conflicts",
                    "missing on unit \(pair.unit): \(told(pair.earlier)) and \(told(pair.later))")
            }
        }
    }

    // MARK: The end

    /// Everybody has everything again, and syncs until nothing is left to do.
    func heal() throws {
        try syncCalmly(0)
        for account in accounts.indices {
            for person in 1..<plan.devices where !accounts[account].people.contains(person) {
                try give(account, to: person)
            }
        }
        for _ in 0..<3 {
            for index in devices.indices where !devices[index].isRevoked {
                box.now.advance(milliseconds: 1_000)
                try syncCalmly(index)
            }
        }
    }

    /// Compares every copy with the server and with the judge's word.
    func checkEverything() throws {
        for (index, device) in devices.enumerated() where !device.isRevoked {
            try checkTermination(index)
            let mine = try device.canonicalExport()
            let theirs = try server.canonicalExport(of: device.name, by: device.software)
            guard mine == theirs else {
                throw SimulationFailure(
                    "I2 convergence", "\(device.name): " + difference(mine, theirs))
            }
            device.memory.checked = [:]
            try checkDelivery(to: device)
            for own in try device.store.read({ try $0.outbox(.all) }) {
                try checkFate(own, device)
            }
            try checkNames(on: device)
            try checkNothingForgotten(by: device)
        }
        try checkClosings(on: devices[0])
        countConflicts()
    }

    private func countConflicts() {
        if judge.equalMeetings > 0 { report.mark(.equalValuesMet) }
        if judge.ties > 0 { report.mark(.tiedStamps) }
        for record in judge.records {
            report.conflictPairs += record.pairs.count
            var partners: [Int: Int] = [:]
            for pair in record.pairs {
                report.mark(pair.unit == Oracle.life ? .deleteAgainstEdit : .conflictOfTwo)
                partners[pair.later, default: 0] += 1
                if partners[pair.later] == 2 { report.mark(.conflictOfThree) }
            }
        }
    }

    /// Nothing waits, and what is on a disk is what the server said of it.
    private func checkFate(_ own: OwnOp, _ device: SimulatedDevice) throws {
        guard let op = opNumbers[own.op.id] else {
            throw SimulationFailure("no op from nowhere", "\(own.op.id) is on \(device.name)")
        }
        let fate: Oracle.Fate =
            switch own.status {
            case .waiting: .open
            case .accepted: .accepted
            case .held, .rejected: .kept
            }
        guard fate == judge.writes[op].fate, fate != .open else {
            throw SimulationFailure(
                "one fate", "op \(op) is \(fate) on \(device.name), and \(judge.writes[op].fate)")
        }
        guard judge.isRestored || own.notice?.outcome == settlements[op] else {
            throw SimulationFailure(
                "I3 nothing lost", "\(device.name) does not know what the admin did with op \(op)")
        }
    }

    /// A sync with nothing to say is short, and moves nothing.
    private func checkTermination(_ index: Int) throws {
        guard let report = try sync(index, [], mustSucceed: true) else { return }
        guard report.sent == 0, report.received == 0, report.roundTrips == 1,
            report.bytesSent + report.bytesReceived < 2048
        else {
            throw SimulationFailure(
                "terminates",
                "\(devices[index].name) still moves \(report.sent) ops, "
                    + "\(report.received) records and \(report.bytesReceived) bytes")
        }
    }

    private func difference(_ device: [String], _ server: [String]) -> String {
        for (mine, theirs) in zip(device, server) where mine != theirs {
            return "device \(mine)\nserver \(theirs)"
        }
        return "device has \(device.count) lines, server \(server.count)"
    }
}
