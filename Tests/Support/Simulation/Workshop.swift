// Databases that are used again, history after history, so that a history costs no migrations.
import GRDB
import ReplicaStore
import ServerStoreSQLite

/// Keeps databases in memory for the histories of one thread.
public final class Workshop {
    private var copies: [ReplicaStore] = []
    private var servers: [SQLiteServerStore] = []
    private let emptyCopy: ReplicaStore
    private let emptyServer: SQLiteServerStore

    /// A workshop with nothing but the two forms.
    public init() throws {
        emptyCopy = try ReplicaStore.open(path: ":memory:")
        emptyServer = try SQLiteServerStore(path: ":memory:")
    }

    /// An empty copy of a device.
    func copy() throws -> ReplicaStore { try copy(of: emptyCopy) }

    /// A copy with the content of another.
    func copy(of other: ReplicaStore) throws -> ReplicaStore {
        let copy = try copies.popLast() ?? ReplicaStore.open(path: ":memory:")
        try copy.takeContent(of: other)
        return copy
    }

    /// An empty server.
    func server() throws -> SQLiteServerStore { try server(of: emptyServer) }

    /// A server with the content of another.
    func server(of other: SQLiteServerStore) throws -> SQLiteServerStore {
        let server = try servers.popLast() ?? SQLiteServerStore(path: ":memory:")
        try server.takeContent(of: other)
        return server
    }

    /// Takes back what nobody uses any more.
    func takeBack(_ copy: ReplicaStore) { copies.append(copy) }

    /// Takes back what nobody uses any more.
    func takeBack(_ server: SQLiteServerStore) { servers.append(server) }
}
