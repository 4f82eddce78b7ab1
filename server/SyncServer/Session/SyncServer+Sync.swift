// One exchange with a device: hello, push, pull.

import CausalCore
import SyncProtocol

extension SyncServer {
    /// Answers one sync: takes the batches, each in a transaction of its own, then reads the pages
    /// in one snapshot.
    ///
    /// - Throws: ``Problem`` if the device was revoked, or the store or the clock failed; batches
    ///   taken before stay taken, and are recognized when they come again.
    public func sync(_ request: SyncRequest, from device: AuthenticatedDevice) throws(Problem)
        -> SyncResponse
    {
        try answer(request, from: device, after: try take(request, from: device))
    }

    /// The first half of ``sync(_:from:)``: takes the batches.
    ///
    /// It waits for the disk, together with all who push at the same time, and needs no memory of its
    /// own.
    public func take(_ request: SyncRequest, from device: AuthenticatedDevice) throws(Problem)
        -> TakenBatches
    {
        try reported {
            let arrival = clock.now()
            guard request.repair == nil, !request.batches.isEmpty else {
                return TakenBatches(arrival: arrival, answers: [])
            }
            return TakenBatches(
                arrival: arrival, answers: try push(request, from: device, at: arrival))
        }
    }

    /// The second half of ``sync(_:from:)``: reads what the device does not have yet.
    public func answer(
        _ request: SyncRequest, from device: AuthenticatedDevice, after batches: TakenBatches
    ) throws(Problem) -> SyncResponse {
        try reported {
            let arrival = batches.arrival
            let taken = batches.answers
            if let asked = request.repair {
                return try repair(asked, request.hello, from: device, at: arrival)
            }
            return try store.read { [self] snapshot in
                let session = try session(request.hello, device, snapshot)
                var welcome = welcome(session.shard, at: arrival)
                welcome.refusal = session.refusal
                guard session.refusal == nil else {
                    return SyncResponse(welcome: welcome, answers: taken)
                }
                note(request, of: session.device, at: arrival)
                let successions = Successions(of: request, in: taken)
                let pages =
                    try request.pull.map {
                        try self.pages(of: $0, successions: successions, session, snapshot)
                    } ?? []
                return SyncResponse(welcome: welcome, answers: taken, pages: pages)
            }
        }
    }

    func welcome(_ shard: ShardRow, at arrival: Stamp) -> Welcome {
        Welcome(
            history: shard.point, serverTime: arrival, schema: schema.version,
            backupSeq: shard.backupSeq,
            limits: limits)
    }

    /// Who is asking, as the store has it at this moment, and whether the server will talk to it.
    ///
    /// - Throws: ``Problem`` if the device is revoked or unknown.
    func session(
        _ hello: Hello, _ device: AuthenticatedDevice, _ snapshot: any ServerSnapshot
    ) throws -> Session {
        let shard = try shard(snapshot)
        guard let row = try snapshot.device(device.device),
            let user = try snapshot.user(row.user)
        else { throw Problem.tokenUnknown }
        if isRevoked(row) { throw Problem.tokenRevoked }
        var session = Session(shard: shard, device: row, user: user, replica: nil, refusal: nil)
        if hello.protocolVersion < SyncProtocolVersion.oldest {
            session.refusal = .tooOldSoftware
        } else if let refusal = try refusal(of: hello.history, shard, snapshot) {
            session.refusal = refusal
        } else if let replica = try snapshot.replica(hello.replica), replica.device == row.id {
            session.replica = replica
        } else {
            session.refusal = .replicaUnknown
        }
        return session
    }

    /// What is wrong with the newest point that a device has seen.
    ///
    /// A device of an earlier lineage has to learn the present one, also where its point is known.
    private func refusal(
        of point: HistoryPoint?, _ shard: ShardRow, _ snapshot: any ServerSnapshot
    ) throws -> SessionRefusal? {
        guard let point, !planted(.historyOnlyInAnswers) else { return nil }
        if point.lineage == shard.lineage {
            return try knows(point, shard, snapshot) ? nil : .historyDiffers
        }
        let isEarlier = try snapshot.lineages().contains { $0.id == point.lineage }
        return isEarlier ? .historyRestored : .historyDiffers
    }

    /// Whether a point is in this server's history, whatever the lineage was called then.
    func knows(_ point: HistoryPoint, _ shard: ShardRow, _ snapshot: any ServerSnapshot) throws
        -> Bool
    {
        if point.seq == 0 { return point.chain.isEmpty }
        if point.seq > shard.seq { return false }
        if point.seq == shard.seq { return point.chain == shard.chain }
        return try snapshot.commit(endingAt: point.seq)?.chain == point.chain
    }

    /// Remembers what the device says of itself; written down with the next push or list of devices.
    ///
    /// Only of a device that the server talks to: another's cursor is about another history.
    private func note(_ request: SyncRequest, of device: DeviceRow, at arrival: Stamp) {
        var sighting = DeviceSighting()
        sighting.time = arrival
        sighting.pendingOps = request.hello.pendingOps
        sighting.skewMilliseconds =
            (request.hello.clock.wallNanoseconds / 1_000_000)
            .subtractingReportingOverflow(Int64(arrival.milliseconds)).partialValue
        sighting.schema = request.hello.schema
        sightings.withLock { seen in
            // A device says its software when it pushes; else what it said before still holds.
            let said = request.hello.software
            let before = seen[device.id]?.software ?? device.sighting.software
            sighting.software = said.isEmpty ? before : said
            let last = seen[device.id]?.seq ?? device.sighting.seq
            sighting.seq = request.pull?.cursor.start ?? last
            seen[device.id] = sighting
        }
    }
}

/// What became of the batches of a request, before its pull is answered.
public struct TakenBatches: Sendable {
    let arrival: Stamp
    let answers: [BatchAnswer]
}

/// A device that is known, with its owner and its replica.
struct Session {
    var shard: ShardRow
    var device: DeviceRow
    var user: UserRow
    /// The replica that asks; nil if it is refused.
    var replica: ReplicaRow?
    var refusal: SessionRefusal?
}
