// What a piece of work cost: processor time, allocations, SQL statements.

import CCounters
import Glibc

/// What was used up.
struct Usage {
    var seconds = 0.0
    var allocations: UInt64 = 0
    var allocatedBytes: UInt64 = 0
    var statements: UInt64 = 0

    /// What the process has used up to now.
    static var now: Usage {
        var usage = rusage()
        getrusage(0, &usage)
        return Usage(
            seconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            allocations: counters_allocations(), allocatedBytes: counters_allocated_bytes(),
            statements: counters_statements())
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }

    static func - (later: Usage, earlier: Usage) -> Usage {
        Usage(
            seconds: later.seconds - earlier.seconds,
            allocations: later.allocations - earlier.allocations,
            allocatedBytes: later.allocatedBytes - earlier.allocatedBytes,
            statements: later.statements - earlier.statements)
    }

    static func += (sum: inout Usage, more: Usage) {
        sum.seconds += more.seconds
        sum.allocations += more.allocations
        sum.allocatedBytes += more.allocatedBytes
        sum.statements += more.statements
    }
}

extension Usage {
    /// Adds what a body uses up.
    mutating func measure<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = Usage.now
        defer { self += Usage.now - before }
        return try body()
    }
}

/// The most memory that the process has had at once, in bytes.
var peakMemoryBytes: Int {
    var usage = rusage()
    getrusage(0, &usage)
    return usage.ru_maxrss * 1024
}
