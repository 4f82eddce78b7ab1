// Every reason for which an op is held or rejected, and that nothing else is.
import AccountRecords
import CausalCore
import Testing

@Suite struct OpCheckTests {
    let knownAccount = RecordFacts(kind: KindNumber.account, account: Samples.account)
    let knownVisit = RecordFacts(kind: KindNumber.visit, account: Samples.account)

    private func problem(
        _ op: Op, _ facts: RecordFacts? = nil, writer: OpWriter = .device
    ) -> OpProblem? {
        let known = op.kind == KindNumber.account ? knownAccount : knownVisit
        return OpCheck.problem(
            of: op, record: facts ?? (op.action == .create ? .unknown : known), writer: writer)
    }

    private func setAccount(_ units: [UnitWrite]) -> OpProblem? {
        problem(Samples.edit(Samples.createAccount(), .set, units))
    }

    @Test func goodOpsHaveNoProblem() {
        let visit = Samples.createVisit()
        #expect(problem(Samples.createAccount()) == nil)
        #expect(problem(visit) == nil)
        #expect(problem(Samples.edit(visit, .set, [Samples.unit(9, .text("Met Dana"))])) == nil)
        #expect(
            problem(Samples.edit(visit, .set, [UnitWrite(key: UnitKey(field: 9), value: [])]))
                == nil)
        #expect(problem(Samples.edit(visit, .delete)) == nil)
        #expect(problem(Samples.edit(visit, .restore)) == nil)
        var review = Samples.edit(visit, .review)
        review.resolves = [ConflictID(high: 1, low: 1)]
        #expect(problem(review) == nil)
        #expect(
            setAccount([
                Samples.element(35, "energy"), Samples.element(35, "new", isPresent: false),
            ]) == nil)
    }

    @Test func whatANewerProgramWroteIsHeldWhateverElseIsWrong() {
        var op = Samples.createAccount([])
        op.schema += 1
        op.id = .zero
        #expect(problem(op) == .held(.newerSchema))
        var kind = Samples.createAccount()
        kind.kind = 99
        #expect(problem(kind) == .held(.newerSchema))
        let field = Samples.createAccount([
            Samples.unit(9999, .integer(1)), Samples.unit(1, .text("?")),
        ])
        #expect(problem(field) == .held(.newerSchema))
        var older = Samples.createAccount()
        older.schema = 0
        #expect(problem(older) == nil)
    }

    @Test func missingIdsAreInvalid() {
        for change in [
            { (op: inout Op) in op.id = .zero }, { $0.transaction = .zero },
            { $0.record = .zero }, { $0.account = .zero },
        ] {
            var op = Samples.createVisit()
            change(&op)
            #expect(problem(op) == .rejected(.invalidValue))
        }
    }

    @Test func recordsStayInTheirAccountAndKind() {
        var stray = Samples.createAccount()
        stray.account = Samples.contact
        #expect(problem(stray) == .rejected(.wrongAccount))
        var own = Samples.createVisit()
        own.record = own.account
        #expect(problem(own) == .rejected(.wrongAccount))
        let edit = Samples.edit(Samples.createVisit(), .delete)
        let other = RecordFacts(kind: KindNumber.visit, account: Samples.contact)
        #expect(problem(edit, other) == .rejected(.wrongAccount))
        let kind = RecordFacts(kind: KindNumber.contact, account: Samples.account)
        #expect(problem(edit, kind) == .rejected(.wrongAccount))
    }

    @Test func aKnownRecordIsNotCreatedAgain() {
        #expect(problem(Samples.createVisit(), knownVisit) == .rejected(.createOfKnownRecord))
    }

    @Test func contextsThatWereNeverTrueAreImpossible() {
        var op = Samples.createVisit()
        op.context.seen = 1
        #expect(problem(op) == .rejected(.impossibleContext))
        op.context = ReadContext(own: [Samples.opID(9)])
        #expect(problem(op) == .rejected(.impossibleContext))
        var edit = Samples.edit(Samples.createVisit(), .delete)
        edit.context.seen = RecordLimits.seqMax
        #expect(problem(edit) == nil)
        edit.context.seen += 1
        #expect(problem(edit) == .rejected(.impossibleContext))
    }

    @Test func eachActionCarriesWhatItNeedsAndNothingElse() {
        let visit = Samples.createVisit()
        let unit = [Samples.unit(9, .text("x"))]
        for action in [OpAction.delete, .restore, .review] {
            #expect(problem(Samples.edit(visit, action, unit)) == .rejected(.invalidValue))
        }
        #expect(problem(Samples.edit(visit, .set)) == .rejected(.invalidValue))
        #expect(problem(Samples.edit(visit, .review)) == .rejected(.invalidValue))
        var create = visit
        create.resolves = [ConflictID(high: 1, low: 1)]
        #expect(problem(create) == .rejected(.unknownConflict))
        var reason = Samples.edit(visit, .delete)
        reason.reason = "a\u{0}b"
        #expect(problem(reason) == .rejected(.invalidValue))
    }

    @Test func unitsAreSortedEachOnceAndNeverLife() {
        let name = Samples.unit(2, .text("N"))
        let industry = Samples.unit(8, .text("I"))
        #expect(setAccount([name, industry]) == nil)
        #expect(setAccount([industry, name]) == .rejected(.invalidValue))
        #expect(setAccount([name, name]) == .rejected(.invalidValue))
        let life = UnitWrite(key: .life, value: lifeValue(alive: true))
        #expect(setAccount([life]) == .rejected(.invalidValue))
        let nested = UnitWrite(key: UnitKey(field: 0, element: [1]), value: [1])
        #expect(setAccount([nested]) == .held(.newerSchema))
        #expect(setAccount([Samples.element(35, "b"), Samples.element(35, "a")]) != nil)
    }

    @Test func valuesMustFitTheirFields() {
        #expect(setAccount([Samples.unit(2, .integer(1))]) == .rejected(.invalidValue))
        #expect(setAccount([Samples.unit(6, .choice("gone"))]) == .rejected(.invalidValue))
        #expect(
            setAccount([UnitWrite(key: UnitKey(field: 8), value: [1, 0xFF])])
                == .rejected(.invalidValue))
        let element = UnitWrite(
            key: UnitKey(field: 8, element: [1]), value: FieldValue.text("x").canonicalBytes)
        #expect(setAccount([element]) == .rejected(.invalidValue))
        let long = String(repeating: "x", count: RecordLimits.lineBytesMax)
        #expect(setAccount([Samples.unit(8, .text(long))]) == nil)
        #expect(setAccount([Samples.unit(8, .text(long + "x"))]) == .rejected(.limitExceeded))
    }

    @Test func devicesDoNotWriteWhatOnlyTheServerMay() {
        let tier = Samples.unit(5, .choice("key"))
        let handle = Samples.unit(1, .text("contoso"))
        #expect(setAccount([tier]) == .rejected(.policy))
        #expect(setAccount([handle]) == .rejected(.policy))
        let edit = Samples.edit(Samples.createAccount(), .set, [handle, tier])
        #expect(problem(edit, writer: .server) == nil)
        let create = Samples.createAccount(Samples.accountUnits + [tier])
        #expect(problem(create) == .rejected(.policy))
        #expect(problem(create, writer: .server) == nil)
        var applied = Samples.edit(Samples.createVisit(), .delete)
        applied.origin = Samples.opID(8)
        #expect(problem(applied) == .rejected(.policy))
        #expect(problem(applied, writer: .server) == nil)
    }

    @Test func assignmentsAndFiguresAreWrittenByTheServerAlone() {
        for kind in [KindNumber.assignment, KindNumber.accountYear] {
            var op = Samples.createVisit(
                kind == KindNumber.assignment
                    ? [Samples.unit(1, .user(Samples.bob)), Samples.unit(2, .choice("owner"))]
                    : [Samples.unit(1, .integer(2026))])
            op.kind = kind
            let known = RecordFacts(kind: kind, account: Samples.account)
            #expect(problem(op) == .rejected(.policy))
            #expect(problem(op, writer: .server) == nil)
            for action in [OpAction.delete, .restore] {
                let edit = Samples.edit(op, action)
                #expect(problem(edit, known) == .rejected(.policy))
                #expect(problem(edit, known, writer: .server) == nil)
            }
            // What is fixed when created is fixed for the server too.
            let edit = Samples.edit(op, .set, [op.units[0]])
            #expect(problem(edit, known, writer: .server) == .rejected(.policy))
        }
    }

    @Test(arguments: Schema.current.kinds)
    func everyRequiredFieldIsNeededInACreateAndNeverCleared(kind: KindDefinition) throws {
        let units = try kind.fields.filter(\.isRequired).map { field in
            UnitWrite(key: UnitKey(field: field.number), value: try Self.bytes(for: field.type))
        }
        var op = Samples.createVisit(units.sorted { $0.key < $1.key })
        op.kind = kind.number
        if kind.number == KindNumber.account { op.record = op.account }
        #expect(problem(op, .unknown, writer: .server) == nil)
        for index in op.units.indices {
            var without = op
            without.units.remove(at: index)
            #expect(problem(without, .unknown, writer: .server) == .rejected(.missingField))
            var empty = op
            empty.units[index] = UnitWrite(key: op.units[index].key, value: [])
            #expect(problem(empty, .unknown, writer: .server) == .rejected(.missingField))
            let known = RecordFacts(kind: kind.number, account: op.account)
            let clearing = Samples.edit(op, .set, [empty.units[index]])
            let reason = problem(clearing, known, writer: .server)
            #expect(reason == .rejected(.missingField) || reason == .rejected(.policy))
        }
    }

    private static func bytes(for type: FieldType) throws -> [UInt8] {
        switch type {
        case .text, .longText, .handle: FieldValue.text("x").canonicalBytes
        case .choice(let words): FieldValue.choice(try #require(words.first)).canonicalBytes
        case .user: FieldValue.user(Samples.alice).canonicalBytes
        case .date: FieldValue.date(.min).canonicalBytes
        case .instant: FieldValue.instant(milliseconds: 0).canonicalBytes
        case .money: FieldValue.money(Money(minorUnits: 1, currency: .euro)).canonicalBytes
        case .integer(let range): FieldValue.integer(range.lowerBound).canonicalBytes
        default: []
        }
    }

    @Test func elementsAreCanonicalTextThatIsPresentOrAbsent() {
        func set(_ element: [UInt8], _ value: [UInt8] = [1], field: UInt16 = 35) -> OpProblem? {
            setAccount([UnitWrite(key: UnitKey(field: field, element: element), value: value)])
        }
        #expect(set(Array("Zoë \u{1F600}".utf8)) == nil)
        #expect(set(Array("e\u{301}".utf8)) == .rejected(.invalidValue))
        #expect(set(Array(" x".utf8)) == .rejected(.invalidValue))
        #expect(set(Array("a\nb".utf8)) == .rejected(.invalidValue))
        #expect(set([]) == .rejected(.invalidValue))
        #expect(set([0]) == .rejected(.invalidValue))
        #expect(set([0xFF]) == .rejected(.invalidValue))
        #expect(set([0x61], [2]) == .rejected(.invalidValue))
        #expect(set([0x61], [1, 1]) == .rejected(.invalidValue))
        let long = [UInt8](repeating: 0x61, count: RecordLimits.elementBytesMax)
        #expect(set(long) == nil)
        #expect(set(long + [0x61]) == .rejected(.limitExceeded))
    }

    @Test func elementsThatAreReferencesAreIdsInTheirOneForm() {
        func with(_ text: String) -> OpProblem? {
            problem(Samples.edit(Samples.createVisit(), .set, [Samples.element(7, text)]))
        }
        #expect(with(Samples.contact.description) == nil)
        #expect(with(Samples.contact.description.uppercased()) == .rejected(.invalidValue))
        #expect(with("dana") == .rejected(.invalidValue))
        #expect(with(RecordID.zero.description) == .rejected(.invalidValue))
    }

    @Test func entriesAreAppendedAndNeverChanged() {
        let entry = Samples.entry(17, id: 1, "Price was 12, not 21")
        let op = Samples.edit(Samples.createVisit(), .set, [entry])
        #expect(problem(op) == nil)
        var facts = knownVisit
        facts.value = { $0 == entry.key ? entry.value : nil }
        #expect(problem(op, facts) == nil)
        let other = Samples.entry(17, id: 1, "Nothing happened")
        #expect(problem(Samples.edit(op, .set, [other]), facts) == .rejected(.policy))
        let removed = UnitWrite(key: entry.key, value: [])
        #expect(problem(Samples.edit(op, .set, [removed]), facts) == .rejected(.policy))
        for element in [
            [], [1], [UInt8](repeating: 0, count: 16), [UInt8](repeating: 1, count: 17),
        ] {
            let odd = UnitWrite(key: UnitKey(field: 17, element: element), value: entry.value)
            #expect(problem(Samples.edit(op, .set, [odd])) == .rejected(.invalidValue))
        }
        let long = String(repeating: "x", count: RecordLimits.noteBytesMax + 1)
        let over = Samples.edit(op, .set, [Samples.entry(17, id: 2, long)])
        #expect(problem(over) == .rejected(.limitExceeded))
    }

    @Test func aNoteThatItsWriterHadSeenDoneIsFixed() {
        let body = Samples.unit(10, .text("It was Bob"))
        var edit = Samples.edit(Samples.createVisit(), .set, [body])
        #expect(OpCheck.fixedRule(for: edit)?.unit == UnitKey(field: 1))
        #expect(OpCheck.fixedRule(for: edit)?.value == FieldValue.choice("done").canonicalBytes)
        var facts = knownVisit
        #expect(problem(edit, facts) == nil)  // had not seen it done: an ordinary conflict
        facts.hasSeenFixed = true
        #expect(problem(edit, facts) == .rejected(.policy))
        edit.resolves = [ConflictID(high: 1, low: 1)]
        #expect(OpCheck.fixedRule(for: edit) == nil)
        #expect(problem(edit, facts) == nil)
        let reopen = Samples.edit(edit, .set, [Samples.unit(1, .choice("planned"))])
        var unresolved = reopen
        unresolved.resolves = []
        #expect(problem(unresolved, facts) == .rejected(.policy))
        for write in [
            Samples.unit(1, .choice("done")), Samples.unit(11, .text("Asked for a spare")),
            Samples.element(16, "later"), Samples.entry(17, id: 1, "It was Carol"),
        ] {
            let op = Samples.edit(Samples.createVisit(), .set, [write])
            #expect(OpCheck.fixedRule(for: op) == nil)
            #expect(problem(op, facts) == nil)
        }
    }

    @Test func opsAtTheirLimitsPassAndOnePastThemDoNot() {
        func tags(_ count: Int) -> [UnitWrite] {
            (0..<count).map { Samples.element(35, "tag-\(10_000 + $0)") }
        }
        #expect(setAccount(tags(RecordLimits.unitsPerOpMax)) == nil)
        #expect(setAccount(tags(RecordLimits.unitsPerOpMax + 1)) == .rejected(.limitExceeded))
        var facts = knownAccount
        facts.otherUnitCount = RecordLimits.unitsPerRecordMax - 1
        let edit = Samples.edit(Samples.createAccount(), .set, tags(1))
        #expect(problem(edit, facts) == nil)
        facts.otherUnitCount += 1
        #expect(problem(edit, facts) == .rejected(.limitExceeded))
        facts.otherUnitCount = .max
        #expect(problem(edit, facts) == .rejected(.limitExceeded))
    }

    @Test func whatGoesWithAnOpAtItsLimitPassesAndOnePastItDoesNot() {
        var op = Samples.edit(Samples.createVisit(), .delete)
        op.reason = String(repeating: "x", count: RecordLimits.reasonBytesMax)
        op.resolves = (1...RecordLimits.resolvesPerOpMax).map {
            ConflictID(high: 1, low: UInt64($0))
        }
        op.context.own = (1...RecordLimits.ownPerContextMax).map { Samples.opID(UInt64($0)) }
        #expect(problem(op) == nil)
        var reason = op
        reason.reason += "x"
        var resolves = op
        resolves.resolves.append(ConflictID(high: 2, low: 1))
        var own = op
        own.context.own.append(Samples.opID(9999))
        for over in [reason, resolves, own] {
            #expect(problem(over) == .rejected(.limitExceeded))
        }
    }

    @Test func theBytesOfAnOpAreLimitedTogether() {
        let entry = String(repeating: "x", count: RecordLimits.noteBytesMax - 17)
        func entries(_ count: Int, last: Int) -> [UnitWrite] {
            (1...count).map {
                Samples.entry(
                    17, id: UInt64($0), $0 == count ? String(entry.dropLast(last)) : entry)
            }
        }
        let visit = Samples.createVisit()  // each entry has 16 bytes of id and 1 of tag
        #expect(problem(Samples.edit(visit, .set, entries(32, last: 0))) == nil)
        let over = entries(32, last: 0) + [Samples.entry(17, id: 99, "x")]
        #expect(problem(Samples.edit(visit, .set, over)) == .rejected(.limitExceeded))
    }

    @Test func findingsNameTheUnitAndNeverTheValue() throws {
        let op = Samples.edit(Samples.createAccount(), .set, [Samples.unit(6, .choice("S3CRET"))])
        let finding = try #require(OpCheck.finding(in: op, record: knownAccount))
        #expect(finding.unit == UnitKey(field: 6))
        #expect(!finding.detail.contains("S3CRET"))
        #expect(finding.problem.verdict == .rejected(.invalidValue))
        #expect(OpProblem.held(.newerSchema).verdict == .held(.newerSchema))
    }
}
