// Version vectors in columns: a counter costs its distance to the last one of that replica.

import CausalCore

extension WireVectorColumn {
    /// A column of version vectors.
    init(_ vectors: [VersionVector], replicas table: inout ReferenceWriter<ReplicaID>) {
        self.init()
        counts = Column.trimmed(vectors.map { Column.length($0.entries.count) })
        var last: [ReplicaID: UInt64] = [:]
        for dot in vectors.lazy.flatMap(\.entries) {
            replicas.append(table.reference(to: dot.replica))
            counters.append(Int64(bitPattern: dot.counter &- (last[dot.replica] ?? 0)))
            last[dot.replica] = dot.counter
        }
    }

    /// The version vectors, as many as are expected.
    func vectors(
        count: Int, replicas table: inout ReferenceReader<ReplicaID>, _ name: String
    ) throws(ProtocolError) -> [VersionVector] {
        try Column.expect(counters.count, toBe: replicas.count, name)
        let bounds = try Column.bounds(
            counts, pieces: count, whole: replicas.count, "\(name).counts")
        let writers = try table.entries(replicas, "\(name).replicas")
        var last: [ReplicaID: UInt64] = [:]
        var dots: [Dot] = []
        dots.reserveCapacity(writers.count)
        for (replica, delta) in zip(writers, counters) {
            let counter = (last[replica] ?? 0) &+ UInt64(bitPattern: delta)
            try Column.checkCounter(counter, "\(name).counters")
            last[replica] = counter
            dots.append(Dot(replica: replica, counter: counter))
        }
        var result: [VersionVector] = []
        result.reserveCapacity(count)
        for piece in bounds { result.append(try vector(of: dots[piece], name)) }
        return result
    }
}

/// A vector of entries that must be in its own form: sorted by replica, none zero.
private func vector(
    of dots: ArraySlice<Dot>, _ name: String
) throws(ProtocolError) -> VersionVector {
    var previous: ReplicaID?
    for dot in dots {
        guard dot.counter > 0 else { throw ProtocolError(.range, "\(name) has a counter of 0") }
        if let previous, previous >= dot.replica {
            throw ProtocolError(.columns, "\(name) is not sorted by replica")
        }
        previous = dot.replica
    }
    return VersionVector(dots)
}
