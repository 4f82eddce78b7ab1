// The first states of records that were made here, written when the server has taken them in.

import AccountRecords
import CausalCore

/// Takes the births of one answer into the server's states, inside its transaction.
///
/// > Invariant: the state is the one that the server had at that seq, and the seq counts as known, so
/// > that no page brings it again. The checksum of its account would tell if it were not so.
struct BirthApplication {
    private let connection: Connection
    private let replica: ReplicaID
    private var known: SeqRanges
    private var sums: [RecordID: AccountChecksum] = [:]
    private var isComplete: [RecordID: Bool] = [:]
    private var hasBirths = false

    init(_ connection: Connection) throws {
        self.connection = connection
        let row = try connection.row("SELECT replica, known FROM sync_state")
        replica = ReplicaID(row?.bits(0) ?? 0)
        known = try SeqRanges(storedBytes: row?.bytes(1) ?? [])
    }

    /// Writes the state of a record that an op has made; false if the record comes with a page.
    ///
    /// That is so for accounts that are not here in full: their records come in the order of seqs. What
    /// was hidden here, because it was refused before a repair offered it again, shows from now on.
    mutating func apply(_ acknowledgement: Acknowledgement, of sealed: SealedOp) throws -> Bool {
        if planted(.editsTakenForKnown), acknowledgement.verdict == .applied {
            known.append(acknowledgement.seq)
            hasBirths = true
        }
        guard acknowledgement.birth != nil, acknowledgement.verdict == .applied else {
            return false
        }
        let op = try Op(storedBytes: sealed.body)
        guard op.action == .create,
            let state = RecordState(bornOf: op, by: replica, acknowledgement)
        else { return false }
        if state.record == state.account { try hold(state.account) }
        guard try holds(state.account) else { return false }
        let before = try sealed.isShown ? nil : connection.view(of: state.record)?.shown
        guard let digest = try connection.putNew(state, asWrittenAt: sealed.position)
        else { return false }
        if !sealed.isShown {
            try connection.project(
                before: before, after: connection.view(of: state.record)?.shown)
        }
        sums[state.account, default: .zero].add(digest)
        known.append(state.seq)
        hasBirths = true
        return true
    }

    /// Writes down what is known now; call it once, after the last op.
    func finish() throws {
        guard hasBirths else { return }
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
