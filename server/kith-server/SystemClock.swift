// The machine's clocks, as the server's core wants them.

import CausalCore
import Foundation
import SyncServer

/// The wall clock and the monotonic clock of this machine.
///
/// The store is in this process, so the machine's wall clock is the database's.
struct SystemClock: ServerClock {
    private let boot: BootID

    init() {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        boot = text.flatMap { BootID($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? .zero
    }

    func now() -> Stamp {
        let time = Self.read(CLOCK_REALTIME)
        return Stamp(milliseconds: time.seconds * 1_000 + time.nanoseconds / 1_000_000)
    }

    func monotonic() -> MonotonicReading {
        let time = Self.read(CLOCK_BOOTTIME)
        return MonotonicReading(
            boot: boot, nanoseconds: time.seconds * 1_000_000_000 + time.nanoseconds)
    }

    private static func read(_ clock: clockid_t) -> (seconds: UInt64, nanoseconds: UInt64) {
        var time = timespec()
        clock_gettime(clock, &time)
        return (UInt64(clamping: time.tv_sec), UInt64(clamping: time.tv_nsec))
    }
}

/// The system's unpredictable bytes.
struct SystemRandomness: ServerRandomness {
    func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in generator.next() }
    }
}
