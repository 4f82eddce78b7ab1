// Answers to messages and back.

import CausalCore
internal import Foundation

extension WireSyncResponse {
    init(_ response: SyncResponse, to request: SyncRequest?) {
        self.init()
        welcome = WireWelcome(response.welcome, known: request?.hello.history)
        answers = response.answers.map { WireBatchAnswer($0, to: request) }
        let ops = AnsweredOps(request, response.answers)
        pages = response.pages.map { WirePullPage($0, answering: ops) }
        if let answer = response.repair { repair = WireRepairAnswer(answer) }
    }

    func response(to request: SyncRequest?) throws(ProtocolError) -> SyncResponse {
        guard hasWelcome else { throw ProtocolError(.missing, "the answer has no welcome") }
        let opening = try welcome.welcome(known: request?.hello.history)
        var results: [BatchAnswer] = []
        for answer in answers { results.append(try answer.answer(to: request)) }
        let ops = AnsweredOps(request, results)
        var pulled: [PullPage] = []
        for page in pages { pulled.append(try page.page(answering: ops)) }
        return SyncResponse(
            welcome: opening, answers: results, pages: pulled,
            repair: hasRepair ? try repair.answer() : nil)
    }
}

extension WireWelcome {
    init(_ welcome: Welcome, known: HistoryPoint?) {
        self.init()
        if welcome.history != known { history = WireHistoryPoint(welcome.history) }
        serverTime = welcome.serverTime.rawValue
        schema = welcome.schema
        backupSeq = welcome.backupSeq
        if welcome.limits != .default { limits = WireLimits(welcome.limits) }
        refusal = UInt32(welcome.refusal?.rawValue ?? 0)
    }

    func welcome(known: HistoryPoint?) throws(ProtocolError) -> Welcome {
        guard let newest = hasHistory ? try history.point() : known else {
            throw ProtocolError(.missing, "welcome has no history")
        }
        try Column.checkCounter(backupSeq, "welcome.backup_seq")
        return Welcome(
            history: newest,
            serverTime: try StampBits.stamp(serverTime, "welcome.server_time"), schema: schema,
            backupSeq: backupSeq, limits: limits.limits,
            refusal: refusal == 0 ? nil : try Column.choice(refusal, "welcome.refusal"))
    }
}

extension WireBatchAnswer {
    init(_ answer: BatchAnswer, to request: SyncRequest?) {
        self.init()
        batch = IdentityBytes.data(answer.batch)
        switch answer {
        case .accepted(let id, let list):
            let sent = request?.takesEchoes == true ? request?.ops(of: id) : nil
            accepted = WireAcknowledgements(list, known: sent ?? [])
        case .rebirth(_, let replica): rebirth = replica.rawValue
        case .refused(_, let reason): refused = UInt32(reason.rawValue)
        }
    }

    func answer(to request: SyncRequest?) throws(ProtocolError) -> BatchAnswer {
        let id: BatchID = try IdentityBytes.identity(batch, "answer.batch")
        switch result {
        case .accepted(let list):
            return .accepted(id, try list.acknowledgements(known: request?.ops(of: id) ?? []))
        case .rebirth(let number):
            return .rebirth(id, try ReplicaNumber.replica(number, "answer.rebirth"))
        case .refused(let reason): return .refused(id, try Column.choice(reason, "refused"))
        case nil: throw ProtocolError(.missing, "an answer to a batch has no result")
        }
    }
}

extension SyncRequest {
    /// A batch's ops; none for a batch that is not here.
    fileprivate func ops(of batch: BatchID) -> [Op] {
        batches.first { $0.id == batch }?.ops ?? []
    }
}
