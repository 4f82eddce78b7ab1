// Exports of other systems, as rows of fields.
import Import
import Testing

private func plan(
    _ text: String, _ source: ImportSource, _ subject: ImportSubject
) throws -> ImportPlan {
    try ImportPlan(
        document: CSVDocument(bytes: Array(text.utf8)),
        mapping: ImportMapping(source: source, subject: subject))
}

@Test func salesforceAccountsBecomeFields() throws {
    let plan = try plan(
        """
        Id,Name,BillingCity,BillingCountry,Phone,AnnualRevenue,TickerSymbol
        001A,"Fujifilm, Inc.",Minato,Japan,,12,4901.T
        """, .salesforce, .accounts)
    let row = try #require(plan.rows.first)
    #expect(row.values == ["name": "Fujifilm, Inc."])
    #expect(row.address == ["city": "Minato", "country": "Japan"])
    #expect(row.externalIDs == ["salesforce:001A", "ticker:4901.T"])
    #expect(row.sourceID == "salesforce:001A")
    #expect(plan.ignoredColumns == ["AnnualRevenue"])
}

@Test func hubspotContactsGetTheirNameFromItsParts() throws {
    let plan = try plan(
        """
        Record ID,First Name,Last Name,Job Title,Email,Phone Number,Associated Company
        1,Kenji,Sukeno,chairman,,,Fujifilm
        2,,,,,,Fujifilm
        3,Ann,,,,,
        """, .hubspot, .contacts)
    #expect(plan.rows.map(\.name) == ["Kenji Sukeno"])
    #expect(plan.rows.first?.company == "Fujifilm")
    #expect(plan.rejected.map(\.reason) == ["the row has no name", "the row names no company"])
    #expect(plan.rejected.map(\.line) == [3, 4])
}

@Test func missingColumnNamesWhatWasFound() {
    #expect(
        throws: ImportError.missingColumn(
            names: ["Associated Company IDs (Primary)", "Associated Company (Primary)"],
            found: ["First Name"])
    ) { try plan("First Name\nAnn\n", .hubspot, .contacts) }
}

@Test func rejectFileCanBeCorrectedAndReadAgain() throws {
    let first = try plan("name,account\nAnn,Northwind\nBob\n", .generic, .contacts)
    let text = first.rejectFile(first.rejected)
    #expect(text.hasPrefix("name,account,kith_line,kith_reason\r\nBob,,3,"))
    let again = try plan(text, .generic, .contacts)
    #expect(again.ignoredColumns.isEmpty)
    #expect(again.rejected.map(\.reason) == ["the row names no company"])
}

@Test func companiesAreFoundByIdentifierThenByName() throws {
    var index = CompanyIndex<Int>()
    index.insert(1, name: "Northwind Ltd", identifiers: ["northwind", "salesforce:001A"])
    index.insert(2, name: "Twin", identifiers: ["twin"])
    index.insert(3, name: "twin", identifiers: ["twin-2"])
    let rows = try plan(
        """
        Name,AccountId,Account.Name
        Ann,001A,whatever
        Bob,,NORTHWIND  ltd
        Carol,,Twin
        Dana,,Nobody
        """, .salesforce, .contacts
    ).rows
    let found = rows.map { index.company(of: $0, source: .salesforce) }
    #expect(found[0] == .success(1))
    #expect(found[1] == .success(1))
    #expect(found[2] == .failure(CompanyProblem(reason: "2 companies are named Twin")))
    #expect(found[3] == .failure(CompanyProblem(reason: "no company named Nobody is known")))
}
