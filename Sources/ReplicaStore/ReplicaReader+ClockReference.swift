// What the device knows of the server's time, to show its own clock's times corrected.

import CausalCore
import GRDB

/// What the device knows of the server's time.
///
/// For display only: a stamp is the server's to give.
public struct ClockReference: Hashable, Sendable {
    /// Moments at which it and the server compared clocks, oldest first.
    public var anchors: [ClockAnchor]
    /// How far its wall clock was behind the server's at the last sync, in milliseconds.
    public var offsetMilliseconds: Int64

    /// How far the wall clock of a reading is behind the server's, in milliseconds: by the newest
    /// anchor of the same boot, else as at the last sync.
    public func lagMilliseconds(of sample: ClockSample) -> Int64 {
        guard !sample.boot.isZero,
            let anchor = anchors.last(where: { $0.boot == sample.boot }),
            sample.boottimeNanoseconds >= anchor.boottimeNanoseconds
        else { return offsetMilliseconds }
        let elapsed = (sample.boottimeNanoseconds - anchor.boottimeNanoseconds) / 1_000_000
        let server = Int64(clamping: anchor.serverTime.milliseconds) + Int64(clamping: elapsed)
        return server - sample.wallNanoseconds / 1_000_000
    }
}

extension ReplicaReader {
    /// What the device knows of the server's time; cheap.
    public func clockReference() throws -> ClockReference {
        let row = try connection.row("SELECT offset_milliseconds FROM sync_state")
        return ClockReference(
            anchors: try connection.anchors(), offsetMilliseconds: row?.integer(0) ?? 0)
    }
}
