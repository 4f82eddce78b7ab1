// One sync as a state machine: told what happened, it says what to do. No input, no output, no time.

import CausalCore
import ReplicaStore
import SyncProtocol

/// One sync, from the first look at the local copy to the report.
///
/// A round is: survey, seal, exchange, verdicts, pages. Push comes first, and the pull travels with
/// the last batch, so that a small sync is one exchange whose pages reflect its own push. Rounds
/// follow until nothing waits on either side. Every loop is bounded by ``SyncOptions``.
public struct SyncSession: Sendable {
    /// What was done so far.
    public internal(set) var report = SyncReport()

    let options: SyncOptions
    var situation: SyncSituation?
    var batch: OpBatch?
    var request: SyncRequest?
    var limits = SyncLimits.default
    var opsMax = Int(SyncLimits.default.opsPerBatchMax)
    var bytesMax = Int(SyncLimits.default.batchBytesMax)
    var history: HistoryPoint?
    var round = Round()
    var sendsHeld = false
    var resends = 0
    var setAsides = 0
    var refetches = 0
    var refused = false
    /// The points that a restored server was asked about; nil while no repair is under way.
    var offeredPoints: [HistoryPoint]?
    var removal = PageWeight(accountsHeld: 0, accountsTaken: 0, recordsHeld: 0, recordsTaken: 0)

    /// What is left of the answer, and what it has brought.
    struct Round: Sendable {
        var answers: [BatchAnswer] = []
        var pages: [PullPage] = []
        var mustRepeat = false
        var needsHeld = false
        var hasMore = false
        var hasPulled = false
        var differing: [RecordID] = []
        var weighed: PullPage?
        var at: (cursor: Cursor, backfill: BackfillPoint?)?
    }

    /// A session that has done nothing; begin with ``SyncAction/survey``.
    public init(options: SyncOptions) {
        self.options = options
    }

    /// Where the sync is, for people who watch it.
    public var progress: SyncProgress {
        SyncProgress(
            sent: report.sent, pending: situation?.pendingOps ?? 0, received: report.received,
            roundTrips: report.roundTrips)
    }

    /// The next thing to do, after what has happened.
    public mutating func handle(_ event: SyncEvent) -> SyncAction {
        switch event {
        case .surveyed(let situation): return begin(situation)
        case .sealed(let batch): return prepare(batch)
        case .listed(let accounts): return ask(holding: accounts)
        case .responded(let response): return welcome(response)
        case .failed(let failure): return recover(from: failure)
        case .applied(let gain):
            report.add(gain)
            round.differing += gain.differing
            return next()
        case .weighed(let weight): return weigh(weight)
        case .acknowledged(let offered, let returned):
            report.repair.answered += offered
            report.repair.returned += returned
            return next()
        case .remembered(let points): return ask(forRepairFrom: points)
        case .repaired(let offered):
            report.repair.offered += offered
            return .survey
        case .done: return next()
        }
    }

    // MARK: The question

    private mutating func begin(_ situation: SyncSituation) -> SyncAction {
        guard report.roundTrips < options.roundsMax else {
            return .stop(.implausible("after \(report.roundTrips) exchanges there is still more"))
        }
        self.situation = situation
        round = Round()
        round.at = (situation.cursor, situation.backfill)
        return .seal(opsMax: opsMax, bytesMax: bytesMax)
    }

    private mutating func prepare(_ batch: OpBatch?) -> SyncAction {
        self.batch = batch
        return sendsHeld && pulls ? .listHeld : ask(holding: nil)
    }

    /// Whether this round pulls: not while more waits to be pushed than one batch holds.
    private var pulls: Bool {
        guard let batch else { return true }
        return batch.ops.count >= situation?.pendingOps ?? 0
    }

    /// Whether more batches wait behind the one that was sent.
    var pushesMore: Bool { batch != nil && !pulls }

    /// How large the batch behind the one that was sent may become; nil if none may be sealed now.
    var limitsBehind: BatchLimits? {
        pushesMore && !refused ? BatchLimits(opsMax: opsMax, bytesMax: bytesMax) : nil
    }

    private mutating func ask(holding held: [RecordID]?) -> SyncAction {
        question(holding: held).map { send($0) } ?? .survey
    }

    /// The request of this round; nil before anybody has looked at the local copy.
    func question(holding held: [RecordID]?) -> SyncRequest? {
        guard let situation else { return nil }
        let pull = PullRequest(
            cursor: situation.cursor, backfill: situation.backfill,
            heldCount: situation.heldCount, heldDigest: situation.heldDigest, held: held,
            refetch: situation.refetch, known: situation.known)
        return SyncRequest(
            hello: hello(situation), batches: batch.map { [$0] } ?? [],
            sealedBehind: batch == nil || planted(.batchBehindNotNamed)
                ? nil : situation.sealedBehind,
            pull: pulls ? pull : nil, takesEchoes: batch != nil)
    }

    func hello(_ situation: SyncSituation) -> Hello {
        let boots = Set(batch?.ops.map(\.evidence.boot) ?? [])
        return Hello(
            replica: situation.replica, schema: options.schema,
            history: situation.history
                ?? HistoryPoint(lineage: situation.lineage, seq: 0, chain: []),
            clock: ClockSample(boot: .zero, boottimeNanoseconds: 0, wallNanoseconds: 0),
            anchors: Array(
                situation.anchors.filter { boots.contains($0.boot) }.suffix(SyncLimits.anchorsMax)),
            pendingOps: UInt32(clamping: situation.pendingOps),
            software: batch == nil && situation.history != nil ? "" : options.software)
    }

    mutating func send(_ request: SyncRequest) -> SyncAction {
        self.request = request
        resends = 0
        return .exchange(request)
    }

    // MARK: The answer

    private mutating func welcome(_ response: SyncResponse) -> SyncAction {
        report.roundTrips += 1
        if offeredPoints != nil || response.welcome.refusal == .historyRestored {
            return meetRestored(response)
        }
        if let failure = objection(to: response) { return .stop(failure) }
        limits = response.welcome.limits
        opsMax = min(refused ? opsMax : .max, max(1, Int(clamping: limits.opsPerBatchMax)))
        bytesMax = min(refused ? bytesMax : .max, max(1, Int(clamping: limits.batchBytesMax)))
        history = response.welcome.history
        round.answers = response.answers
        round.pages = response.pages
        return .meet(response.welcome)
    }

    private mutating func recover(from failure: TransportFailure) -> SyncAction {
        if failure.isWorthResending, resends < options.resendsMax, let request {
            resends += 1
            return .exchange(request)
        }
        if planted(.silenceTakenForSuccess), let batch {
            round.mustRepeat = true
            return .acknowledge(batch.id, verdicts(.applied, of: batch), nil)
        }
        if case .problem(let problem) = failure, let batch,
            problem.status == 413 || problem.status == 400,
            problem.status == 413 || !batch.isOneTransaction
        {
            round.mustRepeat = true
            report.roundTrips += 1
            return shrink(batch, because: .tooLarge)
        }
        return .stop(SyncFailure(failure))
    }

    /// Counts what an answer cost; the transport's bytes are its to tell.
    mutating func count(_ answer: TransportAnswer) {
        report.bytesSent += answer.bytesSent
        report.bytesReceived += answer.bytesReceived
    }

    /// The next piece of the answer, or the next round.
    mutating func next() -> SyncAction {
        if !round.answers.isEmpty { return take(round.answers.removeFirst()) }
        if !round.pages.isEmpty { return take(round.pages.removeFirst()) }
        return concludeRound()
    }

    private mutating func concludeRound() -> SyncAction {
        if round.mustRepeat { return .survey }
        if round.needsHeld {
            sendsHeld = true
            return .survey
        }
        guard request?.pull != nil else { return .survey }
        guard round.hasPulled else { return .stop(.implausible("it holds no page")) }
        if round.hasMore { return .survey }
        sendsHeld = false
        guard !round.differing.isEmpty else { return .finish(report) }
        refetches += 1
        guard refetches <= options.refetchesMax else {
            report.differing = round.differing
            return .finish(report)
        }
        report.refetched += round.differing
        return .survey
    }
}

extension OpBatch {
    /// Whether it cannot be made smaller.
    var isOneTransaction: Bool {
        ops.allSatisfy { $0.transaction == ops.first?.transaction }
    }
}
