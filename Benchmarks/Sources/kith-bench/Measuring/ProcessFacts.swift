// What the kernel says of a process that runs: the most memory it had, the time it used.

import Foundation
import Glibc

/// Reads /proc.
enum ProcessFacts {
    /// The most memory that a process had at once, in MB (VmHWM); 0 where nobody says so.
    static func peakMegabytes(of process: pid_t = getpid()) -> Double {
        let status = text("/proc/\(process)/status")
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst()
                .first.flatMap({ Double($0) })
        else { return 0 }
        return kilobytes / 1_024
    }

    /// Processor time of a process so far, in milliseconds.
    static func processorMilliseconds(of process: pid_t) -> Double {
        let times = text("/proc/\(process)/schedstat").split(separator: " ")
        let threads =
            (try? FileManager.default.contentsOfDirectory(
                atPath: "/proc/\(process)/task")) ?? []
        let sum = threads.reduce(0.0) { sum, thread in
            let times = text("/proc/\(process)/task/\(thread)/schedstat").split(separator: " ")
            return sum + (times.first.flatMap { Double($0) } ?? 0)
        }
        return (sum > 0 ? sum : times.first.flatMap { Double($0) } ?? 0) / 1_000_000
    }

    private static func text(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
