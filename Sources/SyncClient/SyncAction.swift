// What a sync session asks for, and what it is told.

import CausalCore
import SyncProtocol

/// What a sync session wants done next; each is answered by exactly one ``SyncEvent``.
public enum SyncAction: Hashable, Sendable {
    /// Tell where the local copy stands: ``SyncEvent/surveyed(_:)``.
    case survey
    /// Seal the next batch, or give the sealed one again: ``SyncEvent/sealed(_:)``.
    case seal(opsMax: Int, bytesMax: Int)
    /// List the accounts that are held in full: ``SyncEvent/listed(_:)``.
    case listHeld
    /// Put the present of the clocks in and send: ``SyncEvent/responded(_:)`` or
    /// ``SyncEvent/failed(_:)``.
    case exchange(SyncRequest)
    /// Pair the server's time with the clock of the request, and keep to its limits:
    /// ``SyncEvent/done``.
    case meet(Welcome)
    /// Store the verdicts of a batch, with the point of the history that came with them:
    /// ``SyncEvent/acknowledged(offeredAgain:returned:)``.
    case acknowledge(BatchID, [Acknowledgement], HistoryPoint?)
    /// Store verdicts that were given here, of a batch that the server refused as a whole and has not
    /// taken in: ``SyncEvent/acknowledged(offeredAgain:returned:)``.
    case putAside(BatchID, [Acknowledgement])
    /// Take a new identity and offer everything unacknowledged again: ``SyncEvent/done``.
    case adopt(ReplicaID)
    /// List the points of the server's history that are remembered: ``SyncEvent/remembered(_:)``.
    case listPoints
    /// Go back to the point that a restored server still knows: ``SyncEvent/repaired(offeredAgain:)``.
    case repair(RepairAnswer)
    /// Take a refused batch apart, its ops unchanged: ``SyncEvent/done``.
    case dissolve(BatchID)
    /// Find out what a page would take away: ``SyncEvent/weighed(_:)``.
    case weigh(PullPage)
    /// Take a page in: ``SyncEvent/applied(_:)``.
    case apply(PullPage, HistoryPoint)
    /// The sync came to its end; nothing is to be told any more.
    case finish(SyncReport)
    /// The sync did not come to its end; nothing is to be told any more.
    case stop(SyncFailure)
}

/// What a sync session is told.
public enum SyncEvent: Hashable, Sendable {
    /// Where the local copy stands.
    case surveyed(SyncSituation)
    /// The sealed batch; nil if nothing waits.
    case sealed(OpBatch?)
    /// The accounts that are held in full.
    case listed([RecordID])
    /// The server's answer.
    case responded(SyncResponse)
    /// There is no answer.
    case failed(TransportFailure)
    /// The verdicts are stored; how many of the ops had been offered again after a restore of the
    /// server, and how many of those it has again.
    case acknowledged(offeredAgain: Int, returned: Int)
    /// The points of the server's history that are remembered, the newest first.
    case remembered([HistoryPoint])
    /// The copy went back; how many edits are offered again.
    case repaired(offeredAgain: Int)
    /// What a page would take away.
    case weighed(PageWeight)
    /// What the page adds to the report; ``SyncReport/differing`` names accounts whose checksum
    /// differs.
    case applied(SyncReport)
    /// It is done.
    case done
}
