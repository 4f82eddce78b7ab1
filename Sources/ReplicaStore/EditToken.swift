// What an edit began from: captured with the read, used with the save, however much later that is.

import CausalCore

/// The context of a read that an edit is to begin from.
///
/// Taken with the read that was shown to somebody, and handed to the save. It outlives the process:
/// ``text`` is a form to keep, and a token opened by ``ReplicaStore/openEdit(_:)`` is also kept in
/// the store, where it prevents that what it has seen is folded away.
public struct EditToken: Hashable, Sendable, LosslessStringConvertible {
    /// The record that was read.
    public let record: RecordID
    /// What the read had seen.
    public let context: ReadContext
    /// The token's row in the store; 0 if it is not kept there.
    let row: Int64
    /// How often the copy had followed a restored server when the read was made.
    let epoch: Int

    init(record: RecordID, context: ReadContext, row: Int64 = 0, epoch: Int) {
        self.record = record
        self.context = context
        self.row = row
        self.epoch = epoch
    }

    /// One line of text to keep the token in, for ``init(_:)``.
    public var description: String {
        var writer = ByteWriter()
        writer.put(record)
        writer.put(context)
        writer.put(signed: row)
        writer.put(count: epoch)
        return writer.bytes.map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// Reads what ``description`` gave; nil for anything else.
    public init?(_ description: String) {
        let digits = description.utf8.map { hexadecimalDigit($0) }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let upper = digits[index], let lower = digits[index + 1] else { return nil }
            bytes.append(upper << 4 | lower)
        }
        var reader = ByteReader(bytes)
        guard let record: RecordID = try? reader.id(), let context = try? reader.context(),
            let row = try? reader.signed(), let epoch = try? reader.number(), reader.isAtEnd
        else { return nil }
        self.init(
            record: record, context: context, row: row, epoch: Int(clamping: epoch))
    }
}

private func hexadecimalDigit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    default: nil
    }
}
