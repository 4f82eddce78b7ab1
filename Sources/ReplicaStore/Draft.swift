// Text that is not finished: it stays on this device, and survives whatever happens to the program.

import CausalCore

/// A row that never leaves the device; finishing it writes its ops.
public struct Draft: Hashable, Sendable {
    /// Names it.
    public var id: RecordID
    /// The account that it is about; zero for none.
    public var account: RecordID
    /// The record that it is to change; zero where it is to make one.
    public var record: RecordID
    /// What it will become, such as `visit`; the caller's to choose.
    public var form: String
    /// The text, and whatever else the caller keeps in it.
    public var body: String
    /// When it was last saved, by this device's wall clock, in milliseconds since 1970.
    public var changedMilliseconds: UInt64

    /// Makes a draft.
    public init(
        id: RecordID, account: RecordID = .zero, record: RecordID = .zero, form: String,
        body: String, changedMilliseconds: UInt64
    ) {
        self.id = id
        self.account = account
        self.record = record
        self.form = form
        self.body = body
        self.changedMilliseconds = changedMilliseconds
    }
}

extension Connection {
    func save(_ draft: Draft) throws {
        try run(
            """
            INSERT OR REPLACE INTO draft (id, account, record, form, body, changed) \
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                draft.id.value, draft.account.value, draft.record.value,
                draft.form.value, draft.body.value,
                draft.changedMilliseconds.value,
            ])
    }

    /// The drafts, the newest first.
    func drafts() throws -> [Draft] {
        let rows = try rows(
            "SELECT id, account, record, form, body, changed FROM draft ORDER BY changed DESC, id")
        return try rows.map { row in
            Draft(
                id: try row.requiredID(0), account: try row.requiredID(1),
                record: try row.requiredID(2), form: row.text(3) ?? "", body: row.text(4) ?? "",
                changedMilliseconds: row.bits(5))
        }
    }
}
