// Which counts are taken, and from which phase.

import SyncProtocol

/// One count.
struct Count {
    let name: String
    let value: Double
}

/// The counts of one run.
struct Counts {
    private var all: [Count] = []

    static func taken(scale: Double) throws -> [Count] {
        var counts = Counts()
        let stage = try Stage(scale: scale)
        defer { try? stage.close() }
        let records = stage.recordCount
        counts.add("write", try stage.write(), per: records)
        stage.alice.recording = []
        counts.add("push", try stage.push(), per: records)
        try counts.addCoding("push", stage.alice.recording ?? [], per: records)
        counts.add("bytes/record in the writer's database", stage.alice.databaseBytes, per: records)
        counts.add("bytes/record in the server's database", stage.world.databaseBytes, per: records)
        stage.alice.recording = nil
        stage.bob.recording = []
        counts.add("pull", try stage.pull(), per: records)
        try counts.addCoding("pull", stage.bob.recording ?? [], per: records)
        stage.bob.recording = nil
        counts.add("bytes/record in the reader's database", stage.bob.databaseBytes, per: records)
        let delta = try stage.delta()
        counts.add("edit", delta.write, per: delta.edits)
        counts.add("delta push", delta.alice, per: delta.edits)
        counts.add("delta pull", delta.bob, per: delta.edits)
        counts.add(
            "delta bytes/record up and down, both",
            Int64(
                delta.alice.bytesUp + delta.alice.bytesDown + delta.bob.bytesUp
                    + delta.bob.bytesDown), per: delta.edits)
        let idle = try stage.idle()
        counts.add("idle bytes up and down", Int64(idle.bytesUp + idle.bytesDown), per: 1)
        counts.add("idle requests", Int64(idle.requests), per: 1)
        counts.add("idle statements, device", Int64(idle.device.statements), per: 1)
        counts.add("idle statements, server", Int64(idle.serverWork.statements), per: 1)
        return counts.all
    }

    private mutating func add(_ name: String, _ value: Int64, per count: Int) {
        all.append(Count(name: name, value: Double(value) / Double(Swift.max(1, count))))
    }

    private mutating func add(_ name: String, _ usage: Usage, per count: Int) {
        add("\(name): statements/record", Int64(usage.statements), per: count)
        add("\(name): allocations/record", Int64(usage.allocations), per: count)
    }

    private mutating func add(_ name: String, _ costs: SyncCosts, per count: Int) {
        add("\(name), device", costs.device, per: count)
        add("\(name), server", costs.serverWork, per: count)
        add("\(name): bytes/record up", Int64(costs.bytesUp), per: count)
        add("\(name): bytes/record down", Int64(costs.bytesDown), per: count)
    }

    /// What encoding and decoding the recorded bodies allocates.
    private mutating func addCoding(
        _ name: String, _ bodies: [(request: [UInt8], response: [UInt8])], per count: Int
    ) throws {
        var (encode, decode) = (Usage(), Usage())
        for body in bodies {
            let request = try decode.measure { try SyncCodec.decodeRequest(body.request) }
            let response = try decode.measure {
                try SyncCodec.decodeResponse(body.response, to: request)
            }
            _ = try encode.measure { try SyncCodec.encode(request) }
            _ = try encode.measure { try SyncCodec.encode(response, to: request) }
        }
        add("\(name): allocations/record, encode", Int64(encode.allocations), per: count)
        add("\(name): allocations/record, decode", Int64(decode.allocations), per: count)
    }
}
