// Receipts: how a server that was put back knows its own acknowledgements again.

import AccountRecords
import CausalCore

/// Makes and checks the proofs that go with acknowledgements.
///
/// A proof is the first eight bytes of SipHash-2-4 over the op's id, the digest of its content, its
/// stamp and quality, and whether it was accepted. The key lives outside the database, so that a
/// restore does not take it back. Whoever wants to forge one has to ask the server, 2^63 times.
struct ReceiptMaker: Sendable {
    private let key: (low: UInt64, high: UInt64)?

    /// A maker with a key; with an empty one no receipts are given, and none is honoured.
    init(key: [UInt8]) {
        let hash = sha256(key)
        func half(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            bytes.reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.key = key.isEmpty ? nil : (half(hash[..<8]), half(hash[8..<16]))
    }

    /// The proof of what was decided about an op; empty without a key.
    func proof(of judged: JudgedOp) -> [UInt8] {
        mac(
            of: judged.op.id, judged.digest, judged.stamp, judged.quality,
            wasAccepted: judged.verdict.isAccepted)
    }

    /// What a receipt proves about an op; nil if it was never given out for it.
    func check(_ receipt: OpReceipt, of prepared: PreparedOp) -> ReceiptProof? {
        guard key != nil else { return nil }
        for wasAccepted in [true, false] {
            let expected = mac(
                of: prepared.op.id, prepared.digest, receipt.stamp, receipt.quality,
                wasAccepted: wasAccepted)
            if isEqual(expected, receipt.mac) {
                return ReceiptProof(
                    stamp: receipt.stamp, quality: receipt.quality, wasAccepted: wasAccepted)
            }
        }
        return nil
    }

    private func mac(
        of op: OpID, _ digest: [UInt8], _ stamp: Stamp, _ quality: StampQuality, wasAccepted: Bool
    ) -> [UInt8] {
        guard let key else { return [] }
        var writer = ByteWriter(capacity: 80)
        writer.text("kith receipt 1")
        writer.identifier(op)
        writer.block(digest)
        writer.fixed(stamp.rawValue)
        writer.byte(quality.rawValue)
        writer.byte(wasAccepted ? 1 : 0)
        let code = writer.bytes.withUnsafeBytes { SipHash.digest(of: $0, key: key) }
        return withUnsafeBytes(of: code.low.littleEndian) { Array($0) }
    }

    /// In a time that does not tell where they differ.
    private func isEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        guard first.count == second.count else { return false }
        return zip(first, second).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// What a valid receipt says of an op.
struct ReceiptProof {
    var stamp: Stamp
    var quality: StampQuality
    var wasAccepted: Bool
}
