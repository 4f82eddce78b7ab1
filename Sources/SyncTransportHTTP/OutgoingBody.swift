// A body that is handed to the connection piece by piece, as fast as that takes it.

import NIOCore

/// The pieces of a long body; tells at the end how long the connection took to take them.
struct OutgoingBody: AsyncSequence, Sendable {
    private static let pieceBytes = 65_536

    private let bytes: ByteBuffer
    private let taken: @Sendable (Duration) -> Void

    /// - Parameter taken: called when the last piece was taken, once.
    init(_ bytes: [UInt8], taken: @escaping @Sendable (Duration) -> Void) {
        self.bytes = ByteBuffer(bytes: bytes)
        self.taken = taken
    }

    func makeAsyncIterator() -> Iterator { Iterator(rest: bytes, taken: taken) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var rest: ByteBuffer
        fileprivate let taken: @Sendable (Duration) -> Void
        private var began: ContinuousClock.Instant?

        fileprivate init(rest: ByteBuffer, taken: @escaping @Sendable (Duration) -> Void) {
            self.rest = rest
            self.taken = taken
        }

        mutating func next() async -> ByteBuffer? {
            let now = ContinuousClock.now
            let start = began ?? now
            began = start
            if let piece = rest.readSlice(
                length: Swift.min(OutgoingBody.pieceBytes, rest.readableBytes)),
                piece.readableBytes > 0
            {
                return piece
            }
            taken(now - start)
            return nil
        }
    }
}
