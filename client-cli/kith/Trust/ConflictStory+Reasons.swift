// Why a conflict was decided as it was, in words.

import AccountRecords
import CausalCore
import ReplicaStore

extension ConflictStory {
    /// Why one side shows, in one sentence.
    func reason() throws -> String {
        guard let kept, let other = saved.max(by: { $0.order < $1.order }) else {
            return "Only one side is left."
        }
        let who = try capitalized(name(kept))
        if conflict.unit == .life, kept.value == lifeValue(alive: true) {
            return "An edit that did not know of a deletion brings the record back, so that "
                + "nothing that was written is lost."
        }
        let gap =
            Int64(clamping: kept.stamp.milliseconds) - Int64(clamping: other.stamp.milliseconds)
        if gap < 1000 {
            return "Both wrote in the same second; the order is the same on every laptop."
        }
        return "\(who) wrote last, \(spanText(milliseconds: gap)) after \(try name(other)), "
            + "and neither had seen the other's change."
    }

    /// What was wrong with the clock of a side's laptop; nil where nothing was.
    ///
    /// The op's id carries the wall clock at which it was written. That means nothing for the
    /// decision and is only told.
    func clockNote(_ member: ConflictMember) throws -> String? {
        guard member.quality != .server else { return nil }
        let wall = Int64(clamping: member.op.high >> 16)
        let difference = wall - Int64(clamping: member.stamp.milliseconds)
        guard abs(difference) > 120_000 else { return nil }
        let owner = isMine(member) ? "Your" : "\(try name(member))'s"
        let direction = difference > 0 ? "fast" : "slow"
        return "\(owner) laptop clock was \(spanText(milliseconds: difference)) \(direction); "
            + "corrected by the server."
    }

    /// How sure the time of a side is; nil where it is sure.
    func qualityNote(_ member: ConflictMember) -> String? {
        switch member.quality {
        case .boottime, .anchor, .server: nil
        case .wall: "its time rests on the laptop's clock, corrected"
        case .clamped: "its time was moved to fit what its writer had seen"
        }
    }

    /// How long a side was on its laptop before it reached the server; nil for less than a minute.
    func offlineNote(_ member: ConflictMember) -> String? {
        let gap =
            Int64(clamping: member.received.milliseconds)
            - Int64(clamping: member.stamp.milliseconds)
        return gap < 60_000 ? nil : "\(spanText(milliseconds: gap)) later"
    }

    /// Names of the other units that both sides' ops, or what came between them, changed without
    /// conflict.
    func mergedUnits() throws -> [String] {
        guard conflict.unit != .life, let server = try book.entry(conflict.record)?.view?.server
        else { return [] }
        let ops = Set(conflict.members.map(\.op))
        let seqs = conflict.members.map(\.seq)
        guard let first = seqs.min(), let last = seqs.max() else { return [] }
        let others = try book.reader.conflicts(.all, record: conflict.record)
            .map(\.conflict.unit)
        return try server.cells
            .filter { cell in
                cell.key != conflict.unit && !others.contains(cell.key)
                    && (ops.contains(cell.op)
                        || (first < last && (first...last).contains(cell.seq)))
            }
            .map { try book.title(of: $0.key, kind: conflict.kind) }
            .sorted()
    }

    /// How it was closed, in a sentence; nil while it is open.
    func closing() throws -> String? {
        guard let closing = conflict.closing else { return nil }
        let when = book.text(closing.stamp)
        if closing.author.isZero { return "Closed by policy on \(when)." }
        let why = closing.reason.isEmpty ? "" : ": \"\(closing.reason)\""
        return "\(capitalized(try book.name(of: closing.author, isAddressed: true))) settled it on "
            + "\(when)\(why)."
    }

    private func capitalized(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}
