// The canonical export: the form in which copies are compared byte for byte.

import AccountRecords
import CausalCore
import SyncProtocol

extension SyncServer {
    /// Writes the canonical export, line by line, of everything or of one person's scope.
    ///
    /// - Parameter handle: the person whose scope is meant; nil for everything.
    /// - Throws: ``Problem`` if nobody has the handle or the store fails, or what `line` throws.
    public func canonicalExport(user handle: String? = nil, _ line: (String) throws -> Void) throws
    {
        let content = try store.read { [self] snapshot in try exported(handle, snapshot) }
        for state in content.states { try line(CanonicalExport.recordLine(state, schema: schema)) }
        for conflict in content.conflicts {
            try line(CanonicalExport.conflictLine(conflict, schema: schema))
        }
    }

    private func exported(_ handle: String?, _ snapshot: any ServerSnapshot) throws
        -> (states: [RecordState], conflicts: [ConflictRecord])
    {
        let shard = try shard(snapshot)
        var accounts: [RecordID]?
        if let handle {
            guard let user = try snapshot.user(handle: handle) else {
                throw Problem.notFound("person \(handle)")
            }
            var scope = PullScope(user, shard, snapshot)
            if !scope.coversAll { accounts = try scope.all().map(\.account) }
        }
        let window = ScopeWindow(accounts: accounts, after: 0, through: shard.seq)
        let states = try snapshot.records(in: window, limit: .max).filter(\.isAlive)
            .map { try $0.state(changedAfter: 0) }
        let conflicts = try snapshot.conflicts(in: window).filter(\.isOpen)
            .map { try ConflictCoding.conflict($0).conflict }
        return (
            states.sorted(by: CanonicalExport.precedes),
            conflicts.sorted(by: CanonicalExport.precedes)
        )
    }
}
