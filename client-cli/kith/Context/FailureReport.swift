// Every error that can end a command, as three calm lines and an exit status.

import AccountRecords
import Glibc
import Kith
import ReplicaStore
import SyncClient
import SyncProtocol
import Terminal

/// What is said of an error at the end of a command.
struct FailureReport {
    /// What is said; nil where everything was said already.
    let explanation: Explanation?
    let status: Int32

    /// The report of an error; nil for those that ArgumentParser reports itself.
    init?(_ error: any Error) {
        switch error {
        case let failure as CommandFailure:
            explanation = failure.explanation
            status = failure.status.rawValue
        case let end as QuietEnd:
            explanation = nil
            status = end.status.rawValue
        case let failure as SyncFailure:
            explanation = FailureReport.explanation(failure)
            status = failure.exitStatus
        case let failure as KithError:
            explanation = Explanation(failure.message, remedy: failure.remedy)
            status = failure.exitStatus
        case let failure as StoreError:
            explanation = Explanation(failure.message, remedy: failure.remedy)
            status = FailureReport.status(failure.code).rawValue
        case let failure as ValueError:
            explanation = Explanation(failure.message, remedy: "Change the value and try again.")
            status = ExitStatus.badData.rawValue
        default: return nil
        }
    }

    /// Writes the lines to stderr.
    func print(isColored: Bool) {
        guard let explanation else { return }
        let text = explanation.text(palette: Palette(isOn: isColored))
        do {
            try StandardStream.write(text, to: STDERR_FILENO)
        } catch {
            return  // there is nowhere left to say it
        }
    }

    /// Whether stderr is coloured, told from the words themselves: options may not have been read.
    static func isColored(words: [String]) -> Bool {
        var choice = ColorChoice.auto
        for (index, word) in words.enumerated() {
            if word.hasPrefix("--color=") {
                choice = ColorChoice(rawValue: String(word.dropFirst(8))) ?? choice
            } else if word == "--color", index + 1 < words.count {
                choice = ColorChoice(rawValue: words[index + 1]) ?? choice
            }
        }
        return choice.isOn(
            isTerminal: StandardStream.isTerminal(STDERR_FILENO),
            environment: ProcessEnvironment.all)
    }

    /// What a sync's failure says of what was written stands in the middle, once.
    private static func explanation(_ failure: SyncFailure) -> Explanation {
        let kept = "Nothing is lost"
        if failure.remedy.hasPrefix(kept) {
            return Explanation(
                failure.message, kept: failure.remedy,
                remedy: "Run kith sync again when there is a network.")
        }
        let isEnrolled = failure.code != .notEnrolled
        return Explanation(
            failure.message,
            kept: isEnrolled ? "\(kept): what you wrote is kept on this laptop." : "",
            remedy: failure.remedy)
    }

    static func status(_ code: StoreError.Code) -> ExitStatus {
        switch code {
        case .newerStore, .notAStore, .damaged, .notEnrolled: .configuration
        case .diskFull, .inputOutput, .notAccessible: .disk
        case .busy: .tryAgain
        case .notFound, .notAlive: .noSuchRecord
        case .ambiguous: .usage
        case .invalidValue, .transactionTooLarge: .badData
        case .changedSince, .nothingToUndo: .negative
        case .historyDiffers, .implausibleAnswer: .safetyStop
        case .internalDefect: .internalDefect
        }
    }
}
