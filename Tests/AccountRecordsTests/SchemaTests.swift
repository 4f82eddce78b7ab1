// The schema is sane: every kind is there, every number and name is unique and never changes.
import AccountRecords
import CausalCore
import Foundation
import Testing

@Suite struct SchemaTests {
    let schema = Schema.current

    @Test func everyKindOfTheProductIsThere() {
        #expect(
            schema.kinds.map(\.name) == [
                "account", "account_year", "contact", "assignment", "visit", "commitment", "order",
                "contract", "issue", "review", "benefit", "survey", "impact",
            ])
        #expect(schema.kinds.map(\.number) == Array(1...13))
        #expect(schema.kind(number: KindNumber.visit)?.name == "visit")
        #expect(schema.kind(number: KindNumber.impact)?.name == "impact")
    }

    @Test func noTwoKindsShareATableOrALetter() {
        #expect(Set(schema.kinds.map(\.table)).count == schema.kinds.count)
        #expect(Set(schema.kinds.map(\.letter)).count == schema.kinds.count)
        #expect(!schema.kinds.map(\.letter).contains(ShortID.conflictLetter))
        #expect(!schema.kinds.map(\.letter).contains(ShortID.opLetter))
        #expect(!schema.kinds.map(\.letter).contains("r"))  // replicas are shown as r-...
    }

    @Test(arguments: Schema.current.kinds)
    func fieldsOfAKindAreUniqueAndFoundBothWays(kind: KindDefinition) {
        #expect(Set(kind.fields.map(\.number)).count == kind.fields.count)
        #expect(Set(kind.fields.map(\.name)).count == kind.fields.count)
        #expect(Set(kind.fields.map(\.title)).count == kind.fields.count)
        for field in kind.fields {
            #expect(field.number >= 1)
            #expect(kind.field(number: field.number) == field)
            #expect(kind.field(named: field.name) == field)
            #expect(field.name.allSatisfy { $0 == "_" || $0.isLowercase && $0.isASCII })
        }
        #expect(kind.field(number: 0) == nil)
        #expect(kind.field(number: .max) == nil)
        #expect(kind.field(named: "no_such") == nil)
    }

    @Test(arguments: Schema.current.kinds)
    func policiesFitTypes(kind: KindDefinition) {
        for field in kind.fields {
            switch (field.policy, field.type) {
            case (.set, .text(let max)): #expect(max <= RecordLimits.elementBytesMax)
            case (.set, .reference), (.set, .user), (.log, .longText): break
            case (.set, _), (.log, _): Issue.record("\(kind.name).\(field.name)")
            default: break
            }
            if field.marks.contains(.progress), case .choice = field.type { continue }
            #expect(!field.marks.contains(.progress))
            #expect(!(field.hasElements && field.isRequired))
        }
        if kind.isServerOnly {
            #expect(kind.fields.allSatisfy { $0.policy == .server || $0.policy == .once })
        }
    }

    @Test func lookUpsOutsideTheSchemaFindNothing() {
        #expect(schema.kind(number: 0) == nil)
        #expect(schema.kind(number: 14) == nil)
        #expect(schema.kind(number: .max) == nil)
        #expect(schema.kind(named: "lead") == nil)
        #expect(schema.field(of: .life, kind: 1) == nil)
        #expect(schema.field(of: Schema.handleUnit, kind: 1)?.name == "handle")
    }

    /// > Numbers are permanent: a line here is only ever added.
    @Test func numbersThatWereGivenAreNeverChanged() throws {
        for line in Self.permanentNumbers.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let number = try #require(UInt16(words[0]))
            let kind = try #require(schema.kind(number: number))
            #expect(kind.name == words[1])
            for (index, name) in words.dropFirst(2).enumerated() where name != "-" {
                #expect(kind.field(number: UInt16(index + 1))?.name == name)
            }
        }
    }

    @Test func rolesOfAssignmentsAreNumberedAsTheWireHasThem() throws {
        let kind = try #require(schema.kind(number: KindNumber.assignment))
        let role = try #require(kind.field(named: "role"))
        #expect(role.type == .choice(AssignmentRole.allCases.map(\.name)))
        #expect(AssignmentRole.allCases.map(\.rawValue) == [1, 2, 3, 4, 5, 6])
        #expect(AssignmentRole(name: "exec_sponsor") == .executiveSponsor)
        #expect(AssignmentRole(name: "boss") == nil)
    }

    @Test func thePageInTheDocumentsIsTheSchema() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = root.appending(path: "docs/schema.md")
        if ProcessInfo.processInfo.environment["KITH_WRITE_SCHEMA_PAGE"] == "1" {
            try SchemaDocument.text().write(to: page, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: page, encoding: .utf8)
        #expect(
            written == SchemaDocument.text(),
            "run the test with KITH_WRITE_SCHEMA_PAGE=1 to write the page anew")
    }

    @Test func thePageNamesEveryFieldAndLimit() {
        let page = SchemaDocument.text()
        for kind in schema.kinds {
            #expect(page.contains("Kind \(kind.number), `\(kind.name)`; table `\(kind.table)`"))
            for field in kind.fields { #expect(page.contains("| `\(field.name)` |")) }
        }
        for limit in RecordLimits.all {
            #expect(page.contains("| `\(limit.name)` | \(limit.value)"))
        }
    }

    static let permanentNumbers = """
        1 account handle name kind parent tier status customer_since industry website phone \
        address delivery_address external_ids criticality supplier_status supplier_target \
        hot_buttons initiatives expectations values interests competitors downstream \
        order_channel allocation_priority delivery_requirements dedicated_csr hotline \
        exec_sponsor nda_expires cadence_any_days cadence_visit_days profile_reviewed_on \
        profile_reviewed_by tags notes
        2 account_year year revenue gross_margin maintenance_revenue support_cost other_cost \
        projected_revenue receivables_open receivables_overdue
        3 contact name title department email phone mobile preferred_channel role influence \
        sentiment our_counterpart language birthday interests active notes external_ids
        4 assignment user role from until reason
        5 visit status channel purpose starts_at minutes location with_contacts \
        with_colleagues summary body help_offered customer_mood competitor_news shared \
        next_visit_on tags amendments
        6 commitment direction text owner due status source feasibility outcome updates
        7 order number placed_on lines value status promised_on expected_on working_since \
        delivery_risk price_risk discount_risk risk_note
        8 contract title kind state starts ends renewal_notice_days annual_value \
        response_hours restore_hours coverage training_included support_until who_fixes \
        repairs_paid replaces notes
        9 issue title kind severity opened_at reported_by owner status first_response_at \
        next_update_due updates resolution
        10 review period held_on attendees agenda card progress decisions next_on
        11 benefit contract on what amount per basis confirmed_by
        12 survey on respondent nps csat ease sees_us_as likes does_not_value wants
        13 impact scenario on acquire expand continue_maintenance recruit payment_risk \
        our_supply_risk orders_note actions revisit_on
        """
}
