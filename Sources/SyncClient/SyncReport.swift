// What a sync did: counts for one line, and the losers with enough to tell them in words.

import CausalCore
import ReplicaStore

/// One of the person's own edits that met a later one.
public struct LostEdit: Hashable, Sendable {
    /// The op.
    public var op: OpID
    /// The record that it changed.
    public var record: RecordID
    /// The record's kind.
    public var kind: UInt16
    /// The units that keep another value.
    public var units: [UnitKey]
    /// The conflict records that hold both values.
    public var conflicts: [ConflictID]

    /// Makes a lost edit.
    public init(
        op: OpID, record: RecordID, kind: UInt16, units: [UnitKey], conflicts: [ConflictID]
    ) {
        self.op = op
        self.record = record
        self.kind = kind
        self.units = units
        self.conflicts = conflicts
    }
}

/// What a sync did.
public struct SyncReport: Hashable, Sendable {
    /// Ops that the server acknowledged, whatever became of them.
    public var sent = 0
    /// Records whose state came from the server.
    public var received = 0
    /// Records in which others' and own changes met without conflict.
    public var merged = 0
    /// Conflict records that arose, the person's own losses and others'.
    public var conflicts: [ConflictID] = []
    /// The person's own edits that met a later one.
    public var lost: [LostEdit] = []
    /// How many of the person's own edits met an earlier one and prevailed.
    public var won = 0
    /// Ops that wait for an admin.
    public var held: [OpID] = []
    /// Ops that were refused.
    public var rejected: [OpID] = []
    /// Accounts that came.
    public var gained: [RecordID] = []
    /// Accounts that went.
    public var retracted: [RecordID] = []
    /// Accounts that still differ from the server's after they were fetched again.
    public var differing: [RecordID] = []
    /// Accounts that differed and were fetched again.
    public var refetched: [RecordID] = []
    /// Conflicts about something of this person's that somebody else has settled.
    public var settled: [ConflictID] = []
    /// What admins have done with ops that had been held or refused.
    public var notices: [HeldNotice] = []
    /// What followed from a restore of the server.
    public var repair = RepairReport()
    /// What no backup of the server contains; nil if that was not looked through this time.
    public var unbacked: UnbackedEdits?
    /// New identities that this copy took: it is a copy, or was put back to an older state.
    public var rebirths = 0
    /// Bytes of HTTP that were sent.
    public var bytesSent = 0
    /// Bytes of HTTP that were received.
    public var bytesReceived = 0
    /// Exchanges with the server.
    public var roundTrips = 0

    /// A report of nothing.
    public init() {}

    /// Whether nothing went either way.
    public var isIdle: Bool { sent == 0 && received == 0 && gained.isEmpty && retracted.isEmpty }
}

/// Where a running sync is.
public struct SyncProgress: Hashable, Sendable {
    /// Ops that were acknowledged so far.
    public var sent: Int
    /// Ops that still wait.
    public var pending: Int
    /// Records that came so far.
    public var received: Int
    /// Exchanges so far.
    public var roundTrips: Int

    /// Makes a progress.
    public init(sent: Int, pending: Int, received: Int, roundTrips: Int) {
        self.sent = sent
        self.pending = pending
        self.received = received
        self.roundTrips = roundTrips
    }
}

extension SyncReport {
    /// Takes in what a page adds; what differs is left to the session.
    mutating func add(_ page: SyncReport) {
        received += page.received
        merged += page.merged
        gained += page.gained
        settled += page.settled.filter { !settled.contains($0) }
        notices += page.notices
        retracted += page.retracted
        for conflict in page.conflicts where !conflicts.contains(conflict) {
            conflicts.append(conflict)
        }
    }

    /// Takes in the verdicts of a batch, which are those of its ops in their order.
    mutating func add(_ verdicts: [Acknowledgement], of ops: [Op]) {
        sent += verdicts.count
        for (acknowledgement, op) in zip(verdicts, ops) {
            switch acknowledgement.verdict {
            case .applied: break
            case .won: won += 1
            case .lost(let units):
                lost.append(
                    LostEdit(
                        op: op.id, record: op.record, kind: op.kind, units: units,
                        conflicts: acknowledgement.conflicts))
            case .held: held.append(op.id)
            case .rejected: rejected.append(op.id)
            }
        }
    }
}
