// The digest of records against the numbers that its inventors published.

import Testing

@testable import AccountRecords

@Suite struct SipHashTests {
    /// From the reference implementation: key 00 to 0f, messages of no and of one byte.
    @Test(arguments: [
        (0, "a3817f04ba25a8e66df67214c7550293"),
        (1, "da87c1d86b99af44347659119b22fc45"),
    ])
    func aDigestIsThatOfTheReference(length: Int, expected: String) {
        let message = (0..<length).map { UInt8($0) }
        let digest = message.withUnsafeBytes {
            SipHash.digest(of: $0, key: (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908))
        }
        let text = [digest.low, digest.high].map { number in
            (0..<8).map { place in
                let byte = UInt8(truncatingIfNeeded: number >> UInt64(8 * place))
                return String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }.joined()
        }.joined()
        #expect(text == expected)
    }

    @Test func everyBitOfEveryByteCounts() {
        for length in [1, 7, 8, 9, 16, 21] {
            var seen: Set<UInt64> = []
            for bit in 0..<8 * length {
                var message = [UInt8](repeating: 0, count: length)
                message[bit / 8] = 1 << UInt8(bit % 8)
                let digest = message.withUnsafeBytes { SipHash.digest(of: $0, key: (1, 2)) }
                #expect(seen.insert(digest.low ^ digest.high).inserted)
            }
        }
    }
}
