// Pages to messages and back.

import CausalCore
internal import Foundation

extension WirePullPage {
    /// The message of a page, in an answer to some ops.
    init(_ page: PullPage, answering ops: AnsweredOps) {
        self.init()
        var tables = PageTableWriters()
        tables.accounts = ReferenceWriter(known: ops.accounts)
        let parts = page.parted(by: ops)
        setStates(parts.others, of: page, tables: &tables)
        setNews(of: page, tables: &tables)
        if !parts.echoes.isEmpty {
            echoes = WireEchoColumns(parts.echoes, replicas: &tables.replicas)
        }
        replicas = tables.replicas.entries.map(\.rawValue)
        if !tables.users.entries.isEmpty { users = WireIdentityColumn(tables.users.entries) }
        if !tables.accounts.entries.isEmpty {
            accounts = WireIdentityColumn(tables.accounts.entries)
        }
        start = page.cursor.start
        at = page.cursor.at
        if let point = page.backfill { backfill = WireBackfillPoint(point) }
        isLast = page.isLast
        hasMore_p = page.hasMore
        needsHeldAccounts = page.needsHeldAccounts
    }

    private mutating func setStates(
        _ states: [RecordState], of page: PullPage, tables: inout PageTableWriters
    ) {
        if !states.isEmpty { records = WireRecordColumns(states, tables: &tables) }
        if !page.backfilled.isEmpty {
            backfilled = WireRecordColumns(page.backfilled, tables: &tables)
        }
        if !page.conflicts.isEmpty {
            conflicts = WireConflictColumns(page.conflicts, tables: &tables)
        }
    }

    private mutating func setNews(of page: PullPage, tables: inout PageTableWriters) {
        if !page.directory.isEmpty {
            directory = WireDirectoryColumns(page.directory, tables: &tables)
        }
        if !page.notices.isEmpty { notices = WireNoticeColumns(page.notices, tables: &tables) }
        retracted = tables.accounts.references(to: page.retracted)
        gained = tables.accounts.references(to: page.gained.lazy.map(\.account))
        gainedRoles = Column.trimmed(page.gained.map { UInt32($0.role) })
        completed = tables.accounts.references(to: page.completed)
        let accounts = page.checksums.flatMap(\.accounts)
        let counts = page.checksums.map { Column.length($0.accounts.count) }
        if counts != AccountSum.usualCounts(of: accounts.count) { sumCounts = counts }
        if accounts != tables.accounts.all.sorted() {
            summed = tables.accounts.references(to: accounts)
        }
        checksums = Data(page.checksums.flatMap(\.bytes))
    }

    /// The page, of an answer to some ops.
    func page(answering ops: AnsweredOps) throws(ProtocolError) -> PullPage {
        var tables = PageTableReaders(
            replicas: ReferenceReader(try replicaIDs()),
            users: ReferenceReader(try users.identities("page.users")),
            accounts: ReferenceReader(
                ops.accounts + (try accounts.identities("page.accounts"))))
        let held = try records.states(tables: &tables)
        let gainedStates = try backfilled.states(tables: &tables)
        let conflictRecords = try conflicts.conflicts(tables: &tables)
        let entries = try directory.entries(tables: &tables)
        let news = try notices.notices(tables: &tables)
        let lost = try tables.accounts.entries(retracted, "page.retracted")
        let scope = try scope(tables: &tables)
        let whole = try tables.accounts.entries(completed, "page.completed")
        let sums = try sums(tables: &tables)
        let repeated = try echoes.states(of: ops, replicas: &tables.replicas)
        return PullPage(
            records: merged(held, repeated), backfilled: gainedStates, conflicts: conflictRecords,
            directory: entries, notices: news, retracted: lost, gained: scope, completed: whole,
            checksums: sums, cursor: try WireCursor.cursor(start: start, at: at),
            backfill: hasBackfill ? try backfill.point() : nil, isLast: isLast,
            hasMore: hasMore_p, needsHeldAccounts: needsHeldAccounts)
    }

    private func replicaIDs() throws(ProtocolError) -> [ReplicaID] {
        var result: [ReplicaID] = []
        result.reserveCapacity(replicas.count)
        for number in replicas {
            result.append(try ReplicaNumber.replica(number, "page.replicas"))
        }
        return result
    }

    private func scope(tables: inout PageTableReaders) throws(ProtocolError) -> [ScopeEntry] {
        let accounts = try tables.accounts.entries(gained, "page.gained")
        let roles = try Column.padded(gainedRoles, to: accounts.count, "page.gained_roles")
        var result: [ScopeEntry] = []
        result.reserveCapacity(accounts.count)
        for (account, role) in zip(accounts, roles) {
            guard let role = UInt8(exactly: role) else {
                throw ProtocolError(.range, "page.gained_roles does not fit 8 bits")
            }
            result.append(ScopeEntry(account: account, role: role))
        }
        return result
    }

    private func sums(tables: inout PageTableReaders) throws(ProtocolError) -> [AccountSum] {
        if checksums.isEmpty {
            try Column.expect(summed.count + sumCounts.count, toBe: 0, "page.checksums")
            return []
        }
        let accounts =
            summed.isEmpty
            ? tables.accounts.all.sorted() : try tables.accounts.entries(summed, "page.summed")
        let counts = sumCounts.isEmpty ? AccountSum.usualCounts(of: accounts.count) : sumCounts
        let bounds = try Column.bounds(
            counts, pieces: counts.count, whole: accounts.count, "page.sum_counts")
        try Column.expect(
            checksums.count, toBe: counts.count * AccountSum.byteCount, "page.checksums")
        let bytes = Array(checksums)
        return bounds.enumerated().map { place, piece in
            AccountSum(
                accounts: Array(accounts[piece]),
                checksum: bytes[place * AccountSum.byteCount..<(place + 1) * AccountSum.byteCount]
                    .reduce(0) { $0 << 8 | UInt64($1) })
        }
    }
}

extension AccountSum {
    fileprivate static let byteCount = 6

    /// The checksum as it travels, the most significant byte first.
    fileprivate var bytes: [UInt8] {
        (0..<Self.byteCount).reversed().map { UInt8(truncatingIfNeeded: checksum >> ($0 * 8)) }
    }

    /// How many accounts each of the sums over so many holds, as servers make them.
    fileprivate static func usualCounts(of accounts: Int) -> [UInt32] {
        stride(from: 0, to: accounts, by: accountsMax).map {
            Column.length(min(accountsMax, accounts - $0))
        }
    }
}

/// A replica's number on the wire.
enum ReplicaNumber {
    /// The replica; refuses numbers that no server can have given.
    static func replica(_ number: UInt64, _ name: String) throws(ProtocolError) -> ReplicaID {
        let replica = ReplicaID(number)
        guard replica.isValid else {
            throw ProtocolError(.range, "\(name) is not from 1 to 2^53 - 1")
        }
        return replica
    }
}
