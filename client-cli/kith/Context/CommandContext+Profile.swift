// Opening the profile, and reading and writing it with names at hand.

import AccountRecords
import CausalCore
import Kith
import ReplicaStore
import Terminal

extension CommandContext {
    /// The profile that the options or `KITH_PROFILE` name.
    func profile() throws -> Profile {
        let selector = options.profile ?? environment["KITH_PROFILE"]
        return try Profile(selector, environment: environment)
    }

    var kithOptions: KithOptions {
        KithOptions(
            tokenCommand: environment["KITH_TOKEN_COMMAND"], wallOffsetSeconds: wallOffsetSeconds,
            software: Software.name)
    }

    /// Opens the profile.
    func open() throws -> Kith {
        try Kith.open(try profile(), options: kithOptions)
    }

    /// Reads one snapshot of the profile.
    func read<Value>(_ body: (RecordBook) throws -> Value) throws -> Value {
        try open().read { reader in try body(try book(reader)) }
    }

    /// Writes one transaction, with names at hand.
    func write<Value>(
        _ kith: Kith, _ body: (inout ReplicaEditor, RecordBook) throws -> Value
    ) throws -> Value {
        try kith.write { editor in
            let book = try book(editor.reader)
            return try body(&editor, book)
        }
    }

    /// A book over a reader.
    func book(_ reader: ReplicaReader) throws -> RecordBook {
        guard let identity = try reader.identity() else {
            throw CommandFailure(
                .configuration, "This laptop is not enrolled.",
                remedy: "Ask an admin for a link and run: kith enroll 'kith://...'")
        }
        let sample = clock.sample()
        let lag = try reader.clockReference().lagMilliseconds(of: sample)
        return RecordBook(
            reader: reader, schema: schema, identity: identity,
            nowMilliseconds: Int64(clamping: sample.wallMilliseconds) + lag, clockLag: lag)
    }
}
