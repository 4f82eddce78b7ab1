// Fuzzes what the local copy keeps in blobs; the first byte chooses which.

import CausalCore

@testable import ReplicaStore

enum Blobs {
    static func feed(_ input: [UInt8]) {
        guard let kind = input.first else { return }
        let bytes = Array(input.dropFirst())
        switch kind % 5 {
        case 0:
            guard let op = decoded(try Op(storedBytes: bytes)) else { return }
            require(try Op(storedBytes: op.storedBytes) == op, "an op is read as written")
        case 1:
            guard let state = decoded(try RecordState(storedBytes: bytes)) else { return }
            require(
                try RecordState(storedBytes: state.storedBytes) == state,
                "a state is read as written")
        case 2:
            guard let conflict = decoded(try ConflictRecord(storedBytes: bytes)) else { return }
            require(
                try ConflictRecord(storedBytes: conflict.storedBytes) == conflict,
                "a conflict is read as written")
        case 3:
            var reader = ByteReader(bytes)
            guard let cells = decoded(try reader.storedCells()) else { return }
            var again = ByteReader(cells.bytes)
            require(try again.storedCells() == cells, "cells are read as written")
        default:
            var reader = ByteReader(bytes)
            guard let units = decoded(try reader.unitWrites()) else { return }
            var writer = ByteWriter()
            writer.put(units)
            var again = ByteReader(writer.bytes)
            require(try again.unitWrites() == units, "writes are read as written")
        }
    }
}
