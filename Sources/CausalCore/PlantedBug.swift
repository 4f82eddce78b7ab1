// Mistakes that look right, each planted in one place, to prove that the tests would notice it.

/// One mistake; `make bugs` builds all of them in, switches one on at a time and must see it caught.
///
/// In every other build ``planted(_:)`` is false at compile time, and nothing of them is left.
@usableFromInline
package enum PlantedBug: String, Hashable, Sendable, CaseIterable {
    // CausalCore
    case winnerByArrival, tiesGoToTheLater, equalValuesDroppedFirst, replicaDecidesCausality
    case stampIgnoresWhatWasSeen, stampIgnoresOwnOps, deleteHidesUnseenEdits
    case wallClockBelieved, anchorsIgnored
    // AccountRecords
    case checksumWithoutContent
    // SyncServer
    case noDeduplication, copiesShareOneChain, rivalsReadBeforeTheLock, loserOverwritten
    case conflictNotReopened, editClosesConflict, settledUnseen, deleteDropsStamps
    case oneStampPerRecord, heldLinksDropped, heldAcceptedLater, scopeCheckedOnPushOnly
    case scopeCheckedOnPullOnly, retractionSkipped, revocationForgotten, oneNumberCursor
    case cursorPastWhatWasRead, gainedInTheShardsCursor, historyOnlyInAnswers
    case deviceTimeIsAuthority, commitTimeStandsStill, acknowledgedBeforeCommit
    case receiptsIgnored, knownByReplicaOnly, transactionHalfTaken, namesOfStrangersTaken
    case futureContextTaken, newestTakenForBase, replacedNotMarked, lastBatchForgotten
    case noticesDropped, namesNotSent, revokedInTheDatabaseOnly, backupNotedAhead
    case maximalOpTrimmed, stubForgetsItsVector, basesTrimmed, returningForgotten
    case newestTouchesForgotten, editTakenForNew, editsOfOthersPassedOver
    // ServerStoreSQLite
    case onlyTheNewestRivalRead
    // ReplicaStore
    case contextAtPushTime, contextAtSaveTime, globalCursorAsContext, foldAcrossAPull
    case foldOfOtherUnits, foldOfASealedOp, foldedOpKeepsItsID, acknowledgementAdvancesSeen
    case batchReadOffItsLastOp, rebirthGivesNewIDs, purgeTakesUnsentEdits, pageShownEarly
    case transactionCutByTheLimit, reofferSkipsHeldOps, repairKeepsCursor
    case ownSidePreferred, stubKeepsItsCells, contextKeptByRepair, openEditKeptByRepair
    case unbackedForgotten, ownEditHidden, recordsKeptByRepair, editsTakenForKnown
    case batchBehindForgotten, foldOfABatchBehind, valuesGoWithTheOp
    // SyncClient
    case silenceTakenForSuccess, clockInsideTheBatch, batchBehindNotNamed
    // SyncProtocol
    case ownOpsNamedByPlace, echoNotCompared
}

#if PLANTED_BUGS
    extension PlantedBug {
        /// The mistake that is switched on; set once, before anything runs.
        package nonisolated(unsafe) static var active: PlantedBug?
    }

    /// Whether a mistake is switched on.
    package func planted(_ bug: PlantedBug) -> Bool { PlantedBug.active == bug }
#else
    /// Whether a mistake is switched on: never.
    @inlinable
    @inline(__always)
    package func planted(_ bug: PlantedBug) -> Bool { false }
#endif
