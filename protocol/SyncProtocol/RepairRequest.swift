// How a device and a server that was put back find out what both still know.

import CausalCore

/// What a device remembers of the history that the server may have lost.
public struct RepairRequest: Hashable, Sendable {
    /// Points that the device has seen, newest first, at most ``SyncLimits/historyPointsMax``.
    public var points: [HistoryPoint]

    /// Makes a value of its parts.
    public init(points: [HistoryPoint]) {
        self.points = points
    }
}
