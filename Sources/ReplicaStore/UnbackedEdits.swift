// The acknowledged edits of this device that no backup of the server contains.

import CausalCore

/// How many acknowledged edits of this device are in no backup of the server.
public struct UnbackedEdits: Hashable, Sendable {
    /// How many there are.
    public var count = 0
    /// When the oldest of them was written, as the server decided; nil if there are none.
    public var since: Stamp?
    /// From when on the oldest are let go, by the server's clock; nil while that is not near.
    public var letGoFrom: Stamp?
    /// How many were let go this time.
    public var letGo = 0

    /// None.
    public init() {}
}

extension ReplicaReader {
    /// How many acknowledged edits of this device are in no backup of the server.
    public func unbacked() throws -> UnbackedEdits { try connection.unbacked() }
}

extension Connection {
    /// The seq up to which a completed backup of the server holds everything; 0 if there is none.
    func backupSeq() throws -> Seq {
        try row("SELECT backup_seq FROM sync_state")?.bits(0) ?? 0
    }

    func unbacked(limits: RetentionLimits = .default) throws -> UnbackedEdits {
        var edits = UnbackedEdits()
        let found = try row(
            "SELECT count(*), min(stamp) FROM op WHERE verdict < 4 AND seq > ?",
            [backupSeq().value])
        edits.count = Int(clamping: found?.integer(0) ?? 0)
        if edits.count > 0, let found { edits.since = Stamp(rawValue: found.bits(1)) }
        let warned = try row("SELECT retention_warned FROM sync_state")
        if let warned, warned.integer(0) != nil {
            edits.letGoFrom = Stamp(rawValue: warned.bits(0)).after(days: limits.warningDays)
        }
        return edits
    }
}

extension Stamp {
    static let millisecondsPerDay: UInt64 = 86_400_000

    /// The stamp some days later.
    func after(days: Int) -> Stamp {
        Stamp(milliseconds: milliseconds + UInt64(clamping: days) * Self.millisecondsPerDay)
    }

    /// The stamp some days earlier; zero before the first.
    func before(days: Int) -> Stamp {
        let gone = UInt64(clamping: days) * Self.millisecondsPerDay
        return Stamp(milliseconds: milliseconds > gone ? milliseconds - gone : 0)
    }
}
