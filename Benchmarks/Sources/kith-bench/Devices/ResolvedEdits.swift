// Edits with the values that they write, which follow from the records that they edit.

import AccountRecords
import Workload

/// Edits as fields of records, each record by its place: accounts first, then notes.
struct ResolvedEdits {
    /// One edit.
    struct Edit {
        let place: Int
        let account: Int
        let fields: [String: FieldValue]
    }

    let fields: [Edit]

    /// Goes through the workload once to read the edited records.
    init(_ edits: [WorkloadEdit], of workload: Workload) {
        let accountPlaces = Set(edits.filter { $0.target == .account }.map(\.index))
        let notePlaces = Set(edits.filter { $0.target == .note }.map(\.index))
        var accounts: [Int: WorkloadAccount] = [:]
        var notes: [Int: WorkloadNote] = [:]
        for account in workload.accounts where accountPlaces.contains(account.index) {
            accounts[account.index] = account
        }
        for note in workload.notes where notePlaces.contains(note.index) {
            notes[note.index] = note
        }
        fields = edits.compactMap { edit in
            if let account = accounts[edit.index], edit.target == .account {
                return Edit(
                    place: edit.index, account: edit.index, fields: account.fields(of: edit))
            }
            guard let note = notes[edit.index], edit.target == .note else { return nil }
            return Edit(
                place: workload.accountCount + edit.index, account: note.account,
                fields: note.fields(of: edit))
        }
    }
}
