// A random history of three laptops and one server, with true knowledge kept as plain sets of ops.

import AccountRecords
import CausalCore
import SyncProtocol

@testable import SyncServer

/// One run: who wrote what, and exactly which ops each writer had seen.
struct RandomHistory {
    /// What the oracle knows of one op: nothing that the server computed but seq, stamp and verdict.
    struct Fact {
        var op: Op
        var knew: Set<OpID>
        var answer: Acknowledgement
        var replica: ReplicaID
    }

    /// One laptop, with the true knowledge of its last read.
    struct Writer {
        var laptop: Laptop
        var knows: Set<OpID> = []
        /// Own ops that the last read covers only by themselves; none names another.
        var heads: [OpID] = []
        var unsent: [Op] = []
        /// A read that an editor still holds open.
        var open: (context: ReadContext, knows: Set<OpID>, since: UInt64)?
    }

    let world: World
    let account: RecordID
    var writers: [Writer] = []
    var facts: [Fact] = []
    var knowledge: [OpID: Set<OpID>] = [:]
    private var random: SeededRandomness
    /// Whether days pass between the steps, deletes last, and people settle their conflicts; then
    /// every pull comes behind a push, as a real device does it, and no editor is open for 30 days.
    private let isSlow: Bool

    init(seed: UInt64, isSlow: Bool = false) throws {
        self.isSlow = isSlow
        world = try World(seed: seed, limits: SyncLimits(pageRecordsMax: 2))
        random = SeededRandomness(state: seed &* 7_919)
        var alice = try world.laptop("alice")
        let create = alice.account("northwind")
        account = create.record
        let answer = try alice.push(create)[0]
        facts = [Fact(op: create, knew: [], answer: answer, replica: alice.replica)]
        knowledge[create.id] = []
        for handle in ["bob", "carol"] {
            let laptop = try world.laptop(handle)
            try world.assign(handle, create.record)
            writers.append(Writer(laptop: laptop))
        }
        writers.insert(Writer(laptop: alice), at: 0)
        for index in writers.indices { try pull(index) }
    }

    /// Takes so many random steps, then lets everybody send and pull everything.
    ///
    /// - Parameter between: what happens after each step.
    mutating func run(steps: Int, between: (World) throws -> Void = { _ in }) throws {
        for _ in 0..<steps {
            let index = Int(random.next(below: 3))
            switch random.next(below: 10) {
            case 0...4: write(index)
            case 5, 6: try push(index)
            case 7 where isSlow:
                for index in writers.indices { try push(index) }
                for index in [0, 1, 2, 0, 1, 2] { try pull(index) }
            case 7, 8:
                if isSlow { try push(index) }
                try pull(index)
            case 9 where isSlow && random.next(below: 2) == 0: try passAQuietMonth(index)
            default: openEditor(index)
            }
            world.clock.pass(seconds: random.next(below: isSlow ? 20 * 86_400 : 4))
            try between(world)
        }
        for index in writers.indices { try push(index) }
        for index in writers.indices { try pull(index) }
    }

    /// Somebody may delete the record; everybody hears of it, and for weeks nobody writes.
    private mutating func passAQuietMonth(_ index: Int) throws {
        let isShown = writers[index].laptop.records[account]?.isAlive == true
        if isShown, random.next(below: 3) > 0 {
            let writer = writers[index]
            let context = writer.laptop.context(of: account, own: writer.heads)
            let op = writer.laptop.op(.delete, account, context: context)
            knowledge[op.id] = writer.knows
            writers[index].knows.insert(op.id)
            writers[index].heads = [op.id]
            writers[index].unsent.append(op)
        }
        for index in writers.indices { try push(index) }
        for index in [0, 1, 2, 0, 1, 2] { try pull(index) }
        world.clock.pass(seconds: 40 * 86_400)
        for index in writers.indices { try pull(index) }
    }

    private mutating func openEditor(_ index: Int) {
        let writer = writers[index]
        writers[index].open = (
            writer.laptop.context(of: account, own: writer.heads), writer.knows,
            world.clock.milliseconds
        )
    }

    private mutating func write(_ index: Int) {
        var writer = writers[index]
        if isSlow, writer.laptop.records[account]?.isAlive == false, random.next(below: 5) > 0 {
            return
        }
        var context = writer.laptop.context(of: account, own: writer.heads)
        var knows = writer.knows
        var isOpenEditor = false
        if isSlow, let since = writer.open?.since,
            since + 29 * 86_400_000 < world.clock.milliseconds
        {
            writer.open = nil
        }
        if let open = writer.open, random.next(below: 2) == 0 {
            (context, knows, _) = open
            writer.open = nil
            isOpenEditor = true
        }
        var op = randomOp(writer.laptop, context)
        if random.next(below: 3) == 0 { op.evidence = strangeClock() }
        knowledge[op.id] = knows
        writer.knows.insert(op.id)
        writer.heads = isOpenEditor ? writer.heads + [op.id] : [op.id]
        writer.unsent.append(op)
        writers[index] = writer
    }

    private mutating func randomOp(_ laptop: Laptop, _ context: ReadContext) -> Op {
        let open = laptop.conflicts.values.filter(\.isOpen).map(\.id).sorted()
        if isSlow, !open.isEmpty, random.next(below: 3) == 0 {
            return laptop.op(.review, account, context: context, resolves: open)
        }
        if isSlow, random.next(below: 6) == 0 {
            return laptop.op(.delete, account, context: context)
        }
        switch random.next(below: 8) {
        case 0: return laptop.op(.delete, account, context: context)
        case 1: return laptop.op(.restore, account, context: context)
        default:
            let field = ["phone", "website"][Int(random.next(below: 2))]
            var units = [unit(field, "\(random.next(below: 3))")]
            if random.next(below: 4) == 0 { units = [unit("phone", "9"), unit("website", "9")] }
            return laptop.op(.set, account, units: units, context: context)
        }
    }

    private mutating func strangeClock() -> ClockSample {
        ClockSample(
            boot: BootID(high: 3, low: random.next(below: 1 << 40)), boottimeNanoseconds: 1,
            wallNanoseconds: Int64(random.next(below: 1 << 61)))
    }

    private mutating func push(_ index: Int) throws {
        var writer = writers[index]
        guard !writer.unsent.isEmpty else { return }
        let batch = writer.laptop.batch(writer.unsent)
        if random.next(below: 3) == 0 {
            let lost = SyncRequest(hello: writer.laptop.hello, batches: [batch])
            _ = try writer.laptop.exchange(lost)
            world.clock.pass(seconds: random.next(below: 100))
        }
        let answers = try writer.laptop.send(batch)
        for (op, answer) in zip(writer.unsent, answers) {
            facts.append(
                Fact(
                    op: op, knew: knowledge[op.id] ?? [], answer: answer,
                    replica: writer.laptop.replica))
        }
        facts.sort { $0.answer.seq < $1.answer.seq }
        writer.unsent = []
        writers[index] = writer
    }

    private mutating func pull(_ index: Int) throws {
        try writers[index].laptop.pull()
        let seen = writers[index].laptop.records[account]?.seq ?? 0
        let covered = facts.filter { $0.answer.seq <= seen }.map(\.op.id)
        writers[index].knows.formUnion(covered)
        writers[index].heads.removeAll(where: covered.contains)
    }
}

/// SplitMix64 below a bound.
struct SeededRandomness {
    var state: UInt64

    mutating func next(below bound: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return (z ^ (z >> 31)) % bound
    }
}
