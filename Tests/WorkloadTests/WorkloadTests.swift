// The workload's records are those of every other implementation, byte for byte.

import AccountRecords
import Crypto
import Testing
import Workload

@Suite struct WorkloadTests {
    /// Sizes and hashes that the Python generator prints for one hundredth of the records.
    @Test(arguments: [
        (Part.accounts, 58_701, "d97d7049b74ac3da"), (.notes, 800_480, "9b3c72a9fe442c7d"),
        (.delta, 1_985, "02ccbd33dee59477"), (.crowd, 2_860_474, "1ce83a576cffd745"),
    ])
    func aHundredthOfTheRecordsIsThatOfOtherLanguages(part: Part, bytes: Int, hash: String) {
        let lines = part.lines(of: Workload(scale: 0.01))
        #expect(lines.utf8.count == bytes)
        #expect(SHA256.hash(data: Array(lines.utf8)).description.contains(": " + hash))
    }

    @Test func everyRecordAndEditFitsTheSchema() throws {
        let workload = Workload(scale: 0.01)
        let account = try #require(Schema.current.kind(named: "account"))
        let visit = try #require(Schema.current.kind(named: "visit"))
        for record in workload.accounts { try check(record.fields, account, whole: true) }
        for record in workload.notes { try check(record.fields, visit, whole: true) }
        let accounts = Array(workload.accounts)
        let notes = Array(workload.notes)
        for edit in workload.delta() {
            let isAccount = edit.target == .account
            let fields =
                isAccount
                ? accounts[edit.index].fields(of: edit) : notes[edit.index].fields(of: edit)
            #expect(fields.count == edit.changes.count)
            try check(fields, isAccount ? account : visit, whole: false)
        }
    }

    @Test func idsComeInTheOrderOfTheRecords() {
        let workload = Workload(scale: 0.01)
        let ids = workload.accounts.map(\.recordID) + workload.notes.map(\.recordID)
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
    }

    private func check(
        _ fields: [String: FieldValue], _ kind: KindDefinition, whole: Bool
    ) throws {
        for (name, value) in fields {
            let field = try #require(kind.field(named: name))
            let again = try FieldValue(canonicalBytes: value.canonicalBytes, type: field.type)
            #expect(again == value)
        }
        guard whole else { return }
        #expect(kind.fields.filter(\.isRequired).allSatisfy { fields[$0.name] != nil })
    }
}

/// A file of the other implementation.
enum Part: Sendable {
    case accounts, notes, delta, crowd

    func lines(of workload: Workload) -> String {
        switch self {
        case .accounts: workload.accounts.map(\.line).joined()
        case .notes: workload.notes.map(\.line).joined()
        case .delta:
            Records(workload).json(workload.delta()).map { $0 + "\n" }.joined()
        case .crowd: crowd(of: workload)
        }
    }

    private func crowd(of workload: Workload) -> String {
        let records = Records(workload)
        return workload.batches().map { batch in
            let edits = records.json(batch.edits).joined(separator: ",")
            return "{\"client\":\(batch.device),\"seq\":\(batch.number),\"edits\":[\(edits)]}\n"
        }.joined()
    }
}

/// Ids and long texts of all records, which edits refer to.
private struct Records {
    let accounts: [WorkloadAccount]
    let notes: [WorkloadNote]

    init(_ workload: Workload) {
        accounts = Array(workload.accounts)
        notes = Array(workload.notes)
    }

    func json(_ edits: [WorkloadEdit]) -> [String] {
        edits.map { edit in
            edit.target == .account
                ? edit.json(id: accounts[edit.index].id, text: accounts[edit.index].remarks)
                : edit.json(id: notes[edit.index].id, text: notes[edit.index].body)
        }
    }
}
