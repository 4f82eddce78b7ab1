// The laptop's clocks, as the kernel shows them.

import CausalCore
import SyncClient

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads the kernel's clocks.
public struct SystemClock: DeviceClock {
    private let boot: BootID
    private let wallOffsetSeconds: Int64

    /// Finds out which boot this is.
    ///
    /// Where the kernel does not say, the boot is the zero identity, of which the server believes
    /// no monotonic reading.
    ///
    /// - Parameter wallOffsetSeconds: added to the wall clock, for demonstrations and tests.
    public init(wallOffsetSeconds: Int64 = 0) {
        self.wallOffsetSeconds = wallOffsetSeconds
        boot = bootOfKernel() ?? .zero
    }

    /// The clocks now, in whole milliseconds.
    ///
    /// Stamps hold no more, and the two clocks of neighbouring ops then differ by the same, which
    /// costs nothing on the wire.
    public func sample() -> ClockSample {
        let boottime = nanoseconds(of: bootClock)
        let wall = nanoseconds(of: CLOCK_REALTIME)
        let offset = wallOffsetSeconds.multipliedReportingOverflow(by: 1_000_000_000)
        let moved = wall.addingReportingOverflow(offset.partialValue)
        let whole = boottime / millisecond * millisecond
        let ahead = (offset.overflow || moved.overflow ? wall : moved.partialValue) &- boottime
        return ClockSample(
            boot: boot, boottimeNanoseconds: UInt64(clamping: whole),
            wallNanoseconds: whole &+ (ahead &+ millisecond / 2) / millisecond * millisecond)
    }
}

/// In nanoseconds.
private let millisecond: Int64 = 1_000_000

#if canImport(Glibc)
    private let bootClock = CLOCK_BOOTTIME
#else
    private let bootClock = CLOCK_MONOTONIC_RAW
#endif

private func nanoseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { return 0 }
    let seconds = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    let sum = seconds.partialValue.addingReportingOverflow(Int64(time.tv_nsec))
    return seconds.overflow || sum.overflow ? 0 : sum.partialValue
}

private func bootOfKernel() -> BootID? {
    do {
        guard let bytes = try ProfileFile.read("/proc/sys/kernel/random/boot_id") else {
            return nil
        }
        return BootID(String(decoding: bytes, as: UTF8.self).trimmedAtEnd())
    } catch {
        return nil
    }
}
