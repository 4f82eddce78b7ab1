// The small messages that others are made of: clocks, history, limits, cursors.

import CausalCore
internal import Foundation

extension WireClockSample {
    init(_ sample: ClockSample) {
        self.init()
        if !sample.boot.isZero { boot = IdentityBytes.data(sample.boot) }
        boottimeNanoseconds = sample.boottimeNanoseconds
        wallNanoseconds = sample.wallNanoseconds
    }

    func sample() throws(ProtocolError) -> ClockSample {
        ClockSample(
            boot: boot.isEmpty ? .zero : try IdentityBytes.identity(boot, "clock.boot"),
            boottimeNanoseconds: boottimeNanoseconds, wallNanoseconds: wallNanoseconds)
    }
}

extension WireClockAnchor {
    init(_ anchor: ClockAnchor) {
        self.init()
        boot = IdentityBytes.data(anchor.boot)
        boottimeNanoseconds = anchor.boottimeNanoseconds
        serverTime = anchor.serverTime.rawValue
    }

    func anchor() throws(ProtocolError) -> ClockAnchor {
        ClockAnchor(
            boot: try IdentityBytes.identity(boot, "anchor.boot"),
            boottimeNanoseconds: boottimeNanoseconds,
            serverTime: try StampBits.stamp(serverTime, "anchor.server_time"))
    }
}

extension WireHistoryPoint {
    init(_ point: HistoryPoint) {
        self.init()
        lineage = IdentityBytes.data(point.lineage)
        seq = point.seq
        chain = Data(point.chain)
    }

    func point() throws(ProtocolError) -> HistoryPoint {
        try Column.checkCounter(seq, "history.seq")
        try Column.expect(chain.count, atMost: SyncLimits.proofBytesMax, "history.chain")
        return HistoryPoint(
            lineage: try IdentityBytes.identity(lineage, "history.lineage"), seq: seq,
            chain: [UInt8](chain))
    }
}

extension WireBackfillPoint {
    init(_ point: BackfillPoint) {
        self.init()
        account = IdentityBytes.data(point.account)
        at = point.at
    }

    func point() throws(ProtocolError) -> BackfillPoint {
        try Column.checkCounter(at, "backfill.at")
        return BackfillPoint(
            account: try IdentityBytes.identity(account, "backfill.account"), at: at)
    }
}

extension WireLimits {
    init(_ limits: SyncLimits) {
        self.init()
        opsPerBatchMax = limits.opsPerBatchMax
        batchBytesMax = limits.batchBytesMax
        batchesPerRequestMax = limits.batchesPerRequestMax
        bodyBytesMax = limits.bodyBytesMax
        inflatedBytesMax = limits.inflatedBytesMax
        pageRecordsMax = limits.pageRecordsMax
        pageBytesMax = limits.pageBytesMax
        pagesPerResponseMax = limits.pagesPerResponseMax
    }

    var limits: SyncLimits {
        let usual = SyncLimits.default
        return SyncLimits(
            opsPerBatchMax: opsPerBatchMax == 0 ? usual.opsPerBatchMax : opsPerBatchMax,
            batchBytesMax: batchBytesMax == 0 ? usual.batchBytesMax : batchBytesMax,
            batchesPerRequestMax: batchesPerRequestMax == 0
                ? usual.batchesPerRequestMax : batchesPerRequestMax,
            bodyBytesMax: bodyBytesMax == 0 ? usual.bodyBytesMax : bodyBytesMax,
            inflatedBytesMax: inflatedBytesMax == 0 ? usual.inflatedBytesMax : inflatedBytesMax,
            pageRecordsMax: pageRecordsMax == 0 ? usual.pageRecordsMax : pageRecordsMax,
            pageBytesMax: pageBytesMax == 0 ? usual.pageBytesMax : pageBytesMax,
            pagesPerResponseMax: pagesPerResponseMax == 0
                ? usual.pagesPerResponseMax : pagesPerResponseMax)
    }
}

/// A cursor on the wire.
enum WireCursor {
    /// The cursor; refuses one that starts behind where it is.
    static func cursor(start: UInt64, at: UInt64) throws(ProtocolError) -> Cursor {
        try Column.checkCounter(at, "cursor.at")
        guard start <= at else { throw ProtocolError(.range, "cursor.start is above cursor.at") }
        return Cursor(start: start, at: at)
    }
}

/// A name on the wire.
enum WireName {
    /// The text; refuses one that is too long.
    static func name(_ text: String, _ name: String) throws(ProtocolError) -> String {
        try Column.expect(text.utf8.count, atMost: SyncLimits.nameBytesMax, name)
        return text
    }
}
