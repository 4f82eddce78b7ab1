// From what people type to one record: handles, short ids, ids, names, and unique beginnings.

import AccountRecords
import CausalCore
import ReplicaStore
import Terminal

extension RecordBook {
    /// The account that a text means: its handle, a unique beginning of one, its short id, its id or
    /// its whole name.
    func account(_ text: String) throws -> Entry {
        try find(text, kinds: [KindNumber.account])
    }

    /// The one record that a text means.
    ///
    /// - Parameters:
    ///   - kinds: the kinds that are asked for; nil for any.
    ///   - account: where contacts are looked up by name.
    /// - Throws: ``CommandFailure`` with the candidates where several are meant (64), with near
    ///   ones where none is (66).
    func find(
        _ text: String, kinds: [UInt16]? = nil, account: RecordID? = nil
    ) throws -> Entry {
        let word = text.trimmingSpaces
        let isAsked: (Entry) -> Bool = { kinds?.contains($0.kind) ?? true }
        if let id = RecordID(word), let entry = try entry(id), isAsked(entry) { return entry }
        if kinds?.contains(KindNumber.account) ?? true, let found = try accountByName(word) {
            return found
        }
        if let short = ShortID(word), let found = try byShortID(short, word, isAsked: isAsked) {
            return found
        }
        if kinds?.contains(KindNumber.contact) ?? false,
            let found = try contactByName(word, account: account)
        {
            return found
        }
        throw try notFound(word, kinds: kinds)
    }

    private func accountByName(_ word: String) throws -> Entry? {
        let accounts = try self.accounts()
        let folded = word.lowercased()
        if let exact = accounts.first(where: { $0.text("handle") == folded }) {
            return try entry(exact.id)
        }
        let named = accounts.filter { $0.text("name").lowercased() == folded }
        if let only = named.first, named.count == 1 { return try entry(only.id) }
        guard folded.count >= 2 else { return nil }
        let begun = accounts.filter { $0.text("handle").hasPrefix(folded) }
        if begun.count > 1 { throw try ambiguous(word, begun) }
        return try begun.first.flatMap { try entry($0.id) }
    }

    private func byShortID(
        _ short: ShortID, _ word: String, isAsked: (Entry) -> Bool
    ) throws -> Entry? {
        let found = try reader.records(matching: short).compactMap(entry).filter(isAsked)
        if found.count > 1 { throw try ambiguous(word, found) }
        return found.first
    }

    private func contactByName(_ word: String, account: RecordID?) throws -> Entry? {
        let folded = word.lowercased()
        let contacts = try entries(RecordQuery("contact", account: account))
        let exact = contacts.filter { $0.text("name").lowercased() == folded }
        let found =
            exact.isEmpty
            ? contacts.filter { contact in
                contact.text("name").lowercased().split(separator: " ")
                    .contains { $0.hasPrefix(folded) }
            } : exact
        if found.count > 1 { throw try ambiguous(word, found) }
        return try found.first.flatMap { try entry($0.id) }
    }

    private func ambiguous(_ word: String, _ found: [Entry]) throws -> CommandFailure {
        let shown = try found.prefix(6).map { "\(try typed($0)) (\(title(of: $0)))" }
        let more = found.count > 6 ? ", and \(found.count - 6) more" : ""
        return CommandFailure(
            .usage, "\"\(word)\" may mean \(found.count) records.",
            remedy: "Say which: \(shown.joined(separator: ", "))\(more).")
    }

    private func notFound(_ word: String, kinds: [UInt16]?) throws -> CommandFailure {
        let kind = kinds.flatMap { $0.count == 1 ? $0.first : nil }
            .flatMap(schema.kind(number:))
        let what = kind?.title.lowercased() ?? "record"
        guard kinds?.contains(KindNumber.account) ?? true else {
            return CommandFailure(
                .noSuchRecord, "No \(what) here goes by \"\(word)\".",
                remedy:
                    "Look it up with: kith \(kind?.number == KindNumber.commitment ? "promises" : "\(what) list")"
            )
        }
        let near = NearMatch.words(to: word, among: try accounts().map { $0.text("handle") })
        return CommandFailure(
            .noSuchRecord, "No \(what) here goes by \"\(word)\".",
            remedy: near.isEmpty
                ? "See what there is with: kith account list"
                : "Did you mean \(near.joined(separator: " or "))?")
    }
}

extension String {
    /// The text without white space around it.
    var trimmingSpaces: String {
        var part = self[...]
        while let first = part.first, first.isWhitespace { part = part.dropFirst() }
        while let last = part.last, last.isWhitespace { part = part.dropLast() }
        return String(part)
    }
}
