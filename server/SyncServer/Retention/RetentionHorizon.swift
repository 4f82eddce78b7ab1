// Up to where everybody who counts has seen everything, and who may come back from before.

import CausalCore

/// What trimming may rest on: worked out once for a run, from the devices and the commit times.
struct RetentionHorizon: Sendable {
    /// Every active device has confirmed everything up to here.
    var slowest: Seq
    /// Everything up to here is at least 30 days old.
    var aged: Seq
    /// Everything up to here is in a completed backup.
    var backup: Seq
    /// Devices silent for so long that they no longer hold the log back, and not revoked.
    var returning: [ReturningDevice]
    /// The name of the active device that is ``slowest``; empty if there is none.
    var slowestName = ""

    /// Ops up to here count as known to all: what they replaced may go.
    var log: Seq { min(slowest, aged, backup) }
    /// Deletes up to here are known to all: their tombstones may become stubs.
    ///
    /// The values stay in the log, so that no backup is needed for it.
    var tombstones: Seq { min(slowest, aged) }

    static let graceMillisecondsMin: UInt64 = 30 * 86_400_000
    static let silenceMillisecondsMax: UInt64 = 180 * 86_400_000
    /// How long after a device's last word an answer to it may have been read.
    static let answerMillisecondsMax: UInt64 = 3_600_000

    init(_ shard: ShardRow, now: Stamp, _ snapshot: any ServerSnapshot) throws {
        let commits = CommitTimes(head: shard.seq, snapshot)
        slowest = shard.seq
        backup = min(shard.backupSeq, shard.seq)
        aged = try commits.newest(atMost: now.milliseconds.less(Self.graceMillisecondsMin))
        returning = []
        let oldest = now.milliseconds.less(Self.silenceMillisecondsMax)
        for device in try snapshot.devices() where !device.isRevoked {
            let confirmed = min(device.sighting.seq, shard.seq)
            let heard = max(device.sighting.time, device.enrolled).milliseconds
            if heard >= oldest {
                if confirmed < slowest || slowestName.isEmpty { slowestName = device.name }
                slowest = min(slowest, confirmed)
            } else {
                let reached = try commits.newest(atMost: heard + Self.answerMillisecondsMax)
                returning.append(
                    ReturningDevice(
                        device: device.id, from: confirmed, through: max(confirmed, reached),
                        replicas: Set(try snapshot.replicas(of: device.id).map(\.id))))
            }
        }
    }
}

/// A device that may come back after a long silence, and what it may have seen last.
struct ReturningDevice: Hashable, Sendable {
    var device: ReplicaID
    /// It had confirmed everything up to here.
    var from: Seq
    /// The last answer to it came from here, read or not.
    var through: Seq
    /// Its replicas; their ops behind ``from`` it knows without having pulled them.
    var replicas: Set<ReplicaID>
}

extension [ReturningDevice] {
    /// They as bytes, to notice when they change.
    var bytes: [UInt8] {
        var writer = ByteWriter(capacity: count * 20)
        for device in sorted(by: { $0.device < $1.device }) {
            writer.number(device.device.rawValue)
            writer.number(device.from)
            writer.number(device.through)
        }
        return writer.bytes
    }
}

/// Finds seqs by commit time; commit times grow with the seqs.
struct CommitTimes {
    let head: Seq
    let snapshot: any ServerSnapshot

    init(head: Seq, _ snapshot: any ServerSnapshot) {
        self.head = head
        self.snapshot = snapshot
    }

    /// The newest seq committed at or before a moment, found in logarithmic time; 0 if none.
    func newest(atMost milliseconds: UInt64) throws -> Seq {
        var low: Seq = 0
        var high = head
        while low < high {
            let middle = low + (high - low + 1) / 2
            let time = try snapshot.commitTimes(of: [middle])[middle] ?? .zero
            if time.milliseconds <= milliseconds { low = middle } else { high = middle - 1 }
        }
        return low
    }
}

extension UInt64 {
    /// The difference, at least 0.
    fileprivate func less(_ other: UInt64) -> UInt64 { self > other ? self - other : 0 }
}
