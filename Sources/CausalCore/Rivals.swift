// Is this a conflict? The ops that a new one meets without either having seen the other.

/// An accepted op as a rival on one unit: where it stands, and the value it gave the unit.
public struct UnitWriter: Hashable, Sendable {
    /// The op.
    public let op: OpID
    /// Where it stands in the causal order of its record.
    public let position: CausalPosition
    /// The canonical bytes of the value it gave; on ``UnitKey/life`` see ``lifeValue(alive:)``.
    public let value: [UInt8]

    /// Makes a writer.
    public init(op: OpID, position: CausalPosition, value: [UInt8]) {
        self.op = op
        self.position = position
        self.value = value
    }
}

/// The value of ``UnitKey/life`` after an op: one byte, 1 for alive and 0 for deleted.
public func lifeValue(alive: Bool) -> [UInt8] { [alive ? 1 : 0] }

/// The conflict members that a new op meets on one unit.
///
/// Of the accepted ops on the unit that the new one's context does not contain and whose context
/// does not contain the new one, first the maximal ones (no other of them has seen them), then of
/// these the ones whose value differs. In the other order a value that somebody had knowingly
/// replaced would come back as a rival.
///
/// - Parameters:
///   - position: where the new op stands.
///   - value: what it gives the unit.
///   - accepted: accepted ops on the unit, in any order; those that cannot be rivals may be left
///     out.
/// - Returns: the rivals in the order given. Quadratic in the concurrent ones, which are few.
public func rivals(
    of position: CausalPosition, value: [UInt8], among accepted: [UnitWriter]
) -> [UnitWriter] {
    var accepted = accepted
    if planted(.equalValuesDroppedFirst) { accepted.removeAll { $0.value == value } }
    let concurrent = accepted.indices.filter {
        position.relation(to: accepted[$0].position) == .concurrent
    }
    guard !concurrent.isEmpty else { return [] }
    let maximal = concurrent.filter { candidate in
        !concurrent.contains { other in
            accepted[other].op != accepted[candidate].op
                && accepted[other].position.contextContains(accepted[candidate].position)
        }
    }
    return maximal.filter { accepted[$0].value != value }.map { accepted[$0] }
}

/// Whether a record is alive: if and only if some accepted create, set or restore is in no accepted
/// delete's context.
///
/// - Parameters:
///   - living: the accepted creates, sets and restores that may lie outside a delete's context.
///   - deletes: the accepted deletes.
public func isAlive(living: [CausalPosition], deletes: [CausalPosition]) -> Bool {
    if planted(.deleteHidesUnseenEdits) { return deletes.isEmpty && !living.isEmpty }
    return living.contains { writer in !deletes.contains { $0.contextContains(writer) } }
}
