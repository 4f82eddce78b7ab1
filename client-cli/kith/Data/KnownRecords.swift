// What is here already, by everything by which a row can be recognised.

import AccountRecords
import CausalCore
import Import
import ReplicaStore

/// What is here already, by everything by which a row can be recognised.
struct KnownRecords {
    private(set) var companies = CompanyIndex<RecordID>()
    private let subject: ImportSubject
    private var bySource: [String: RecordID] = [:]
    private var byKey: [String: RecordID] = [:]
    private var systems: [RecordID: Set<Substring>] = [:]
    private var handles: Set<String> = []

    init(book: RecordBook, mapping: ImportMapping) throws {
        subject = mapping.subject
        for account in try book.fullEntries(RecordQuery("account")) {
            let ids = account.elements("external_ids")
            let handle = account.text("handle")
            companies.insert(account.id, name: account.text("name"), identifiers: ids + [handle])
            handles.insert(handle)
            if subject == .accounts {
                remember(account.id, sources: ids, keys: [account.text("name")], account: nil)
            }
        }
        guard subject == .contacts else { return }
        for contact in try book.fullEntries(RecordQuery("contact")) {
            remember(
                contact.id, sources: contact.elements("external_ids"),
                keys: [contact.text("email"), contact.text("name")], account: contact.account)
        }
    }

    /// The record that a row means: by its id in the other system, else by e-mail address or name,
    /// save where that record has another id of the same system.
    func record(of row: ImportRow, account: RecordID?) -> RecordID? {
        if let source = row.sourceID, let known = bySource[source] { return known }
        for text in [row.values["email"] ?? "", row.name] where !text.isEmpty {
            guard let known = byKey[key(text, account)] else { continue }
            let system = row.sourceID?.prefix { $0 != ":" }
            if let system, systems[known]?.contains(system) == true { continue }
            return known
        }
        return nil
    }

    mutating func insert(_ id: RecordID, row: ImportRow, account: RecordID?) {
        let texts = [row.values["email"] ?? "", row.name]
        remember(id, sources: row.externalIDs, keys: texts, account: account)
    }

    /// A handle for a row's account that nobody has on this laptop; the server has the last word.
    mutating func freeHandle(for row: ImportRow) -> String {
        let wanted = row.values["handle"].flatMap { Handle.isValid($0) ? $0 : nil }
        let handle = Handle.uniqued(wanted ?? Handle.proposal(for: row.name)) {
            handles.contains($0)
        }
        handles.insert(handle)
        return handle
    }

    private mutating func remember(
        _ id: RecordID, sources: [String], keys: [String], account: RecordID?
    ) {
        for source in sources where !source.hasPrefix("ticker:") {
            bySource[source] = id
            systems[id, default: []].insert(source.prefix { $0 != ":" })
        }
        for text in keys where !text.isEmpty { byKey[key(text, account)] = id }
    }

    private func key(_ text: String, _ account: RecordID?) -> String {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace)
        return (account?.description ?? "") + " " + words.joined(separator: " ")
    }
}
