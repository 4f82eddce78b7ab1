// What a device does after the server was put back, as a real one would.

import CausalCore
import ServerStoreSQLite
import SyncProtocol

@testable import SyncServer

/// A copy of a server's store, from which it can be put back again and again.
struct Backup {
    let store: SQLiteServerStore
    let seq: Seq

    init(_ world: World) throws {
        store = try SQLiteServerStore(copyOf: world.store)
        seq = try store.read { try $0.shard()?.seq ?? 0 }
    }

    /// The world with its store put back, before anybody has said so.
    func putBack(_ world: World, receiptKey: [UInt8]? = nil) throws -> World {
        World(world, over: try SQLiteServerStore(copyOf: store), receiptKey: receiptKey)
    }

    /// The world with its store put back by an operator who says so.
    func restore(_ world: World, receiptKey: [UInt8]? = nil) throws -> World {
        let restored = try putBack(world, receiptKey: receiptKey)
        let earlier = try world.server.history().lineages
        _ = try restored.server.declareRestored(earlier: earlier)
        return restored
    }
}

extension Laptop {
    /// Asks for the common point, and takes the new identity.
    @discardableResult
    mutating func repair(_ points: [HistoryPoint] = []) throws -> RepairAnswer {
        let response = try exchange(
            SyncRequest(hello: hello, repair: RepairRequest(points: points)))
        guard let answer = response.repair else {
            throw Unexpected(what: "\(String(describing: response.welcome.refusal))")
        }
        replica = answer.replica
        history = answer.common
        lastBatch = .zero
        let seq = min(cursor.start, answer.common.seq)
        cursor = Cursor(start: seq, at: seq)
        return answer
    }

    /// Moves to the server that was put back, and repairs.
    @discardableResult
    mutating func follow(_ restored: World, points: [HistoryPoint] = []) throws -> RepairAnswer {
        world = restored
        return try repair(points)
    }

    /// Offers ops, those that were acknowledged with their receipts.
    @discardableResult
    mutating func offer(_ ops: [Op], _ answers: [Acknowledgement] = []) throws
        -> [Acknowledgement]
    {
        var batch = batch(ops)
        for answer in answers where ops.contains(where: { $0.id == answer.op }) {
            batch.receipts[answer.op] = OpReceipt(
                stamp: answer.stamp, quality: answer.quality, mac: answer.receipt)
        }
        return try send(batch)
    }
}

extension Op {
    /// The op with what it had seen lowered to a common point.
    func lowered(to answer: RepairAnswer, lost: [OpID] = []) -> Op {
        var op = self
        op.context.seen = min(op.context.seen, answer.common.seq)
        op.context.lost = lost
        return op
    }
}

extension World {
    /// All accepted ops of a record.
    func ops(on record: RecordID) throws -> [JudgedOp] {
        try store.read { try $0.logged(on: record, after: 0).map(JudgedOp.init) }
    }

    /// Breaks of I1, of the law of both clock forms, and of the order of contexts, on one record.
    func causalFaults(on record: RecordID) throws -> [String] {
        let ops = try ops(on: record)
        let positions = ops.map(\.position)
        var faults: [String] = []
        for a in ops {
            for b in ops where a.op.id != b.op.id {
                let contains = a.position.contextContains(b.position)
                if contains, a.stamp <= b.stamp { faults.append("I1: \(a.op.id) \(b.op.id)") }
                let full = relation(
                    of: a.position.dot, context: a.position.expandedContext(accepted: positions),
                    to: b.position.dot,
                    context: b.position.expandedContext(accepted: positions))
                if full != a.position.relation(to: b.position) {
                    faults.append("forms: \(a.op.id) \(b.op.id)")
                }
                for c in ops where contains && b.position.contextContains(c.position) {
                    if !a.position.contextContains(c.position) {
                        faults.append("order: \(a.op.id) \(b.op.id) \(c.op.id)")
                    }
                }
            }
        }
        return faults
    }
}
