// Units are named by people as fields, elements and entries, and found again.
import AccountRecords
import CausalCore
import Testing

@Suite struct UnitNameTests {
    let schema = Schema.current

    @Test(arguments: ["life", "name", "address", "tags/energy", "tags/a/b c", "tags/Zoë"])
    func aUnitIsFoundByItsName(name: String) throws {
        let unit = try schema.unit(named: name, kind: KindNumber.account)
        #expect(schema.name(of: unit, kind: KindNumber.account) == name)
    }

    @Test func elementsAndEntriesTakeTheirOneForm() throws {
        let tag = try schema.unit(named: "tags/ e\u{301} ", kind: KindNumber.account)
        #expect(tag.element == Array("é".utf8))
        let id = Samples.opID(5)
        let entry = try schema.unit(named: "updates/\(id)", kind: KindNumber.issue)
        #expect(entry.element == id.bytes)
        #expect(schema.name(of: entry, kind: KindNumber.issue) == "updates/\(id)")
        let contact = Samples.contact.description
        let with = try schema.unit(
            named: "with_contacts/\(contact.uppercased())", kind: KindNumber.visit)
        #expect(with.element == Array(contact.utf8))
    }

    @Test(arguments: ["", "no_such", "Name", "tags", "tags/", "name/x", "#2", "/", "life/x"])
    func namesThatNameNothingAreRefused(name: String) {
        #expect(throws: ValueError.self) { try schema.unit(named: name, kind: KindNumber.account) }
        #expect(throws: ValueError.self) { try schema.unit(named: "name", kind: 999) }
    }

    @Test func unknownUnitsHaveANameAllTheSame() {
        #expect(schema.name(of: UnitKey(field: 999), kind: 1) == "#999")
        #expect(schema.name(of: UnitKey(field: 2, element: [1, 0xFF]), kind: 999) == "#2/01ff")
    }
}
