// Many waiting writers, one durable commit: the first to come writes for all who wait.

import Dispatch
import GRDB
import Synchronization

/// Runs write bodies under the write lock, those that wait together in one transaction.
///
/// A body that throws is taken back alone, by a savepoint. If the commit fails, all of the group fail;
/// their outcome is unknown, and repeating them is safe because ops are known by their ids.
final class CommitGroup: Sendable {
    private let database: any DatabaseWriter
    private let state = Mutex(State())

    private struct State {
        var waiting: [Ticket] = []
        var isLed = false
    }

    init(_ database: any DatabaseWriter) {
        self.database = database
    }

    /// Runs a body; returns once it is durable.
    func write<Result: Sendable>(_ body: @Sendable (Database) throws -> Result) throws -> Result {
        try withoutActuallyEscaping(body) { body in
            let outcome = Outcome<Result>()
            let ticket = Ticket { database in
                outcome.value = .success(try body(database))
            }
            run(ticket)
            if let failure = ticket.failure { throw failure }
            guard let value = outcome.value else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            return try value.get()
        }
    }

    /// Waits for the ticket, or leads the group that it is in.
    private func run(_ ticket: Ticket) {
        let leads = state.withLock { state in
            state.waiting.append(ticket)
            defer { state.isLed = true }
            return !state.isLed
        }
        if !leads {
            ticket.signal.wait()
            if ticket.isDone { return }
        }
        let group = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        commit(group)
        for other in group { other.body = nil }
        for other in group where other !== ticket {
            other.isDone = true
            other.signal.signal()
        }
        let next = state.withLock { state in
            state.isLed = !state.waiting.isEmpty
            return state.waiting.first
        }
        next?.signal.signal()
    }

    /// One transaction for all; a failure of the transaction itself is everybody's.
    private func commit(_ group: [Ticket]) {
        do {
            try database.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    for ticket in group { try run(ticket, alone: group.count == 1, database) }
                    return .commit
                }
            }
        } catch {
            for ticket in group where ticket.failure == nil { ticket.failure = error }
        }
    }

    private func run(_ ticket: Ticket, alone: Bool, _ database: Database) throws {
        guard let body = ticket.body else { return }
        if alone { return try body(database) }
        func run(_ sql: String) throws {
            var statement = try SQLStatement(database, sql)
            try statement.run()
        }
        do {
            try run("SAVEPOINT one")
            try body(database)
            try run("RELEASE one")
        } catch {
            guard database.isInsideTransaction else { throw error }
            try run("ROLLBACK TO one")
            try run("RELEASE one")
            ticket.failure = error
        }
    }
}

/// One waiting writer; touched by its own thread, and by the group's leader while that one waits.
private final class Ticket: @unchecked Sendable {
    /// Gone once it has run: the caller takes back what it lent.
    var body: ((Database) throws -> Void)?
    let signal = DispatchSemaphore(value: 0)
    var isDone = false
    var failure: (any Error)?

    init(_ body: @escaping (Database) throws -> Void) {
        self.body = body
    }
}

/// What a body gave; written by the leader before it signals, read by the waiter after.
private final class Outcome<Value>: @unchecked Sendable {
    var value: Result<Value, any Error>?
}
