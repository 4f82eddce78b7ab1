// Ops that travel and are accepted together; sealed once, resent byte for byte.

import CausalCore

/// A sealed run of ops; the server decides them in one transaction.
public struct OpBatch: Hashable, Sendable {
    /// Random, fixed when the batch is sealed.
    public var id: BatchID
    /// The batch that this replica sealed before; zero for its first.
    ///
    /// Anything else than the last one accepted means two copies of one database.
    public var previous: BatchID
    /// In the order of writing; a transaction's ops are together.
    ///
    /// On arrival their author is zero, to be filled from the token.
    public var ops: [Op]
    /// The receipts of those ops that were acknowledged before and are offered again; empty unless
    /// the server was restored.
    ///
    /// They are no part of an op: with or without one it is the same op. One of an op that is not in
    /// the batch stays behind when the batch is encoded.
    public var receipts: [OpID: OpReceipt]

    /// Makes a value of its parts.
    public init(id: BatchID, previous: BatchID, ops: [Op], receipts: [OpID: OpReceipt] = [:]) {
        self.id = id
        self.previous = previous
        self.ops = ops
        self.receipts = receipts
    }
}
