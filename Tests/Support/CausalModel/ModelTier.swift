// Many random histories through the pure core: the broadest and fastest tier of the simulation.

/// Runs histories of the model from seeds.
public struct ModelTier {
    private var history = ModelHistory()

    /// Prepares a tier; it belongs to one thread.
    public init() {}

    /// What was looked at so far.
    public var report: ModelReport { history.report }

    /// Runs the history of one seed.
    ///
    /// - Throws: ``AlgebraFailure`` for a broken law.
    public mutating func run(seed: UInt64) throws(AlgebraFailure) {
        try history.run(seed: seed)
    }
}
