// Runs histories with a mistake planted, or without any.
import CausalCore
import Simulation

/// What decides whether a mistake is noticed: histories from seeds.
final class Trial {
    private let bug: PlantedBug?
    private var workshop: Workshop

    /// Mistakes that histories do not reach within a minute yet; looked at only when asked for.
    static let beyondReach: Set<PlantedBug> = [
        .backupNotedAhead, .copiesShareOneChain, .heldLinksDropped, .maximalOpTrimmed,
        .namesOfStrangersTaken, .openEditKeptByRepair, .ownSidePreferred, .stubForgetsItsVector,
        .stubKeepsItsCells, .transactionHalfTaken,
    ]

    /// The events without which a mistake changes nothing.
    private static let often: [PlantedBug: [Step.Action]] = [
        .copiesShareOneChain: [.copyDisk, .useCopy], .foldedOpKeepsItsID: [.copyDisk, .useCopy],
        .rebirthGivesNewIDs: [.copyDisk, .putDiskBack], .knownByReplicaOnly: [.copyDisk, .useCopy],
        .scopeCheckedOnPullOnly: [.take, .give], .purgeTakesUnsentEdits: [.take, .give],
        .heldAcceptedLater: [.take, .give], .retractionSkipped: [.take, .give],
        .gainedInTheShardsCursor: [.take, .give], .noticesDropped: [.take, .settleHeld],
        .heldLinksDropped: [.upgradeServer], .transactionHalfTaken: [.upgradeServer],
        .namesOfStrangersTaken: [.lie], .futureContextTaken: [.lie],
        .revocationForgotten: [.revoke], .ownOpsNamedByPlace: [.copyDisk, .useCopy],
        .revokedInTheDatabaseOnly: [.revoke, .restoreServer],
        .backupNotedAhead: [.backUpServer, .restoreServer, .take],
        .unbackedForgotten: [.backUpServer, .restoreServer, .pass],
        .receiptsIgnored: [.restoreServer], .reofferSkipsHeldOps: [.restoreServer, .take],
        .repairKeepsCursor: [.restoreServer], .contextKeptByRepair: [.restoreServer],
        .openEditKeptByRepair: [.restoreServer],
        .maximalOpTrimmed: [.pass, .trim, .backUpServer],
        .stubForgetsItsVector: [.pass, .trim], .stubKeepsItsCells: [.pass, .trim],
    ]

    init(bug: PlantedBug?) throws {
        self.bug = bug
        workshop = try Workshop()
    }

    /// Small histories and many of them: most mistakes need few edits and many mishaps.
    private func plan(_ seed: UInt64) -> HistoryPlan {
        let alters = bug == .checksumWithoutContent
        let (steps, burst) = seed % 4 == 0 ? (40, 24) : (60, 5)
        return HistoryPlan(
            seed: seed, steps: steps, burst: burst, alters: alters,
            often: bug.flatMap { Self.often[$0] } ?? [])
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
