// Visits by account: when somebody was last there, what is planned.

import AccountRecords
import CausalCore
import ReplicaStore

extension RecordBook {
    /// The last visits of an account that took place, the newest first.
    func lastVisits(of account: RecordID, limit: Int) throws -> [Entry] {
        try entries(
            RecordQuery(
                "visit", account: account, where: [Self.isDone], order: "starts_at",
                descending: true, limit: limit))
    }

    /// The start of an account's last visit that took place, in milliseconds since 1970.
    func lastVisit(of account: RecordID) throws -> Int64? {
        try lastVisits(of: account, limit: 1).first?.milliseconds("starts_at")
    }

    /// The visits of an account, or of all, newest first.
    func visits(of account: RecordID? = nil, limit: Int? = nil) throws -> [Entry] {
        try entries(
            RecordQuery(
                "visit", account: account, order: "starts_at", descending: true, limit: limit))
    }

    private static let isDone = FieldCondition("status", .equal, .choice("done"))

    /// The open promises of an account, or of all, the most urgent first.
    func openPromises(of account: RecordID? = nil) throws -> [Entry] {
        try promises(of: account).filter { Self.isOpen($0) }
    }

    /// The promises of an account, or of all, by due date; those without one last.
    func promises(of account: RecordID? = nil) throws -> [Entry] {
        try entries(RecordQuery("commitment", account: account)).sorted {
            ($0.day("due") ?? .max, $0.id) < ($1.day("due") ?? .max, $1.id)
        }
    }

    static func isOpen(_ promise: Entry) -> Bool {
        ["", "open"].contains(promise.text("status"))
    }
}
