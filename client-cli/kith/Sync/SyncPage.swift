// What a sync did: one line of counts, then in plain words what did not stay as it was written.

import AccountRecords
import CausalCore
import ReplicaStore
import SyncClient
import Terminal

/// What a sync did, in the three forms.
struct SyncPage {
    let report: SyncReport
    let book: RecordBook

    func json() throws -> [(String, JSONText)] {
        [
            ("sent", JSONText(report.sent)), ("received", JSONText(report.received)),
            ("merged", JSONText(report.merged)), ("conflicts", JSONText(report.conflicts.count)),
            ("held", JSONText(report.held.count)), ("rejected", JSONText(report.rejected.count)),
            ("bytes", JSONText(report.bytesSent + report.bytesReceived)),
            ("bytesSent", JSONText(report.bytesSent)),
            ("bytesReceived", JSONText(report.bytesReceived)),
            ("roundTrips", JSONText(report.roundTrips)), ("lost", JSONText(report.lost.count)),
            ("won", JSONText(report.won)), ("rebirths", JSONText(report.rebirths)),
            ("gained", .array(try report.gained.map { .text(try book.handle(of: $0)) })),
            ("retracted", .array(report.retracted.map { .text($0.description) })),
            ("restores", JSONText(report.repair.restores)),
            ("offeredAgain", JSONText(report.repair.answered)),
            ("returned", JSONText(report.repair.returned)),
            ("settled", .array(try report.settled.map { .text(try book.typed(conflict: $0)) })),
            (
                "conflictIDs",
                .array(try report.conflicts.map { .text(try book.typed(conflict: $0)) })
            ),
        ]
    }

    func plain() -> String {
        let counts: [(String, Int)] = [
            ("sent", report.sent), ("received", report.received), ("merged", report.merged),
            ("conflicts", report.conflicts.count), ("held", report.held.count),
            ("rejected", report.rejected.count),
            ("bytes", report.bytesSent + report.bytesReceived),
            ("roundTrips", report.roundTrips),
        ]
        return counts.map { "\($0.0)\t\($0.1)\n" }.joined()
    }

    func people(_ context: CommandContext) throws -> String {
        var text = countsLine() + "\n"
        text += RepairSentence(report: report.repair, book: book).text
        if report.rebirths > 0 {
            text += "This profile is a copy, or was put back to an older state; it goes on under "
            text += "a new identity. Nothing is lost.\n"
        }
        let gained = try report.gained.filter { try !isOwn($0) }
        if !gained.isEmpty { text += try accounts("New here", gained) }
        if !report.retracted.isEmpty {
            text +=
                "No longer yours: \(StatusCommand.counted(report.retracted.count, "account")).\n"
        }
        text += try losses(context)
        text += try others(context)
        text += try NewsSentences(report: report, book: book).text()
        let refused = report.held.count + report.rejected.count
        if refused > 0 {
            text += "\(StatusCommand.counted(refused, "change")) could not be applied and "
            text += "\(refused == 1 ? "is" : "are") kept for an admin: kith held\n"
        }
        if !report.differing.isEmpty {
            text += "\(StatusCommand.counted(report.differing.count, "account")) differ from the "
            text += "server's copy; run kith sync again, then tell your admin.\n"
        }
        if let unbacked = report.unbacked, unbacked.letGoFrom != nil || unbacked.letGo > 0 {
            text += UnbackedSentence(edits: unbacked, book: book).text + "\n"
        }
        return text
    }

    private func countsLine() -> String {
        if report.isIdle { return "Up to date. Nothing to send, nothing new." }
        var parts = ["Sent \(report.sent)", "received \(report.received)"]
        if report.merged > 0 { parts.append("merged \(report.merged)") }
        parts.append("conflicts \(report.conflicts.count)")
        if !report.held.isEmpty { parts.append("held \(report.held.count)") }
        if !report.rejected.isEmpty { parts.append("rejected \(report.rejected.count)") }
        return parts.joined(separator: ", ") + "."
    }

    private func accounts(_ label: String, _ ids: [RecordID]) throws -> String {
        let names = try ids.prefix(5).map { SafeText.line(try book.accountName($0)) }
        let more = ids.count > 5 ? " and \(ids.count - 5) more" : ""
        return "\(label): \(names.joined(separator: ", "))\(more).\n"
    }

    /// Whether an account was made on this laptop.
    private func isOwn(_ account: RecordID) throws -> Bool {
        let handle = try book.entry(account)?.view?.units[Schema.handleUnit]
        return handle?.replica == book.identity.replica
    }

    /// What this person wrote and does not show now.
    private func losses(_ context: CommandContext) throws -> String {
        var text = ""
        for lost in report.lost {
            for id in lost.conflicts {
                guard let conflict = try book.reader.conflict(id) else { continue }
                text += try ConflictSentence(view: conflict, book: book).loss(context)
            }
        }
        return text
    }

    /// Conflicts in which this person did not lose.
    private func others(_ context: CommandContext) throws -> String {
        let told = Set(report.lost.flatMap(\.conflicts))
        let rest = report.conflicts.filter { !told.contains($0) }
        guard !rest.isEmpty else { return "" }
        if rest.count > 5 {
            return "\(rest.count) more conflicts, all values kept: kith conflicts\n"
        }
        var text = ""
        for id in rest {
            guard let conflict = try book.reader.conflict(id) else { continue }
            text += try ConflictSentence(view: conflict, book: book).news(context)
        }
        return text
    }
}
