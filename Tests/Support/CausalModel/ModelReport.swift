// What the model tier has looked at: the figures that it prints.

/// Counts of one run of the model tier, or of several added up.
public struct ModelReport: Hashable, Sendable {
    /// Histories.
    public var histories = 0
    /// Ops that were decided: accepted or refused.
    public var ops = 0
    /// Of these, the refused ones, which stay links of later contexts.
    public var refused = 0
    /// Ops that arrived again and were recognized.
    public var repeats = 0
    /// Pairs of ops whose relation was compared with the truth.
    public var verdicts = 0
    /// Pairs that met as rivals.
    public var conflictPairs = 0
    /// Stamps that a clock could not have and causality bounded.
    public var clamped = 0
    /// Laptops that took a new identity.
    public var rebirths = 0
    /// Disks that were copied.
    public var copies = 0

    /// Nothing looked at yet.
    public init() {}

    /// Adds another report.
    public mutating func add(_ other: ModelReport) {
        histories += other.histories
        ops += other.ops
        refused += other.refused
        repeats += other.repeats
        verdicts += other.verdicts
        conflictPairs += other.conflictPairs
        clamped += other.clamped
        rebirths += other.rebirths
        copies += other.copies
    }

    /// The figures on one line.
    public var summary: String {
        "histories \(histories), ops \(ops) (refused \(refused), repeated \(repeats)), "
            + "verdicts \(verdicts), conflict pairs \(conflictPairs), stamps clamped \(clamped), "
            + "rebirths \(rebirths), disks copied \(copies)"
    }
}
