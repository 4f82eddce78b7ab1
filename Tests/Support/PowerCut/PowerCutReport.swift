// What has happened in histories of power cuts, for people.

/// Counts of what has happened.
public struct PowerCutReport: Hashable, Sendable {
    /// Histories that were run.
    public var histories = 0
    /// Writes that returned.
    public var writes = 0
    /// Syncs that were begun.
    public var syncs = 0
    /// Cuts of a laptop's power.
    public var laptopCuts = 0
    /// Cuts of the server's power.
    public var serverCuts = 0
    /// Cuts while a machine was starting after one.
    public var cutsWhileStarting = 0
    /// Programs killed while the power stayed.
    public var kills = 0
    /// Operations that changed a disk.
    public var operations = 0

    /// No histories.
    public init() {}

    /// Adds another report.
    public mutating func add(_ other: PowerCutReport) {
        histories += other.histories
        writes += other.writes
        syncs += other.syncs
        laptopCuts += other.laptopCuts
        serverCuts += other.serverCuts
        cutsWhileStarting += other.cutsWhileStarting
        kills += other.kills
        operations += other.operations
    }

    /// All of it on one line.
    public var line: String {
        """
        power cuts: \(histories) histories, \(writes) writes, \(syncs) syncs, \
        \(operations) disk operations, cuts \(laptopCuts) of laptops, \(serverCuts) of the server, \
        \(cutsWhileStarting) while starting, \(kills) programs killed
        """
    }
}
