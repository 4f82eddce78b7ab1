// Runs histories with a mistake planted, or without any.
import CausalCore
import Simulation

/// What decides whether a mistake is noticed: histories from seeds.
final class Trial {
    private let bug: PlantedBug?
    private var workshop: Workshop
    /// The mistakes in following a restored server.
    static let ofRestores: [PlantedBug] = [
        .receiptsIgnored, .reofferSkipsHeldOps, .repairKeepsCursor, .historyOnlyInAnswers,
    ]

    init(bug: PlantedBug?) throws {
        self.bug = bug
        workshop = try Workshop()
    }

    /// Small histories and many of them: most mistakes need few edits and many mishaps.
    private func plan(_ seed: UInt64) -> HistoryPlan {
        let restores = bug.map(Self.ofRestores.contains) ?? false
        let alters = bug == .checksumWithoutContent
        let (steps, burst) = seed % 4 == 0 ? (40, 24) : (60, 5)
        return HistoryPlan(
            seed: seed, steps: steps, burst: burst, restores: restores, alters: alters)
    }

    /// The invariant that a history breaks, and how; nil if it breaks none.
    func failure(seed: UInt64, isPlanted: Bool) throws -> String? {
        #if PLANTED_BUGS
            PlantedBug.active = isPlanted ? bug : nil
        #endif
        do {
            _ = try History(plan(seed), workshop: workshop).run()
            return nil
        } catch {
            workshop = try Workshop()  // what a broken history leaves behind is not used again
            return "\(error)".split(separator: "\n").first.map(String.init) ?? "\(error)"
        }
    }
}
