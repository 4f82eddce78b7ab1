// An op that a writer had seen, with its place in the history that it was seen in.

import CausalCore

/// An op that gave a unit its value when somebody began to write over it.
struct SeenOp: Hashable {
    var seq: Seq
    var id: OpID

    /// What a writer had seen of the units that an op writes; of all units where it deletes or
    /// restores.
    static func list(for op: Op, in state: RecordState?) -> [SeenOp] {
        guard let state else { return [] }
        let takesAll = op.action == .delete || op.action == .restore
        let keys = Set(op.units.map(\.key))
        return state.cells
            .filter { ($0.seq <= op.context.seen) && (takesAll || keys.contains($0.key)) }
            .map { SeenOp(seq: $0.seq, id: $0.op) }
    }
}

extension [SeenOp] {
    /// The list as one blob; empty for none.
    var storedBytes: [UInt8] {
        var writer = ByteWriter()
        for seen in self {
            writer.put(seen.seq)
            writer.put(seen.id)
        }
        return writer.bytes
    }

    /// Reads the blob back.
    init(storedBytes: [UInt8]) throws {
        self = []
        var reader = ByteReader(storedBytes)
        while !reader.isAtEnd {
            append(SeenOp(seq: try reader.number(), id: try reader.id()))
        }
    }
}

extension [OpID] {
    /// The ids behind each other.
    var storedBytes: [UInt8] { flatMap(\.bytes) }

    /// Reads ids back.
    init(storedBytes: [UInt8]) throws {
        self = []
        var reader = ByteReader(storedBytes)
        while !reader.isAtEnd { append(try reader.id()) }
    }
}

extension OpReceipt {
    /// The receipt as one blob.
    var storedBytes: [UInt8] {
        var writer = ByteWriter()
        writer.put(stamp.rawValue)
        writer.put(UInt64(quality.rawValue))
        writer.put(mac)
        return writer.bytes
    }

    /// Reads the blob back.
    init(storedBytes: [UInt8]) throws {
        var reader = ByteReader(storedBytes)
        let stamp = Stamp(rawValue: try reader.number())
        guard let quality = StampQuality(rawValue: try reader.small()) else {
            throw StoreError.damaged("a receipt")
        }
        self.init(stamp: stamp, quality: quality, mac: try reader.string())
    }
}
