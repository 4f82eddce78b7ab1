// Which accounts a person has, and which of them their device says it holds.

import AccountRecords
import CausalCore

/// What a person may have on a device: their assignments at one moment.
struct PullScope {
    /// Whether all accounts are theirs.
    let coversAll: Bool
    /// How many accounts that is.
    let count: UInt32
    /// The digest over them.
    let digest: ScopeDigest
    private let user: UserRow
    private let snapshot: any ServerSnapshot
    private var entries: [ScopeEntry]?

    init(_ user: UserRow, _ shard: ShardRow, _ snapshot: any ServerSnapshot) {
        coversAll = user.roleOnAll != nil || planted(.scopeCheckedOnPushOnly)
        count = coversAll ? shard.accountCount : user.scopeCount
        digest = coversAll ? shard.accountDigest : user.scopeDigest
        self.user = user
        self.snapshot = snapshot
    }

    /// All of it, sorted by account; read once, and only when it is needed.
    mutating func all() throws -> [ScopeEntry] {
        if let entries { return entries }
        let assigned = try snapshot.assignments(of: user.id).map {
            ScopeEntry(account: $0.account, role: $0.role)
        }
        guard coversAll else {
            entries = assigned
            return assigned
        }
        let roleOnAll = user.roleOnAll ?? AssignmentRole.owner.rawValue
        var roles: [RecordID: UInt8] = [:]
        for entry in assigned { roles[entry.account] = entry.role }
        let all = try snapshot.accounts().map {
            ScopeEntry(account: $0.id, role: roles[$0.id] ?? roleOnAll)
        }
        entries = all
        return all
    }
}

extension PullScope {
    /// Those of some accounts that are held, sorted.
    mutating func accounts(of held: HeldAccounts, among some: Set<RecordID>) throws -> [RecordID] {
        if case .some(let accounts) = held { return accounts.filter(some.contains) }
        if coversAll { return some.sorted() }
        guard some.count < Int(count) / 4 else {
            return try all().map(\.account).filter(some.contains)
        }
        return try snapshot.assignments(of: user.id, on: some.sorted()).map(\.account)
    }
}

/// The accounts that a device holds in full, as far as they are in its person's scope.
enum HeldAccounts {
    /// Exactly the scope.
    case wholeScope
    /// These, sorted.
    case some([RecordID])

    func contains(_ account: RecordID) -> Bool {
        switch self {
        case .wholeScope: return true
        case .some(let accounts):
            var low = 0
            var high = accounts.count
            while low < high {
                let middle = low + (high - low) / 2
                if accounts[middle] < account { low = middle + 1 } else { high = middle }
            }
            return low < accounts.count && accounts[low] == account
        }
    }
}

extension PullScope {
    /// What the device holds, by count and digest or by its list; nil if the list is needed.
    ///
    /// - Parameter born: accounts that it holds as well, since its request made them.
    mutating func held(
        _ request: PullRequest, and born: Set<RecordID>
    ) throws -> HeldAccounts? {
        if let list = request.held {
            let known = born.union(list)
            return .some(try all().map(\.account).filter(known.contains))
        }
        var whole = request.heldDigest
        for account in born { whole.add(account) }
        if Int(request.heldCount) + born.count == Int(count), whole == digest {
            return .wholeScope
        }
        guard Int(request.heldCount) + born.count <= Int(count) else { return nil }
        let earlier = try all().lazy.map(\.account).filter { !born.contains($0) }
            .prefix(Int(request.heldCount))
        var sum = ScopeDigest.empty
        for account in earlier { sum.add(account) }
        guard sum == request.heldDigest else { return nil }
        let held = born.union(earlier)
        return .some(try all().map(\.account).filter(held.contains))
    }
}
