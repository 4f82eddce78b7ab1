// Which of many ids a table has, asked for all of them at once where that is less work.

import CausalCore
import SyncServer

extension SQLiteTransaction {
    /// Says of accounts whether a window is about them.
    func membership(in window: ScopeWindow) throws -> (RecordID) throws -> Bool {
        if let accounts = window.accounts {
            let members = Set(accounts)
            return { members.contains($0) }
        }
        guard let user = window.user else { return { _ in true } }
        var statement = try statement("SELECT 1 FROM assignment WHERE user = ? AND account = ?")
        var known: [RecordID: Bool] = [:]
        return { account in
            if let answer = known[account] { return answer }
            statement.bind(user)
            statement.bind(account)
            let answer = try statement.one { _ in true } ?? false
            known[account] = answer
            return answer
        }
    }

    /// By what each table has within the seqs; a change of a record is in the log or among the stubs.
    func touches(after seq: Seq, through last: Seq) throws -> [AccountTouch] {
        guard seq < last else { return [] }
        var statement = try statement(
            """
            WITH range (after, last) AS (VALUES (?, ?))
            SELECT log.seq, record.account FROM range
                JOIN log ON log.seq > after AND log.seq <= last JOIN record ON record.id = log.record
            UNION SELECT stub.seq, record.account FROM range
                JOIN stub ON stub.seq > after AND stub.seq <= last
                JOIN record ON record.id = stub.record
            UNION SELECT seq, account FROM range JOIN conflict ON seq > after AND seq <= last
            UNION SELECT seq, account FROM range JOIN assignment ON seq > after AND seq <= last
            UNION SELECT seq, account FROM range JOIN appearance ON seq > after AND seq <= last
            ORDER BY 1, 2
            """)
        statement.bind(seq)
        statement.bind(last)
        return try statement.all { AccountTouch(seq: $0.number(0), account: $0.identifier(1)) }
    }

    /// Those of the ids that a table may have, in the order in which they came.
    ///
    /// New ids are neighbours in time, so that between the least and the greatest of a batch there is
    /// usually nothing: then one look at the index answers for all. Where more lies between them than
    /// was asked for, each is left to be looked up by itself.
    func candidates<Subject>(
        among ids: [Identifier<Subject>], in table: StaticString
    ) throws -> [Identifier<Subject>] {
        guard ids.count > 1, let least = ids.min(), let greatest = ids.max() else { return ids }
        var statement = try statement(
            "SELECT id FROM \(table) WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?")
        statement.bind(least)
        statement.bind(greatest)
        statement.bind(Int64(ids.count))
        let between: [Identifier<Subject>] = try statement.all { $0.identifier(0) }
        if between.isEmpty { return [] }
        if between.count >= ids.count { return ids }
        let present = Set(between)
        return ids.filter(present.contains)
    }
}
