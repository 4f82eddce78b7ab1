// Every act of admins, of enrollment, of scope and of identity, chained so that none can be removed.

import CausalCore
import SyncProtocol

extension SyncServer {
    /// Writes one act down; values never, ids and handles only.
    func audit(
        _ transaction: any ServerTransaction, by actor: UserID, _ action: String,
        _ subject: String, isDone: Bool = true
    ) throws {
        let last = try transaction.lastAudit()
        var row = AuditRow(
            number: (last?.number ?? 0) + 1, time: clock.now(), actor: actor, action: action,
            subject: subject, isDone: isDone, chain: [])
        row.chain = row.link(after: last?.chain ?? [])
        try transaction.append(row)
    }

    /// The acts behind a number, oldest first.
    ///
    /// - Throws: ``Problem`` if the store fails.
    public func auditRows(after number: UInt64 = 0, limit: Int = 1_000) throws(Problem)
        -> [AuditRow]
    {
        try reported { try store.read { try $0.audit(after: number, limit: limit) } }
    }

    /// The number of the first act whose link does not hold; nil if the whole chain does.
    ///
    /// - Throws: ``Problem`` if the store fails.
    public func verifyAudit() throws(Problem) -> UInt64? {
        var chain: [UInt8] = []
        var number: UInt64 = 0
        while true {
            let rows = try auditRows(after: number)
            if rows.isEmpty { return nil }
            for row in rows {
                guard row.number == number + 1, row.link(after: chain) == row.chain else {
                    return number + 1
                }
                chain = row.chain
                number = row.number
            }
        }
    }
}

extension AuditRow {
    /// SHA-256 over the row before it and this one's content.
    func link(after chain: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        writer.block(chain)
        writer.number(number)
        writer.fixed(time.rawValue)
        writer.identifier(actor)
        writer.text(action)
        writer.text(subject)
        writer.byte(isDone ? 1 : 0)
        return sha256(writer.bytes)
    }
}
