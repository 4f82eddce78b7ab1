// How the server introduces itself with every answer.

import CausalCore

/// The opening of every answer.
public struct Welcome: Hashable, Sendable {
    /// Its history and the newest point of it.
    public var history: HistoryPoint
    /// The database's time at the arrival of the request; with the device's ``Hello/clock`` a new
    /// anchor.
    public var serverTime: Stamp
    /// The schema version that the server knows.
    public var schema: UInt32
    /// Everything up to here is in a completed backup; 0 before the first.
    public var backupSeq: Seq
    /// What the server takes and gives; costs nothing on the wire where it is the default.
    public var limits: SyncLimits
    /// Why it will not go on; then it carries no answers and no pages.
    public var refusal: SessionRefusal?

    /// Makes a value of its parts.
    public init(
        history: HistoryPoint, serverTime: Stamp, schema: UInt32, backupSeq: Seq = 0,
        limits: SyncLimits = .default, refusal: SessionRefusal? = nil
    ) {
        self.history = history
        self.serverTime = serverTime
        self.schema = schema
        self.backupSeq = backupSeq
        self.limits = limits
        self.refusal = refusal
    }
}

/// Why a server will not sync with a device that it can name.
public enum SessionRefusal: UInt8, Hashable, Sendable, CaseIterable {
    /// The device has seen history that this server never had: another server, or one whose database
    /// was put back without its operator saying so.
    case historyDiffers = 1
    /// The replica was never registered here, or not for the owner of this token.
    case replicaUnknown = 2
    /// The software speaks a protocol or schema that is no longer understood.
    case tooOldSoftware = 3
    /// This copy of the server lags behind; the primary must answer.
    case askPrimary = 4
    /// The server was put back from a backup and knows it: the device asks for the common point
    /// (``SyncRequest/repair``) and offers again what was lost.
    case historyRestored = 5
}
