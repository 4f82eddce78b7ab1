// Runs histories with a mistake planted, or without any.
import CausalCore
import Simulation

/// What decides whether a mistake is noticed: histories from seeds.
final class Trial {
    private let bug: PlantedBug?
    private var workshop: Workshop
    /// Whether the mistake is one of following a restored server.
    private var isRestoring: Bool {
        [.receiptsIgnored, .reofferSkipsHeldOps, .repairKeepsCursor, .historyOnlyInAnswers]
            .contains(bug)
    }

    init(bug: PlantedBug?) throws {
        self.bug = bug
        workshop = try Workshop()
    }

    /// Small histories and many of them: most mistakes need few edits and many mishaps.
    private func plan(_ seed: UInt64) -> HistoryPlan {
        seed % 4 == 0
            ? HistoryPlan(
                seed: seed, steps: 40, burst: 24, restores: isRestoring,
                alters: bug == .checksumWithoutContent)
            : HistoryPlan(
                seed: seed, steps: 60, burst: 5, restores: isRestoring,
                alters: bug == .checksumWithoutContent)
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
