// The key of receipts: beside the database, never in it.

import SyncServer

/// The content of `receipt.key`: 32 random bytes in hexadecimal.
///
/// With it a server that was put back knows its own acknowledgements again. Without it nothing is
/// lost, but edits that are offered again get new stamps.
enum ReceiptKey {
    static let byteCount = 32

    /// Makes the key of a new folder.
    static func make(_ folder: DataFolder) throws(CommandFailure) {
        let text = Hexadecimal.text(of: SystemRandomness().bytes(byteCount))
        try FileSystem.replace(folder.receiptKey, with: text + "\n")
    }

    /// The key; empty if there is none, which only `serve` and `restore` make good.
    static func bytes(_ folder: DataFolder) throws(CommandFailure) -> [UInt8] {
        guard let text = try FileSystem.text(folder.receiptKey) else { return [] }
        guard let bytes = Hexadecimal.bytes(of: text.filter { !$0.isWhitespace }),
            bytes.count == byteCount
        else {
            throw CommandFailure(
                .configuration, "\(folder.receiptKey) is damaged.",
                remedy: "Put it back from your copy of the folder; if there is none, remove it.")
        }
        return bytes
    }

    /// Makes a key where there is none; the caller holds the folder's lock.
    static func ensure(_ folder: DataFolder) throws(CommandFailure) {
        if try bytes(folder).isEmpty { try make(folder) }
    }
}

/// Bytes as people and files have them.
enum Hexadecimal {
    static func text(of bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The bytes; nil if it is anything but pairs of digits.
    static func bytes(of text: String) -> [UInt8]? {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[place], let low = digits[place + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
