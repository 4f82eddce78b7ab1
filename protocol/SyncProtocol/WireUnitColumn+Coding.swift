// Unit keys and values in columns.

import CausalCore
internal import Foundation

extension WireUnitColumn {
    /// A column of unit keys.
    init(_ keys: [UnitKey]) {
        self.init()
        fields = keys.map { UInt32($0.field) }
        elementLengths = Column.trimmed(keys.map { Column.length($0.element.count) })
        var bytes: [UInt8] = []
        for key in keys { bytes.append(contentsOf: key.element) }
        elements = Data(bytes)
    }

    /// The unit keys.
    func keys(_ name: String) throws(ProtocolError) -> [UnitKey] {
        let numbers = try Column.shorts(fields, count: fields.count, "\(name).fields")
        let pieces = try Column.bounds(
            elementLengths, pieces: fields.count, whole: elements.count, "\(name).elements")
        let bytes = [UInt8](elements)
        return zip(numbers, pieces).map { UnitKey(field: $0, element: Array(bytes[$1])) }
    }
}

extension WireValueColumn {
    /// A column of byte strings.
    init(_ pieces: [[UInt8]]) {
        self.init()
        lengths = Column.trimmed(pieces.map { Column.length($0.count) })
        var bytes: [UInt8] = []
        bytes.reserveCapacity(pieces.reduce(0) { $0 + $1.count })
        for piece in pieces { bytes.append(contentsOf: piece) }
        values = Data(bytes)
    }

    /// The byte strings, as many as are expected.
    func pieces(count: Int, _ name: String) throws(ProtocolError) -> [[UInt8]] {
        let bounds = try Column.bounds(lengths, pieces: count, whole: values.count, name)
        let bytes = [UInt8](values)
        return bounds.map { Array(bytes[$0]) }
    }
}
