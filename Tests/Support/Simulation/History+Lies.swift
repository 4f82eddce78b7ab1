// What a lying device tries, and what must come of it.
import AccountRecords
import CausalCore
import ReplicaStore
import SyncProtocol

extension History {
    /// What may become of a lie.
    private enum Outcome { case accepted, kept, refused, untouched }

    /// Sends one lie, and checks what becomes of it.
    func lie(_ randomness: inout SeededRandomness) throws {
        guard var liar else { return }
        let own = records.indices.filter {
            records[$0].account == 0 && judge.lastSeq($0, through: .max) > 0
        }
        guard let target = randomness.pick(own) else { return }
        var op = honestOp(on: target, by: liar, &randomness)
        var other: ReplicaID?
        var seen = BitSet()
        var expected = Outcome.accepted
        switch randomness.below(9) {
        case 0:
            // The ops of others are no part of what this device has seen, whatever it says.
            let others = judge.records[target].accepted.filter {
                judge.writes[$0].order.replica != liar.replica.rawValue
            }
            let unit = op.units.first.map { unitNumber($0.key) }
            let rivals = others.filter { other in
                judge.writes[other].units.contains { $0.unit == unit }
            }
            op.context = ReadContext(
                own: (rivals.isEmpty ? others : rivals).suffix(2).map { opIDs[$0] })
            report.mark(.liarClaimedOthersOps)
        case 1:
            op.context.seen = judged.seq + 1000
            expected = .kept
            report.mark(.liarClaimedTheFuture)
        case 2:
            op.id = randomness.pick(judge.records[target].accepted).map { opIDs[$0] } ?? op.id
            expected = .untouched
            report.mark(.liarReusedAnID)
        case 3:
            guard let foreign = records.firstIndex(where: { $0.account == 1 }) else { return }
            op = honestOp(on: foreign, by: liar, &randomness)
            expected = .kept
            report.mark(.liarWroteElsewhere)
        case 4:
            op.resolves = [liar.newID()]
            expected = .kept
            report.mark(.liarNamedForeignConflict)
        case 5:
            other = ReplicaID(liar.replica.rawValue ^ 1)
            expected = .refused
            report.mark(.liarTookAnotherReplica)
        case 6:
            op.evidence = ClockSample(
                boot: op.evidence.boot, boottimeNanoseconds: .max, wallNanoseconds: .max)
            seen = judge.known(target, through: op.context.seen)
            report.mark(.liarForgedEvidence)
        case 7:
            op.action = .create
            op.context = ReadContext()
            expected = .kept
            report.mark(.liarMadeKnownRecord)
        default:
            seen = judge.known(target, through: op.context.seen)
            report.mark(.liarAskedForEverything)
        }
        try send(op, as: other, by: &liar, seen: seen, expected)
        self.liar = liar
    }

    /// Of each kind a text that people write as well: the phone, the title, what was promised.
    private static let texts: [UInt16: UInt16] = [
        KindNumber.account: 10, KindNumber.contact: 2, KindNumber.commitment: 2,
    ]

    private func honestOp(
        on record: Int, by liar: SimulatedLiar, _ randomness: inout SeededRandomness
    ) -> Op {
        let known = records[record]
        let token = accounts[known.account].token
        let field = Self.texts[known.kind] ?? 0
        return Op(
            id: liar.newID(), record: known.id, kind: known.kind,
            account: accounts[known.account].id,
            action: .set,
            units: [
                UnitWrite(
                    key: UnitKey(field: field),
                    value: FieldValue.text("\(token)lie\(randomness.below(3))").canonicalBytes)
            ], context: ReadContext(seen: judge.lastSeq(record, through: .max)),
            evidence: ClockSample(
                boot: BootID(high: 7, low: 7), boottimeNanoseconds: 2_000_000,
                wallNanoseconds: box.now.nanoseconds),
            transaction: liar.newID(), author: .zero, schema: 1)
    }

    private func send(
        _ op: Op, as other: ReplicaID?, by liar: inout SimulatedLiar, seen: BitSet,
        _ expected: Outcome
    ) throws {
        guard let record = recordNumbers[op.record] else { return }
        var number: Int?
        let before = judge.acceptedCount
        if expected != .untouched {
            transactionCount += 1
            number = judge.wrote(
                record, .writes, units: op.units.map { (unitNumber($0.key), $0.value) },
                seen: seen, transaction: transactionCount)
            opNumbers[op.id] = number
            opIDs.append(op.id)
            origins.append(nil)
        }
        let pull = PullRequest(
            cursor: .zero, heldCount: 2, heldDigest: .empty, held: accounts.map(\.id),
            refetch: accounts.map(\.id))
        let body = try liar.request(
            op, as: other,
            clock: ClockSample(
                boot: BootID(high: 7, low: 7), boottimeNanoseconds: 3_000_000, wallNanoseconds: 0),
            pull: pull)
        let result = server.exchange(body, token: liar.token) { _, _ in }
        try observeServer()
        if case .success(let answer) = result {
            try checkScope(answer.body, to: body, accounts: [0])
        }
        let fate = number.map { judge.writes[$0].fate } ?? .open
        if fate == .kept, records[record].account == 0 { report.mark(.opRejected) }
        let isRight =
            switch expected {
            case .accepted: fate == .accepted
            case .kept: fate == .kept
            case .refused: fate == .open
            case .untouched: judge.acceptedCount == before
            }
        guard isRight else {
            throw SimulationFailure("lies", "an op that should be \(expected) is \(fate)")
        }
    }
}
