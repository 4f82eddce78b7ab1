// What a sync tells of a restore of the server.

import CausalCore

/// What followed from a restore of the server from a backup.
public struct RepairReport: Hashable, Sendable {
    /// How often this sync found the server restored.
    public var restores = 0
    /// When the newest change was made that the server still knew, by its clock; nil if it knew
    /// nothing of what this device has seen, or was not restored.
    public var commonTime: Stamp?
    /// Acknowledged edits that wait again since then, found in this sync.
    public var offered = 0
    /// Edits offered again, now or after an earlier sync, that the server has answered.
    public var answered = 0
    /// How many of those are part of the records' history again.
    public var returned = 0

    /// A report of nothing.
    public init() {}

    /// Whether there is anything to tell.
    public var isIdle: Bool { restores == 0 && answered == 0 }
}
