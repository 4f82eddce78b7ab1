// What followed from a restore of the server, for the person whose laptop brought things back.

import CausalCore
import SyncClient

/// Says that the server was restored and what became of what it had lost.
struct RepairSentence {
    let report: RepairReport
    let book: RecordBook

    var text: String {
        guard !report.isIdle else { return "" }
        var text = report.restores > 0 ? "The server was restored from a backup" : ""
        if let time = report.commonTime {
            text += " of \(book.text(time))"
        }
        if report.restores > 0 { text += ". " }
        guard report.answered > 0 else {
            return text + "Nothing of yours was missing from it.\n"
        }
        let missing = report.answered - report.returned
        text += "\(report.answered) of your edits "
        text += "\(report.answered == 1 ? "was" : "were") offered again; "
        text += "\(report.returned) \(report.returned == 1 ? "is" : "are") back"
        text +=
            missing == 0 ? ".\n" : ", \(missing) \(missing == 1 ? "waits" : "wait") for an admin.\n"
        return text
    }
}
