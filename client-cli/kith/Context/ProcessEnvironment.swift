// The variables that the process was started with.

import Glibc

/// The variables that the process was started with.
enum ProcessEnvironment {
    /// All of them; of several with one name the first counts.
    static var all: [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let pointer = entry.pointee {
            let text = String(cString: pointer)
            if let equals = text.firstIndex(of: "=") {
                let name = String(text[..<equals])
                if variables[name] == nil {
                    variables[name] = String(text[text.index(after: equals)...])
                }
            }
            entry = entry.advanced(by: 1)
        }
        return variables
    }

    /// `KITH_WALL_CLOCK_OFFSET_SECONDS`, which moves the wall clock in demonstrations and tests.
    static func wallOffsetSeconds(_ environment: [String: String]) throws -> Int64 {
        guard let text = environment["KITH_WALL_CLOCK_OFFSET_SECONDS"], !text.isEmpty else {
            return 0
        }
        let limit: Int64 = 100 * 366 * 86_400
        guard let seconds = Int64(text), (-limit...limit).contains(seconds) else {
            throw CommandFailure(
                .configuration, "KITH_WALL_CLOCK_OFFSET_SECONDS is not a number of seconds.",
                remedy: "Unset it, or give a whole number within a hundred years.")
        }
        return seconds
    }
}
