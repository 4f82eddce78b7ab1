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
        for row in try server.logged(after: judged.seq) {
            judged.seq = row.seq
            guard let op = opNumbers[row.op] else {
                throw SimulationFailure("no op from nowhere", "\(row.op) was written by nobody")
            }
            let failure = judge.accepted(
                op, seq: row.seq, stamp: row.stamp,
                order: (row.replica, row.op.high, row.op.low))
            if let failure { throw failure }
            report.accepted += 1
            if judge.writes[op].formerStamp != 0 {
                report.mark(.opCameBack)
                if judge.writes[op].formerStamp == row.stamp {
                    report.mark(.opCameBackWithItsStamp)
                } else if judge.writes[op].isReceipted && !hasCopies {
                    throw SimulationFailure(
                        "original stamps return",
                        "op \(op) had \(judge.writes[op].formerStamp) "
                            + "and came back with \(row.stamp)")
                }
            }
            report.note(row.seq ^ row.stamp)
            if let last, judge.writes[last].transaction == judge.writes[op].transaction {
                boundaries[judge.writes[last].seq] = judge.writes[op].transaction
            }
            last = op
            accepted.append(op)
            try checkTime(op, row.stamp)
        }
        if !accepted.isEmpty { try checkWholeTransactions(of: accepted) }
        for row in try server.kept(after: judged.key) {
            judged.key = row.key
            guard let op = opNumbers[row.op] else {
                throw SimulationFailure("no op from nowhere", "\(row.op) was written by nobody")
            }
            if let detail = judge.kept(op, at: row.key) {
                throw SimulationFailure("one fate", detail)
            }
        }
    }

    /// Whether some disk was copied: then an op may first come back from a copy without its receipt.
    private var hasCopies: Bool { report.count(.diskPutBack) + report.count(.copyInUse) > 0 }

    /// I7: no stamp lies in the future, whatever a laptop's clock says.
    private func checkTime(_ op: Int, _ stamp: UInt64) throws {
        let latest = box.now.stamp.rawValue &+ UInt64(judge.acceptedCount + 1000)
        guard stamp <= latest else {
            throw SimulationFailure("I7 clocks", "op \(op) has a stamp after now")
        }
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
            case .rebirth: report.mark(.rebirth)
            case .refused: report.mark(.batchRefused)
            }
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

    /// Looks at a disk after a crash or an undo: what was saved is there, or was taken back.
    func lookAtDisk(of device: SimulatedDevice, mayMiss: Bool) throws {
        let present = try device.store.inspect { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT position, id FROM op WHERE verdict IS NULL")
            var present: [Int64: OpID] = [:]
            while let row = try rows.next() {
                let id: Data = row[1]
                present[row[0]] = OpID(bytes: [UInt8](id))
            }
            return present
        }
        for (position, op) in device.memory.unsent.sorted(by: { $0.key < $1.key })
        where judge.writes[op].fate == .open && present[position] != opIDs[op] {
            guard mayMiss else {
                throw SimulationFailure(
                    "I8 crash safety", "op \(op) was saved on \(device.name) and is gone")
            }
            takenBack.insert(op)
            device.memory.unsent[position] = nil
            let write = judge.writes[op]
            device.memory.mine[write.record]?.remove(write.place)
        }
    }
}
