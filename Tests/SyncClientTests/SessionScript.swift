// Plays the store and the server for a session, one event after the other.

import CausalCore
import SyncClient
import SyncProtocol

/// A session under test, and what it asked for last.
struct SessionScript {
    var session: SyncSession
    var action = SyncAction.survey

    init(_ options: SyncOptions = SyncOptions(schema: 1)) {
        session = SyncSession(options: options)
    }

    mutating func tell(_ event: SyncEvent) { action = session.handle(event) }

    /// From the survey to the exchange.
    @discardableResult
    mutating func ask(_ situation: SyncSituation, _ batch: OpBatch? = nil) -> SyncRequest? {
        tell(.surveyed(situation))
        tell(.sealed(batch))
        guard case .exchange(let request) = action else { return nil }
        return request
    }

    /// From the answer to the first thing that is to be done with it.
    mutating func answer(_ response: SyncResponse) {
        tell(.responded(response))
        if case .meet = action { tell(.done) }
    }

    var failure: SyncFailure? {
        guard case .stop(let failure) = action else { return nil }
        return failure
    }

    var isFinished: Bool {
        guard case .finish = action else { return false }
        return true
    }
}

let lineage = LineageID(high: 1, low: 1)

func history(_ seq: Seq = 10, _ lineage: LineageID = lineage) -> HistoryPoint {
    HistoryPoint(lineage: lineage, seq: seq, chain: [UInt8(truncatingIfNeeded: seq)])
}

func situation(pending: Int = 0, at seq: Seq = 0, held: UInt32 = 0) -> SyncSituation {
    SyncSituation(
        replica: ReplicaID(7), lineage: lineage, history: seq == 0 ? nil : history(seq),
        cursor: Cursor(start: seq, at: seq), heldCount: held, pendingOps: pending)
}

func op(_ number: UInt64, transaction: UInt64 = 1) -> Op {
    Op(
        id: OpID(high: 2, low: number), record: RecordID(high: 3, low: 1), kind: 1,
        account: RecordID(high: 3, low: 1), action: .set,
        units: [UnitWrite(key: UnitKey(field: 2), value: [1])],
        evidence: ClockSample(
            boot: BootID(high: 9, low: 9), boottimeNanoseconds: number, wallNanoseconds: 0),
        transaction: TransactionID(high: 4, low: transaction), author: .zero, schema: 1)
}

func batch(_ name: UInt64 = 1, ops: [Op]) -> OpBatch {
    OpBatch(id: BatchID(high: 5, low: name), previous: .zero, ops: ops)
}

func page(
    at seq: Seq = 10, hasMore: Bool = false, _ change: (inout PullPage) -> Void = { _ in }
) -> PullPage {
    var page = PullPage(
        cursor: Cursor(start: seq, at: seq), isLast: true, hasMore: hasMore)
    change(&page)
    return page
}

func response(
    _ answers: [BatchAnswer] = [], _ pages: [PullPage] = [], at point: HistoryPoint = history()
) -> SyncResponse {
    SyncResponse(
        welcome: Welcome(history: point, serverTime: Stamp(milliseconds: 1000), schema: 1),
        answers: answers, pages: pages)
}

func accepted(_ batch: OpBatch, _ verdict: Verdict = .applied) -> BatchAnswer {
    .accepted(
        batch.id,
        batch.ops.map {
            Acknowledgement(
                op: $0.id, verdict: verdict, isDuplicate: false, seq: 9,
                stamp: Stamp(milliseconds: 5), quality: .boottime)
        })
}

func problem(_ status: Int, _ code: String) -> TransportFailure {
    .problem(
        Problem(
            type: "", title: "Title", status: status, code: code, detail: "Detail.",
            remedy: "Remedy.", retry: status >= 500))
}
