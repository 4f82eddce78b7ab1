// Every bound that the HTTP side puts on what comes in, with its unit and default.

/// The bounds on connections, requests and rates; protocol/6-limits.md lists them.
///
/// Tests and operators may lower them; none can be switched off.
public struct HTTPLimits: Sendable {
    /// Connections open at once, all addresses together.
    public var connectionsMax = 1_024
    /// Connections open at once from one address.
    public var connectionsPerAddressMax = 256
    /// Bytes of all header fields of one request.
    public var headerBytesMax = 16_384
    /// Header fields of one request.
    public var headerFieldsMax = 64
    /// Bytes of a compressed or plain sync body.
    public var syncBodyBytesMax = 4_194_304
    /// Bytes of an enrollment body.
    public var enrollBodyBytesMax = 16_384
    /// Bytes of an admin body.
    public var adminBodyBytesMax = 1_048_576
    /// Milliseconds a connection may be open without a request under way; also covers the
    /// handshake and the header of a request.
    public var idleMillisecondsMax: Int64 = 30_000
    /// Milliseconds from the header of a request to the last byte of its body.
    public var requestMillisecondsMax: Int64 = 60_000
    /// Milliseconds from the header of a request to the last byte of the answer.
    public var exchangeMillisecondsMax: Int64 = 120_000
    /// Milliseconds a connection stays open after an answer that came before the request's end,
    /// so that the answer is not lost to a reset.
    public var lingerMillisecondsMax: Int64 = 1_000
    /// Sync and admin exchanges under way at once.
    public var exchangesMax = 64
    /// Sync and admin exchanges of one device, or enrollments of one address, under way at once.
    public var exchangesPerDeviceMax = 4
    /// Threads that run transactions: as many as there are exchanges, because those that wait for one
    /// commit must all be there when it begins.
    public var workerThreads = 64
    /// Requests of one address: the rate that is sustained and the burst.
    public var addressRate = Rate(perSecond: 200, burst: 2_000)
    /// Requests of one device.
    public var deviceRate = Rate(perSecond: 50, burst: 500)
    /// Enrollment attempts and wrong tokens of one address.
    public var secretRate = Rate(perSecond: 0.2, burst: 30)
    /// Milliseconds that requests under way get to finish after the server was asked to stop.
    public var stopMillisecondsMax: Int64 = 10_000

    /// The defaults.
    public init() {}
}
