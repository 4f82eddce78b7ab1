// A conflict told to people: who wrote what, what shows, what is saved, and why.

import AccountRecords
import CausalCore
import ReplicaStore

/// A conflict with its sides sorted out, and the sentences that tell it.
struct ConflictStory {
    let view: ConflictView
    let book: RecordBook

    var conflict: ConflictRecord { view.conflict }

    /// Members that no later op has knowingly replaced; all where every one was.
    var current: [ConflictMember] {
        let current = conflict.members.filter { !$0.isReplaced }
        return current.count > 1 ? current : conflict.members
    }

    /// The side that wrote last.
    var kept: ConflictMember? { conflict.prevailing }

    /// The sides that did not, in the order in which they arrived.
    var saved: [ConflictMember] {
        current.filter { $0.op != kept?.op }
    }

    /// The newest side of this person; nil where they had no part.
    var mine: ConflictMember? {
        current.filter(isMine).max { $0.order < $1.order }
            ?? conflict.members.filter(isMine).max { $0.order < $1.order }
    }

    /// The newest side of somebody else.
    var theirs: ConflictMember? {
        if let kept, !isMine(kept) { return kept }
        return current.filter { !isMine($0) }.max { $0.order < $1.order }
    }

    func isMine(_ member: ConflictMember) -> Bool { view.ownAuthorOps.contains(member.op) }

    /// Where it arose, such as `Northwind Ltd: Phone`.
    func subject() throws -> String {
        let record = try self.record()
        if conflict.unit == .life { return record }
        return "\(record): \(try book.title(of: conflict.unit, kind: conflict.kind))"
    }

    private func record() throws -> String {
        let account = try book.accountName(conflict.account)
        if conflict.kind == KindNumber.account { return account }
        guard let entry = try book.entry(conflict.record) else {
            let kind = book.schema.kind(number: conflict.kind)?.title.lowercased() ?? "record"
            return "a \(kind) at \(account)"
        }
        return "\(book.title(of: entry)) (\(try book.typed(entry))) at \(account)"
    }

    /// The value that a side wrote, in words.
    func value(_ member: ConflictMember) throws -> String {
        if conflict.unit == .life {
            switch member.action {
            case .delete: return "deleted it"
            case .restore: return "restored it"
            default: return "went on editing it"
            }
        }
        if book.isSet(conflict.unit, kind: conflict.kind) {
            return member.value.isEmpty ? "removed" : "added"
        }
        let text = try book.text(member.value, unit: conflict.unit, kind: conflict.kind)
        return text.isEmpty ? "(empty)" : text
    }

    /// The value from which a side started, in words.
    func base(_ member: ConflictMember) throws -> String {
        if member.isBaseForgotten { return "(no longer kept)" }
        guard let base = member.base else { return "(never set)" }
        let text = try book.text(base, unit: conflict.unit, kind: conflict.kind)
        return text.isEmpty ? "(empty)" : text
    }

    /// The value before both, where they started from the same; nil where not.
    func commonBase() throws -> String? {
        let bases = Set(current.map(\.base))
        guard bases.count == 1, !current.contains(where: \.isBaseForgotten),
            let first = current.first
        else { return nil }
        return try base(first)
    }

    /// What shows now, in words: a later edit may have overtaken all sides.
    func present() throws -> (text: String, isOvertaken: Bool) {
        guard let entry = try book.entry(conflict.record) else { return ("not here", false) }
        if conflict.unit == .life { return (entry.isAlive ? "there" : "deleted", false) }
        let unit = entry.view?.units[conflict.unit]
        let bytes = unit?.value ?? []
        let isSet = book.isSet(conflict.unit, kind: conflict.kind)
        let text = try book.text(bytes, unit: conflict.unit, kind: conflict.kind)
        let isOvertaken = unit.map { unit in !conflict.members.contains { $0.op == unit.op } }
        return (
            isSet ? (bytes.isEmpty ? "removed" : "present") : text.isEmpty ? "(empty)" : text,
            isOvertaken ?? false
        )
    }

    /// Who wrote a side and where, such as `Bob Fischer on bob-laptop`.
    func person(_ member: ConflictMember) throws -> String {
        let name = try book.name(of: member.author, isAddressed: true)
        let device = try book.directory().device(member.dot.replica)
        return device.isEmpty ? name : "\(name) on \(device)"
    }

    func name(_ member: ConflictMember) throws -> String {
        try book.name(of: member.author, isAddressed: true)
    }

    /// How the matter stands, in two words.
    var state: String {
        if conflict.closing != nil { return "closed" }
        return conflict.needsReview ? "needs review" : "for information"
    }
}
