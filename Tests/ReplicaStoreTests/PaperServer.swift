// As much of a server as the store's tests need: last arrival wins, no conflicts of its own making.

import AccountRecords
import CausalCore

@testable import ReplicaStore

/// Keeps states, answers batches and makes pages; decides nothing as the real one does.
final class PaperServer {
    var seq: Seq = 0
    var lineage = LineageID(high: 7, low: 7)
    var records: [RecordID: RecordState] = [:]
    var conflicts: [ConflictRecord] = []
    var scope: [ReplicaID: Set<RecordID>] = [:]
    var directory: [DirectoryEntry] = []
    private var counters: [ReplicaID: UInt64] = [:]
    private var known: [OpID: Acknowledgement] = [:]

    var history: HistoryPoint { HistoryPoint(lineage: lineage, seq: seq, chain: [1]) }

    func time(_ seq: Seq) -> Stamp { Stamp(milliseconds: 1_700_000_000_000 + seq * 1000) }

    /// Accepts ops in order.
    func accept(_ ops: [Op], from replica: ReplicaID, author: UserID) -> [Acknowledgement] {
        ops.map { op in
            if var first = known[op.id] {
                first.isDuplicate = true
                return first
            }
            let answer = accept(op, from: replica)
            known[op.id] = answer
            return answer
        }
    }

    private func accept(_ op: Op, from replica: ReplicaID) -> Acknowledgement {
        seq += 1
        counters[replica, default: 0] += 1
        if op.action == .create && op.kind == KindNumber.account {
            scope[replica, default: []].insert(op.record)
        }
        var state =
            records[op.record]
            ?? RecordState(
                record: op.record, kind: op.kind, account: op.account, isAlive: true, seq: 0,
                time: .zero, vector: VersionVector(), cells: [])
        state.isAlive = op.leavesAlive ?? state.isAlive
        state.seq = seq
        state.time = time(seq)
        state.vector.insert(Dot(replica: replica, counter: counters[replica] ?? 0))
        let cells = op.units.map { unit in
            Cell(
                key: unit.key, value: unit.value, stamp: time(seq), quality: .boottime,
                replica: replica, op: op.id, seq: seq)
        }
        state.cells = merging(cells, into: state.cells)
        records[op.record] = state
        return Acknowledgement(
            op: op.id, verdict: .applied, isDuplicate: false, seq: seq, stamp: time(seq),
            quality: .boottime, receipt: [UInt8](repeating: UInt8(seq & 255), count: 8))
    }

    /// Somebody else's write of one text field.
    @discardableResult
    func write(
        _ record: RecordID, field: UInt16, _ text: String, by replica: ReplicaID = ReplicaID(99)
    ) -> OpID {
        guard let state = records[record] else { return .zero }
        let op = Op(
            id: OpID(high: replica.rawValue, low: seq + 1), record: record, kind: state.kind,
            account: state.account, action: .set,
            units: [
                UnitWrite(
                    key: UnitKey(field: field), value: FieldValue.text(text).canonicalBytes)
            ],
            evidence: ClockSample(boot: .zero, boottimeNanoseconds: 0, wallNanoseconds: 0),
            transaction: TransactionID(high: 1, low: seq + 1), author: UserID(high: 9, low: 9),
            schema: 1)
        _ = accept([op], from: replica, author: op.author)
        return op.id
    }

    /// Everything that it knows, to be put back later.
    struct Backup {
        let seq: Seq
        fileprivate let records: [RecordID: RecordState]
        fileprivate let conflicts: [ConflictRecord]
        fileprivate let scope: [ReplicaID: Set<RecordID>]
        fileprivate let counters: [ReplicaID: UInt64]
        fileprivate let known: [OpID: Acknowledgement]
    }

    func backup() -> Backup {
        Backup(
            seq: seq, records: records, conflicts: conflicts, scope: scope, counters: counters,
            known: known)
    }

    /// Puts a backup back, as a history of its own.
    func restore(_ backup: Backup) {
        (seq, records, conflicts) = (backup.seq, backup.records, backup.conflicts)
        (scope, counters, known) = (backup.scope, backup.counters, backup.known)
        lineage = LineageID(high: lineage.high + 1, low: 7)
    }

    /// Everything that a device has not got yet, in one last page.
    func page(for state: SyncState, _ replica: ReplicaID) -> PullPage {
        var page = PullPage(
            cursor: CausalCore.Cursor(start: seq, at: seq), isLast: true, hasMore: false)
        let assigned = scope[replica] ?? []
        for record in records.values.sorted(by: { $0.seq < $1.seq }) {
            guard assigned.contains(record.account) else { continue }
            if held(state, replica).contains(record.account) {
                guard record.seq > state.cursor.at else { continue }
                var changed = record
                changed.cells = record.cells.filter { $0.seq > state.cursor.start }
                page.records.append(changed)
            } else {
                page.backfilled.append(record)
            }
        }
        let gained = assigned.subtracting(held(state, replica)).sorted()
        page.gained = gained.map { ScopeEntry(account: $0, role: 1) }
        page.completed = gained
        page.retracted = held(state, replica).subtracting(assigned).sorted()
        page.conflicts = conflicts.filter {
            assigned.contains($0.account) && $0.seq > state.cursor.start
        }
        page.directory = directory
        page.checksums = AccountSum.sums(over: assigned.sorted().map { ($0, sum($0)) })
        given[replica] = assigned
        return page
    }

    /// What each device was given; tests that need it otherwise set it.
    var given: [ReplicaID: Set<RecordID>] = [:]

    private func held(_ state: SyncState, _ replica: ReplicaID) -> Set<RecordID> {
        (given[replica] ?? []).subtracting(state.refetch)
    }

    func sum(_ account: RecordID) -> AccountChecksum {
        records.values.filter { $0.account == account }
            .reduce(into: .zero) { $0.add($1.digest()) }
    }

    /// A conflict between two ops on a unit, the second of which shows.
    func conflict(
        on record: RecordID, field: UInt16, loser: (OpID, UserID, String),
        winner: (OpID, UserID, String), needsReview: Bool = false
    ) -> ConflictRecord {
        seq += 1
        func member(_ side: (OpID, UserID, String), _ place: UInt64) -> ConflictMember {
            ConflictMember(
                op: side.0, action: .set, value: FieldValue.text(side.2).canonicalBytes, base: nil,
                author: side.1, dot: Dot(replica: ReplicaID(100 + place), counter: 1),
                stamp: Stamp(milliseconds: place), quality: .wall, received: time(seq), seq: seq,
                context: VersionVector(), isReplaced: false)
        }
        let account = records[record]?.account ?? .zero
        return ConflictRecord(
            id: ConflictID(high: 5, low: seq), record: record,
            kind: records[record]?.kind ?? 0, account: account, unit: UnitKey(field: field),
            members: [member(loser, 1), member(winner, 2)], needsReview: needsReview, seq: seq,
            opened: time(seq))
    }
}
