// The store's blobs: everything comes back as it was, and damaged bytes throw instead of trapping.

import AccountRecords
import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct ByteCodingTests {
    private let op = Op(
        id: OpID(high: 1, low: .max), record: RecordID(high: 2, low: 3), kind: 5,
        account: RecordID(high: 4, low: 5), action: .set,
        units: [
            UnitWrite(key: UnitKey(field: 7, element: [1, 2]), value: [9]),
            UnitWrite(key: UnitKey(field: .max), value: []),
        ],
        context: ReadContext(seen: 1 << 52, seenTime: .max, own: [OpID(high: 6, low: 6)]),
        resolves: [ConflictID(high: 8, low: 8)], reason: "weil – ja", origin: OpID(high: 9, low: 1),
        evidence: ClockSample(
            boot: BootID(high: 1, low: 1), boottimeNanoseconds: .max, wallNanoseconds: .min),
        transaction: TransactionID(high: 3, low: 1), author: UserID(high: 3, low: 2), schema: .max)

    private let state = RecordState(
        record: RecordID(high: 1, low: 1), kind: 3, account: RecordID(high: 1, low: 2),
        isAlive: true, seq: 9, time: Stamp(milliseconds: 5),
        vector: VersionVector([Dot(replica: ReplicaID(1), counter: 4)]),
        cells: [
            Cell(
                key: UnitKey(field: 1), value: [1], stamp: .max, quality: .anchor,
                replica: ReplicaID(7), op: OpID(high: 1, low: 1), seq: 9)
        ])

    private var conflict: ConflictRecord {
        var conflict = PaperServer().conflict(
            on: state.record, field: 1,
            loser: (OpID(high: 1, low: 1), UserID(high: 1, low: 1), "a"),
            winner: (OpID(high: 1, low: 2), UserID(high: 1, low: 2), "b"))
        conflict.members[0].base = [1, 2]
        conflict.closing = ConflictClosing(
            op: .zero, author: .zero, reason: "policy", stamp: .max)
        return conflict
    }

    @Test func everythingComesBackAsItWas() throws {
        #expect(try Op(storedBytes: op.storedBytes) == op)
        #expect(try RecordState(storedBytes: state.storedBytes) == state)
        #expect(try ConflictRecord(storedBytes: conflict.storedBytes) == conflict)
    }

    @Test func cutAndChangedBytesThrowOrReadButNeverTrap() throws {
        var randomness = SeededRandomness(state: 4)
        let readers: [([UInt8], ([UInt8]) throws -> Void)] = [
            (op.storedBytes, { _ = try Op(storedBytes: $0) }),
            (state.storedBytes, { _ = try RecordState(storedBytes: $0) }),
            (conflict.storedBytes, { _ = try ConflictRecord(storedBytes: $0) }),
        ]
        for (bytes, read) in readers {
            for length in bytes.indices {
                #expect(throws: StoreError.self) { try read(Array(bytes[..<length])) }
            }
            for _ in 0..<2000 {
                var changed = bytes
                let index = Int(randomness.next() % UInt64(bytes.count))
                changed[index] = UInt8(truncatingIfNeeded: randomness.next())
                for (_, read) in readers { try? read(changed) }
            }
        }
    }

    @Test(arguments: [0, 1, 127, 128, 1 << 32, UInt64.max])
    func numbersOfEverySizeComeBack(number: UInt64) throws {
        var writer = ByteWriter()
        writer.put(number)
        writer.put(signed: Int64(bitPattern: number))
        var reader = ByteReader(writer.bytes)
        #expect(try reader.number() == number)
        #expect(try reader.signed() == Int64(bitPattern: number))
        #expect(reader.isAtEnd)
    }

    @Test func failuresOfTheDiskAreSaidInWords() {
        for (code, expected) in [
            (13, StoreError.Code.diskFull), (10, .inputOutput), (5, .busy), (14, .notAccessible),
            (8, .notAccessible), (11, .damaged), (26, .notAStore), (1, .internalDefect),
        ] as [(Int32, StoreError.Code)] {
            let error = StoreError(sqliteCode: code)
            #expect(error.code == expected)
            #expect(!error.remedy.isEmpty && error.cause != nil)
            #expect(error.isRetryable == (expected == .busy))
        }
    }
}
