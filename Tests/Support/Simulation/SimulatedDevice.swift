// One laptop of a history: the real store, its clocks, and what its person has seen.
import AccountRecords
import CausalCore
import GRDB
import ReplicaStore
import SyncClient

/// A laptop with its disk, its clocks and its person.
final class SimulatedDevice {
    /// An edit that somebody has begun and not saved.
    struct OpenEdit {
        var record: RecordID
        var token: EditToken
        var seen: BitSet
    }

    /// What the judge must know of a disk: it goes back with the disk.
    struct Memory {
        /// For each record, the places of the ops written here and not folded away.
        var mine: [Int: BitSet] = [:]
        /// The ops that were not sent when last looked at, by position.
        var unsent: [Int64: Int] = [:]
        var openEdits: [OpenEdit] = []
        /// For each record, the seq at which its state was last found right.
        var checked: [Int: UInt64] = [:]
        var transactions: [TransactionID] = []
        /// The history of the server that the disk lives in, counted from 0.
        var epoch = 0
        /// Where each record stood in that history when the server was put back; nil if it was not,
        /// or if nobody can tell.
        var stood: [Int: UInt64]?
        /// Ops up to this position were sealed into a batch, and never change again.
        var sealedEnd: Int64 = 0
        /// Which copy of the disk it is: a number for every copying that it went through.
        var branch: [Int] = []
        /// Everything written here and not taken back, whatever became of it.
        var written: Set<Int> = []
        /// The starts of the machine in which it has heard of the server's time.
        var anchored: Set<Int> = []
    }

    let person: Int
    let name: String
    var token: String
    let ids: IdentifierSupply
    /// The age of its program.
    var software: Software
    var clocks: DeviceClocks
    var store: ReplicaStore
    var memory = Memory()
    /// The copy that a backup program keeps of the disk.
    var copy: (store: ReplicaStore, memory: Memory, software: Software)?
    /// When it last came to the end of a sync, in true milliseconds.
    var lastSynced: Int64
    var isRevoked = false
    /// What still shows as it was before the server was put back, while not all is fetched anew; nil
    /// if all that shows is of one history.
    var unfetched: Set<RecordID>?
    /// The conflicts that still show so.
    var unfetchedConflicts: Set<ConflictID> = []
    /// Answers that were lost after the server had committed, and not made good since.
    var lostAnswers = 0
    private let box: TimeBox

    init(
        person: Int, name: String, token: String, clocks: DeviceClocks, ids: IdentifierSupply,
        software: Software, store: ReplicaStore, box: TimeBox
    ) {
        self.person = person
        self.name = name
        self.token = token
        self.clocks = clocks
        self.ids = ids
        self.software = software
        self.store = store
        self.box = box
        lastSynced = box.now.milliseconds
    }

    /// The clocks and ids of a write made now.
    var moment: WriteMoment { WriteMoment(clock: clocks.sample(now: box.now), ids: ids) }

    /// How it syncs: with limits of retention that a short history can reach.
    var options: SyncOptions {
        var retention = RetentionLimits()
        retention.newestOpsKept = 2
        retention.undoDays = person.isMultiple(of: 2) ? 0 : 30
        retention.unbackedDaysMax = 100_000
        return SyncOptions(
            allowsRemoval: true, schema: software.schema.version, retention: retention)
    }

    /// The acknowledged state, as the canonical export gives it.
    func canonicalExport() throws -> [String] {
        var lines: [String] = []
        try store.read { try $0.canonicalExport { lines.append($0) } }
        return lines
    }
}

/// The true time, shared by all parts of a history, which runs on one thread.
final class TimeBox: @unchecked Sendable {
    var now = TrueTime()
}
