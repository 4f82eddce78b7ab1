// A stub under the hands of a batch: its cells come back from the maximal ops of the log.

import CausalCore

extension WorkingRecord {
    /// Reads the cells of a stub back from the log.
    ///
    /// Of every unit the op that wrote last is maximal, and those are kept whole for ever.
    mutating func revive(from snapshot: any ServerSnapshot) throws {
        wasStub = true
        for row in try snapshot.logged(on: id, after: 0) {
            let judged = try JudgedOp(row)
            if judged.isTrimmed { continue }
            for cell in judged.cells { _ = write(cell) }
        }
    }
}
