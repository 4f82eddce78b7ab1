// What taking in acknowledgements and pages has done, in counts and names for people.

import CausalCore

/// What the acknowledgement of one batch said.
public struct AcknowledgeSummary: Hashable, Sendable {
    /// How many ops met no rival.
    public var applied = 0
    /// How many met rivals and wrote last.
    public var won = 0
    /// The ops that lost some of their units.
    public var lost: [OpID] = []
    /// The ops that wait for an admin.
    public var held: [OpID] = []
    /// The ops that were refused.
    public var rejected: [OpID] = []
    /// How many ops were offered again because the server was restored.
    public var offeredAgain = 0
    /// How many of those are part of the record's history again.
    public var returned = 0

    /// The summary of nothing.
    public init() {}
}

/// What one page has changed.
public struct PageSummary: Hashable, Sendable {
    /// How many states of records came with it, staged ones included.
    public var received = 0
    /// How many records showed others' and own changes at once, without conflict.
    public var merged = 0
    /// The conflicts that are new here and open.
    public var conflictsOpened: [ConflictID] = []
    /// Open conflicts about something of this person's that somebody else has settled.
    public var conflictsSettled: [ConflictID] = []
    /// News of ops that had been held or refused.
    public var notices: [HeldNotice] = []
    /// The accounts that left the device.
    public var retracted: [RecordID] = []
    /// The accounts that began to be filled.
    public var gained: [RecordID] = []
    /// Those of them that were here before and are filled anew.
    public var refilled: [RecordID] = []
    /// The accounts that became complete.
    public var completed: [RecordID] = []
    /// The accounts whose sum differed from the server's; the next pull sends them anew.
    public var checksumMismatches: [RecordID] = []

    /// The summary of nothing.
    public init() {}
}
