// Performs what a session decides on a local copy, up to the point where bytes must travel.

import CausalCore
import Logging
import ReplicaStore
import SyncProtocol

/// Drives one sync of a local copy; whoever owns the network pumps it.
///
/// ```swift
/// var runner = SyncRunner(store: store, clock: clock, ids: ids, options: options)
/// while case .exchange(let body) = try runner.next() {
///     runner.deliver(exchange(body))  // over HTTPS, or by a call into a server in memory
/// }
/// ```
///
/// No transaction is open while bytes travel. Killing the process at any point loses nothing: the
/// next sync begins from what the store says.
public struct SyncRunner {
    /// What is next.
    public enum Step: Hashable, Sendable {
        /// Send this encoded request and deliver what comes of it.
        case exchange([UInt8])
        /// Deliver what comes of the request that ``SyncRunner/ahead()`` gave.
        case receive
        /// The sync is over.
        case finished(SyncReport)
    }

    /// What one answer may be, however generous the server's limits are: four pages of the largest
    /// records.
    static let answerLimits = SyncLimits(inflatedBytesMax: 128 << 20)

    let store: ReplicaStore
    let clock: any DeviceClock
    let ids: IdentifierSupply
    let log: Logger
    let retention: RetentionLimits
    private var session: SyncSession
    /// What the last answer told of the link.
    private var isLinkFast = false
    private var action = SyncAction.survey
    /// What was sent ahead, and the clocks that went with it.
    private var expected: (request: SyncRequest, sent: ClockSample?)?
    private var prepared: PreparedBatch?
    var sent: ClockSample?
    var offsetMilliseconds: Int64?
    var welcome: Welcome?

    /// Prepares a sync; nothing is read yet.
    ///
    /// - Parameters:
    ///   - clock: gives the present that goes with each request.
    ///   - ids: names the batches.
    public init(
        store: ReplicaStore, clock: any DeviceClock, ids: IdentifierSupply, options: SyncOptions,
        log: Logger = Logger(label: "kith.sync", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.store = store
        self.clock = clock
        self.ids = ids
        self.log = log
        retention = options.retention
        session = SyncSession(options: options)
    }

    /// Where the sync is, for people who watch it.
    public var progress: SyncProgress { session.progress }

    /// Works until bytes must travel or the sync is over.
    ///
    /// - Throws: why the sync did not come to its end; it is noted in the store, and nothing is
    ///   lost.
    public mutating func next() throws(SyncFailure) -> Step {
        while true {
            if let step = try step() { return step }
        }
    }

    /// Does one thing: at most one transaction on the local copy; nil if bytes need not travel yet.
    mutating func step() throws(SyncFailure) -> Step? {
        switch action {
        case .exchange(let request):
            defer { expected = nil }
            if let expected, expected.request.asks(theSameAs: request) {
                sent = expected.sent
                return .receive
            }
            do { return .exchange(try encoded(request)) } catch { throw note(error) }
        case .finish(let report):
            return .finished(try note(report))
        case .stop(let failure):
            throw note(failure)
        default:
            do {
                action = session.handle(try perform(action))
            } catch {
                action = .stop(error)
            }
            return nil
        }
    }

    /// A request to send while ``next()`` takes in what was delivered, so that the server works at
    /// the same time; nil if there is none.
    ///
    /// It changes nothing that its turn would not: it asks for more, or pushes what was sealed before.
    /// If it was the right one, ``next()`` gives ``Step/receive``; otherwise its answer is of no use.
    /// Call it once after each delivery, or never.
    public mutating func ahead() -> [UInt8]? {
        expected = nil
        guard case .meet = action,
            let request = session.requestAhead(
                behind: { prepared?.batch(behind: $0) ?? batch(behind: $0) })
        else { return nil }
        let present = sent
        defer { sent = present }
        do {
            let body = try encoded(request)
            expected = (request, sent)
            return body
        } catch {
            return nil  // it is made again when its turn comes, and fails there
        }
    }

    /// Does a part of what this sync has to do later; call it while an answer is on its way.
    ///
    /// Only in a long push, where a server's time is long enough to be of use: the next batch is
    /// sealed and made into bytes, then words are indexed.
    ///
    /// - Returns: whether there may be more to do.
    public mutating func workMeanwhile() -> Bool {
        guard session.pushesMore else { return false }
        do {
            if let limits = session.limitsBehind, let waiting = session.batch?.id,
                prepared?.batch(behind: waiting) == nil
            {
                try sealBehind(limits)
                if let next = batch(behind: waiting) {
                    prepared = try PreparedBatch(next, onFastLink: isLinkFast)
                    return true
                }
            }
            return try !store.indexSomeWords()
        } catch {
            return false  // the end of the sync tries again, and tells
        }
    }

    /// Tells what came of the request that ``next()`` gave, or that was sent ahead.
    public mutating func deliver(_ result: Result<TransportAnswer, TransportFailure>) {
        switch result {
        case .failure(let failure):
            action = session.handle(.failed(failure))
        case .success(let answer):
            session.count(answer)
            isLinkFast = answer.isLinkFast
            do {
                action = session.handle(
                    .responded(
                        try SyncCodec.decodeResponse(
                            answer.body, limits: Self.answerLimits,
                            to: session.request)))
            } catch {
                action = session.handle(.failed(.malformed(error.message)))
            }
        }
    }

    /// Runs the whole sync over an exchange that does not wait.
    public mutating func run(
        exchange: ([UInt8]) -> Result<TransportAnswer, TransportFailure>
    ) throws(SyncFailure) -> SyncReport {
        while true {
            switch try next() {
            case .exchange(let body): deliver(exchange(body))
            case .receive: deliver(.failure(.interrupted("nothing was sent ahead")))
            case .finished(let report): return report
            }
        }
    }

    /// The request with the clocks' present, which is never part of a sealed batch.
    private mutating func encoded(_ request: SyncRequest) throws(SyncFailure) -> [UInt8] {
        var request = request
        let present = clock.sample()
        sent = present
        // What is not pushed needs no evidence; the wall clock tells how wrong it is.
        request.hello.clock =
            request.batches.isEmpty
            ? ClockSample(
                boot: .zero, boottimeNanoseconds: 0, wallNanoseconds: present.wallNanoseconds)
            : present
        request.hello.anchors.removeAll { $0.boot == present.boot }
        var ready = request.batches.first.flatMap { prepared?.bytes(of: $0.id) }
        if planted(.clockInsideTheBatch), !request.batches.isEmpty {
            ready = nil
            for index in request.batches[0].ops.indices {
                request.batches[0].ops[index].evidence = present
            }
        }
        do {
            if let ready { return try SyncCodec.encode(request, with: ready) }
            return try SyncCodec.encode(request, onFastLink: isLinkFast)
        } catch {
            throw SyncFailure(
                .store, "What waits to be sent cannot be encoded: \(error.message).",
                remedy: "Please report this.", exitStatus: ExitStatus.inputOutput)
        }
    }

    private mutating func perform(_ action: SyncAction) throws(SyncFailure) -> SyncEvent {
        do {
            switch action {
            case .survey: return .surveyed(try situation())
            case .seal(let ops, let bytes): return .sealed(try seal(opsMax: ops, bytesMax: bytes))
            case .listHeld: return .listed(try store.heldAccounts())
            case .meet(let welcome): try meet(welcome)
            case .acknowledge(let batch, let verdicts, let history):
                let summary = try store.acknowledge(batch: batch, verdicts, history: history)
                return .acknowledged(
                    offeredAgain: summary.offeredAgain, returned: summary.returned)
            case .putAside(let batch, let verdicts):
                let summary = try store.putAside(batch: batch, verdicts)
                return .acknowledged(
                    offeredAgain: summary.offeredAgain, returned: summary.returned)
            case .listPoints: return .remembered(try store.rememberedPoints())
            case .repair(let answer): return .repaired(offeredAgain: try repair(answer))
            case .adopt(let replica): try store.adopt(rebirth: replica)
            case .dissolve(let batch): try store.dissolve(batch: batch)
            case .weigh(let page): return .weighed(try weight(of: page))
            case .apply(let page, let history): return .applied(try apply(page, history))
            case .exchange, .finish, .stop: break
            }
            return .done
        } catch let failure as StoreError {
            throw SyncFailure(failure)
        } catch {
            throw SyncFailure(
                .store, "The local copy could not be used: \(error).",
                remedy: "Run kith doctor.", exitStatus: ExitStatus.inputOutput)
        }
    }
}
