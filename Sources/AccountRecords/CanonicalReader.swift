// Reads canonical bytes strictly, front to back: never past the end, one form for one value.

/// A place in canonical bytes.
struct CanonicalReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// Whether everything was read.
    var isAtEnd: Bool { rest.isEmpty }

    /// The next byte.
    mutating func byte() -> UInt8? {
        rest.popFirst()
    }

    /// The next so many bytes.
    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// An unsigned number, seven bits to a byte, least first, in the fewest bytes.
    mutating func unsigned() -> UInt64? {
        var value: UInt64 = 0
        for index in 0..<10 {
            guard let byte = rest.popFirst() else { return nil }
            if index == 9 && byte > 1 { return nil }
            value |= UInt64(byte & 0x7F) << UInt64(7 * index)
            if byte & 0x80 == 0 { return byte == 0 && index > 0 ? nil : value }
        }
        return nil
    }

    /// A signed number, folded so that small ones of both signs are short.
    mutating func signed() -> Int64? {
        guard let folded = unsigned() else { return nil }
        return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
    }

    /// A counted text in canonical form, of at most so many bytes, without the byte 0.
    mutating func text(bytesMax: Int) -> String? {
        guard let count = unsigned(), count <= UInt64(bytesMax),
            let bytes = bytes(Int(count))
        else { return nil }
        let scan = TextScan(bytes)
        return scan.hasNull ? nil : CanonicalText.text(of: bytes, scan: scan)
    }
}

/// Grows canonical bytes.
extension [UInt8] {
    mutating func appendUnsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func appendSigned(_ value: Int64) {
        appendUnsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    mutating func appendText(_ text: String) {
        let bytes = CanonicalText.bytes(of: text)
        appendUnsigned(UInt64(bytes.count))
        append(contentsOf: bytes)
    }
}
