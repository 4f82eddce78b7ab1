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

    /// The planned visits whose day has passed, the newest first.
    func overdueVisits(of account: RecordID? = nil, limit: Int? = nil) throws -> [Entry] {
        try entries(overdue(of: account, limit: limit))
    }

    /// How many there are.
    func overdueVisitCount() throws -> Int { try reader.count(overdue()) }

    private func overdue(of account: RecordID? = nil, limit: Int? = nil) -> RecordQuery {
        RecordQuery(
            "visit", account: account,
            where: [Self.isPlanned, starts(.below, day: today.dayNumber)],
            order: "starts_at", descending: true, limit: limit)
    }

    /// The visits that are planned for today and the days after it, up to one of them.
    func plannedVisits(throughDay last: Int) throws -> [Entry] {
        try entries(
            RecordQuery(
                "visit",
                where: [
                    Self.isPlanned, starts(.atLeast, day: today.dayNumber),
                    starts(.below, day: last + 1),
                ], order: "starts_at"))
    }

    private func starts(_ comparison: FieldCondition.Comparison, day: Int) -> FieldCondition {
        FieldCondition(
            "starts_at", comparison,
            .instant(milliseconds: LocalTime.startMilliseconds(ofDay: day)))
    }

    private static let isPlanned = FieldCondition("status", .equal, .choice("planned"))
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
