// Runs histories with a mistake planted, or without any.
import CausalCore
import Foundation
import Simulation

/// What decides whether a mistake is noticed: histories from seeds.
struct Trial {
    private let bug: PlantedBug?
    private let folder: URL

    init(bug: PlantedBug?) throws {
        self.bug = bug
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("kith-bugs-\(getpid())")
    }

    /// The invariant that a history breaks, and how; nil if it breaks none.
    func failure(seed: UInt64, isPlanted: Bool) -> String? {
        #if PLANTED_BUGS
            PlantedBug.active = isPlanted ? bug : nil
        #endif
        do {
            _ = try History(seed: seed, steps: 60, folder: folder).run()
            return nil
        } catch {
            return "\(error)".split(separator: "\n").first.map(String.init) ?? "\(error)"
        }
    }
}
