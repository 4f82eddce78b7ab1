// Proof that a server once decided an op, for the same server after it was put back.

/// What an acknowledgement said of an op's time, with the server's proof of it.
///
/// A device sends it with an op that it offers again after the server was restored from a backup; the
/// op then keeps its first stamp.
public struct OpReceipt: Hashable, Sendable {
    /// The stamp that the op was given first.
    public var stamp: Stamp
    /// What that stamp rests on.
    public var quality: StampQuality
    /// A MAC over the op and the two above, ``macByteCount`` bytes; its key lives outside the
    /// server's database.
    public var mac: [UInt8]

    /// How long every MAC is.
    public static let macByteCount = 8

    /// Makes a receipt.
    public init(stamp: Stamp, quality: StampQuality, mac: [UInt8]) {
        self.stamp = stamp
        self.quality = quality
        self.mac = mac
    }
}
