// The situations and faults that histories must reach; a long run counts every one of them.

/// One thing that happened in a history.
///
/// A long run in which one of these never happens proves nothing about it, and fails.
public enum Mark: Int, CaseIterable, Hashable, Sendable {
    // The network.
    case requestLost, requestRepeated, requestDelayed, oldRequestArrived, requestCut
    case requestCorrupted, answerLostAfterCommit, answerCut, answerCorrupted
    case captivePortal, badGateway
    // Machines and files.
    case deviceCrashedInSync, deviceCrashedInWrite, serverCrashed, crashAfterCommit
    case machineRestarted, serverRestarted, clockStepped, diskCopied, diskPutBack, copyInUse
    // People and scope.
    case accountTakenAway, accountGiven, scopeLostWithUnsentEdits, deviceRevoked
    case editLeftOpen, openEditSaved, editRefusedHere, opFolded, editsUndone
    case transactionOfSeveral, conflictSettled, conflictAcknowledged
    // What came of it.
    case opApplied, opWon, opLost, opHeld, opRejected, opRepeated, rebirth, syncFailed
    case conflictOfTwo, conflictOfThree, deleteAgainstEdit, equalValuesMet, tiedStamps
    case requestAheadAnswered, requestAheadInVain, batchSentAhead, batchBehindNamed
    case pullOfManyPages, answerLostThenRetried, batchRefused, workedDuringSync
    // A device that lies.
    case liarClaimedOthersOps, liarClaimedTheFuture, liarReusedAnID, liarWroteElsewhere
    case liarNamedForeignConflict, liarTookAnotherReplica, liarForgedEvidence, liarMadeKnownRecord
    case liarAskedForEverything
    // Scope and the inbox.
    case serverBackedUp, serverRestored, serverPutBackUndeclared, serverRestoredTwice
    case workedBeforeAllWasFetched
    case laptopStoppedSafely, opCameBack, opCameBackWithItsStamp, restoreWithPushInFlight
    case foreignScopeAnswered, foreignScopeOnDisk, heldOpApplied, heldOpArchived
    // Months, and programs of different ages.
    case serverEmptied, enrolledAgain, weeksPassed, backupTookLong, logTrimmed, stubMade
    case stubCameBack, backAfterMonths, ownOpsForgotten, backupDropped
    case heldAsTooNew, deviceUpgraded, serverUpgraded, unknownFieldKept

    /// The marks that are faults rather than situations.
    static let faults: [Mark] = Array(allCases.prefix { $0 != .accountTakenAway })

    /// The mark in words.
    public var title: String {
        var words = ""
        for character in String(describing: self) {
            words += character.isUppercase ? " " + character.lowercased() : String(character)
        }
        return words
    }
}
