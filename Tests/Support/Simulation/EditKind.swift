// What people do to records in a history: a small universe, so that edits collide.
import AccountRecords
import CausalCore
import ReplicaStore

/// One kind of edit.
enum EditKind: CaseIterable {
    case addContact, addPromise, setAccountPhone, setAccountButtons, setAccountStatus, setTitle
    case setPhone, setBoth, setChannel, setMotto, addTag, removeTag, appendUpdate, setStatus,
        setText
    case delete, restore, openToken, saveToken, keep, acknowledge, undo, several
}

/// What is drawn for one edit; text of an account carries the account's own token, so that a byte of
/// it in the wrong place is seen.
struct EditDraw {
    var randomness: SeededRandomness
    /// Whether the program at hand knows the later field.
    var knowsMotto = false

    /// The kind of edit that it stands for.
    mutating func kind() -> EditKind { randomness.pick(EditKind.allCases) ?? .setBoth }

    /// What to draw from for an edit of a kind.
    static func pick(for edit: EditKind, _ randomness: inout SeededRandomness) -> UInt64 {
        while true {
            let pick = randomness.next()
            var draw = EditDraw(randomness: SeededRandomness(seed: pick))
            if draw.kind() == edit { return pick }
        }
    }

    /// A short text out of a few, so that equal values meet as well.
    mutating func word(_ token: String) -> FieldValue {
        .text(token + ["red", "green", "blue", "amber"][randomness.below(4)])
    }

    /// The changes of a kind of edit to an account, a contact or a commitment.
    mutating func changes(_ edit: EditKind, kind: UInt16, token: String) -> RecordChanges? {
        var changes = RecordChanges()
        switch (edit, kind) {
        case (.setAccountPhone, KindNumber.account): changes.set("phone", word(token))
        case (.setAccountButtons, KindNumber.account): changes.set("hot_buttons", word(token))
        case (.setAccountStatus, KindNumber.account):
            changes.set("status", .choice(["active", "at_risk", "lost"][randomness.below(3)]))
        case (.addTag, KindNumber.account):
            // An answer names the units that its sender has lost: no account's own word in them.
            changes.add(["a", "b"][randomness.below(2)], to: "tags")
        case (.removeTag, KindNumber.account):
            changes.remove(["a", "b"][randomness.below(2)], from: "tags")
        case (.setTitle, KindNumber.contact): changes.set("title", word(token))
        case (.setPhone, KindNumber.contact): changes.set("phone", word(token))
        case (.setChannel, KindNumber.contact):
            changes.set("preferred_channel", .choice(["call", "video"][randomness.below(2)]))
        case (.setMotto, KindNumber.contact): changes.set("motto", word(token))
        case (.setBoth, KindNumber.contact):
            changes.set("title", word(token))
            changes.set("phone", word(token))
        case (.setText, KindNumber.commitment): changes.set("text", word(token))
        case (.appendUpdate, KindNumber.commitment): changes.append(token + "seen", to: "updates")
        case (.setStatus, KindNumber.commitment):
            changes.set("status", .choice(["open", "done", "dropped"][randomness.below(3)]))
        default: return nil
        }
        return changes
    }

    /// The edits that mean something for a kind.
    func kinds(of kind: UInt16) -> [EditKind] {
        switch kind {
        case KindNumber.account:
            [.setAccountPhone, .setAccountButtons, .setAccountStatus, .addTag, .removeTag]
        case KindNumber.contact:
            [.setTitle, .setPhone, .setBoth, .setChannel] + (knowsMotto ? [.setMotto] : [])
        default: [.appendUpdate, .setStatus, .setText]
        }
    }
}
