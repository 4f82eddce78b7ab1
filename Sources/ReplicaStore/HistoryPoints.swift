// Which points of the server's history a device remembers: the newest all, older ones ever sparser.

import CausalCore

/// The rule by which remembered points are thinned.
///
/// The newest ``denseMax`` are kept; of the older ones, by their distance from the newest, the
/// oldest between each power of two and the next. A server that was put back by any distance is so
/// met at a point at most eight times as far back.
enum HistoryPoints {
    /// Points that are remembered whatever their distance.
    static let denseMax = 16
    /// Points that are remembered in all; as many go into one request.
    static let pointsMax = 64

    /// The seqs that stay.
    ///
    /// - Parameter seqs: descending, each once.
    static func kept(_ seqs: [Seq]) -> [Seq] {
        guard seqs.count > denseMax, let newest = seqs.first else { return seqs }
        var kept = Array(seqs.prefix(denseMax))
        var open: (band: Int, seq: Seq)?
        for seq in seqs.dropFirst(denseMax) {
            let band = (newest &- seq).leadingZeroBitCount
            if let open, open.band != band { kept.append(open.seq) }
            open = (band, seq)
        }
        if let open { kept.append(open.seq) }
        guard kept.count > pointsMax, let oldest = kept.last else { return kept }
        return kept.prefix(pointsMax - 1) + [oldest]
    }
}

extension Connection {
    /// What is remembered of the server's history, the newest first; at most
    /// ``HistoryPoints/pointsMax``.
    func historyPoints() throws -> [HistoryPoint] {
        let state = try row(
            "SELECT history_lineage, history_seq, history_chain FROM sync_state")
        guard let state, let lineage: LineageID = state.id(0) else { return [] }
        let newest = HistoryPoint(lineage: lineage, seq: state.bits(1), chain: state.bytes(2))
        let older = try rows("SELECT seq, chain FROM history_point ORDER BY seq DESC")
            .map { HistoryPoint(lineage: lineage, seq: $0.bits(0), chain: $0.bytes(1)) }
            .filter { $0.seq < newest.seq }
        return Array(([newest] + older).filter { $0.seq > 0 }.prefix(HistoryPoints.pointsMax))
    }

    /// Remembers a point that everything here has come to.
    func remember(_ point: HistoryPoint) throws {
        guard point.seq > 0 else { return }
        try run(
            "INSERT OR REPLACE INTO history_point (seq, chain) VALUES (?, ?)",
            [point.seq.value, point.chain.value])
        let seqs = try rows("SELECT seq FROM history_point ORDER BY seq DESC").map { $0.bits(0) }
        let kept = Set(HistoryPoints.kept(seqs))
        for seq in seqs where !kept.contains(seq) {
            try run("DELETE FROM history_point WHERE seq = ?", [seq.value])
        }
    }

    /// Notes the newest point of the server's history that an answer has shown.
    func advance(to point: HistoryPoint) throws {
        try run(
            """
            UPDATE sync_state SET history_lineage = ?1, history_seq = ?2, history_chain = ?3 \
            WHERE history_seq IS NULL OR (history_lineage = ?1 AND history_seq < ?2)
            """, [point.lineage.value, point.seq.value, point.chain.value])
    }
}
