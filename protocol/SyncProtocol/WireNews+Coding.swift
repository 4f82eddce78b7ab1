// The directory and the notices of a page, to columns and back.

import CausalCore

extension WireDirectoryColumns {
    /// Entries in their order.
    init(_ entries: [DirectoryEntry], tables: inout PageTableWriters) {
        self.init()
        users = tables.users.references(to: entries.lazy.map(\.user))
        replicas = Column.trimmed(
            entries.map { entry in
                entry.replica.rawValue == 0
                    ? 0 : 1 + tables.replicas.reference(to: entry.replica)
            })
        devices = entries.map(\.device)
        handles = entries.map(\.handle)
        names = entries.map(\.name)
    }

    /// The entries.
    func entries(tables: inout PageTableReaders) throws(ProtocolError) -> [DirectoryEntry] {
        let people = try tables.users.entries(users, "directory.users")
        let refs = try Column.padded(replicas, to: people.count, "directory.replicas")
        try Column.expect(devices.count, toBe: people.count, "directory.devices")
        try Column.expect(handles.count, toBe: people.count, "directory.handles")
        try Column.expect(names.count, toBe: people.count, "directory.names")
        var result: [DirectoryEntry] = []
        result.reserveCapacity(people.count)
        for (index, ref) in refs.enumerated() {
            let replica =
                ref == 0
                ? ReplicaID(0) : try tables.replicas.entry(ref - 1, "directory.replicas")
            result.append(
                DirectoryEntry(
                    replica: replica, device: devices[index], user: people[index],
                    handle: handles[index], name: names[index]))
        }
        return result
    }
}

extension WireNoticeColumns {
    /// Notices in their order.
    init(_ notices: [HeldNotice], tables: inout PageTableWriters) {
        self.init()
        outcomes = notices.map { UInt32($0.outcome.rawValue) }
        by = Column.trimmed(tables.users.references(to: notices.lazy.map(\.by)))
        reasons = notices.map(\.reason)
        ops = WireIdentityColumn(notices.map(\.op))
    }

    /// The notices.
    func notices(tables: inout PageTableReaders) throws(ProtocolError) -> [HeldNotice] {
        let count = outcomes.count
        let choices: [HeldOutcome] = try Column.choices(
            outcomes, count: count, "notices.outcomes")
        let people = try tables.users.entries(
            try Column.padded(by, to: count, "notices.by"), "notices.by")
        try Column.expect(reasons.count, toBe: count, "notices.reasons")
        let ids: [OpID] = try ops.identities("notices.ops")
        try Column.expect(ids.count, toBe: count, "notices.ops")
        return (0..<count).map { index in
            HeldNotice(
                op: ids[index], outcome: choices[index], by: people[index],
                reason: reasons[index])
        }
    }
}
