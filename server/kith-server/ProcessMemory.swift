// How much of what it no longer uses the process keeps.

import CAllocator
import Foundation

/// The allocator's settings for a process that answers from many threads.
enum ProcessMemory {
    /// Lets the threads share two heaps, and gives large buffers back at once.
    ///
    /// By default the C library gives threads heaps of their own and keeps in each what a large body
    /// took there; `MALLOC_ARENA_MAX` and the like in the environment still win where they are set.
    static func keepLow() {
        set(M_ARENA_MAX, to: 2, unless: "MALLOC_ARENA_MAX")
        set(M_MMAP_THRESHOLD, to: 256 << 10, unless: "MALLOC_MMAP_THRESHOLD_")
        set(M_TRIM_THRESHOLD, to: 1 << 20, unless: "MALLOC_TRIM_THRESHOLD_")
    }

    private static func set(_ parameter: CInt, to value: CInt, unless name: String) {
        guard getenv(name) == nil else { return }
        _ = mallopt(parameter, value)
    }
}
