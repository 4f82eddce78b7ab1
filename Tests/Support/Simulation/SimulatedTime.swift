// The true time of a history, and the clocks of its devices, which may say anything else.
import CausalCore

/// The true time, which only the simulation knows.
public struct TrueTime: Sendable {
    /// Nanoseconds since 1970.
    public private(set) var nanoseconds: Int64

    /// Starts at a fixed day, so that a history repeats.
    public init() {
        nanoseconds = 1_795_000_000_000_000_000
    }

    /// Lets time pass.
    public mutating func advance(milliseconds: Int) {
        nanoseconds += Int64(milliseconds) * 1_000_000
    }

    /// Milliseconds since 1970.
    public var milliseconds: Int64 { nanoseconds / 1_000_000 }

    /// The present as the server's database would say it.
    public var stamp: Stamp { Stamp(milliseconds: UInt64(nanoseconds / 1_000_000)) }
}

/// The clocks of one device: a monotonic one that restarts with each boot, and a wall clock that is
/// wrong by years, drifts and steps.
public struct DeviceClocks: Sendable {
    private var boot: BootID
    /// How often the machine has been started anew.
    public private(set) var bootNumber = 0
    private var bootedAt: Int64
    private var wallOffset: Int64
    private let driftPerMillion: Int64

    /// Clocks that are wrong in a way that depends on the randomness: by up to ten years, drifting
    /// by up to 1,000 parts in a million.
    public init(now: TrueTime, wrong: Bool, randomness: inout SeededRandomness) {
        boot = BootID(high: randomness.next(), low: randomness.next() | 1)
        bootedAt = now.nanoseconds - Int64(randomness.below(3_600_000)) * 1_000_000
        wallOffset = 0
        driftPerMillion = wrong ? Int64(randomness.below(2_000)) - 1_000 : 0
        if wrong { step(randomness: &randomness) }
    }

    /// Sets the wall clock to a wrong time, up to ten years off either way.
    public mutating func step(randomness: inout SeededRandomness) {
        let years = Int64(randomness.below(21)) - 10
        wallOffset =
            years * 31_557_600_000_000_000 + Int64(randomness.below(86_400_000)) * 1_000_000
    }

    /// Starts the machine anew: the monotonic clock begins at zero under a new boot id.
    public mutating func restart(now: TrueTime, randomness: inout SeededRandomness) {
        boot = BootID(high: randomness.next(), low: randomness.next() | 1)
        bootedAt = now.nanoseconds
        bootNumber += 1
    }

    /// What the device reads off its clocks.
    public func sample(now: TrueTime) -> ClockSample {
        let running = now.nanoseconds - bootedAt
        let drift = running / 1_000_000 * driftPerMillion
        return ClockSample(
            boot: boot, boottimeNanoseconds: UInt64(max(0, running)),
            wallNanoseconds: now.nanoseconds &+ wallOffset &+ drift)
    }
}
