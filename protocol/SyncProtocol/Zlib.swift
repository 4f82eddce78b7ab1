// Bodies through zlib (RFC 1950), in pieces, with a cap on what comes out.

internal import CZlib

/// The compressed end of a body: raw deflate (RFC 1951), up to and with the last block.
struct ZlibPart: Hashable, Sendable {
    let deflated: [UInt8]
    /// The length before compression, in bytes.
    let count: Int
    /// Adler-32 of what was compressed.
    let checksum: UInt32
}

/// Compresses and inflates bodies.
enum Zlib {
    private static let pieceBytes = 65_536
    /// Bodies up to this many bytes get a small window, which is a fortieth of the memory to clear.
    private static let smallBytes = 4_096

    /// Compresses a body.
    ///
    /// - Parameter level: 0 to 9; more takes longer and makes less.
    static func deflate(_ bytes: [UInt8], level: Int) throws(ProtocolError) -> [UInt8] {
        try deflated(bytes, level, isPart: false)
    }

    /// Compresses the end of a body whose beginning is not known yet.
    static func part(_ bytes: [UInt8], level: Int) throws(ProtocolError) -> ZlibPart {
        ZlibPart(
            deflated: try deflated(bytes, level, isPart: true), count: bytes.count,
            checksum: adler32(of: bytes))
    }

    /// A body that begins with bytes as they are.
    static func stream(_ beginning: [UInt8], before part: ZlibPart) -> [UInt8] {
        var output: [UInt8] = [0x78, 0x01]  // RFC 1950: deflate, a window of 32 KiB
        output.reserveCapacity(part.deflated.count + beginning.count + 64)
        for start in stride(from: 0, to: beginning.count, by: storedBytesMax) {
            let block = beginning[start..<min(start + storedBytesMax, beginning.count)]
            let length = UInt16(block.count)
            output.append(0)  // RFC 1951: a stored block, and not the last one
            for number in [length, ~length] {
                output += [UInt8(truncatingIfNeeded: number), UInt8(number >> 8)]
            }
            output += block
        }
        output += part.deflated
        let checksum = adler32_combine(
            UInt(adler32(of: beginning)), UInt(part.checksum), part.count)
        for shift in [24, 16, 8, 0] { output.append(UInt8(truncatingIfNeeded: checksum >> shift)) }
        return output
    }

    /// A stored block's length is a number of 16 bits.
    private static let storedBytesMax = 65_535

    private static func adler32(of bytes: [UInt8]) -> UInt32 {
        UInt32(truncatingIfNeeded: adler32_z(1, bytes, bytes.count))
    }

    /// - Parameter isPart: without the header and the checksum of a stream.
    private static func deflated(
        _ bytes: [UInt8], _ level: Int, isPart: Bool
    ) throws(ProtocolError) -> [UInt8] {
        var stream = z_stream()
        let isSmall = bytes.count <= smallBytes
        let windowBits: Int32 = isSmall ? 12 : 15
        let isReady = deflateInit2_(
            &stream, Int32(clamping: max(0, min(9, level))), Z_DEFLATED,
            isPart ? -windowBits : windowBits, isSmall ? 5 : 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard isReady == Z_OK else { throw ProtocolError(.compression, "no memory for zlib") }
        defer { deflateEnd(&stream) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / 3 + 64)
        let room = min(pieceBytes, bytes.count + 64)
        let status = pump(&stream, bytes, room, { CZlib.deflate($0, Z_FINISH) }) { piece in
            output.append(contentsOf: piece)
            return true
        }
        guard status == Z_STREAM_END else {
            throw ProtocolError(.compression, "the body could not be compressed")
        }
        return output
    }

    /// Inflates a body, which must be one whole zlib stream and nothing more.
    ///
    /// - Parameter asksRatio: whether the body is held to its ratio too; answers are not, since they
    ///   come from a server that the device knows.
    /// - Throws: ``ProtocolError/Code/tooLarge`` as soon as more comes out than the limit or the
    ///   ratio allows; no more than one piece above the limit is ever held.
    static func inflate(
        _ bytes: [UInt8], limits: SyncLimits, asksRatio: Bool = true
    ) throws(ProtocolError) -> [UInt8] {
        var stream = z_stream()
        let isReady = inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard isReady == Z_OK else { throw ProtocolError(.compression, "no memory for zlib") }
        defer { inflateEnd(&stream) }
        let byRatio = max(
            SyncLimits.inflatedBytesUnasked, bytes.count * SyncLimits.inflationRatioMax)
        let bytesMax = min(Int(limits.inflatedBytesMax), asksRatio ? byRatio : .max)
        var output: [UInt8] = []
        var isWithin = true
        let room = min(pieceBytes, 1_024 + 8 * bytes.count)
        let status = pump(&stream, bytes, room, { CZlib.inflate($0, Z_NO_FLUSH) }) { piece in
            isWithin = output.count + piece.count <= bytesMax
            if isWithin { output.append(contentsOf: piece) }
            return isWithin
        }
        guard isWithin else {
            throw ProtocolError(.tooLarge, "the body inflates to more than is allowed")
        }
        guard status == Z_STREAM_END, stream.avail_in == 0 else {
            throw ProtocolError(.compression, "the body is not one whole zlib stream")
        }
        return output
    }

    /// Runs a stream over all of the input, piece by piece of output, until it ends, fails, comes to
    /// a stop, or `take` has had enough.
    private static func pump(
        _ stream: inout z_stream, _ input: [UInt8], _ room: Int,
        _ step: (UnsafeMutablePointer<z_stream>) -> Int32,
        take: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Int32 {
        var piece = [UInt8](repeating: 0, count: room)
        return input.withUnsafeBufferPointer { source in
            piece.withUnsafeMutableBufferPointer { target in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(clamping: source.count)
                while true {
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(clamping: target.count)
                    let status = step(&stream)
                    let made = target.count - Int(stream.avail_out)
                    guard take(UnsafeBufferPointer(rebasing: target[..<made])) else {
                        return Z_BUF_ERROR
                    }
                    if status != Z_OK || made == 0 { return status }
                }
            }
        }
    }
}
