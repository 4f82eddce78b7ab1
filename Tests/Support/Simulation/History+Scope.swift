// I6: no byte of an account reaches anybody who does not have it, in no answer and on no disk.
import CZlib
import CausalCore
import Foundation
import GRDB
import GRDBSQLite
import SyncProtocol

extension History {
    /// Looks for words of other people's accounts in an answer.
    func checkScope(_ body: [UInt8], to request: [UInt8], person: Int) throws {
        try checkScope(
            body, to: request,
            accounts: Set(accounts.indices.filter { accounts[$0].people.contains(person) }))
    }

    /// Looks in an answer for words of all accounts but these.
    func checkScope(
        _ body: [UInt8], to request: [UInt8], accounts held: Set<Int>
    ) throws {
        let foreign = accounts.indices.filter { !held.contains($0) }
        guard !foreign.isEmpty else { return }
        report.mark(.foreignScopeAnswered)
        let text = Self.inflated(body)
        for account in foreign where Self.contains(text, accounts[account].token) {
            throw SimulationFailure(
                "I6 isolation",
                "an answer has words of \(accounts[account].token): "
                    + outline(of: body, to: request))
        }
    }

    /// What an answer brings, record by record.
    private func outline(of body: [UInt8], to request: [UInt8]) -> String {
        do {
            let request = try SyncCodec.decodeRequest(request)
            return try SyncCodec.decodeResponse(body, to: request).pages.map { page in
                let records = (page.records + page.backfilled).map { state in
                    "\(recordNumbers[state.record] ?? -1)@\(state.seq)"
                }
                let conflicts = page.conflicts.map { "\(recordNumbers[$0.record] ?? -1)" }
                return "records \(records) conflicts \(conflicts) gained \(page.gained.count) "
                    + "retracted \(page.retracted.count), seq \(page.cursor.at)"
            }.joined(separator: "; ")
        } catch {
            return "\(error)"
        }
    }

    /// Looks for words of lost accounts on a disk: only what was written there may be left.
    func checkDisk(of device: SimulatedDevice) throws {
        let foreign = accounts.filter { !$0.people.contains(device.person) }
        guard !foreign.isEmpty else { return }
        report.mark(.foreignScopeOnDisk)
        let scratch = try workshop.copy(of: device.store, device.software)
        defer { workshop.takeBack(scratch, device.software) }
        let image = try scratch.inspect { database in
            for account in foreign {
                let kept =
                    try Int.fetchOne(
                        database,
                        sql: "SELECT count(*) FROM op WHERE account = ? AND length(replaced) > 1",
                        arguments: [Data(account.id.bytes)]) ?? 0
                if kept > 0 {
                    throw SimulationFailure(
                        "I6 isolation", "values that own ops replaced are left on \(device.name)")
                }
            }
            try database.execute(sql: "DELETE FROM op")
            return Self.image(of: database)
        }
        for account in foreign where Self.contains(image, account.token) {
            throw SimulationFailure(
                "I6 isolation", "the disk of \(device.name) has words of \(account.token)")
        }
    }

    private static func image(of database: Database) -> [UInt8] {
        var size: sqlite3_int64 = 0
        guard let bytes = sqlite3_serialize(database.sqliteConnection, "main", &size, 0) else {
            return []
        }
        defer { sqlite3_free(bytes) }
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(size)))
    }

    private static func contains(_ bytes: [UInt8], _ word: String) -> Bool {
        let word = Array(word.utf8)
        guard let first = word.first, bytes.count >= word.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index <= bytes.count - word.count {
                let rest = bytes.count - index
                guard let start = bytes.baseAddress,
                    let found = memchr(start + index, Int32(first), rest)
                else { return false }
                index = UnsafeRawPointer(found) - UnsafeRawPointer(start)
                guard index <= bytes.count - word.count else { return false }
                if memcmp(found, word, word.count) == 0 { return true }
                index += 1
            }
            return false
        }
    }

    /// The body as zlib itself inflates it.
    private static func inflated(_ body: [UInt8]) -> [UInt8] {
        var size = uLongf(body.count * 40 + 65_536)
        while true {
            var output = [UInt8](repeating: 0, count: Int(size))
            let status = uncompress(&output, &size, body, uLong(body.count))
            if status == Z_OK { return Array(output.prefix(Int(size))) }
            guard status == Z_BUF_ERROR, output.count < 1 << 26 else { return [] }
            size = uLongf(output.count * 4)
        }
    }
}
