// Whether a batch may be decided at all.

import CausalCore

extension OpBatch {
    /// The bytes that count for ``SyncLimits/batchBytesMax``: values, elements and reasons.
    public var contentBytes: Int {
        ops.reduce(0) { sum, op in
            op.units.reduce(sum + op.reason.utf8.count) {
                $0 + $1.value.count + $1.key.element.count
            }
        }
    }

    /// Why the batch is to be refused as a whole; nil if its ops can be decided.
    ///
    /// > A batch has no op twice, and the ops of a transaction are together.
    public func refusal(limits: SyncLimits) -> BatchRefusal? {
        if ops.count > Int(limits.opsPerBatchMax) || contentBytes > Int(limits.batchBytesMax) {
            return .tooLarge
        }
        guard !ops.isEmpty, Set(ops.map(\.id)).count == ops.count else { return .malformed }
        var finished: Set<TransactionID> = []
        var current: TransactionID?
        for op in ops where op.transaction != current {
            guard finished.insert(op.transaction).inserted else { return .malformed }
            current = op.transaction
        }
        return nil
    }
}
