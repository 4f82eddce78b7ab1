// Runs histories with a mistake planted, or without any.
import CausalCore
import Simulation

/// What decides whether a mistake is noticed: histories from seeds.
final class Trial {
    private let bug: PlantedBug?
    private let isPlain: Bool
    private var workshop: Workshop

    /// The events without which a mistake changes nothing.
    private static let often: [PlantedBug: [Step.Action]] = [
        .foldedOpKeepsItsID: [.copyDisk, .useCopy],
        .rebirthGivesNewIDs: [.copyDisk, .putDiskBack], .knownByReplicaOnly: [.copyDisk, .useCopy],
        .scopeCheckedOnPullOnly: [.take, .give], .purgeTakesUnsentEdits: [.take, .give],
        .heldAcceptedLater: [.take, .give], .retractionSkipped: [.take, .give],
        .gainedInTheShardsCursor: [.take, .give], .noticesDropped: [.take, .settleHeld],
        .namesOfStrangersTaken: [.lie], .futureContextTaken: [.lie],
        .revocationForgotten: [.revoke], .ownOpsNamedByPlace: [.copyDisk, .useCopy],
        .revokedInTheDatabaseOnly: [.revoke, .restoreServer],
        .unbackedForgotten: [.backUpServer, .restoreServer, .pass],
        .receiptsIgnored: [.restoreServer], .reofferSkipsHeldOps: [.restoreServer, .take],
        .repairKeepsCursor: [.restoreServer], .contextKeptByRepair: [.restoreServer],
    ]

    /// The situations without which a mistake changes nothing.
    private static let leading: [PlantedBug: [Situation]] = [
        .backupNotedAhead: [.backupMissesWork], .copiesShareOneChain: [.copiesSideBySide],
        .maximalOpTrimmed: [.awayForMonths], .openEditKeptByRepair: [.openAcrossARestore],
        .basesTrimmed: [.awayForMonths], .returningForgotten: [.awayForMonths],
        .recordsKeptByRepair: [.restoreCutShort], .stubForgetsItsVector: [.awayForMonths],
        .stubKeepsItsCells: [.awayForMonths], .batchBehindNotNamed: [.pushCutShort],
    ]

    /// Mistakes that only an older server makes, when it meets what it does not know.
    private static let onOldServers: Set<PlantedBug> = [.heldLinksDropped, .transactionHalfTaken]

    /// - Parameter isPlain: whether the mistake must be noticed in histories like those of any run.
    init(bug: PlantedBug?, isPlain: Bool = false) throws {
        self.bug = bug
        self.isPlain = isPlain
        workshop = try Workshop()
    }

    /// Small histories and many of them: most mistakes need few edits and many mishaps.
    func plan(_ seed: UInt64) -> HistoryPlan {
        let alters = bug == .checksumWithoutContent
        let (steps, burst) = seed % 4 == 0 ? (40, 24) : (60, 5)
        let favoured = isPlain ? nil : bug
        var plan = HistoryPlan(
            seed: seed, steps: steps, burst: burst, alters: alters,
            often: favoured.flatMap { Self.often[$0] } ?? [],
            leading: favoured.flatMap { Self.leading[$0] } ?? [])
        if let favoured, Self.onOldServers.contains(favoured) {
            plan.serverSoftware = .current
            plan.software = [.current] + [Software](repeating: .branch, count: plan.devices - 1)
            plan.steps.removeAll { $0.action == .upgradeServer }
        }
        return plan
    }

    /// The invariant that a history breaks, and how; nil if it breaks none.
    func failure(seed: UInt64, isPlanted: Bool) throws -> String? {
        #if PLANTED_BUGS
            PlantedBug.active = isPlanted ? bug : nil
        #endif
        do {
            _ = try History(plan(seed), workshop: workshop).run()
            return nil
        } catch {
            workshop = try Workshop()  // what a broken history leaves behind is not used again
            return "\(error)".split(separator: "\n").first.map(String.init) ?? "\(error)"
        }
    }
}
