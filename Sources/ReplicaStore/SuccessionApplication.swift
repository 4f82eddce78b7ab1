// The states of records after what was written here, made when the server has taken it in.

import AccountRecords
import CausalCore

/// Takes the successions of one answer into the server's states, inside its transaction.
///
/// > Invariant: the state is the one that the server had at that seq, and the seq counts as known, so
/// > that no page brings it again. The checksum of its account would tell if it were not so. Nothing of
/// > others counts as seen by it: the server had nothing on the record that the state before has not.
struct SuccessionApplication {
    private let connection: Connection
    private let replica: ReplicaID
    private var known: SeqRanges
    private var sums: [RecordID: AccountChecksum] = [:]
    private var isComplete: [RecordID: Bool] = [:]
    private var hasSuccessions = false

    init(_ connection: Connection) throws {
        self.connection = connection
        let row = try connection.row("SELECT replica, known FROM sync_state")
        replica = ReplicaID(row?.bits(0) ?? 0)
        known = try SeqRanges(storedBytes: row?.bytes(1) ?? [])
    }

    /// Writes the state of a record after an op; false if there is no such state here.
    ///
    /// That is so for accounts that are not here in full: they are filled, or filled anew, with all of
    /// their records. For another account it would be a mistake of the server, which the account's
    /// checksum tells of.
    mutating func apply(_ acknowledgement: Acknowledgement, of sealed: SealedOp) throws -> Bool {
        if planted(.editsTakenForKnown), acknowledgement.verdict == .applied {
            known.append(acknowledgement.seq)
            hasSuccessions = true
        }
        guard acknowledgement.succession != nil, acknowledgement.verdict == .applied else {
            return false
        }
        let op = try Op(storedBytes: sealed.body)
        if op.action == .create, op.record == op.account { try hold(op.account) }
        guard try holds(op.account) else { return false }
        guard
            let change = op.action == .create
                ? try write(new: op, acknowledgement, sealed)
                : try write(op, acknowledgement, sealed)
        else { return false }
        sums[op.account, default: .zero].add(change)
        known.append(acknowledgement.seq)
        hasSuccessions = true
        return true
    }

    /// Writes a record's first state; gives by how much the sum of its account changes, nil if it is here.
    private func write(
        new op: Op, _ acknowledgement: Acknowledgement, _ sealed: SealedOp
    ) throws -> AccountChecksum? {
        guard let state = RecordState(after: nil, of: op, by: replica, acknowledgement) else {
            return nil
        }
        let before = try sealed.isShown ? nil : connection.view(of: op.record)?.shown
        let digest = try connection.putNew(state, asWrittenAt: sealed.position)
        if digest != nil, !sealed.isShown {
            try connection.project(before: before, after: connection.view(of: op.record)?.shown)
        }
        return digest
    }

    /// Writes a record's next state; gives by how much the sum of its account changes, nil if another
    /// one is here.
    ///
    /// What was hidden here, because it was refused before a repair offered it again, shows from now on;
    /// an own op of before that the state covers ends to lie over it.
    private func write(
        _ op: Op, _ acknowledgement: Acknowledgement, _ sealed: SealedOp
    ) throws -> AccountChecksum? {
        guard let former = try connection.shadow(of: op.record), !former.isStale,
            former.lost.isEmpty,
            let state = RecordState(after: former.state, of: op, by: replica, acknowledgement)
        else { return nil }
        let others = try connection.row(
            "SELECT 1 FROM op WHERE record = ? AND shown != 0 AND position < ? LIMIT 1",
            [op.record.value, sealed.position.value])
        if sealed.isShown, others == nil { return try connection.put(state, replacing: former) }
        let overlay = try connection.overlay(of: op.record)
        let before = RecordView(server: former.state, overlay: overlay)?.shown
        let change = try connection.put(state, replacing: former)
        for own in overlay where own.position == sealed.position || own.isCovered(by: state.seq) {
            try connection.hide(own)
        }
        try connection.project(before: before, after: connection.view(of: op.record)?.shown)
        return change
    }

    /// Writes down what is known now; call it once, after the last op.
    func finish() throws {
        guard hasSuccessions else { return }
        for (account, sum) in sums.sorted(by: { $0.key < $1.key }) {
            try connection.addToSum(sum, of: account)
        }
        try connection.run("UPDATE sync_state SET known = ?", [known.storedBytes.value])
    }

    /// An account made here is here in full, and belongs to whoever made it.
    private mutating func hold(_ account: RecordID) throws {
        guard try connection.isComplete(account) == nil else { return }
        try connection.beginFresh(
            ScopeEntry(account: account, role: AssignmentRole.owner.rawValue))
        try connection.completeFresh(account)
        isComplete[account] = true
    }

    private mutating func holds(_ account: RecordID) throws -> Bool {
        if let known = isComplete[account] { return known }
        let found = try connection.isComplete(account) == true
        isComplete[account] = found
        return found
    }
}

extension SeqRanges {
    /// The ranges as the store keeps them: lengths of gaps and ranges by turns.
    var storedBytes: [UInt8] {
        var writer = ByteWriter()
        var end: Seq = 0
        for range in ranges {
            writer.put(range.lowerBound - end)
            writer.put(range.upperBound - range.lowerBound)
            end = range.upperBound
        }
        return writer.bytes
    }

    /// - Throws: ``StoreError`` with code `damaged` for anything that ``storedBytes`` does not write.
    init(storedBytes: [UInt8]) throws {
        var reader = ByteReader(storedBytes)
        var ranges: [ClosedRange<Seq>] = []
        var end: Seq = 0
        while !reader.isAtEnd {
            let first = end.addingReportingOverflow(try reader.number())
            let last = first.partialValue.addingReportingOverflow(try reader.number())
            guard !first.overflow, !last.overflow else { throw StoreError.damaged("known seqs") }
            ranges.append(first.partialValue...last.partialValue)
            end = last.partialValue
        }
        guard let known = SeqRanges(ranges) else { throw StoreError.damaged("known seqs") }
        self = known
    }
}
