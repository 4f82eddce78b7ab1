// What people do to records in a history: a small universe, so that edits collide.
import AccountRecords
import CausalCore
import ReplicaStore

/// One kind of edit.
enum EditKind: CaseIterable {
    case addContact, addPromise, setAccountPhone, setAccountButtons, setTitle, setPhone, setBoth
    case addTag, removeTag, appendUpdate, setStatus, delete, restore, openToken, saveToken, keep,
        acknowledge
}

extension SeededRandomness {
    /// A short value out of a few, so that equal values meet as well.
    mutating func word() -> FieldValue {
        .text(["red", "green", "blue", "amber"][below(4)])
    }

    /// The changes of a kind of edit to an account, a contact or a commitment.
    mutating func changes(_ edit: EditKind, kind: UInt16) -> RecordChanges? {
        var changes = RecordChanges()
        switch (edit, kind) {
        case (.setAccountPhone, KindNumber.account): changes.set("phone", word())
        case (.setAccountButtons, KindNumber.account): changes.set("hot_buttons", word())
        case (.addTag, KindNumber.account): changes.add(["a", "b"][below(2)], to: "tags")
        case (.removeTag, KindNumber.account): changes.remove(["a", "b"][below(2)], from: "tags")
        case (.setTitle, KindNumber.contact): changes.set("title", word())
        case (.setPhone, KindNumber.contact): changes.set("phone", word())
        case (.setBoth, KindNumber.contact):
            changes.set("title", word())
            changes.set("phone", word())
        case (.appendUpdate, KindNumber.commitment): changes.append("looked", to: "updates")
        case (.setStatus, KindNumber.commitment):
            changes.set("status", .choice(["open", "done", "dropped"][below(3)]))
        default: return nil
        }
        return changes
    }
}
