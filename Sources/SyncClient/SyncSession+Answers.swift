// How a session takes the verdicts: accepted, reborn, refused.

import CausalCore
import SyncProtocol

extension SyncSession {
    /// What is wrong with an answer as a whole; nil if it may be taken in.
    ///
    /// Decided before anything is written: a server that lost its history must not be written to
    /// this device, nor this device's edits acknowledged by it.
    func objection(to response: SyncResponse) -> SyncFailure? {
        guard let situation else { return .implausible("nobody asked") }
        let found = response.welcome.history
        let known = situation.history?.lineage ?? situation.lineage
        if let refusal = response.welcome.refusal {
            return .refusal(refusal, known: known, found: found.lineage)
        }
        if found.lineage != known || !continues(found, situation.history) {
            return .stopped(.historyDiffers(known: known, found: found.lineage))
        }
        guard response.answers.count <= (batch == nil ? 0 : 1),
            response.answers.allSatisfy({ $0.batch == batch?.id })
        else { return .implausible("it answers a batch that was not sent") }
        guard batch == nil || !response.answers.isEmpty else {
            return .implausible("it says nothing of the batch")
        }
        guard request?.pull != nil || response.pages.isEmpty else {
            return .implausible("it holds pages that were not asked for")
        }
        return nil
    }

    private func continues(_ found: HistoryPoint, _ known: HistoryPoint?) -> Bool {
        guard let known else { return true }
        return found.seq > known.seq || (found.seq == known.seq && found.chain == known.chain)
    }

    /// Takes what became of the batch.
    mutating func take(_ answer: BatchAnswer) -> SyncAction {
        guard let batch else { return next() }
        switch answer {
        case .accepted(let id, let verdicts):
            guard verdicts.map(\.op) == batch.ops.map(\.id) else {
                return .stop(.implausible("its verdicts are not those of the batch"))
            }
            round.mustRepeat = round.mustRepeat || request?.pull == nil
            report.add(verdicts, of: batch.ops)
            return .acknowledge(id, verdicts, history)
        case .rebirth(_, let replica):
            report.rebirths += 1
            round.mustRepeat = true
            guard report.rebirths <= options.rebirthsMax, replica.isValid else {
                return .stop(.implausible("it keeps giving new identities"))
            }
            return .adopt(replica)
        case .refused(_, let reason):
            round.mustRepeat = true
            return shrink(batch, because: reason)
        }
    }

    /// Never sends a refused batch again: halves it, and puts a transaction aside that by itself
    /// is refused, so that it does not block those behind it.
    mutating func shrink(_ batch: OpBatch, because reason: BatchRefusal) -> SyncAction {
        refused = true
        guard batch.isOneTransaction, reason != .notReached, reason != .identityReuse else {
            opsMax = max(1, batch.ops.count / 2)
            bytesMax = max(1, bytesMax / 2)
            setAsides += batch.isOneTransaction ? 1 : 0
            return setAsides > options.setAsidesMax ? tooManyRefusals() : .dissolve(batch.id)
        }
        setAsides += 1
        guard setAsides <= options.setAsidesMax else { return tooManyRefusals() }
        let verdicts = verdicts(
            .rejected(reason == .tooLarge ? .limitExceeded : .invalidValue), of: batch)
        report.add(verdicts, of: batch.ops)
        return .putAside(batch.id, verdicts)
    }

    /// The same verdict for every op of a batch, given on the device.
    func verdicts(_ verdict: Verdict, of batch: OpBatch) -> [Acknowledgement] {
        batch.ops.map {
            Acknowledgement(
                op: $0.id, verdict: verdict, isDuplicate: false, seq: 0, stamp: .zero,
                quality: .wall)
        }
    }

    private func tooManyRefusals() -> SyncAction {
        .stop(.implausible("it refuses batch after batch"))
    }
}
