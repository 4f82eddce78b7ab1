// Databases that are used again, history after history, so that a history costs no migrations.
import GRDB
import ReplicaStore
import ServerStoreSQLite

/// Keeps databases in memory for the histories of one thread.
public final class Workshop {
    private var copies: [Software: [ReplicaStore]] = [:]
    private var servers: [SQLiteServerStore] = []
    private var emptyCopies: [Software: ReplicaStore] = [:]
    /// A server with nothing in it.
    let emptyServer: SQLiteServerStore

    /// A workshop with nothing but the two forms.
    public init() throws {
        emptyServer = try SQLiteServerStore(path: ":memory:")
    }

    /// An empty copy of a device whose program has some age.
    func copy(_ software: Software) throws -> ReplicaStore {
        let empty = try emptyCopies[software] ?? opened(software)
        emptyCopies[software] = empty
        return try copy(of: empty, software)
    }

    /// A copy with the content of another, for a program of its age or of a later one.
    func copy(of other: ReplicaStore, _ software: Software) throws -> ReplicaStore {
        let copy = try copies[software]?.popLast() ?? opened(software)
        try copy.takeContent(of: other)
        return copy
    }

    private func opened(_ software: Software) throws -> ReplicaStore {
        try ReplicaStore.open(path: ":memory:", options: StoreOptions(schema: software.schema))
    }

    /// A server with the content of another.
    func server(of other: SQLiteServerStore) throws -> SQLiteServerStore {
        let server = try servers.popLast() ?? SQLiteServerStore(path: ":memory:")
        try server.takeContent(of: other)
        return server
    }

    /// An empty server.
    func server() throws -> SQLiteServerStore { try server(of: emptyServer) }

    /// Takes back what nobody uses any more.
    func takeBack(_ copy: ReplicaStore, _ software: Software) {
        copies[software, default: []].append(copy)
    }

    /// Takes back what nobody uses any more.
    func takeBack(_ server: SQLiteServerStore) { servers.append(server) }
}
