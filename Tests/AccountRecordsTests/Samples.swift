// What the tests of this folder share: ids, ops and states with sensible parts.
import AccountRecords
import CausalCore

enum Samples {
    static let account = RecordID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)
    static let visit = RecordID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0002)
    static let contact = RecordID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_00AB)
    static let alice = UserID(high: 1, low: 1)
    static let bob = UserID(high: 1, low: 2)
    static let evidence = ClockSample(
        boot: BootID(high: 9, low: 9), boottimeNanoseconds: 1, wallNanoseconds: 1)

    static func opID(_ number: UInt64) -> OpID { OpID(high: 0x0190_0000_0000_7001, low: number) }

    static func unit(_ field: UInt16, _ value: FieldValue) -> UnitWrite {
        UnitWrite(key: UnitKey(field: field), value: value.canonicalBytes)
    }

    static func element(_ field: UInt16, _ text: String, isPresent: Bool = true) -> UnitWrite {
        UnitWrite(
            key: UnitKey(field: field, element: Array(text.utf8)),
            value: isPresent ? FieldValue.presentBytes : [])
    }

    static func entry(_ field: UInt16, id: UInt64, _ text: String) -> UnitWrite {
        UnitWrite(
            key: UnitKey(field: field, element: OpID(high: 7, low: id).bytes),
            value: FieldValue.text(text).canonicalBytes)
    }

    static let accountUnits = [
        unit(1, .text("northwind")), unit(2, .text("Northwind Traders")),
        unit(3, .choice("external")),
    ]

    static let visitUnits = [
        unit(1, .choice("planned")), unit(2, .choice("in_person")), unit(3, .choice("courtesy")),
        unit(4, .instant(milliseconds: 1_790_000_000_000)),
    ]

    static func createAccount(_ units: [UnitWrite] = accountUnits) -> Op {
        Op(
            id: opID(1), record: account, kind: KindNumber.account, account: account,
            action: .create, units: units, evidence: evidence,
            transaction: TransactionID(high: 2, low: 2), author: alice,
            schema: Schema.current.version)
    }

    static func createVisit(_ units: [UnitWrite] = visitUnits) -> Op {
        var op = createAccount(units)
        op.record = visit
        op.kind = KindNumber.visit
        return op
    }

    static func edit(_ op: Op, _ action: OpAction, _ units: [UnitWrite] = []) -> Op {
        var edit = op
        edit.id = opID(2)
        edit.action = action
        edit.units = units
        edit.context = ReadContext(seen: 5, seenTime: Stamp(milliseconds: 5))
        return edit
    }

    static func cell(_ write: UnitWrite, stamp: UInt64 = 1000) -> Cell {
        Cell(
            key: write.key, value: write.value, stamp: Stamp(milliseconds: stamp),
            quality: .boottime, replica: ReplicaID(100), op: opID(1), seq: 1)
    }

    static func state(_ cells: [Cell], record: RecordID = visit) -> RecordState {
        RecordState(
            record: record, kind: KindNumber.visit, account: account, isAlive: true, seq: 7,
            time: Stamp(milliseconds: 2000),
            vector: VersionVector([Dot(replica: ReplicaID(100), counter: 3)]), cells: cells)
    }

    static func member(
        _ number: UInt64, _ value: [UInt8], stamp: UInt64, quality: StampQuality = .boottime,
        base: [UInt8]? = nil, action: OpAction = .set
    ) -> ConflictMember {
        ConflictMember(
            op: opID(number), action: action, value: value, base: base,
            author: number == 1 ? alice : bob,
            dot: Dot(replica: ReplicaID(100 + number), counter: 1),
            stamp: Stamp(milliseconds: stamp), quality: quality,
            received: Stamp(milliseconds: 9000), seq: number, context: VersionVector(),
            isReplaced: false)
    }

    static func conflict(
        _ unit: UnitKey, kind: UInt16 = KindNumber.visit, _ members: [ConflictMember]
    ) -> ConflictRecord {
        ConflictRecord(
            id: ConflictID(high: 3, low: 4), record: visit, kind: kind, account: account,
            unit: unit, members: members, needsReview: false, seq: 9,
            opened: Stamp(milliseconds: 9000))
    }
}
