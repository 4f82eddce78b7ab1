// How a session follows a server that was restored from a backup and knows it.

import CausalCore
import SyncProtocol

extension SyncSession {
    /// Takes an answer that speaks of a restore: asks for the common point first, then goes back.
    ///
    /// Nothing is pushed or taken in before the copy has gone back.
    mutating func meetRestored(_ response: SyncResponse) -> SyncAction {
        guard let points = offeredPoints else { return askForRepair(response.welcome) }
        offeredPoints = nil
        if let failure = objection(to: response, after: points) { return .stop(failure) }
        guard let answer = response.repair else {
            return .stop(.implausible("it does not say what it still knows"))
        }
        report.repair.restores += 1
        report.repair.commonTime = answer.common.seq == 0 ? nil : answer.commonTime
        return .repair(answer)
    }

    private mutating func askForRepair(_ welcome: Welcome) -> SyncAction {
        guard let situation, welcome.history.lineage != situation.knownLineage else {
            return .stop(.implausible("it says it was restored and is the same as before"))
        }
        guard report.repair.restores < options.repairsMax else {
            return .stop(.implausible("it says again and again that it was restored"))
        }
        return .listPoints
    }

    /// Asks which of the remembered points the server still knows.
    mutating func ask(forRepairFrom points: [HistoryPoint]) -> SyncAction {
        guard let situation else { return .survey }
        batch = nil
        let points = Array(points.prefix(SyncLimits.historyPointsMax))
        offeredPoints = points
        return send(SyncRequest(hello: hello(situation), repair: RepairRequest(points: points)))
    }

    /// What is wrong with the answer to a request for repair; nil if it may be followed.
    private func objection(
        to response: SyncResponse, after points: [HistoryPoint]
    ) -> SyncFailure? {
        guard let situation else { return .implausible("nobody asked") }
        let found = response.welcome.history
        if let refusal = response.welcome.refusal, refusal != .historyRestored {
            return .refusal(refusal, known: situation.knownLineage, found: found.lineage)
        }
        guard response.answers.isEmpty, response.pages.isEmpty else {
            return .implausible("it carries more than what was asked for")
        }
        guard let answer = response.repair else { return nil }
        guard answer.replica.isValid, answer.common.lineage == found.lineage,
            found.lineage != situation.knownLineage, answer.common.seq <= found.seq
        else { return .implausible("the repair does not fit its history") }
        guard answer.common.isAmong(points) else {
            return .implausible("the common point was never seen here")
        }
        return nil
    }
}

extension SyncSituation {
    /// The history that the copy follows.
    var knownLineage: LineageID { history?.lineage ?? lineage }
}

extension HistoryPoint {
    /// Whether it is one of the points that were offered, or the beginning of everything.
    fileprivate func isAmong(_ points: [HistoryPoint]) -> Bool {
        if seq == 0 { return chain.isEmpty }
        return points.contains { $0.seq == seq && $0.chain == chain }
    }
}
