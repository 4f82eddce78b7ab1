// Who wrote the cells of a record, each writer once: what both stores keep beside the values.

/// The writers of a record's cells, and which of them wrote which cell.
///
/// Most cells of a record were written by the op that made it.
public struct CellWriters: Sendable {
    /// A cell of each writer, in the order in which they first appear.
    public private(set) var cells: [Cell] = []
    /// For each cell its writer's place in ``cells``.
    public private(set) var places: [Int] = []

    /// Finds the writers of cells.
    public init(of cells: [Cell]) {
        places.reserveCapacity(cells.count)
        for cell in cells {
            if let place = self.cells.lastIndex(where: { $0.hasWriter(of: cell) }) {
                places.append(place)
            } else {
                places.append(self.cells.count)
                self.cells.append(cell)
            }
        }
    }
}

extension Cell {
    /// Whether everything but unit and value is the same.
    fileprivate func hasWriter(of other: Cell) -> Bool {
        op == other.op && seq == other.seq && stamp == other.stamp && replica == other.replica
            && quality == other.quality
    }
}
