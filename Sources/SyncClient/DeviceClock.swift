// Where a device's sense of time comes from: the system, or a simulation.

import CausalCore

/// A device's clocks.
public protocol DeviceClock: Sendable {
    /// What they show now.
    func sample() -> ClockSample
}
