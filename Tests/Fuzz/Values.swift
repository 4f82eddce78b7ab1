// Fuzzes canonical bytes and typed text of values, and everything people type that is parsed.

import AccountRecords
import CausalCore
import ReplicaStore

enum Values {
    private static let types: [FieldType] = [
        .line, .note, .label, .handle, .integer(-5...1_000_000), .boolean, .date, .instant, .money,
        .choice(["open", "at_risk", "done"]), .reference(nil), .user, .address, .card,
    ]

    static func feedCanonical(_ bytes: [UInt8]) {
        for type in types {
            guard let value = decoded(try FieldValue(canonicalBytes: bytes, type: type)) else {
                continue
            }
            require(value.canonicalBytes == bytes, "a value has one form")
            let typed = value.text
            guard let read = decoded(try FieldValue(text: typed, type: type)) else { continue }
            require(
                try FieldValue(text: read.text, type: type) == read,
                "what is shown and typed again stays as it is")
        }
    }

    static func feedTyped(_ text: String) {
        for type in types {
            guard let value = decoded(try FieldValue(text: text, type: type)) else { continue }
            require(
                try FieldValue(canonicalBytes: value.canonicalBytes, type: type) == value,
                "a typed value is stored as what it is")
            require(
                try FieldValue(text: value.text, type: type) == value,
                "a typed value is shown as what it is")
        }
        feedNames(text)
    }

    private static func feedNames(_ text: String) {
        if let id = RecordID(text) {
            require(RecordID(id.description) == id, "an id is read as it was written")
        }
        if let replica = ReplicaID(text) {
            require(ReplicaID(replica.description) == replica, "a replica is read as written")
        }
        if let date = CalendarDate(text) {
            require(CalendarDate(date.description) == date, "a date is read as it was written")
        }
        if let token = EditToken(text) {
            require(EditToken(token.description) == token, "a token is read as it was written")
        }
        if let short = ShortID(text) { _ = short.matches(RecordID(high: 1, low: 2)) }
        let handle = Handle.proposal(for: text)
        require(Handle.isValid(handle), "a proposed handle is one")
        let second = Handle.uniqued(handle) { $0 == handle }
        require(Handle.isValid(second) && second != handle, "a second handle is one")
    }
}
