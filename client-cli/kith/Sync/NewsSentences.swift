// What others did about this person's conflicts and held changes.

import CausalCore
import ReplicaStore
import SyncClient
import Terminal

/// Says who settled which conflict, and which held changes were applied or put aside.
struct NewsSentences {
    let report: SyncReport
    let book: RecordBook

    func text() throws -> String { try settled() + notices() }

    private func settled() throws -> String {
        var text = ""
        for id in report.settled.prefix(5) {
            guard let view = try book.reader.conflict(id), let closing = view.conflict.closing
            else { continue }
            let who = try book.reader.person(closing.author)?.name ?? "Somebody"
            let name = try book.typed(conflict: id)
            text += "\(SafeText.line(who)) settled a conflict of yours"
            text += closing.reason.isEmpty ? "" : " (\(SafeText.line(closing.reason)))"
            text += ": kith conflict show \(SafeText.line(name))\n"
        }
        let rest = report.settled.count - 5
        if rest > 0 { text += "\(rest) more of your conflicts were settled by others.\n" }
        return text
    }

    private func notices() throws -> String {
        var text = ""
        for notice in report.notices.prefix(5) {
            let who = try book.reader.person(notice.by)?.name ?? "An admin"
            text += SafeText.line(who)
            text += notice.outcome == .applied ? " applied" : " put aside"
            text += " a change of yours that was held"
            text += notice.reason.isEmpty ? "" : ": \(SafeText.line(notice.reason))"
            text += "\n"
        }
        let rest = report.notices.count - 5
        if rest > 0 { text += "\(rest) more of your held changes were seen to: kith held\n" }
        return text
    }
}
