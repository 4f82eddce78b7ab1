// Whether what the store holds fits together: the commit chain, the checksums, the audit.

import AccountRecords
import CausalCore
import SyncProtocol

extension SyncServer {
    /// Works everything out anew and compares it with what is stored; changes nothing.
    ///
    /// Reads all ops and all records once, in one snapshot.
    ///
    /// - Throws: ``Problem`` if the store fails or was never initialized.
    public func verify() throws(Problem) -> VerificationReport {
        var report = try reported {
            try store.read { [self] snapshot in
                var verification = Verification(snapshot: snapshot)
                try verification.checkChain(try shard(snapshot))
                try verification.checkAccounts()
                return verification.report
            }
        }
        if let number = try verifyAudit() {
            report.faults.append("the audit's chain is broken at entry \(number)")
        }
        return report
    }
}

/// What a verification found.
public struct VerificationReport: Hashable, Sendable {
    /// How many commits were followed.
    public var commits = 0
    /// How many ops were followed.
    public var ops = 0
    /// How many accounts were summed.
    public var accounts = 0
    /// How many records were summed.
    public var records = 0
    /// What does not fit, each a sentence without any value of a record.
    public var faults: [String] = []

    /// Nothing was looked at.
    public init() {}
}

/// One verification on its way through a snapshot.
private struct Verification {
    let snapshot: any ServerSnapshot
    var report = VerificationReport()

    private static let rowsPerStep = 1_000
    private static let faultsMax = 20

    init(snapshot: any ServerSnapshot) {
        self.snapshot = snapshot
    }

    private mutating func note(_ fault: String) {
        if report.faults.count < Self.faultsMax { report.faults.append(fault) }
    }

    /// Follows the commits from the first to the newest, each link over the digests of its ops.
    mutating func checkChain(_ shard: ShardRow) throws {
        var chain: [UInt8] = []
        var seq: Seq = 0
        while true {
            let commits = try snapshot.commits(after: seq, limit: Self.rowsPerStep)
            guard let end = commits.last?.last else { break }
            var ops = try digests(after: seq, through: end)
            for commit in commits {
                if commit.first != seq + 1 || commit.last < commit.first {
                    note("the commit that ends at seq \(commit.last) does not follow seq \(seq)")
                }
                let own = ops.prefix { $0.seq <= commit.last }
                ops = ops.dropFirst(own.count)
                report.ops += own.count
                let link = CommitRow.link(
                    after: chain, time: commit.time, digests: own.map(\.digest))
                if link != commit.chain {
                    note("the link of the commit that ends at seq \(commit.last) does not hold")
                }
                chain = commit.chain
                seq = commit.last
                report.commits += 1
            }
        }
        if seq != shard.seq || chain != shard.chain {
            note("the history ends at seq \(seq), the server says \(shard.seq)")
        }
    }

    private mutating func digests(after seq: Seq, through end: Seq) throws
        -> ArraySlice<(seq: Seq, digest: [UInt8])>
    {
        var result: [(seq: Seq, digest: [UInt8])] = []
        var last = seq
        while last < end {
            let rows = try snapshot.logged(after: last, limit: Self.rowsPerStep)
            for row in rows where row.seq <= end {
                result.append((row.seq, try digest(of: row)))
            }
            guard let next = rows.last?.seq else { break }
            last = next
        }
        return result[...]
    }

    private mutating func digest(of row: LogRow) throws -> [UInt8] {
        do {
            return try JudgedOp(row).digest
        } catch let damaged as DamagedRow {
            note("the op at seq \(row.seq) cannot be read: \(damaged.what)")
            return []
        }
    }

    /// Sums the records of every account anew.
    mutating func checkAccounts() throws {
        for account in try snapshot.accounts() {
            var sum = AccountChecksum.zero
            var seq: Seq = 0
            while true {
                let rows = try snapshot.records(
                    in: ScopeWindow(
                        accounts: [account.id], after: seq, through: RecordLimits.seqMax),
                    limit: Self.rowsPerStep)
                guard let last = rows.last?.seq else { break }
                seq = last
                for row in rows { sum.add(try digest(of: row)) }
            }
            if sum != account.checksum {
                note("the checksum of account \(account.id) is not that of its records")
            }
            if seq != account.head { note("account \(account.id) is not at seq \(account.head)") }
            report.accounts += 1
        }
    }

    private mutating func digest(of row: RecordRow) throws -> AccountChecksum {
        report.records += 1
        let digest: AccountChecksum
        do {
            digest = try WorkingRecord(row).state(at: row.time).digest()
        } catch let damaged as DamagedRow {
            note("record \(row.id) cannot be read: \(damaged.what)")
            return row.digest
        }
        if digest != row.digest { note("record \(row.id) is not what its digest says") }
        return digest
    }
}
