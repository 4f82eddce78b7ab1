// The people and devices that appear in what a pull carries, each once in an answer.

import CausalCore

/// Collects the directory of a page.
struct DirectoryPart {
    private let shard: ShardRow
    private var replicas: Set<ReplicaID> = []
    private var users: Set<UserID> = []
    private var sentReplicas: Set<ReplicaID> = []
    private var sentUsers: Set<UserID> = []

    init(shard: ShardRow) {
        self.shard = shard
    }

    mutating func add(appearances: [AppearanceRow]) {
        for row in appearances where !sentReplicas.contains(row.replica) {
            replicas.insert(row.replica)
        }
    }

    mutating func add(assignments: [AssignmentRow]) {
        add(users: assignments.map(\.user))
    }

    mutating func add(users: [UserID]) {
        for user in users where !sentUsers.contains(user) { self.users.insert(user) }
    }

    /// The entries that were collected since the last page, sorted.
    mutating func take(_ snapshot: any ServerSnapshot) throws -> [DirectoryEntry] {
        guard !replicas.isEmpty || !users.isEmpty, !planted(.namesNotSent) else { return [] }
        var entries: [DirectoryEntry] = []
        for row in try snapshot.replicas(replicas.sorted()) {
            if row.user.isZero {
                entries.append(
                    DirectoryEntry(
                        replica: row.id, device: "server", user: .zero, handle: "server",
                        name: shard.serverName))
            } else if let user = try snapshot.user(row.user) {
                let device = try snapshot.device(row.device)
                entries.append(
                    DirectoryEntry(
                        replica: row.id, device: device?.name ?? "", user: user.id,
                        handle: user.handle, name: user.name))
            }
        }
        for id in users.sorted() {
            guard let user = try snapshot.user(id) else { continue }
            entries.append(
                DirectoryEntry(
                    replica: ReplicaID(0), device: "", user: id, handle: user.handle,
                    name: user.name))
        }
        sentReplicas.formUnion(replicas)
        sentUsers.formUnion(users)
        replicas = []
        users = []
        return entries.sorted { ($0.replica, $0.user) < ($1.replica, $1.user) }
    }
}
