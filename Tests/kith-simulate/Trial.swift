// Runs histories with a mistake planted, or without any.
import CausalCore
import Simulation

/// What decides whether a mistake is noticed: histories from seeds.
final class Trial {
    private let bug: PlantedBug?
    private var workshop: Workshop

    init(bug: PlantedBug?) throws {
        self.bug = bug
        workshop = try Workshop()
    }

    /// The invariant that a history breaks, and how; nil if it breaks none.
    func failure(seed: UInt64, isPlanted: Bool) throws -> String? {
        #if PLANTED_BUGS
            PlantedBug.active = isPlanted ? bug : nil
        #endif
        do {
            _ = try History(seed: seed, workshop: workshop).run()
            return nil
        } catch {
            workshop = try Workshop()  // what a broken history leaves behind is not used again
            return "\(error)".split(separator: "\n").first.map(String.init) ?? "\(error)"
        }
    }
}
