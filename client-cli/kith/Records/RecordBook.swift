// One snapshot of the local copy, with names for everything that people read.

import AccountRecords
import CausalCore
import ReplicaStore
import Terminal

/// One snapshot of the local copy, with names for everything that people read.
final class RecordBook {
    let reader: ReplicaReader
    let schema: Schema
    /// The present, as well as it is known: this laptop's clock, corrected by what the server said.
    let today: LocalTime
    let identity: DeviceIdentity
    private let nowMilliseconds: Int64
    private let clockLag: Int64
    private var entryCache: [RecordID: Entry?] = [:]
    private var shortIDs: [UInt16: ShortIDs] = [:]
    private var conflictShortIDs: ShortIDs?
    private var loadedDirectory: Directory?

    init(
        reader: ReplicaReader, schema: Schema, identity: DeviceIdentity, nowMilliseconds: Int64,
        clockLag: Int64
    ) {
        self.reader = reader
        self.schema = schema
        self.identity = identity
        self.nowMilliseconds = nowMilliseconds
        self.clockLag = clockLag
        today = LocalTime(milliseconds: nowMilliseconds)
    }

    /// A moment that this laptop's wall clock showed, corrected by what is known of it now where
    /// that makes it more likely; for display only.
    func corrected(wallMilliseconds: UInt64) -> Int64 {
        let shown = Int64(clamping: wallMilliseconds)
        guard abs(clockLag) > 60_000 else { return shown }
        let moved = shown.addingReportingOverflow(clockLag)
        if moved.overflow { return shown }
        let isNearer = abs(nowMilliseconds - moved.partialValue) < abs(nowMilliseconds - shown)
        return isNearer ? moved.partialValue : shown
    }

    /// The same, in the laptop's zone.
    func correctedTime(wallMilliseconds: UInt64) -> LocalTime {
        LocalTime(milliseconds: corrected(wallMilliseconds: wallMilliseconds))
    }

    /// The definition of a kind of the schema.
    func definition(_ kind: UInt16) throws -> KindDefinition {
        guard let definition = schema.kind(number: kind) else {
            throw CommandFailure(
                .internalDefect, "This program's schema has no kind \(kind).",
                remedy: "Please report this.")
        }
        return definition
    }

    /// A record, also a hidden one; nil where the device does not have it.
    func entry(_ id: RecordID) throws -> Entry? {
        if let cached = entryCache[id] { return cached }
        let entry = try reader.record(id).flatMap { Entry($0, schema: schema) }
        entryCache[id] = entry
        return entry
    }

    /// The live records that a query names, without sets and logs.
    func entries(_ query: RecordQuery) throws -> [Entry] {
        guard let definition = schema.kind(named: query.kind) else { return [] }
        return try reader.rows(query).map { Entry($0, definition: definition) }
    }

    /// The live records that a query names, in full.
    func fullEntries(_ query: RecordQuery) throws -> [Entry] {
        try reader.records(query).compactMap { Entry($0, schema: schema) }
    }

    /// The accounts, sorted by handle, without sets and logs.
    func accounts() throws -> [Entry] { try entries(RecordQuery("account", order: "handle")) }

    /// The handle of an account, or its short id where the device does not have it.
    func handle(of account: RecordID) throws -> String {
        let handle = try entry(account)?.text("handle") ?? ""
        return handle.isEmpty ? ShortID.text(of: account, letter: "a") : handle
    }

    /// The name of an account, or its handle.
    func accountName(_ account: RecordID) throws -> String {
        let name = try entry(account)?.text("name") ?? ""
        return name.isEmpty ? try handle(of: account) : name
    }

    /// What people type for a record: an account's handle, else the shortest short id that is
    /// unique here, of four characters or more.
    func typed(_ entry: Entry) throws -> String {
        let handle = entry.kind == KindNumber.account ? entry.text("handle") : ""
        if !handle.isEmpty { return handle }
        if shortIDs[entry.kind] == nil {
            shortIDs[entry.kind] = try reader.shortIDs(kind: entry.definition.name)
        }
        return shortIDs[entry.kind]?[entry.id]
            ?? ShortID.text(of: entry.id, letter: entry.definition.letter)
    }

    /// A record in a few words: a name, a promise's text, the day of a visit.
    func title(of entry: Entry) -> String {
        switch entry.kind {
        case KindNumber.account, KindNumber.contact: return entry.text("name")
        case KindNumber.commitment: return entry.text("text")
        case KindNumber.visit:
            let summary = entry.text("summary")
            let day = entry.milliseconds("starts_at")
                .map { LocalTime(milliseconds: $0).dayText(today: today) }
            let visit = "visit" + (day.map { " on \($0)" } ?? "")
            return summary.isEmpty ? visit : "\(visit): \(summary)"
        default:
            let title = entry.text("title")
            return title.isEmpty ? entry.definition.title.lowercased() : title
        }
    }

    /// The short ids of all conflicts that are known here.
    func conflictTexts() throws -> ShortIDs {
        if let conflictShortIDs { return conflictShortIDs }
        let texts = try reader.conflictShortIDs()
        conflictShortIDs = texts
        return texts
    }

    /// The people and devices that are known here.
    func directory() throws -> Directory {
        if let loadedDirectory { return loadedDirectory }
        let directory = Directory(entries: try reader.directory(), identity: identity)
        loadedDirectory = directory
        return directory
    }

    /// A person's name; `you` for the owner of the laptop where that reads better.
    func name(of user: UserID, isAddressed: Bool = false) throws -> String {
        if isAddressed, user == identity.user { return "you" }
        return try directory().name(of: user)
    }

    /// The person with a handle, a name or `me`.
    func user(_ text: String) throws -> UserID {
        if text.lowercased() == "me" { return identity.user }
        if let user = UserID(text) { return user }
        if let user = try directory().user(text) { return user }
        let near = NearMatch.words(to: text, among: try directory().allHandles)
        throw CommandFailure(
            .noSuchRecord, "Nobody here has the handle \"\(text)\".",
            remedy: near.isEmpty
                ? "Only people who appear in your accounts are known here."
                : "Did you mean \(near.joined(separator: " or "))?")
    }

    /// Who wrote a unit, and when, in a few words.
    func writer(of unit: UnitView) throws -> String {
        if let here = unit.writtenHereMilliseconds {
            return "you, \(correctedTime(wallMilliseconds: here).text(today: today))"
        }
        let who = try unit.replica.flatMap { try directory().owner(of: $0) }
            .map { try name(of: $0, isAddressed: true) }
        let when = unit.stamp.map { text($0) }
        return [who ?? "the server", when].compactMap(\.self).joined(separator: ", ")
    }

    /// A stamp as people read it.
    func text(_ stamp: Stamp) -> String {
        LocalTime(milliseconds: Int64(clamping: stamp.milliseconds)).text(today: today)
    }
}
