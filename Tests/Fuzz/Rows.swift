// Fuzzes what the server keeps in blobs; the first byte chooses which.

import CausalCore

@testable import SyncServer

enum Rows {
    static func feed(_ input: [UInt8]) {
        guard let kind = input.first else { return }
        let bytes = Array(input.dropFirst())
        switch kind & 3 {
        case 0: feedOp(bytes)
        case 1:
            guard let cells = decoded(try CellCoding.decode(bytes)) else { return }
            require(
                try CellCoding.decode(CellCoding.encode(cells)) == cells,
                "cells are read as written")
        case 2:
            let row = ConflictRow(
                id: .zero, record: .zero, account: .zero, isOpen: false, needsReview: false, seq: 1,
                body: bytes)
            guard let stored = decoded(try ConflictCoding.conflict(row)) else { return }
            let again = ConflictCoding.row(stored.conflict, closedAt: stored.closedAt)
            require(
                try ConflictCoding.conflict(again) == stored, "a conflict is read as written")
        default:
            guard let vector = decoded(try VectorCoding.decode(bytes)) else { return }
            require(
                try VectorCoding.decode(VectorCoding.encode(vector)) == vector,
                "a vector is read as written")
        }
    }

    /// The row of a log around a body.
    static func row(_ body: [UInt8]) -> LogRow {
        LogRow(
            seq: 7, id: .zero, record: .zero, previous: 0,
            dot: Dot(replica: ReplicaID(1), counter: 1), author: .zero, stamp: .zero,
            received: .zero, body: body)
    }

    private static func feedOp(_ body: [UInt8]) {
        guard let op = decoded(try JudgedOp(row(body))) else { return }
        if !op.isTrimmed {
            let cells = try? JudgedOp.cells(ofBody: body, at: 7, by: ReplicaID(1), .zero)
            require(cells == op.cells, "the cells of an op are those of its units")
        }
        require(
            try JudgedOp(row(op.body(content: op.op.contentBytes()))) == op,
            "an op is read as written")
    }
}
