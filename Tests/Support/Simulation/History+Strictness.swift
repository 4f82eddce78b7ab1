// What must hold after every step, also where a sync failed: nothing half shown, nothing gone.
import CausalCore
import Foundation
import GRDB
import ReplicaStore
import SyncClient
import SyncProtocol

extension History {
    /// After a sync, whatever became of it.
    func checkAfterSync(of device: SimulatedDevice) throws {
        if !judge.isRestored { try checkCheckpoint(of: device) }
        try lookAtDisk(of: device, mayMiss: false)
        try checkWhatShows(on: device)
    }

    /// A reader sees the old checkpoint or the new one: every record of a whole account stands where
    /// the device's cursor begins, or where nothing but its own edits, taken in since, have brought it.
    private func checkCheckpoint(of device: SimulatedDevice) throws {
        let (rows, own, start) = try device.store.inspect { database in
            let rows = try Self.seqs(
                """
                SELECT record.id, record.seq FROM record
                JOIN scope ON scope.account = record.account WHERE is_complete = 1
                """, database)
            let own = try Self.seqs("SELECT record, seq FROM op WHERE verdict < 4", database)
            let start = try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT cursor_start FROM sync_state"))
            return (rows, Set(own), UInt64(start ?? 0))
        }
        for row in rows {
            guard let number = recordNumbers[row.record] else { continue }
            let right = judge.lastSeq(number, through: start)
            var place = row
            if judge.lastSeq(number, through: row.seq) == row.seq {
                while place.seq > right, own.contains(place) {
                    place.seq = judge.lastSeq(number, through: place.seq - 1)
                }
            }
            guard place.seq == right else {
                throw SimulationFailure(
                    "atomic",
                    "\(device.name) shows record \(number) at \(row.seq), not \(right), "
                        + "and its checkpoint is \(start)")
            }
        }
    }

    /// A record at a seq.
    private struct Place: Hashable {
        var record: RecordID
        var seq: Seq
    }

    private static func seqs(_ sql: String, _ database: Database) throws -> [Place] {
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql))
        var places: [Place] = []
        while let row = try rows.next() {
            let id: Data = row[0]
            places.append(
                Place(
                    record: RecordID(bytes: [UInt8](id)) ?? .zero, seq: UInt64(bitPattern: row[1])))
        }
        return places
    }

    /// A sync had nothing to heal: sums that differ heal by themselves, and hide what made them.
    func checkNothingHealed(_ finished: SyncReport, _ device: SimulatedDevice) throws {
        let isNothing = finished.refetched.isEmpty && finished.differing.isEmpty
        guard isNothing || judge.isRestored || isAltered else {
            throw SimulationFailure(
                "checksums", "\(device.name) had to fetch an account again")
        }
    }

    /// Of a transaction, the server has all ops or none.
    func checkWholeTransactions(of ops: [Int]) throws {
        guard !judge.isRestored else { return }
        for transaction in Set(ops.map({ judge.writes[$0].transaction })) {
            let missing = (transactionOps[transaction] ?? []).filter {
                judge.writes[$0].fate == .open && !takenBack.contains($0)
            }
            guard missing.isEmpty else {
                throw SimulationFailure(
                    "atomic", "transaction \(transaction) was accepted without op \(missing[0])")
            }
        }
    }

    /// A conflict is closed if and only if somebody who had seen all of it settled it, or one person
    /// wrote all of it.
    func checkClosings(on device: SimulatedDevice) throws {
        guard !judge.isRestored else { return }
        for conflict in try device.store.read({ try $0.conflicts(.all).map(\.conflict) }) {
            let members = conflict.members.compactMap { opNumbers[$0.op] }
            guard members.count == conflict.members.count,
                let newest = members.map({ judge.writes[$0].seq }).max()
            else { continue }
            let isOnePersons = Set(conflict.members.map(\.author)).count == 1
            let isSettled = (resolvers[conflict.id] ?? []).contains { op in
                let write = judge.writes[op]
                return write.fate == .accepted && write.seq > newest
                    && members.allSatisfy { write.seen.contains(judge.writes[$0].place) }
            }
            guard conflict.isOpen != (isOnePersons || isSettled) else {
                throw SimulationFailure(
                    "conflicts close knowingly",
                    "the one between \(members) is open: \(conflict.isOpen)")
            }
        }
    }

    /// The answer with one letter of one text changed, and whole again: only sums can tell.
    func altered(_ body: [UInt8], to request: [UInt8]) -> [UInt8]? {
        guard let request = try? SyncCodec.decodeRequest(request),
            var response = try? SyncCodec.decodeResponse(body, to: request)
        else { return nil }
        for page in response.pages.indices {
            for record in response.pages[page].records.indices {
                let cells = response.pages[page].records[record].cells
                for cell in cells.indices where cells[cell].value.contains(UInt8(ascii: "Z")) {
                    let last = cells[cell].value.count - 1
                    response.pages[page].records[record].cells[cell].value[last] ^= 1
                    return try? SyncCodec.encode(response, level: 1, to: request)
                }
            }
        }
        return nil
    }

    /// Somebody goes on working while a sync waits for its answer.
    func workMeanwhile(on device: SimulatedDevice, _ fault: Fault) {
        guard let index = devices.firstIndex(where: { $0 === device }) else { return }
        report.mark(.workedDuringSync)
        do {
            try work(
                on: index,
                Step(
                    .work, device: index, count: 1 + fault.place % 4, pick: UInt64(fault.place)))
        } catch {
            broken = error as? SimulationFailure ?? SimulationFailure("error", "\(error)")
        }
    }
}
