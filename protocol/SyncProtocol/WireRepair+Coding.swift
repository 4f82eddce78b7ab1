// Repair after a restore: questions, answers and receipts to messages and back.

import CausalCore
internal import Foundation

extension WireRepairRequest {
    init(_ request: RepairRequest) {
        self.init()
        points = request.points.map { WireHistoryPoint($0) }
    }

    func request() throws(ProtocolError) -> RepairRequest {
        RepairRequest(points: try WireHistoryPoint.points(points, "repair.points"))
    }
}

extension WireRepairAnswer {
    init(_ answer: RepairAnswer) {
        self.init()
        replica = answer.replica.rawValue
        common = WireHistoryPoint(answer.common)
        commonTime = answer.commonTime.rawValue
    }

    func answer() throws(ProtocolError) -> RepairAnswer {
        guard hasCommon else { throw ProtocolError(.missing, "the repair has no common point") }
        return RepairAnswer(
            replica: try ReplicaNumber.replica(replica, "repair.replica"),
            common: try common.point(),
            commonTime: try StampBits.stamp(commonTime, "repair.common_time"))
    }
}

extension WireHistoryPoint {
    /// Points, no more than are allowed.
    static func points(
        _ list: [WireHistoryPoint], _ name: String
    ) throws(ProtocolError) -> [HistoryPoint] {
        try Column.expect(list.count, atMost: SyncLimits.historyPointsMax, name)
        var result: [HistoryPoint] = []
        for point in list { result.append(try point.point()) }
        return result
    }
}

extension WireOpColumns {
    /// Fills the columns of receipts; the bits of the shapes are set.
    mutating func setReceipts(_ proofs: [OpReceipt]) {
        guard !proofs.isEmpty else { return }
        receiptStamps = WireStampColumn(proofs.map(\.stamp))
        receiptQualities = Column.trimmed(proofs.map { UInt32($0.quality.rawValue) })
        receiptMacs = Data(proofs.flatMap(\.mac))
    }

    /// The receipts of those of the ops that have one; the first counts where an op is there twice.
    func receipts(of ops: [Op]) throws(ProtocolError) -> [OpID: OpReceipt] {
        let places = shapes.indices.filter { shapes[$0] & Shape.hasReceipt != 0 }
        let stamps = try receiptStamps.stamps(count: places.count, "ops.receipt_stamps")
        let qualities: [StampQuality] = try Column.choices(
            receiptQualities, count: places.count, "ops.receipt_qualities")
        let bytes = [UInt8](receiptMacs)
        let length = OpReceipt.macByteCount
        try Column.expect(bytes.count, toBe: length * places.count, "ops.receipt_macs")
        var result: [OpID: OpReceipt] = [:]
        for (number, place) in places.enumerated() where result[ops[place].id] == nil {
            result[ops[place].id] = OpReceipt(
                stamp: stamps[number], quality: qualities[number],
                mac: Array(bytes[number * length..<(number + 1) * length]))
        }
        return result
    }

    /// The lost ops that the ops of shapes with that bit name, list by list.
    func lostLists() throws(ProtocolError) -> [[OpID]] {
        let all: [OpID] = try lost.identities("ops.lost")
        return try Column.bounds(
            lostCounts, pieces: shapes.count { $0 & Shape.namesLost != 0 }, whole: all.count,
            "ops.lost_counts"
        ).map { Array(all[$0]) }
    }
}
