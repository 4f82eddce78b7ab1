// Putting a database back: checked first, declared in the copy, then swapped in one step.

import CausalCore
import Foundation
import ServerStoreSQLite
import SyncProtocol
import SyncServer

/// What a restore came to.
struct RestoredFolder {
    var restored: RestoreSummary
    /// Where the former database is kept; nil if there was none, or it is the present one.
    var kept: String?
}

/// One restore of a data folder; the caller holds its lock.
struct Restoration {
    let folder: DataFolder
    let allowsOlder: Bool

    private var draft: String { folder.database + ".restoring" }

    /// Puts a backup in the place of the database.
    ///
    /// Everything is ready and durable in a file beside it before the database is touched.
    func putBack(_ backup: String) throws -> RestoredFolder {
        let examination = try examined(backup)
        let memory = try remembered()
        try refuseOlder(examination.seq, memory)
        removeDraft()
        let restored: RestoreSummary
        let present: HistoryRecord
        do {
            try stored(backup) { try SQLiteServerStore.copy(backup, to: draft) }
            (restored, present) = try declare(draft, memory)
            for suffix in ["-wal", "-shm"] { unlink(draft + suffix) }
            try FileSystem.sync(draft)
        } catch {
            removeDraft()
            throw error
        }
        let kept = try setAside()
        try FileSystem.move(draft, to: folder.database)
        try present.save(folder)
        return RestoredFolder(restored: restored, kept: kept)
    }

    /// Says that the database in the folder was put back by other means.
    func declare() throws -> RestoredFolder {
        guard access(folder.database, F_OK) == 0 else {
            throw CommandFailure(
                .configuration, "\(folder.database) is missing.",
                remedy: "Put it back first, or: kith-server restore FILE --data \(folder.path)")
        }
        _ = try examined(folder.database)
        let (restored, present) = try declare(
            folder.database, try HistoryRecord.load(folder).map { [$0] } ?? [])
        try present.save(folder)
        return RestoredFolder(restored: restored, kept: nil)
    }

    private func declare(_ path: String, _ memory: [HistoryRecord]) throws -> (
        RestoreSummary, HistoryRecord
    ) {
        try ReceiptKey.ensure(folder)
        let store = try folder.store(at: path)
        let server = try folder.server(over: store)
        let report = try explained { try server.verify() }
        if let fault = report.faults.first {
            throw CommandFailure(
                .badData, "The database does not fit together: \(fault).",
                remedy: "Take another backup. Nothing was changed.")
        }
        let restored = try explained {
            try server.declareRestored(earlier: memory.flatMap(\.rows))
        }
        let present = HistoryRecord(try explained { try server.history() })
        try stored(path) { try store.finish() }
        return (restored, present)
    }

    /// What is known of the histories before: outside the database, and by the one that was there.
    private func remembered() throws -> [HistoryRecord] {
        var memory = try HistoryRecord.load(folder).map { [$0] } ?? []
        guard access(folder.database, F_OK) == 0,
            let examination = try? SQLiteServerStore.examine(folder.database),
            examination.faults.isEmpty, examination.shard != nil,
            let store = try? folder.store(at: folder.database),
            let former = try? folder.server(over: store).history()
        else { return memory }
        memory.append(HistoryRecord(former))
        try? store.finish()
        return memory
    }

    /// Laptops may have forgotten what a newer completed backup has.
    private func refuseOlder(_ seq: Seq, _ memory: [HistoryRecord]) throws(CommandFailure) {
        let newest = memory.map(\.backupSeq).max() ?? 0
        guard seq < newest, !allowsOlder else { return }
        throw CommandFailure(
            .safetyStop,
            "A newer backup was completed: it has everything up to seq \(newest), this one up to "
                + "seq \(seq). Laptops may have forgotten what lies between.",
            remedy: "Restore the newer one. If it is lost: add --older. Nothing was changed.")
    }

    private func examined(_ path: String) throws(CommandFailure) -> ShardRow {
        guard access(path, F_OK) == 0 else {
            throw CommandFailure(errno: ENOENT, doing: "opening", path: path)
        }
        let examination = try stored(path) { try SQLiteServerStore.examine(path) }
        guard examination.faults.isEmpty, let shard = examination.shard else {
            throw CommandFailure(
                .badData,
                "\(path) is damaged: \(examination.faults.first ?? "it has no data").",
                remedy: "Take another backup. Nothing was changed.")
        }
        return shard
    }

    /// Moves the database that is there out of the way, with its log; nothing is removed.
    private func setAside() throws(CommandFailure) -> String? {
        var number = 1
        func name(_ number: Int) -> String { folder.database + ".replaced-\(number)" }
        while access(name(number), F_OK) == 0 || access(name(number) + "-wal", F_OK) == 0 {
            number += 1
        }
        var isKept = false
        for suffix in ["-wal", "-shm", ""] where access(folder.database + suffix, F_OK) == 0 {
            try FileSystem.move(folder.database + suffix, to: name(number) + suffix)
            isKept = true
        }
        return isKept ? name(number) : nil
    }

    private func removeDraft() {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) }
    }

    private func stored<Value>(_ path: String, _ body: () throws -> Value) throws(CommandFailure)
        -> Value
    {
        do {
            return try body()
        } catch {
            throw .store(error, path: path)
        }
    }
}
