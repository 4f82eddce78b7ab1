// Syncs a profile with its server, and sends admins' actions.

import AccountRecords
import SyncClient
import SyncProtocol
import SyncTransportHTTP
import Synchronization

extension Kith {
    /// Pushes what was written here and pulls what others wrote.
    ///
    /// Reads and writes of this and other processes go on meanwhile. Cancelling the task ends the
    /// sync between two exchanges or within one; nothing is lost.
    ///
    /// - Parameters:
    ///   - allowsRemoval: whether more than half of what is here may go; ask a person first.
    ///   - progress: told after every exchange.
    /// - Throws: why it did not come to its end, with what to do and how to exit.
    public func sync(
        allowsRemoval: Bool = false, progress: @Sendable (SyncProgress) -> Void = { _ in }
    ) async throws(SyncFailure) -> SyncReport {
        let lock = try SyncLock(path: profile.syncLockPath)
        defer { withExtendedLifetime(lock) {} }
        let exchanger = try connect()
        let syncOptions = SyncOptions(
            allowsRemoval: allowsRemoval, schema: Schema.current.version,
            software: options.software)
        var runner = SyncRunner(
            store: store, clock: clock, ids: ids, options: syncOptions, log: options.log)
        do throws(SyncFailure) {
            let report = try await pump(&runner, over: exchanger, progress: progress)
            await exchanger.close()
            return report
        } catch {
            await exchanger.close()
            throw error
        }
    }

    private func pump(
        _ runner: inout SyncRunner, over exchanger: HTTPExchanger,
        progress: @Sendable (SyncProgress) -> Void
    ) async throws(SyncFailure) -> SyncReport {
        var exchange: Exchange?
        defer { exchange?.cancel() }
        while true {
            switch try runner.next() {
            case .finished(let report):
                progress(runner.progress)
                return report
            case .exchange(let body):
                exchange?.cancel()
                exchange = Exchange(of: body, over: exchanger)
            case .receive: break
            }
            let outcome = await exchange?.outcome { runner.workMeanwhile() }
            runner.deliver(outcome ?? .failure(.interrupted("nothing was sent ahead")))
            exchange = runner.ahead().map { Exchange(of: $0, over: exchanger) }
            progress(runner.progress)
        }
    }

    /// Asks the server to do one action of the admin API.
    ///
    /// - Throws: ``SyncFailure`` with ``SyncFailure/Code/notAllowed`` if the person's role does
    ///   not allow it.
    public func perform<Request: AdminRequest>(
        _ request: Request
    ) async throws(SyncFailure) -> Request.Response {
        let exchanger = try connect()
        do throws(TransportFailure) {
            let response = try await exchanger.perform(request)
            await exchanger.close()
            return response
        } catch {
            await exchanger.close()
            throw SyncFailure(error)
        }
    }
}

/// An exchange under way, and whether its answer is there.
private struct Exchange {
    private let task: Task<Result<TransportAnswer, TransportFailure>, Never>
    private let isOver = Flag()

    init(of body: [UInt8], over exchanger: HTTPExchanger) {
        task = Task { [isOver] in
            defer { isOver.raise() }
            return await exchanger.outcome(of: body)
        }
    }

    func cancel() { task.cancel() }

    /// What comes of it; until then a body is called as long as it says that there is more to do.
    func outcome(meanwhile: () -> Bool) async -> Result<TransportAnswer, TransportFailure> {
        await withTaskCancellationHandler {
            await Task.yield()  // the request goes first
            while !isOver.isRaised, !Task.isCancelled, meanwhile() { await Task.yield() }
            return await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private final class Flag: Sendable {
        private let state = Mutex(false)
        var isRaised: Bool { state.withLock { $0 } }
        func raise() { state.withLock { $0 = true } }
    }
}

extension HTTPExchanger {
    /// What comes of a request to sync.
    fileprivate func outcome(of body: [UInt8]) async -> Result<TransportAnswer, TransportFailure> {
        do throws(TransportFailure) {
            return .success(try await sync(body))
        } catch {
            return .failure(error)
        }
    }
}
