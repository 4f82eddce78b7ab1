// Messages of every shape, from a seed: small universes so that things repeat, extremes now and then.

import CausalCore
import SyncProtocol

struct RandomMessages {
    var randomness: SeededRandomness
    private var ids: IdentifierSource<SeededRandomness>
    private var wall: UInt64 = 1_700_000_000_000
    private var known: [(UInt64, UInt64)] = []

    init(seed: UInt64) {
        randomness = SeededRandomness(seed: seed)
        ids = IdentifierSource(randomness: SeededRandomness(seed: seed &+ 1))
    }

    mutating func identifier<Subject>() -> Identifier<Subject> {
        switch randomness.below(10) {
        case 0: return ids.random()
        case 1: return Identifier(high: .max, low: .max)
        case 2...4:
            if let (high, low) = known.randomElement(using: &randomness) {
                return Identifier(high: high, low: low)
            }
            fallthrough
        default:
            if randomness.chance(50) { wall += UInt64(randomness.below(5_000)) }
            let identifier: Identifier<Subject> = ids.next(wallMilliseconds: wall)
            if randomness.chance(20) { known.append((identifier.high, identifier.low)) }
            return identifier
        }
    }

    mutating func counter(from low: UInt64 = 0) -> UInt64 {
        switch randomness.below(10) {
        case 0: low
        case 1: (1 << 53) - 1
        default: UInt64.random(in: low...100_000, using: &randomness)
        }
    }

    mutating func stamp() -> Stamp {
        switch randomness.below(10) {
        case 0: .zero
        case 1: Stamp(rawValue: .max - 1)
        default:
            Stamp(rawValue: (wall << 16) &+ UInt64(randomness.below(200_000)))
        }
    }

    mutating func bytes(_ countMax: Int) -> [UInt8] {
        (0..<randomness.below(countMax + 1)).map { _ in UInt8(randomness.below(256)) }
    }

    mutating func text() -> String {
        ["", "because", "Müller & Söhne", "כן", "🙂", "a\u{0}b"].randomElement(using: &randomness)
            ?? ""
    }

    mutating func replica() -> ReplicaID {
        ReplicaID([1, 77, 9_000_000, (1 << 53) - 1].randomElement(using: &randomness) ?? 1)
    }

    mutating func vector() -> VersionVector {
        VersionVector(
            (0..<randomness.below(4)).map { _ in
                Dot(replica: replica(), counter: counter(from: 1))
            })
    }

    mutating func key() -> UnitKey {
        UnitKey(
            field: [0, 1, 2, 40, .max].randomElement(using: &randomness) ?? 0,
            element: randomness.chance(30) ? bytes(20) : [])
    }

    mutating func sample() -> ClockSample {
        ClockSample(
            boot: identifier(), boottimeNanoseconds: randomness.next(),
            wallNanoseconds: Int64(bitPattern: randomness.next()))
    }

    mutating func list<Element>(
        _ countMax: Int, _ make: (inout RandomMessages) -> Element
    ) -> [Element] {
        (0..<randomness.below(countMax + 1)).map { _ in make(&self) }
    }

    mutating func choice<Choice: CaseIterable>(_: Choice.Type = Choice.self) -> Choice {
        let all = Array(Choice.allCases)
        return all[randomness.below(all.count)]
    }

    mutating func cursor() -> Cursor {
        let at = counter()
        return Cursor(start: randomness.chance(50) ? at : at / 2, at: at)
    }
}
