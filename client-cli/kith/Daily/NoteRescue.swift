// Whatever goes wrong while a note is saved: its text is kept, and the writer is told where.

import Glibc
import ReplicaStore
import Terminal
import VisitNote

/// Keeps the text of a note through every failure of saving it.
struct NoteRescue {
    let text: String
    let draft: NoteDraft
    /// Whether the draft holds the text already.
    let isEdited: Bool
    /// What goes on with the draft.
    let command: String

    /// Runs what saves a note, and keeps its text where that fails.
    func keepingText<Result>(of note: VisitNote, _ body: () throws -> Result) throws -> Result {
        if let problem = note.problems.first { throw kept(lines(note.problems), problem) }
        do {
            return try body()
        } catch let problem as NoteProblem {
            throw kept(lines([problem]), problem)
        } catch let failure as CommandFailure where failure.status != .disk {
            guard failure.status == .badData else { throw failure }
            throw CommandFailure(
                .badData, failure.explanation.happened, kept: keep(),
                remedy: "Correct it with: \(command)")
        } catch {
            guard let report = FailureReport(error), let explanation = report.explanation else {
                throw error
            }
            throw CommandFailure(
                ExitStatus(rawValue: report.status) ?? .badData, explanation.happened,
                kept: keep(), remedy: "\(explanation.remedy) Then run: \(command)")
        }
    }

    private func lines(_ problems: [NoteProblem]) -> String {
        problems.prefix(5).map { "Line \($0.line): \($0.message)" }.joined(separator: "\n")
    }

    private func kept(_ happened: String, _: NoteProblem) -> CommandFailure {
        CommandFailure(
            .badData, happened, kept: keep(), remedy: "Correct it with: \(command)")
    }

    /// Puts the text into the draft, or, where no disk takes it, back onto the terminal.
    private func keep() -> String {
        if isEdited { return "Your text is kept in \(draft.path)" }
        do {
            let old = try draft.text().map { $0 + "\n\n" } ?? ""
            try draft.save(old + text)
            return "Your text is kept in \(draft.path)"
        } catch {
            return "Nothing could be written; here is your text:\n\n\(text)\n"
        }
    }
}
