// Which points of the server's history stay remembered.

import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct HistoryPointsTests {
    /// What is left after syncs at these seqs, each thinned in its turn.
    private func remembered(_ seqs: some Sequence<Seq>) -> [Seq] {
        seqs.reduce(into: []) { $0 = HistoryPoints.kept([$1] + $0) }
    }

    @Test func theNewestStayAndThereAreNeverTooMany() {
        var kept: [Seq] = []
        for seq in 1...Seq(5000) {
            kept = HistoryPoints.kept([seq] + kept)
            #expect(kept.count <= HistoryPoints.pointsMax)
            #expect(kept.prefix(16) == Array((1...seq).reversed().prefix(16))[...])
        }
    }

    @Test(arguments: [1, 3, 250] as [Seq])
    func anyDistanceIsMetWithinAFactorOfEight(_ step: Seq) {
        let newest = 4000 * step
        let kept = remembered(stride(from: step, through: newest, by: Int(step)))
        for back in stride(from: 20 * step, to: newest / 8, by: 7 * Int(step)) {
            let met = kept.first { $0 <= newest - back }
            #expect(met.map { newest - $0 <= 8 * back } == true, "\(back) back")
        }
    }

    @Test func hugeDistancesAreNoTrap() {
        let seqs = (0..<53).map { Seq(1) << Seq($0) }
        let kept = remembered(seqs)
        #expect(kept.count <= HistoryPoints.pointsMax)
        #expect(kept.first == seqs.last)
        #expect(HistoryPoints.kept([]) == [])
    }

    @Test func pointsAreRememberedWithEveryLastPageAndTheNewestAnswer() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        #expect(try alice.store.rememberedPoints().isEmpty)
        let account = try alice.account()
        try alice.sync(with: server)
        try alice.set(account, "phone", "1")
        try alice.push(to: server)
        #expect(try alice.store.rememberedPoints().map(\.seq) == [2, 1])
        #expect(try alice.store.syncState().history?.seq == 2)
        try alice.pull(from: server)
        #expect(try alice.store.rememberedPoints().map(\.seq) == [2, 1])
    }
}
