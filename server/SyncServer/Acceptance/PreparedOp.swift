// What can be worked out of an op before the shard lock is taken.

import CausalCore

/// An op with its bytes and their digest, made outside the lock.
struct PreparedOp: Sendable {
    var op: Op
    /// The op as it arrived, as bytes.
    var content: [UInt8]
    /// SHA-256 of those of them that are the same whenever the op is offered.
    var digest: [UInt8]
    /// What came with it as proof that it was decided before.
    var receipt: OpReceipt?

    init(_ op: Op, receipt: OpReceipt? = nil) {
        self.op = op
        self.receipt = receipt
        var writer = ByteWriter()
        op.writeLasting(&writer)
        digest = sha256(writer.bytes)
        op.writeSeen(&writer)
        content = writer.bytes
    }
}

/// On whose behalf a batch is decided.
struct BatchWriter: Sendable {
    /// The replica that brings it, with the counter of its last op.
    var replica: ReplicaRow
    /// Who wrote its ops.
    var author: UserRow
    /// Who owns the accounts that it creates.
    var owner: UserID
    /// Whether it is the server's own replica.
    var isServer: Bool
    /// The device's clocks and the server's time at arrival; nil for the server's own replica.
    var present: ClockPresent?
}
