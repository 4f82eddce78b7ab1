// How long a device keeps what it wrote and the server has acknowledged.

/// How long acknowledged edits are kept on the device that wrote them.
///
/// A restored server gets them back from there. One that a completed backup of the server contains is
/// kept for ``undoDays``; one that none contains until it is too old or there are too many, and never
/// goes before its owner was warned.
public struct RetentionLimits: Hashable, Sendable {
    /// Days for which an edit can be undone, though a backup contains it.
    public var undoDays = 30
    /// The newest edits that stay whatever their age, so that the last one can always be undone.
    public var newestOpsKept = 100
    /// Days after which an edit that is in no backup is let go.
    public var unbackedDaysMax = 400
    /// Edits in no backup that are kept; the oldest beyond that are let go.
    public var unbackedOpsMax = 100_000
    /// Bytes of edits in no backup that are kept; the oldest beyond that are let go.
    public var unbackedBytesMax = 67_108_864
    /// Days between the first warning and letting anything go.
    public var warningDays = 14
    /// Days after which the edits are looked through again, if no new backup was made before.
    public var checkDays = 1

    /// The limits of the product.
    public static let `default` = RetentionLimits()

    /// The limits of the product, to be changed one by one.
    public init() {}

    /// All limits by name, for the page that lists them.
    public static var all: [(name: String, value: Int)] {
        let usual = RetentionLimits.default
        return [
            ("undoDays", usual.undoDays), ("newestOpsKept", usual.newestOpsKept),
            ("unbackedDaysMax", usual.unbackedDaysMax),
            ("unbackedOpsMax", usual.unbackedOpsMax),
            ("unbackedBytesMax", usual.unbackedBytesMax), ("warningDays", usual.warningDays),
            ("checkDays", usual.checkDays),
        ]
    }
}
