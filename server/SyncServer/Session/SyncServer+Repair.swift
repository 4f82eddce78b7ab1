// After a restore: what a device and the server still have in common, and who the device is now.

import CausalCore
import SyncProtocol

extension SyncServer {
    /// Answers the question for a common point; only to a device of an earlier lineage.
    ///
    /// A device whose answer was lost asks again and gets the same: an identity that nobody has used
    /// yet is given again.
    func repair(
        _ asked: RepairRequest, _ hello: Hello, from device: AuthenticatedDevice,
        at arrival: Stamp
    ) throws -> SyncResponse {
        try store.write { [self] transaction in
            let session = try session(hello, device, transaction)
            var welcome = welcome(session.shard, at: arrival)
            guard session.refusal == .historyRestored else {
                welcome.refusal = session.refusal
                return SyncResponse(welcome: welcome)
            }
            let points = asked.points + (hello.history.map { [$0] } ?? [])
            let replica = try spareReplica(of: session, besides: hello.replica, transaction)
            let answer = try repair(points, as: replica, session.shard, transaction)
            log.notice(
                "a device learns of the restore",
                metadata: [
                    "device": "\(session.device.id)", "replica": "\(replica)",
                    "common": "\(answer.common.seq)",
                ])
            return SyncResponse(welcome: welcome, repair: answer)
        }
    }

    /// Where a device goes on: the newest of its points that the server knows.
    func repair(
        _ points: [HistoryPoint], as replica: ReplicaID, _ shard: ShardRow,
        _ snapshot: any ServerSnapshot
    ) throws -> RepairAnswer {
        var common = HistoryPoint(lineage: shard.lineage, seq: 0, chain: [])
        for point in points.prefix(SyncLimits.historyPointsMax + 1) where point.seq > common.seq {
            guard try knows(point, shard, snapshot) else { continue }
            common.seq = point.seq
            common.chain = point.chain
        }
        let time = try snapshot.commit(endingAt: common.seq)?.time
        return RepairAnswer(replica: replica, common: common, commonTime: time ?? .zero)
    }

    /// An identity of the device that was given out and never used, or a new one.
    private func spareReplica(
        of session: Session, besides present: ReplicaID, _ transaction: any ServerTransaction
    ) throws -> ReplicaID {
        let spare = try transaction.replicas(of: session.device.id).first {
            $0.counter == 0 && $0.lastBatch.isZero && $0.id != present
                && $0.id != session.device.id
        }
        if let spare { return spare.id }
        let id = try newReplicaID(transaction)
        let ancestor = try transaction.replica(session.device.id)
        try transaction.put(
            ReplicaRow(
                id: id, family: session.device.family, device: session.device.id,
                user: session.user.id, counter: 0, lastBatch: .zero,
                familyEnrolled: ancestor?.familyEnrolled ?? session.device.enrolled))
        try audit(
            transaction, by: session.user.id, "repair",
            "\(session.device.id) goes on as \(id) after the restore")
        return id
    }
}
