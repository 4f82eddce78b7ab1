// The few things about a local copy that its caller decides.

import AccountRecords

/// How large a batch may become.
public struct BatchLimits: Hashable, Sendable {
    /// The most ops in one batch; at least 1.
    public var opsMax: Int
    /// The most bytes in one batch, counted as the store encodes its ops; at least 1.
    public var bytesMax: Int

    /// Makes limits.
    public init(opsMax: Int = 1000, bytesMax: Int = 3 << 20) {
        self.opsMax = opsMax
        self.bytesMax = bytesMax
    }
}

/// How a local copy is opened.
public struct StoreOptions: Sendable {
    /// The kinds and fields that the typed tables follow.
    public var schema: Schema
    /// How long to wait for another process, in seconds.
    public var busySecondsMax: Double
    /// What one local transaction may hold until the server has named its own limits.
    public var batchLimits: BatchLimits
    /// The most records and conflicts that one page may hold before it is refused.
    public var pageItemsMax: Int

    /// Makes options; the defaults are those of the product.
    public init(
        schema: Schema = .current, busySecondsMax: Double = 5,
        batchLimits: BatchLimits = BatchLimits(), pageItemsMax: Int = 100_000
    ) {
        self.schema = schema
        self.busySecondsMax = busySecondsMax
        self.batchLimits = batchLimits
        self.pageItemsMax = pageItemsMax
    }
}
