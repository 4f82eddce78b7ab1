// What a device can say about time: evidence that the server weighs, never a timestamp.

/// A reading of a device's clocks at one moment.
///
/// With an op it is evidence of when the op was written; with a request it is the present, which the
/// server pairs with its own time.
public struct ClockSample: Hashable, Sendable {
    /// Names the boot that the monotonic reading belongs to.
    public let boot: BootID
    /// CLOCK_BOOTTIME in nanoseconds, which runs through suspends and ignores the wall clock.
    public let boottimeNanoseconds: UInt64
    /// The wall clock in nanoseconds since 1970; may be anything, also before 1970.
    public let wallNanoseconds: Int64

    /// Makes a reading.
    public init(boot: BootID, boottimeNanoseconds: UInt64, wallNanoseconds: Int64) {
        self.boot = boot
        self.boottimeNanoseconds = boottimeNanoseconds
        self.wallNanoseconds = wallNanoseconds
    }

    /// The wall clock in milliseconds since 1970, held to what an identity or a stamp can carry.
    public var wallMilliseconds: UInt64 {
        UInt64(clamping: Swift.max(0, wallNanoseconds / 1_000_000))
    }
}

/// A moment at which a device and the server compared clocks in an earlier sync.
public struct ClockAnchor: Hashable, Sendable {
    /// The boot in which they did.
    public let boot: BootID
    /// CLOCK_BOOTTIME of the device then, in nanoseconds.
    public let boottimeNanoseconds: UInt64
    /// The server's time then.
    public let serverTime: Stamp

    /// Makes an anchor.
    public init(boot: BootID, boottimeNanoseconds: UInt64, serverTime: Stamp) {
        self.boot = boot
        self.boottimeNanoseconds = boottimeNanoseconds
        self.serverTime = serverTime
    }
}

/// The device's present, as the server sees it when a request arrives.
public struct ClockPresent: Hashable, Sendable {
    /// The reading that came with the request, outside the sealed batch.
    public let device: ClockSample
    /// The database's clock at the arrival of that request.
    public let server: Stamp
    /// Anchors of earlier boots and syncs, in any order.
    public let anchors: [ClockAnchor]

    /// Pairs a request's reading with the server's time.
    public init(device: ClockSample, server: Stamp, anchors: [ClockAnchor]) {
        self.device = device
        self.server = server
        self.anchors = anchors
    }
}
