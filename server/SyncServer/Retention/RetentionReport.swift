// What a run of trimming did, or would do.

/// Counts of one run.
public struct RetentionReport: Hashable, Sendable {
    /// Ops whose values, reasons and clock evidence went.
    public var ops = 0
    /// The bytes that this freed in the log.
    public var bytes = 0
    /// Tombstones that became stubs.
    public var stubs = 0
    /// Ops up to this seq were looked at for what they had replaced.
    public var through: UInt64 = 0
    /// The newest seq that every active device has confirmed.
    public var slowest: UInt64 = 0
    /// The active device that has confirmed least; empty if there is none.
    public var slowestName = ""
    /// The newest seq that is 30 days old.
    public var aged: UInt64 = 0
    /// The newest seq that a completed backup has; beyond it nothing is trimmed.
    public var backup: UInt64 = 0
    /// Devices silent for 180 days, which hold nothing back any more.
    public var silent = 0

    /// Nothing done.
    public init() {}
}
