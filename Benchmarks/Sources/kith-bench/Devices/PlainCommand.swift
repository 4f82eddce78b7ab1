// The yardstick: the same records in an ordinary SQLite table, through its C interface.

import ArgumentParser
import GRDBSQLite
import Workload

/// Inserts the workload into plain tables.
///
/// WAL, the library's default of full durability, cached
/// statements, 1,000 records a transaction. Making the records is not timed.
struct PlainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "plain", shouldDisplay: false)

    @Option var database: String
    @OptionGroup var size: WorkloadOptions

    func run() throws {
        let plain = try PlainDatabase(path: database)
        let workload = size.workload
        var used = Usage()
        for chunk in Chunks(workload.accounts, count: 1_000) {
            let rows = chunk.map(\.row)
            let stopwatch = Stopwatch()
            try plain.insert(rows, "account")
            used += stopwatch.usage
        }
        for chunk in Chunks(workload.notes, count: 1_000) {
            let rows = chunk.map(\.row)
            let stopwatch = Stopwatch()
            try plain.insert(rows, "note")
            used += stopwatch.usage
        }
        var figures = Figures(["records": Double(workload.recordCount)])
        figures.add(used)
        try figures.print()
    }
}

/// How many records a process works with.
struct WorkloadOptions: ParsableArguments {
    @Option(help: "Accounts of the workload.") var accounts = 10_000
    @Option(help: "Visit notes of the workload.") var notes = 100_000

    var workload: Workload { Workload(accounts: accounts, notes: notes) }

    static func words(_ workload: Workload) -> [String] {
        ["--accounts", "\(workload.accountCount)", "--notes", "\(workload.noteCount)"]
    }
}

/// Elements of a sequence, so many at a time.
struct Chunks<Base: Sequence>: Sequence, IteratorProtocol {
    private var base: Base.Iterator
    private let count: Int

    init(_ base: Base, count: Int) {
        self.base = base.makeIterator()
        self.count = count
    }

    mutating func next() -> [Base.Element]? {
        var chunk: [Base.Element] = []
        while chunk.count < count, let element = base.next() { chunk.append(element) }
        return chunk.isEmpty ? nil : chunk
    }
}

extension WorkloadAccount {
    fileprivate var row: [String] {
        [
            id, name, street, city, postcode, country, phone, email, contact, segment, status,
            String(creditLimit), remarks,
        ]
    }
}

extension WorkloadNote {
    fileprivate var row: [String] { [id, accountID, author, visitedAt, kind, outcome, body] }
}

/// Two ordinary tables.
private final class PlainDatabase {
    private let connection: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]

    init(path: String) throws {
        var connection: OpaquePointer?
        guard sqlite3_open(path, &connection) == SQLITE_OK, let connection else {
            throw BenchFailure("\(path) cannot be opened")
        }
        self.connection = connection
        try execute("PRAGMA journal_mode = WAL")
        try execute(
            """
            CREATE TABLE account (id TEXT PRIMARY KEY, name TEXT, street TEXT, city TEXT,
            postcode TEXT, country TEXT, phone TEXT, email TEXT, contact TEXT, segment TEXT,
            status TEXT, credit_limit INTEGER, remarks TEXT)
            """)
        try execute(
            """
            CREATE TABLE note (id TEXT PRIMARY KEY, account_id TEXT, author TEXT, visited_at TEXT,
            kind TEXT, outcome TEXT, body TEXT)
            """)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close(connection)
    }

    func insert(_ rows: [[String]], _ table: String) throws {
        try execute("BEGIN IMMEDIATE")
        let statement = try statement(table, columns: rows[0].count)
        for row in rows {
            for (index, text) in row.enumerated() {
                var text = text
                text.withUTF8 { bytes in
                    _ = bytes.withMemoryRebound(to: CChar.self) {
                        sqlite3_bind_text(
                            statement, Int32(index + 1), $0.baseAddress, Int32($0.count), transient)
                    }
                }
            }
            guard sqlite3_step(statement) == SQLITE_DONE else { throw failure }
            sqlite3_reset(statement)
        }
        try execute("COMMIT")
    }

    private func statement(_ table: String, columns: Int) throws -> OpaquePointer {
        if let statement = statements[table] { return statement }
        var statement: OpaquePointer?
        let marks = Array(repeating: "?", count: columns).joined(separator: ", ")
        sqlite3_prepare_v2(
            connection, "INSERT INTO \(table) VALUES (\(marks))", -1, &statement, nil)
        guard let statement else { throw failure }
        statements[table] = statement
        return statement
    }

    private func execute(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    private var failure: BenchFailure {
        BenchFailure("plain SQLite: \(String(cString: sqlite3_errmsg(connection)))")
    }
}

private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
