// What no backup of the server contains, in a sentence.

import CausalCore
import ReplicaStore

/// Says how many edits are on this laptop and in no backup of the server.
struct UnbackedSentence {
    let edits: UnbackedEdits
    let book: RecordBook

    /// Whether somebody who only wants to know where they stand should hear of it: edits of the last
    /// days are in no backup anywhere.
    var isWorthTelling: Bool {
        if edits.letGoFrom != nil { return true }
        guard let since = edits.since else { return false }
        return book.today.dayNumber - day(since).dayNumber > 7
    }

    var text: String {
        guard edits.count > 0, let since = edits.since else {
            return "everything you sent is in a backup of the server"
        }
        var text =
            "\(StatusCommand.counted(edits.count, "change")) you sent "
            + "\(edits.count == 1 ? "is" : "are") in no backup of the server, "
            + "the oldest from \(day(since).dayText(today: book.today)); kept here until one has "
            + "\(edits.count == 1 ? "it" : "them")"
        if let from = edits.letGoFrom {
            text += ". From \(day(from).dayText(today: book.today)) on the oldest are let go: "
            text += "ask your admin to back the server up"
        }
        if edits.letGo > 0 {
            text += ". \(StatusCommand.counted(edits.letGo, "change")) too old to keep "
            text += "\(edits.letGo == 1 ? "was" : "were") let go"
        }
        return text
    }

    private func day(_ stamp: Stamp) -> LocalTime {
        LocalTime(milliseconds: Int64(clamping: stamp.milliseconds))
    }
}
