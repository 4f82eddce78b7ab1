// Edit tokens that are kept, and the ops that are gone because a later write took their place.

import CausalCore

extension Connection {
    /// How many tokens are kept; the oldest beyond that were forgotten by whoever opened them.
    private static let tokensMax = 256

    /// Keeps what a read has seen.
    func open(_ view: RecordView) throws -> EditToken {
        let context = view.context
        var writer = ByteWriter()
        writer.put(context)
        try run(
            "INSERT INTO token (record, context) VALUES (?, ?)",
            [view.id.value, writer.bytes.value])
        let row = db.lastInsertedRowID
        try run("DELETE FROM token WHERE row <= ?", [(row - Int64(Self.tokensMax)).value])
        return EditToken(record: view.id, context: context, row: row, epoch: try epoch())
    }

    /// How often the copy has followed a restored server.
    func epoch() throws -> Int { try number("SELECT coalesce(max(row), 0) FROM repair") }

    /// What the read of a token had seen, as the server can understand it today.
    ///
    /// A token from before a repair goes back with it: a kept one was changed by the repair itself; of
    /// another it is only known that it may not claim more than the common point.
    func present(_ token: EditToken) throws -> ReadContext {
        guard token.epoch != (try epoch()) else { return token.context }
        let kept = try row(
            "SELECT context FROM token WHERE row = ? AND record = ?",
            [token.row.value, token.record.value])
        if let kept {
            var reader = ByteReader(kept.bytes(0))
            return try reader.context()
        }
        let common = try row(
            "SELECT min(common) FROM repair WHERE row > ?", [token.epoch.value])
        var context = token.context
        context.seen = min(context.seen, common?.bits(0) ?? 0)
        return context
    }

    /// Forgets a token.
    func close(_ token: EditToken) throws {
        guard token.row != 0 else { return }
        try run(
            "DELETE FROM token WHERE row = ? AND record = ?",
            [token.row.value, token.record.value])
    }

    /// Whether a kept token or an op behind it names an op in its context.
    func isNamed(_ own: OwnOp, except other: OpID? = nil) throws -> Bool {
        let record = own.op.record.value
        for row in try rows("SELECT context FROM token WHERE record = ?", [record]) {
            var reader = ByteReader(row.bytes(0))
            if try reader.context().own.contains(own.op.id) { return true }
        }
        // Whatever names it was written after it.
        let ops = try ownOps(
            "WHERE record = ? AND position > ?", [record, own.position.value])
        return ops.contains { $0.op.id != other && $0.op.context.own.contains(own.op.id) }
    }

    /// Remembers what stood behind an op that is gone: an edit that has seen it has seen that.
    func remember(gone op: Op) throws {
        try run(
            "INSERT OR REPLACE INTO gone_op (id, own) VALUES (?, ?)",
            [op.id.value, op.context.own.flatMap(\.bytes).value])
    }

    /// A context in which no op is named that is gone.
    ///
    /// An edit that began before a fold has not seen what was folded in, so it stands beside the
    /// folded op, behind what that had seen.
    func resolvingGone(_ context: ReadContext) throws -> ReadContext {
        var resolved = context
        resolved.own = []
        var open = context.own
        var seen: Set<OpID> = []
        while let op = open.popLast() {
            guard seen.insert(op).inserted else { continue }
            guard let row = try row("SELECT own FROM gone_op WHERE id = ?", [op.value]) else {
                resolved.own.append(op)
                continue
            }
            let bytes = row.bytes(0)
            for start in stride(from: 0, to: bytes.count, by: 16) {
                guard let id = OpID(bytes: bytes[start..<min(start + 16, bytes.count)]) else {
                    throw StoreError.damaged("an id")
                }
                open.append(id)
            }
        }
        resolved.own.sort()
        return resolved
    }
}
