// The people and devices that appear in what this laptop has.

import CausalCore
import ReplicaStore

/// The people and devices that appear in what this laptop has.
struct Directory {
    private var handles: [UserID: String] = [:]
    private var names: [UserID: String] = [:]
    private var devices: [ReplicaID: (device: String, user: UserID)] = [:]

    init(entries: [DirectoryEntry], identity: DeviceIdentity) {
        for entry in entries {
            handles[entry.user] = entry.handle
            names[entry.user] = entry.name
            if entry.replica.isValid { devices[entry.replica] = (entry.device, entry.user) }
        }
        handles[identity.user] = identity.handle
        names[identity.user] = identity.name
        devices[identity.replica] = (identity.device, identity.user)
    }

    func name(of user: UserID) -> String {
        let name = names[user] ?? ""
        return name.isEmpty ? handle(of: user) : name
    }

    func handle(of user: UserID) -> String {
        handles[user] ?? (user.isZero ? "the server" : "somebody")
    }

    /// The device's name; empty where it is not known, as the server's is.
    func device(_ replica: ReplicaID) -> String { devices[replica]?.device ?? "" }

    func owner(of replica: ReplicaID) -> UserID? { devices[replica]?.user }

    /// The person with a handle, or with a name that only one has; letter case does not count.
    func user(_ text: String) -> UserID? {
        let folded = text.lowercased()
        if let found = handles.first(where: { $0.value.lowercased() == folded }) {
            return found.key
        }
        let named = names.filter { $0.value.lowercased() == folded }
        return named.count == 1 ? named.first?.key : nil
    }

    /// All handles, sorted.
    var allHandles: [String] { handles.values.sorted() }
}
