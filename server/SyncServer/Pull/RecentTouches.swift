// What happened last, kept in memory: many devices ask about the same few seqs.

import CausalCore
import Synchronization

/// Which accounts the newest seqs were about.
///
/// What a seq was about never changes, so what was read in one snapshot is true in all later ones of
/// the same history. A window is narrowed to the accounts that something happened to before the store
/// is asked what that was: fifty laptops that sync at once read each seq once together, instead of
/// each of them once. It may name an account too many, never one too few.
final class RecentTouches: Sendable {
    private let seqsMax: Seq
    private let known: Mutex<KnownTouches>

    /// Knows nothing yet.
    ///
    /// - Parameters:
    ///   - seqsMax: windows of more seqs than this are left to the store.
    ///   - touchesMax: how many touches are kept, of 24 bytes each; when there are more, the older
    ///     half goes.
    init(seqsMax: Seq = 4_096, touchesMax: Int = 16_384) {
        self.seqsMax = seqsMax
        known = Mutex(KnownTouches(countMax: touchesMax))
    }

    /// The accounts that something happened to behind a seq; nil if the store should find them.
    ///
    /// - Throws: what the store throws.
    func accounts(
        after seq: Seq, _ shard: ShardRow, _ snapshot: any ServerSnapshot
    ) throws -> Set<RecordID>? {
        guard seq <= shard.seq, shard.seq - seq <= seqsMax else { return nil }
        // Whoever asks meanwhile waits here for the answer, instead of looking for it as well.
        return try known.withLock { known in
            guard !known.dropped(seq, shard) else { return nil }
            let start = known.start(of: seq, shard, seqsMax: seqsMax)
            let isRead = start < shard.seq && !(planted(.newestTouchesForgotten) && start > seq)
            let read = isRead ? try snapshot.touches(after: start, through: shard.seq) : []
            known.add(read, after: start, shard)
            return known.accounts(after: seq)
        }
    }
}

/// A run of seqs, and what they were about.
private struct KnownTouches {
    private var lineage = LineageID.zero
    /// Everything behind this seq is known, up to ``through``.
    private var after: Seq = 0
    /// The last seq that is known.
    private var through: Seq = 0
    /// What is behind this seq only was too much to be kept, and is not read again.
    private var droppedThrough: Seq = 0
    /// In the order of seqs.
    private var touches: [AccountTouch] = []
    private let countMax: Int

    init(countMax: Int) {
        self.countMax = countMax
    }

    /// Whether something behind a seq was too much to be kept.
    func dropped(_ seq: Seq, _ shard: ShardRow) -> Bool {
        lineage == shard.lineage && seq < droppedThrough
    }

    /// Behind which seq the store has to be asked, so that everything behind `seq` is known.
    func start(of seq: Seq, _ shard: ShardRow, seqsMax: Seq) -> Seq {
        let goesOn = lineage == shard.lineage && after <= seq
        guard goesOn, shard.seq <= through + seqsMax else { return seq }
        return through
    }

    /// Takes in what a snapshot has behind a seq; it replaces what it does not continue.
    mutating func add(_ read: [AccountTouch], after start: Seq, _ shard: ShardRow) {
        if lineage == shard.lineage, after <= start, start <= through {
            touches += read.drop { $0.seq <= through }
            through = max(through, shard.seq)
        } else {
            if lineage != shard.lineage { droppedThrough = 0 }
            (lineage, after, through, touches) = (shard.lineage, start, shard.seq, read)
        }
        guard touches.count > countMax else { return }
        after = touches[touches.count / 2].seq
        touches.removeAll { $0.seq <= after }
        droppedThrough = after
    }

    /// The accounts of all touches behind a seq; nil if they are not known.
    func accounts(after seq: Seq) -> Set<RecordID>? {
        guard after <= seq else { return nil }
        var low = touches.startIndex
        var high = touches.endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if touches[middle].seq <= seq { low = middle + 1 } else { high = middle }
        }
        return Set(touches[low...].lazy.map(\.account))
    }
}
