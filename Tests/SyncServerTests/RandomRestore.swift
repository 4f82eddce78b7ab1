// Random histories with restores: three laptops on one record, each remembering what it truly saw.

import AccountRecords
import CausalCore
import SyncProtocol

@testable import SyncServer

/// One history; every op's truth is the set of ops that its writer had seen, and what those had.
struct RandomRestore {
    var world: World
    var laptops: [RememberingLaptop] = []
    var truth: [OpID: Set<OpID>] = [:]
    var backups: [Backup] = []
    var restores = 0
    let account: RecordID
    private var randomness: TestRandomness

    init(seed: UInt64) throws {
        world = try World(seed: seed)
        randomness = TestRandomness(seed: seed &+ 7_000)
        var first = RememberingLaptop(try world.laptop("alice"))
        let create = first.laptop.account("northwind")
        account = create.record
        first.own.append(.init(op: create, replaced: []))
        truth[create.id] = []
        try first.push()
        laptops.append(first)
        for name in ["bob", "carol"] {
            laptops.append(RememberingLaptop(try world.laptop(name)))
            try world.assign(name, account)
        }
        for index in laptops.indices { try pull(index) }
        backups.append(try Backup(world))
    }

    private func below(_ end: Int) -> Int { Int(randomness.bytes(1)[0]) % end }

    mutating func step() throws {
        let index = below(laptops.count)
        world.clock.pass(seconds: UInt64(below(50)) + 1)
        switch below(20) {
        case 0...8: edit(index)
        case 9...12: try sync(index)
        case 13...16: try pull(index)
        case 17: backups.append(try Backup(world))
        case 18 where backups.count > 1: backups.removeLast()
        default: try restore()
        }
    }

    private mutating func edit(_ index: Int) {
        let field = ["phone", "name"][below(2)]
        let op = laptops[index].edit(account, field, "v\(truth.count)")
        truth[op.id] = laptops[index].seen
        laptops[index].seen.insert(op.id)
    }

    private mutating func restore() throws {
        guard restores < 3, let backup = backups.last else { return }
        restores += 1
        world = try backup.restore(world)
        for index in laptops.indices { laptops[index].laptop.world = world }
    }

    /// Repairs if need be, then pushes; whoever repaired pulls as well.
    mutating func sync(_ index: Int) throws {
        let isRepaired = try laptops[index].repairIfNeeded()
        try laptops[index].push()
        if isRepaired { try see(index) }
    }

    mutating func pull(_ index: Int) throws {
        try sync(index)
        try see(index)
    }

    private mutating func see(_ index: Int) throws {
        try laptops[index].pull()
        var seen = laptops[index].seen
        for judged in try world.ops(on: account) {
            seen.insert(judged.op.id)
            seen.formUnion(truth[judged.op.id] ?? [])
        }
        laptops[index].seen = seen
    }

    /// Contexts that hold an op which their writer had not seen: each would hide a conflict.
    func overstatements() throws -> [String] {
        let ops = try world.ops(on: account)
        return ops.flatMap { judged in
            ops.filter {
                $0.op.id != judged.op.id && judged.position.contextContains($0.position)
                    && truth[judged.op.id]?.contains($0.op.id) != true
            }.map { "\(judged.op.id) had not seen \($0.op.id)" }
        }
    }
}

/// A laptop with its outbox, its answers and the points that it has seen.
struct RememberingLaptop {
    /// One own op, with the cells that it replaced.
    struct OwnOp {
        var op: Op
        var replaced: [(op: OpID, seq: Seq)]
        var answer: Acknowledgement?
        var waits = true
    }

    var laptop: Laptop
    var own: [OwnOp] = []
    var seen: Set<OpID> = []
    var points: [HistoryPoint] = []

    init(_ laptop: Laptop) {
        self.laptop = laptop
    }

    mutating func edit(_ record: RecordID, _ field: String, _ value: String) -> Op {
        let state = laptop.records[record]
        let seq = state?.seq ?? 0
        let named = own.last { $0.waits || ($0.answer?.seq ?? 0) > seq }.map { [$0.op.id] } ?? []
        let op = laptop.set(record, [field: value], own: named)
        let keys = op.units.map(\.key)
        let cells = state?.cells.filter { keys.contains($0.key) } ?? []
        own.append(OwnOp(op: op, replaced: cells.map { ($0.op, $0.seq) }))
        return op
    }

    mutating func push() throws {
        let places = own.indices.filter { own[$0].waits }
        guard !places.isEmpty else { return }
        let answers = try laptop.offer(
            places.map { own[$0].op }, places.compactMap { own[$0].answer })
        for (place, answer) in zip(places, answers) {
            own[place].answer = answer
            own[place].waits = false
        }
    }

    mutating func pull() throws {
        try laptop.pull()
        if let point = laptop.history { points.insert(point, at: 0) }
    }

    /// What the binding protocol says that a device does.
    mutating func repairIfNeeded() throws -> Bool {
        let asked = try laptop.exchange(SyncRequest(hello: laptop.hello))
        guard asked.welcome.refusal == .historyRestored else { return false }
        let answer = try laptop.repair(Array(points.prefix(SyncLimits.historyPointsMax)))
        let common = answer.common.seq
        points.removeAll { $0.seq > common }
        for place in own.indices {
            if let known = own[place].answer, known.seq == 0 || known.seq > common {
                own[place].waits = true
            }
            guard own[place].waits, own[place].op.context.seen > common else { continue }
            own[place].op.context.seen = common
            let lost = own[place].replaced.filter { $0.seq > common }.map(\.op)
            own[place].op.context.lost += lost.filter { !own[place].op.context.lost.contains($0) }
        }
        laptop.records = [:]
        laptop.cursor = .zero
        laptop.held = []
        laptop.backfill = nil
        return true
    }
}
