// Admin acts on accounts: list, assign, unassign.

import AccountRecords
import CausalCore
import SyncProtocol

extension SyncServer {
    /// Lists accounts with their people; for admins and managers.
    public func perform(_ request: AdminAccountsRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminAccountsResponse
    {
        try look(device, [.admin, .manager]) { [self] snapshot, _ in
            var names = AdminNames(snapshot, schema)
            let wanted = try request.user.map { try person($0, snapshot).id }
            var found: [AdminAccount] = []
            for row in try snapshot.accounts() {
                let account = try names.adminAccount(row)
                if request.isUnassigned, !account.assignments.isEmpty { continue }
                if let wanted, !account.assignments.contains(where: { $0.user == wanted }) {
                    continue
                }
                if let query = request.query, !account.matches(query) { continue }
                found.append(account)
            }
            return AdminAccountsResponse(accounts: found.sorted { $0.handle < $1.handle })
        }
    }

    /// Gives a person accounts; for admins and managers.
    public func perform(_ request: AdminAssignRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminAssignResponse
    {
        try act(device, may: [.admin, .manager], "assign", request.subject) {
            [self] transaction, _ in
            guard let role = AssignmentRole(name: request.role) else {
                throw Problem.invalid("There is no role \(request.role) on accounts.")
            }
            let user = try person(request.user, transaction)
            return request.isAll
                ? try assignAll(to: user, role, transaction)
                : try assign(
                    try accounts(request.accounts, transaction), to: user, role, transaction)
        }
    }

    private func assign(
        _ accounts: [AccountRow], to user: UserRow, _ role: AssignmentRole,
        _ transaction: any ServerTransaction
    ) throws -> AdminAssignResponse {
        var user = user
        let known = try transaction.assignments(of: user.id, on: accounts.map(\.id))
        let changed = accounts.filter { account in
            !known.contains { $0.account == account.id && $0.role == role.rawValue }
        }
        guard !changed.isEmpty else {
            return AdminAssignResponse(assigned: [], unchanged: accounts.count)
        }
        let seq = try takeSeq(transaction)
        for account in changed {
            try transaction.put(
                AssignmentRow(user: user.id, account: account.id, role: role.rawValue, seq: seq))
            if known.contains(where: { $0.account == account.id }) { continue }
            user.scopeCount += 1
            user.scopeDigest.add(account.id)
        }
        try transaction.put(user)
        var names = AdminNames(transaction, schema)
        return AdminAssignResponse(
            assigned: try changed.map { try names.adminAccount($0) },
            unchanged: accounts.count - changed.count)
    }

    private func assignAll(
        to user: UserRow, _ role: AssignmentRole, _ transaction: any ServerTransaction
    ) throws -> AdminAssignResponse {
        var user = user
        let had = Set(try transaction.assignments(of: user.id).map(\.account))
        let hadAll = user.roleOnAll != nil
        user.roleOnAll = role.rawValue
        try transaction.put(user)
        _ = try takeSeq(transaction)
        let all = try transaction.accounts()
        let gained = hadAll ? [] : all.filter { !had.contains($0.id) }
        var names = AdminNames(transaction, schema)
        return AdminAssignResponse(
            assigned: try gained.map { try names.adminAccount($0) },
            unchanged: all.count - gained.count)
    }

    /// Takes accounts from a person; for admins and managers.
    public func perform(_ request: AdminUnassignRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminUnassignResponse
    {
        try act(device, may: [.admin, .manager], "unassign", request.subject) {
            [self] transaction, _ in
            let user = try person(request.user, transaction)
            if user.roleOnAll != nil, !request.isAll {
                throw Problem.hasAllAccounts(user.handle)
            }
            let accounts =
                request.isAll
                ? try transaction.accounts() : try accounts(request.accounts, transaction)
            return try unassign(accounts, from: user, transaction)
        }
    }

    private func unassign(
        _ accounts: [AccountRow], from user: UserRow, _ transaction: any ServerTransaction
    ) throws -> AdminUnassignResponse {
        var user = user
        let hadAll = user.roleOnAll != nil
        let known = Set(
            try transaction.assignments(of: user.id, on: accounts.map(\.id)).map(\.account))
        let taken = accounts.filter { hadAll || known.contains($0.id) }
        guard hadAll || !taken.isEmpty else {
            return AdminUnassignResponse(unassigned: [], unchanged: accounts.count)
        }
        _ = try takeSeq(transaction)
        for account in taken where known.contains(account.id) {
            try transaction.removeAssignment(of: user.id, on: account.id)
            user.scopeCount -= min(1, user.scopeCount)
            user.scopeDigest.subtract(account.id)
        }
        user.roleOnAll = nil
        try transaction.put(user)
        var names = AdminNames(transaction, schema)
        return AdminUnassignResponse(
            unassigned: try taken.map { try names.adminAccount($0) },
            unchanged: accounts.count - taken.count)
    }

    /// Accounts by handle or id, each once.
    private func accounts(_ texts: [String], _ snapshot: any ServerSnapshot) throws -> [AccountRow]
    {
        guard !texts.isEmpty else { throw Problem.invalid("Say which accounts.") }
        var found: [AccountRow] = []
        for text in texts {
            let account = try account(text, snapshot)
            if !found.contains(where: { $0.id == account.id }) { found.append(account) }
        }
        return found
    }

    /// An account by handle, id or short id.
    func account(_ text: String, _ snapshot: any ServerSnapshot) throws -> AccountRow {
        if let id = RecordID(text), let row = try snapshot.accounts([id]).first { return row }
        if let row = try snapshot.account(handle: text) { return row }
        if let short = ShortID(text), short.letter == "a" {
            let matches = try snapshot.accounts().filter { short.matches($0.id) }
            if matches.count > 1 { throw Problem.ambiguous("account") }
            if let row = matches.first { return row }
        }
        throw Problem.notFound("account \(text)")
    }
}

extension AdminAssignRequest {
    fileprivate var subject: String {
        "\(user): \(isAll ? "all accounts" : accounts.joined(separator: " ")) as \(role)"
    }
}

extension AdminUnassignRequest {
    fileprivate var subject: String {
        "\(user): \(isAll ? "all accounts" : accounts.joined(separator: " "))"
    }
}

extension AdminAccount {
    fileprivate func matches(_ query: String) -> Bool {
        handle.lowercased().contains(query.lowercased())
            || name.lowercased().contains(query.lowercased())
    }
}
