// One laptop of a history: the real store and the real sync session, and what its person has seen.
import AccountRecords
import CausalCore
import Foundation
import ReplicaStore
import SyncClient

/// A laptop with its file, its clocks and its person.
final class SimulatedDevice {
    let name: String
    let folder: URL
    let token: String
    var clocks: DeviceClocks
    var ids: IdentifierSupply
    private(set) var store: ReplicaStore
    private let box: TimeBox
    private let options = StoreOptions()

    init(
        name: String, folder: URL, token: String, identity: DeviceIdentity, clocks: DeviceClocks,
        ids: IdentifierSupply, box: TimeBox
    ) throws {
        self.name = name
        self.folder = folder
        self.token = token
        self.clocks = clocks
        self.ids = ids
        self.box = box
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try ReplicaStore.open(path: folder.path + "/replica.sqlite", options: options)
        try store.setIdentity(identity)
    }

    /// The clocks and ids of a write made now.
    var moment: WriteMoment { WriteMoment(clock: clocks.sample(now: box.now), ids: ids) }

    /// Ends the program and starts it again.
    func restart() throws {
        try store.close()
        store = try ReplicaStore.open(path: folder.path + "/replica.sqlite", options: options)
    }

    /// Puts a copy of the disk aside, as a backup program would.
    func copyDisk(to name: String) throws {
        try store.close()
        let copy = folder.appendingPathComponent(name)
        try? FileManager.default.removeItem(at: copy)
        try FileManager.default.copyItem(
            at: folder.appendingPathComponent("replica.sqlite"), to: copy)
        store = try ReplicaStore.open(path: folder.path + "/replica.sqlite", options: options)
    }

    /// Puts the disk back to a copy; false if there is none.
    func restoreDisk(from name: String) throws -> Bool {
        let copy = folder.appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: copy.path) else { return false }
        try store.close()
        for file in ["replica.sqlite", "replica.sqlite-wal", "replica.sqlite-shm"] {
            try? FileManager.default.removeItem(at: folder.appendingPathComponent(file))
        }
        try FileManager.default.copyItem(
            at: copy, to: folder.appendingPathComponent("replica.sqlite"))
        store = try ReplicaStore.open(path: folder.path + "/replica.sqlite", options: options)
        return true
    }

    /// The acknowledged state, as the canonical export gives it.
    func canonicalExport() throws -> [String] {
        var lines: [String] = []
        try store.read { try $0.canonicalExport { lines.append($0) } }
        return lines
    }
}

/// The true time, shared by all parts of a history, which runs on one thread.
final class TimeBox: @unchecked Sendable {
    var now = TrueTime()
}
