// What the judge is told of the server, and what it says to every answer.
import CausalCore
import Foundation
import GRDB
import ReplicaStore
import SyncProtocol

extension History {
    /// Reads what the server has accepted and kept since the judge last looked.
    func observeServer() throws {
        var last: Int?
        var accepted: [Int] = []
        var stubs = try server.stubs(after: judged.seq)[...]
        for row in try server.logged(after: judged.seq) {
            while let stub = stubs.first, stub.seq < row.seq { try take(stubs.removeFirst()) }
            judged.seq = row.seq
            guard let op = opNumbers[row.op] else {
                throw SimulationFailure("no op from nowhere", "\(row.op) was written by nobody")
            }
            try observe(op, row)
            if let last, judge.writes[last].transaction == judge.writes[op].transaction {
                boundaries[judge.writes[last].seq] = judge.writes[op].transaction
            }
            last = op
            accepted.append(op)
        }
        for stub in stubs { try take(stub) }
        if !accepted.isEmpty { try checkWholeTransactions(of: accepted) }
        for row in try server.kept(after: judged.key) {
            judged.key = row.key
            guard let op = opNumbers[row.op] else {
                throw SimulationFailure("no op from nowhere", "\(row.op) was written by nobody")
            }
            if let detail = judge.kept(op, at: row.key, stamp: row.stamp) {
                throw SimulationFailure("one fate", detail)
            }
            try checkReason(op)
        }
    }

    private func take(_ stub: (seq: UInt64, record: RecordID)) throws {
        judged.seq = stub.seq
        guard let record = recordNumbers[stub.record] else { return }
        if let failure = judge.stubbed(record, seq: stub.seq) { throw failure }
    }

    /// Takes an accepted op to the judge.
    private func observe(_ op: Int, _ row: SimulatedServer.Logged) throws {
        let wasStub = judge.records[judge.writes[op].record].isStub
        let failure = judge.accepted(
            op, seq: row.seq, stamp: row.stamp, counter: row.counter,
            order: (row.replica, row.op.high, row.op.low))
        if let failure { throw failure }
        let write = judge.writes[op]
        if wasStub, judge.records[write.record].isAlive { report.mark(.stubCameBack) }
        // Whoever makes an account has it from then on.
        if let origin = origins[op], write.deed == .writes,
            let account = accounts.firstIndex(where: { $0.record == write.record }),
            judge.records[write.record].accepted.count == 1
        {
            accounts[account].people.insert(origin.device.person)
        }
        report.accepted += 1
        report.note(row.seq ^ row.stamp)
        try checkLine(op, row.replica)
        try checkReturn(op, row.stamp)
        try checkTime(op, row.stamp)
    }

    /// What two copies of a disk write never looks like the work of one: only one of them goes on
    /// under the name that both had.
    private func checkLine(_ op: Int, _ replica: UInt64) throws {
        guard let branch = origins[op]?.branch else { return }
        let known = lines[replica] ?? []
        guard branch.starts(with: known) || known.starts(with: branch) else {
            throw SimulationFailure(
                "copies", "op \(op) came from another copy of the disk under the same name")
        }
        if branch.count > known.count { lines[replica] = branch }
    }

    /// Of a history that was lost nobody knows who wrote under which name.
    func forgetLostLines() {
        lines = [:]
        for (op, write) in judge.writes.enumerated() where write.fate == .accepted {
            guard let branch = origins[op]?.branch else { continue }
            let known = lines[write.order.replica]?.count ?? -1
            if branch.count > known { lines[write.order.replica] = branch }
        }
    }

    private func checkReturn(_ op: Int, _ stamp: UInt64) throws {
        let write = judge.writes[op]
        guard write.formerStamp != 0 else { return }
        report.mark(.opCameBack)
        if write.formerStamp == stamp {
            report.mark(.opCameBackWithItsStamp)
        } else if write.isReceipted && !hasCopies {
            throw SimulationFailure(
                "original stamps return",
                "op \(op) had \(write.formerStamp) and came back with \(stamp)")
        }
    }

    /// Whether some disk was copied: then an op may first come back from a copy without its receipt.
    var hasCopies: Bool { report.count(.diskPutBack) + report.count(.copyInUse) > 0 }

    /// I7: no stamp lies in the future, whatever a laptop's clock says, and where the laptop's
    /// monotonic clock can tell, it is the moment of writing.
    private func checkTime(_ op: Int, _ stamp: UInt64) throws {
        let present = box.now.stamp.rawValue
        let write = judge.writes[op]
        guard stamp <= max(present, write.formerStamp) &+ UInt64(judge.acceptedCount + 1000) else {
            throw SimulationFailure("I7 clocks", "op \(op) has a stamp after now")
        }
        guard let origin = origins[op], !write.wasLost, !isLate, !hasCopies else { return }
        let device = origin.device
        let boots = device.clocks.bootNumber - origin.boot
        guard boots == 0 || (boots <= 3 && device.memory.anchored.contains(origin.boot)) else {
            return
        }
        let time = Int64(stamp >> 16)
        // What came late and was held binds as well: its stamp is no earlier than its arrival.
        let isBound = judge.seen(by: op).contains {
            Int64(judge.writes[$0].stamp >> 16) > origin.time - 1_000
        }
        let isEarly = time < origin.time - 60_000
        let isLate = time > origin.time + 60_000 && !isBound
        guard !isEarly, !isLate else {
            throw SimulationFailure(
                "I7 clocks", "op \(op) was written at \(origin.time), and has stamp \(time)")
        }
    }

    /// An op is kept only for a reason.
    private func checkReason(_ op: Int) throws {
        // Two copies of a disk may fold one transaction differently.
        guard origins[op] != nil, !hasCopies else { return }
        let transaction = judge.writes[op].transaction
        let hasReason = (transactionOps[transaction] ?? [op]).contains { other in
            guard !takenBack.contains(other), let origin = origins[other] else { return false }
            let write = judge.writes[other]
            let record = judge.records[write.record]
            if server.software.schema.version < origin.schema
                || (!server.software.knowsMotto && write.units.contains { isMotto($0.unit) })
            {
                report.mark(.heldAsTooNew)
                return true
            }
            let account = accounts[records[write.record].account]
            let isAccount = account.record == write.record && record.accepted.isEmpty
            let isUnknown = record.accepted.isEmpty && !origin.isCreate
            return isUnknown || (!isAccount && !account.people.contains(origin.device.person))
        }
        guard hasReason else {
            throw SimulationFailure("kept for a reason", "op \(op) could have been accepted")
        }
    }

    private func isMotto(_ unit: Int) -> Bool {
        unitNumbers[UnitKey(field: Software.mottoField)] == unit
    }

    /// Compares an answer with what the judge knows of each op in it.
    func judge(_ response: SyncResponse, for person: Int, _ token: String) throws {
        let isRevoked = devices.contains { $0.token == token && $0.isRevoked }
        if isRevoked {
            throw SimulationFailure(
                "I6 isolation", "a revoked laptop of \(name(of: person)) was answered")
        }
        for answer in response.answers {
            switch answer {
            case .accepted(_, let acknowledgements):
                for acknowledgement in acknowledgements { try judge(acknowledgement) }
            case .rebirth:
                report.mark(.rebirth)
                try checkRebirth(of: token)
            case .refused:
                report.mark(.batchRefused)
                torn.insert(token)
            }
        }
    }

    /// A new identity is for copies; and for one whose batch went astray and was taken apart.
    private func checkRebirth(of token: String) throws {
        guard isLate || torn.contains(token) else {
            throw SimulationFailure("rebirth", "a laptop that was never copied is born again")
        }
    }

    private func judge(_ answer: Acknowledgement) throws {
        guard let op = opNumbers[answer.op] else { return }
        let write = judge.writes[op]
        let isRight =
            answer.verdict.isAccepted
            ? write.fate == .accepted && write.seq == answer.seq
                && write.stamp == answer.stamp.rawValue
            : write.fate == .kept
        guard isRight else {
            throw SimulationFailure(
                "one fate", "op \(op) is \(write.fate), and the answer says \(answer.verdict)")
        }
        report.mark(Self.mark(of: answer))
    }

    private static func mark(of answer: Acknowledgement) -> Mark {
        if answer.isDuplicate { return .opRepeated }
        switch answer.verdict {
        case .applied: return .opApplied
        case .won: return .opWon
        case .lost: return .opLost
        case .held: return .opHeld
        case .rejected: return .opRejected
        }
    }

    /// The judge's number of a unit.
    func unitNumber(_ key: UnitKey) -> Int {
        if key == .life { return Oracle.life }
        if let number = unitNumbers[key] { return number }
        unitNumbers[key] = unitNumbers.count
        return unitNumbers.count - 1
    }

    // MARK: Disks

    /// Looks at a disk after a sync, a crash or an undo: what was saved is there, or was taken back
    /// before anybody had it; what the server keeps for an admin is there for its author, too.
    func lookAtDisk(of device: SimulatedDevice, mayMiss: Bool) throws {
        guard let first = device.memory.unsent.keys.min() else { return }
        let present = try device.store.inspect { database in
            let rows = try Row.fetchCursor(
                database.cachedStatement(sql: "SELECT position, id FROM op WHERE position >= ?"),
                arguments: [first])
            var present: [Int64: OpID] = [:]
            while let row = try rows.next() {
                let id: Data = row[1]
                present[row[0]] = OpID(bytes: [UInt8](id))
            }
            return present
        }
        for (position, op) in device.memory.unsent.sorted(by: { $0.key < $1.key })
        where present[position] != opIDs[op] {
            let fate = judge.writes[op].fate
            // What another copy of the disk has sent can still be discarded here, where it was not.
            let isDiscarded = mayMiss && position > device.memory.sealedEnd
            if fate == .accepted, !(isDiscarded && hasCopies) { continue }
            guard isDiscarded, fate == .open || hasCopies else {
                throw SimulationFailure(
                    "I8 crash safety", "op \(op) was saved on \(device.name) and is gone")
            }
            takenBack.insert(op)
            device.memory.unsent[position] = nil
            device.memory.written.remove(op)
            let write = judge.writes[op]
            device.memory.mine[write.record]?.remove(write.place)
        }
    }
}
