// Reads time, processor time and memory of this process.

import Glibc

/// What a process has used between two moments.
struct Usage: Codable, Sendable {
    /// Milliseconds that passed.
    var milliseconds = 0.0
    /// Milliseconds of processor time of all threads, in user space and in the kernel.
    var processorMilliseconds = 0.0
}

/// Measures from when it was made.
struct Stopwatch {
    private let wall = Self.clock(CLOCK_MONOTONIC)
    private let processor = Self.clock(CLOCK_PROCESS_CPUTIME_ID)

    /// What has been used since.
    var usage: Usage {
        Usage(
            milliseconds: Self.clock(CLOCK_MONOTONIC) - wall,
            processorMilliseconds: Self.clock(CLOCK_PROCESS_CPUTIME_ID) - processor)
    }

    /// Milliseconds since.
    var milliseconds: Double { usage.milliseconds }

    static func clock(_ id: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(id, &time)
        return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
    }
}

extension Usage {
    static func += (total: inout Usage, part: Usage) {
        total.milliseconds += part.milliseconds
        total.processorMilliseconds += part.processorMilliseconds
    }
}
