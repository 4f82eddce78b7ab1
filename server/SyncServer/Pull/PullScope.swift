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
    mutating func held(_ request: PullRequest) throws -> HeldAccounts? {
        if let list = request.held {
            let known = Set(list)
            return .some(try all().map(\.account).filter(known.contains))
        }
        if request.heldCount == count, request.heldDigest == digest { return .wholeScope }
        if request.heldCount == 0, request.heldDigest == .empty { return .some([]) }
        guard request.heldCount < count else { return nil }
        let prefix = try all().prefix(Int(request.heldCount)).map(\.account)
        var sum = ScopeDigest.empty
        for account in prefix { sum.add(account) }
        return sum == request.heldDigest ? .some(prefix) : nil
    }
}
