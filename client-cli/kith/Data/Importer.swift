// Brings rows into the local copy: makes what is new, fills what is empty, touches nothing else.

import AccountRecords
import CausalCore
import Import
import Kith
import ReplicaStore

/// What an import did.
struct ImportOutcome {
    var added = 0
    var changed = 0
    var unchanged = 0
    var rejected: [RejectedRow]
}

/// Brings rows into the local copy.
///
/// A row is known by its id in the other system, else by its name (of contacts: at the account, by
/// e-mail address or name). What is known is not overwritten: only fields that hold nothing are
/// filled, so that running an import again never takes back what people wrote.
struct Importer {
    let plan: ImportPlan
    let isDryRun: Bool

    /// Rows in one local transaction, well below what fits into one batch.
    private static let rowsPerWrite = 250

    func run(_ context: CommandContext, _ kith: Kith) throws -> ImportOutcome {
        var outcome = ImportOutcome(rejected: plan.rejected)
        var start = 0
        var known = try kith.read { reader in
            try KnownRecords(book: try context.book(reader), mapping: plan.mapping)
        }
        while start < plan.rows.count {
            let rows = plan.rows[start..<min(start + Self.rowsPerWrite, plan.rows.count)]
            start += rows.count
            if isDryRun {
                try kith.read { reader in
                    let book = try context.book(reader)
                    for row in rows {
                        try handle(row, book: book, known: &known, outcome: &outcome) { _, _ in
                            .zero
                        }
                    }
                }
            } else {
                try context.write(kith) { editor, book in
                    for row in rows {
                        try handle(row, book: book, known: &known, outcome: &outcome) {
                            try write($0, $1, &editor)
                        }
                    }
                }
            }
        }
        outcome.rejected.sort { $0.line < $1.line }
        return outcome
    }

    /// What is to be written: a new record, or values for one that is there.
    private enum Target {
        case new(kind: String, account: RecordID?)
        case known(RecordID)
    }

    private func handle(
        _ row: ImportRow, book: RecordBook, known: inout KnownRecords,
        outcome: inout ImportOutcome, write: (Target, RecordChanges) throws -> RecordID
    ) throws {
        do {
            var account: RecordID?
            if plan.mapping.subject == .contacts {
                account = try known.companies.company(of: row, source: plan.mapping.source).get()
            }
            if let id = known.record(of: row, account: account) {
                guard let entry = try book.entry(id) else {
                    outcome.unchanged += 1
                    return
                }
                let changes = try RowChanges(row: row, book: book).filling(entry)
                if changes.isEmpty {
                    outcome.unchanged += 1
                } else {
                    _ = try write(.known(id), changes)
                    outcome.changed += 1
                }
                return
            }
            let kind = plan.mapping.subject == .accounts ? "account" : "contact"
            var changes = try RowChanges(row: row, book: book).all(kind: kind)
            if kind == "account" { changes.set("handle", .text(known.freeHandle(for: row))) }
            let id = try write(.new(kind: kind, account: account), changes)
            known.insert(id, row: row, account: account)
            outcome.added += 1
        } catch let problem as CompanyProblem {
            outcome.rejected.append(rejected(row, problem.reason))
        } catch let failure as CommandFailure where failure.status == .badData {
            outcome.rejected.append(rejected(row, failure.explanation.happened))
        } catch let error as StoreError where error.code == .invalidValue {
            outcome.rejected.append(rejected(row, error.message))
        }
    }

    private func rejected(_ row: ImportRow, _ reason: String) -> RejectedRow {
        RejectedRow(line: row.line, cells: row.cells, reason: reason)
    }

    private func write(
        _ target: Target, _ changes: RecordChanges, _ editor: inout ReplicaEditor
    ) throws -> RecordID {
        switch target {
        case .new(let kind, let account):
            return try editor.create(kind, account: account, changes)
        case .known(let id):
            try editor.set(id, changes)
            return id
        }
    }
}
