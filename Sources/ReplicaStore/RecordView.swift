// A record as the device shows it: the server's state, and what was written here laid over it.

import AccountRecords
import CausalCore

/// One unit as the device shows it.
public struct UnitView: Hashable, Sendable {
    /// The unit.
    public var key: UnitKey
    /// The canonical bytes of the value that shows; empty means that the unit holds nothing.
    public var value: [UInt8]
    /// The op that gave it.
    public var op: OpID
    /// Who brought that op; nil while it is on this device only.
    public var replica: ReplicaID?
    /// When it was written; nil while the server has not decided.
    public var stamp: Stamp?
    /// What the stamp rests on; nil while there is none.
    public var quality: StampQuality?
    /// The wall clock of this device when it was written here, in milliseconds since 1970; nil for
    /// what the server's state says.
    public var writtenHereMilliseconds: UInt64?
    /// What the server's state says of the unit; nil if nothing.
    public var server: Cell?

    /// Whether the value was written here and is not yet part of the server's state on this device.
    public var isPending: Bool { writtenHereMilliseconds != nil }
}

/// A record as the device shows it: the server's state overlaid with the own ops that it does not
/// cover.
public struct RecordView: Hashable, Sendable {
    /// The record.
    public let id: RecordID
    /// The permanent number of its kind.
    public let kind: UInt16
    /// The account that it belongs to.
    public let account: RecordID
    /// Whether it shows.
    public private(set) var isAlive: Bool
    /// Its units, those that hold nothing included.
    public private(set) var units: [UnitKey: UnitView]
    /// The server's state that it rests on, without the overlay; nil for a record that is only here.
    public let server: RecordState?
    /// The own ops that are laid over the server's state, in the order they were written.
    public private(set) var overlay: [OwnOp]

    /// What ``server`` shows and a restored server may not know.
    let lost: [OpID]

    /// The seq of the server's state; 0 for a record that is only here.
    public var seq: Seq { server?.seq ?? 0 }
    /// The record's vector clock as of ``seq``.
    public var vector: VersionVector { server?.vector ?? VersionVector() }
    /// Whether it was deleted and the server has let its values go; a restore brings them back.
    public var isStub: Bool { server?.isStub ?? false }
    /// Whether something written here is not yet part of the server's state on this device.
    public var hasPending: Bool { !overlay.isEmpty }

    /// Lays own ops over a state; nil if there is neither.
    init?(server: RecordState?, lost: [OpID] = [], overlay: [OwnOp]) {
        if let server {
            (id, kind, account) = (server.record, server.kind, server.account)
        } else if let first = overlay.first?.op {
            (id, kind, account) = (first.record, first.kind, first.account)
        } else {
            return nil
        }
        self.server = server
        self.lost = lost
        self.overlay = []
        isAlive = server?.isAlive ?? false
        units = [:]
        for cell in server?.cells ?? [] { units[cell.key] = UnitView(cell) }
        for op in overlay { lay(op) }
    }

    /// Lays one more own op on top.
    mutating func lay(_ own: OwnOp) {
        overlay.append(own)
        isAlive = own.op.leavesAlive ?? isAlive
        for write in own.op.units {
            units[write.key] = UnitView(write, of: own, server: units[write.key]?.server)
        }
    }

    /// What an edit that begins from this view has seen.
    ///
    /// The own part holds what the server's state does not cover and no other of them names; held
    /// and rejected ops are links like all others while they show.
    public var context: ReadContext {
        let uncovered = overlay.filter { !$0.isCovered(by: seq) }
        let named = Set(uncovered.flatMap(\.op.context.own))
        return ReadContext(
            seen: seq, seenTime: server?.time ?? .zero,
            own: uncovered.map(\.op.id).filter { !named.contains($0) }, lost: lost)
    }

    /// What the typed row holds; nil for a record that does not show.
    var shown: ShownRecord? {
        guard isAlive else { return nil }
        let written = units.values.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
        return ShownRecord(
            id: id, kind: kind, account: account,
            units: written.map { UnitWrite(key: $0.key, value: $0.value) })
    }
}

extension UnitView {
    fileprivate init(_ cell: Cell) {
        self.init(
            key: cell.key, value: cell.value, op: cell.op, replica: cell.replica,
            stamp: cell.stamp, quality: cell.quality, server: cell)
    }

    fileprivate init(_ write: UnitWrite, of own: OwnOp, server: Cell?) {
        self.init(
            key: write.key, value: write.value, op: own.op.id,
            stamp: own.stamp == .zero ? nil : own.stamp, quality: own.quality,
            writtenHereMilliseconds: own.op.evidence.wallMilliseconds, server: server)
    }
}
