// What the server takes and gives in one exchange; protocol/6-limits.md explains each.

import CausalCore

/// The limits of messages, told to the device with every answer.
///
/// A device keeps to the limits of the last answer that it saw; before the first, to ``default``.
public struct SyncLimits: Hashable, Sendable {
    /// Most ops in one batch.
    public var opsPerBatchMax: UInt32
    /// Most bytes of values in one batch, before compression; less than ``bodyBytesMax``, because
    /// some values do not get smaller.
    public var batchBytesMax: UInt32
    /// Most batches in one request.
    public var batchesPerRequestMax: UInt32
    /// Most bytes of a request as it travels.
    public var bodyBytesMax: UInt32
    /// Most bytes of a request or an answer after inflation; of an answer also as it travels.
    public var inflatedBytesMax: UInt32
    /// Most records in one page, held and backfilled ones together.
    public var pageRecordsMax: UInt32
    /// Bytes of values after which a page ends.
    public var pageBytesMax: UInt32
    /// Most pages in one answer.
    public var pagesPerResponseMax: UInt32

    /// What a server does unless its operator said otherwise.
    public static let `default` = SyncLimits()

    /// Makes limits; what is left out is the default.
    public init(
        opsPerBatchMax: UInt32 = 4_000, batchBytesMax: UInt32 = 3_145_728,
        batchesPerRequestMax: UInt32 = 16, bodyBytesMax: UInt32 = 4_194_304,
        inflatedBytesMax: UInt32 = 33_554_432, pageRecordsMax: UInt32 = 2_000,
        pageBytesMax: UInt32 = 2_097_152, pagesPerResponseMax: UInt32 = 4
    ) {
        self.opsPerBatchMax = opsPerBatchMax
        self.batchBytesMax = batchBytesMax
        self.batchesPerRequestMax = batchesPerRequestMax
        self.bodyBytesMax = bodyBytesMax
        self.inflatedBytesMax = inflatedBytesMax
        self.pageRecordsMax = pageRecordsMax
        self.pageBytesMax = pageBytesMax
        self.pagesPerResponseMax = pagesPerResponseMax
    }
}

extension SyncLimits {
    /// Counters, seqs and replica numbers stay below this, so that every form of them is exact.
    public static let counterEnd: UInt64 = 1 << 53
    /// Most times that a request may grow by inflation; not asked of those that come to no more than
    /// ``inflatedBytesUnasked``, because people do write notes of a million blanks.
    public static let inflationRatioMax = 200
    /// Requests that inflate to no more than this are not asked for their ratio.
    public static let inflatedBytesUnasked = 8_388_608
    /// Most anchors in one request.
    public static let anchorsMax = 64
    /// Most ops, records, conflict records, members or verdicts in one list; far above what the
    /// other limits lead to.
    public static let entriesPerListMax = 262_144
    /// Most ops in all batches of one request: four times what the other limits lead to, because an op
    /// of three bytes takes up three hundred once it is decoded.
    public static let opsPerRequestMax = 65_536
    /// Most units in one list of ops or records; far above what the other limits lead to.
    public static let unitsPerListMax = 2_097_152
    /// Most bytes of a name, handle, code or software in a message.
    public static let nameBytesMax = 256
    /// Most ranges of seqs that a device names as known.
    public static let knownRangesMax = SeqRanges.countMax
    /// Most accounts that a device names as held, or asks to have sent again.
    public static let accountsPerRequestMax = 100_000
    /// Most bytes of a history's chain or of a receipt.
    public static let proofBytesMax = 64
    /// Most points of a history in one request for repair or enrollment.
    public static let historyPointsMax = 64

    /// Every limit by name, for protocol/6-limits.md.
    public static var all: [(name: String, value: UInt64)] {
        let usual = SyncLimits.default
        return [
            ("opsPerBatchMax", UInt64(usual.opsPerBatchMax)),
            ("batchBytesMax", UInt64(usual.batchBytesMax)),
            ("batchesPerRequestMax", UInt64(usual.batchesPerRequestMax)),
            ("bodyBytesMax", UInt64(usual.bodyBytesMax)),
            ("inflatedBytesMax", UInt64(usual.inflatedBytesMax)),
            ("pageRecordsMax", UInt64(usual.pageRecordsMax)),
            ("pageBytesMax", UInt64(usual.pageBytesMax)),
            ("pagesPerResponseMax", UInt64(usual.pagesPerResponseMax)),
            ("counterEnd", counterEnd),
            ("inflationRatioMax", UInt64(inflationRatioMax)),
            ("inflatedBytesUnasked", UInt64(inflatedBytesUnasked)),
            ("anchorsMax", UInt64(anchorsMax)),
            ("entriesPerListMax", UInt64(entriesPerListMax)),
            ("opsPerRequestMax", UInt64(opsPerRequestMax)),
            ("unitsPerListMax", UInt64(unitsPerListMax)),
            ("nameBytesMax", UInt64(nameBytesMax)),
            ("knownRangesMax", UInt64(knownRangesMax)),
            ("accountsPerRequestMax", UInt64(accountsPerRequestMax)),
            ("proofBytesMax", UInt64(proofBytesMax)),
            ("historyPointsMax", UInt64(historyPointsMax)),
        ]
    }
}
