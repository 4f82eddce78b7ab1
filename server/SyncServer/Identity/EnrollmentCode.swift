// One-time codes that people can read out, and the tokens that devices keep.

/// Enrollment codes: 80 random bits in Crockford's base 32, in four groups.
enum EnrollmentCode {
    static let lifetimeMilliseconds: UInt64 = 15 * 60_000
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// The code of ten random bytes: `7K3Q-0M2X-...`.
    static func text(of bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                if characters.count % 5 == 4 { characters.append(UInt8(ascii: "-")) }
                characters.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// What is stored of a code; hyphens, blanks and case do not matter, nor do O for 0, I and L
    /// for 1.
    static func hash(_ code: String) -> [UInt8] {
        var characters: [UInt8] = []
        for byte in code.utf8.prefix(64) {
            let upper = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
            switch upper {
            case UInt8(ascii: "-"), UInt8(ascii: " "): continue
            case UInt8(ascii: "O"): characters.append(UInt8(ascii: "0"))
            case UInt8(ascii: "I"), UInt8(ascii: "L"): characters.append(UInt8(ascii: "1"))
            default: characters.append(upper)
            }
        }
        return sha256(characters)
    }
}

/// Bearer tokens: `kith_` and 256 random bits in base64url; they travel with every sync.
enum DeviceToken {
    /// Random bytes of a token.
    static let bytes = 32

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func text(of bytes: [UInt8]) -> String {
        var characters = Array("kith_".utf8)
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                characters.append(alphabet[Int(buffer >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { characters.append(alphabet[Int(buffer << UInt32(6 - bits) & 63)]) }
        return String(decoding: characters, as: UTF8.self)
    }

    /// What is stored of a token.
    static func hash(_ token: String) -> [UInt8] {
        sha256(Array(token.utf8))
    }
}
