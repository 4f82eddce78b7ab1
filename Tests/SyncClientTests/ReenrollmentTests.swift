// Which links a copy that holds data accepts.

import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol
import Testing

@Suite struct ReenrollmentTests {
    private let alice = UserID(high: 1, low: 1)
    private let other = LineageID(high: 8, low: 8)

    private var former: Predecessor {
        Predecessor(
            replica: ReplicaID(7), user: alice, handle: "alice", name: "Alice", lineage: lineage)
    }

    private func answer(
        _ user: UserID, _ handle: String = "alice", at found: LineageID, common: Seq?
    ) -> EnrollResponse {
        let replica = ReplicaID(9)
        var response = EnrollResponse(
            token: "t", replica: replica, user: user, handle: handle, name: "A", role: .rep,
            history: history(20, found), enrolled: .zero, serverName: "server")
        response.repair = common.map { seq in
            RepairAnswer(
                replica: replica,
                common: seq == 0
                    ? HistoryPoint(lineage: found, seq: 0, chain: []) : history(seq, found),
                commonTime: .zero)
        }
        return response
    }

    private func decide(
        _ response: EnrollResponse, points: [HistoryPoint] = [history(10)], accepts: Bool = false
    ) -> Reenrollment {
        .decide(response, former: former, points: points, acceptsOtherHistory: accepts)
    }

    @Test func theSameServerIsFollowed() {
        #expect(
            decide(answer(alice, at: lineage, common: 10))
                == .proceed(from: history(10, lineage)))
    }

    @Test func aRestoredServerIsFollowed() {
        #expect(
            decide(answer(alice, at: other, common: 10)) == .proceed(from: history(10, other)))
    }

    @Test func anUnknownServerIsFollowedOnlyWhenAPersonSaysSo() {
        let beginning = HistoryPoint(lineage: other, seq: 0, chain: [])
        let response = answer(UserID(high: 5, low: 5), at: other, common: 0)
        #expect(decide(response) == .otherHistory)
        #expect(decide(response, accepts: true) == .proceed(from: beginning))
        let unasked = answer(UserID(high: 5, low: 5), at: other, common: nil)
        #expect(decide(unasked, points: []) == .otherHistory)
        #expect(decide(unasked, points: [], accepts: true) == .proceed(from: beginning))
    }

    @Test func anotherPersonsLinkIsRefused() {
        let bob = UserID(high: 2, low: 2)
        #expect(decide(answer(bob, "bob", at: lineage, common: 10)) == .otherPerson)
        #expect(decide(answer(bob, "bob", at: other, common: 10)) == .otherPerson)
        #expect(decide(answer(bob, "bob", at: lineage, common: nil)) == .otherPerson)
        #expect(decide(answer(bob, "bob", at: other, common: 0), accepts: true) == .otherPerson)
    }

    @Test func aPointThatWasNeverSeenIsImplausible() {
        guard case .implausible = decide(answer(alice, at: other, common: 11)) else {
            Issue.record("it was followed")
            return
        }
        var response = answer(alice, at: other, common: 10)
        response.repair?.replica = ReplicaID(3)
        guard case .implausible = decide(response) else {
            Issue.record("it was followed")
            return
        }
    }
}
