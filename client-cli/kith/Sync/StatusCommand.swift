// kith status: where this laptop stands, without touching the network.

import AccountRecords
import ArgumentParser
import CausalCore
import Kith
import ReplicaStore
import Terminal

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say where this laptop stands. Never touches the network.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        let drafts = NoteDraft.names(folder: kith.profile.folder)
        try kith.read { reader in
            let book = try context.book(reader)
            let state = try reader.syncState()
            let counts = try reader.counts()
            try context.answer(
                "status", json: { try json(book, state, counts, drafts) },
                plain: { try plain(book, state, counts, drafts) },
                people: { try people(context, book, state, counts, drafts) })
        }
    }

    private func json(
        _ book: RecordBook, _ state: SyncState, _ counts: StoreCounts, _ drafts: [String]
    ) throws -> [(String, JSONText)] {
        let unbacked = try book.reader.unbacked()
        let identity = book.identity
        let outcome = state.outcome
        let succeeded = outcome?.succeededMilliseconds.map(book.corrected(wallMilliseconds:))
        var lastError = JSONText.null
        if let failure = outcome?.failure {
            lastError = .object([
                ("code", JSONText(outcome?.failureCode)), ("message", .text(failure)),
            ])
        }
        return [
            ("replica", .text(identity.replica.description)),
            ("lineage", .text((state.history?.lineage ?? identity.lineage).description)),
            ("cursor", JSONText(state.cursor.at)), ("cursorStart", JSONText(state.cursor.start)),
            ("pending", JSONText(counts.pending)), ("held", JSONText(counts.held)),
            ("rejected", JSONText(counts.rejected)),
            ("conflicts", JSONText(counts.conflictsOpen)),
            ("conflictsToReview", JSONText(counts.conflictsToReview)),
            ("lastSync", JSONText(succeeded.map(Instant.text(milliseconds:)))),
            ("lastError", lastError), ("user", .text(identity.handle)),
            ("name", .text(identity.name)), ("device", .text(identity.device)),
            ("server", .text(identity.serverName)),
            ("accounts", JSONText(counts.accountsComplete)),
            ("accountsIncomplete", JSONText(counts.accountsIncomplete)),
            ("drafts", .array(drafts.map { .text($0) })),
            ("unbacked", JSONText(unbacked.count)),
            (
                "unbackedSince",
                JSONText(
                    unbacked.since.map {
                        Instant.text(milliseconds: Int64(clamping: $0.milliseconds))
                    })
            ),
        ]
    }

    private func plain(
        _ book: RecordBook, _ state: SyncState, _ counts: StoreCounts, _ drafts: [String]
    ) throws -> String {
        var table = Table([TableColumn("KEY"), TableColumn("VALUE")])
        for (key, value) in try json(book, state, counts, drafts) {
            let text: String
            switch value {
            case .text(let plain): text = plain
            case .null: text = ""
            default: text = value.document(isPretty: false)
            }
            table.add([TableCell(key), TableCell(text)])
        }
        return table.plain()
    }

    private func people(
        _ context: CommandContext, _ book: RecordBook, _ state: SyncState, _ counts: StoreCounts,
        _ drafts: [String]
    ) throws -> String {
        let identity = book.identity
        var page = LabelledLines(palette: context.palette)
        page.add("You", "\(identity.name) (\(identity.handle)) on \(identity.device)")
        page.add("Server", identity.serverName)
        page.add("Last sync", lastSync(book, state))
        if let failure = state.outcome?.failure {
            page.add("Last try", failure, tone: .attention)
        }
        page.add("Accounts", accounts(try book.reader.count(RecordQuery("account")), counts))
        page.add(
            "To send", counts.pending == 0 ? "nothing" : Self.counted(counts.pending, "change"))
        page.add(
            "Conflicts", conflicts(counts), tone: counts.conflictsToReview > 0 ? .attention : nil)
        let refused = counts.held + counts.rejected
        if refused > 0 {
            page.add("Held", "\(Self.counted(refused, "change")) waiting for an admin: kith held")
        }
        let unbacked = try book.reader.unbacked()
        if UnbackedSentence(edits: unbacked, book: book).isWorthTelling {
            page.add(
                "Backup", UnbackedSentence(edits: unbacked, book: book).text,
                tone: unbacked.letGoFrom == nil ? nil : .attention)
        }
        for draft in drafts { page.add("Draft", "\(draft): continue with kith visit \(draft)") }
        return page.text
    }

    private func lastSync(_ book: RecordBook, _ state: SyncState) -> String {
        guard let succeeded = state.outcome?.succeededMilliseconds else { return "never" }
        let time = book.correctedTime(wallMilliseconds: succeeded)
        let days = book.today.dayNumber - time.dayNumber
        let when = time.text(today: book.today)
        return days == 0 ? when : "\(when) (\(elapsedText(days: days)))"
    }

    private func accounts(_ accounts: Int, _ counts: StoreCounts) -> String {
        let incomplete = counts.accountsIncomplete
        return "\(accounts)"
            + (incomplete > 0 ? ", \(incomplete) more on the way: run kith sync" : "")
    }

    private func conflicts(_ counts: StoreCounts) -> String {
        if counts.conflictsOpen == 0 { return "none" }
        let rest = counts.conflictsOpen - counts.conflictsToReview
        return [
            counts.conflictsToReview > 0 ? "\(counts.conflictsToReview) to review" : nil,
            rest > 0 ? "\(rest) for information" : nil,
        ].compactMap(\.self).joined(separator: ", ") + ": kith conflicts"
    }

    static func counted(_ count: Int, _ word: String) -> String {
        "\(count) \(word)\(count == 1 ? "" : "s")"
    }
}
