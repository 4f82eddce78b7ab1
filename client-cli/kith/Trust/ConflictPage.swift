// The page of one conflict, for people.

import AccountRecords
import CausalCore
import ReplicaStore
import Terminal

/// The page of one conflict, for people.
struct ConflictPage {
    let story: ConflictStory
    let context: CommandContext
    let showsClocks: Bool

    private var palette: Palette { context.palette }
    private var conflict: ConflictRecord { story.conflict }

    func text() throws -> String {
        let id = try story.book.typed(conflict: conflict.id)
        let opened = story.book.text(conflict.opened)
        var text = palette(.strong, SafeText.line(try story.subject())) + "\n"
        text += palette(.quiet, "\(id) · \(story.state) · since \(opened)") + "\n\n"
        if let base = try story.commonBase(), conflict.unit != .life {
            text += try block("before", base, [])
        }
        if let kept = story.kept {
            text += try block("shows", try story.value(kept), details(kept), tone: .good)
        }
        for member in story.saved {
            text += try block("saved", try story.value(member), details(member), tone: .attention)
        }
        text += "\n" + (try explanation())
        if showsClocks { text += "\n" + (try clocks()) }
        return text + (try advice(id))
    }

    /// Who, on what, when, and what should be known of the time.
    private func details(_ member: ConflictMember) throws -> [String] {
        var lines = [try story.person(member)]
        var written = "written \(story.book.text(member.stamp))"
        written += ", received \(story.book.text(member.received))"
        if let later = story.offlineNote(member) { written += " (\(later))" }
        lines.append(written)
        if let note = try story.clockNote(member) {
            lines.append(note)
        } else if let note = story.qualityNote(member) {
            lines.append(note)
        }
        if try story.commonBase() == nil, conflict.unit != .life {
            lines.append(
                "started from: \(DisplayWidth.fitted(SafeText.line(try story.base(member)), columns: 60))"
            )
        }
        if member.isReplaced { lines.append("replaced since by somebody who had seen it") }
        return lines
    }

    private func block(
        _ label: String, _ value: String, _ details: [String], tone: Tone? = nil
    ) throws -> String {
        let room = max(30, (context.width ?? 100) - 10)
        let indent = String(repeating: " ", count: 10)
        let lines = Wrapping.lines(SafeText.block(value), columns: room)
        let body = lines.map { line in tone.map { palette($0, line) } ?? line }
            .joined(separator: "\n" + indent)
        var text =
            "  " + palette(.quiet, label)
            + String(repeating: " ", count: max(1, 8 - label.count)) + body + "\n"
        for detail in details { text += indent + palette(.quiet, SafeText.line(detail)) + "\n" }
        return text
    }

    private func explanation() throws -> String {
        var sentences = [try story.reason()]
        let merged = try story.mergedUnits()
        if !merged.isEmpty {
            sentences.append(
                "Merged without conflict at the same time: "
                    + merged.joined(separator: ", ") + ".")
        }
        let present = try story.present()
        if present.isOvertaken {
            sentences.append("Changed again since; now it reads: \(SafeText.line(present.text))")
        }
        if let closing = try story.closing() { sentences.append(closing) }
        return sentences.map { SafeText.block($0) + "\n" }.joined()
    }

    private func advice(_ id: String) throws -> String {
        guard conflict.isOpen else { return "\nBoth values stay readable here.\n" }
        var lines = LabelledLines(palette: palette)
        if let mine = story.mine, story.theirs != nil {
            let isShown = mine.op == story.kept?.op
            lines.add(
                "  kith conflict keep \(id) mine",
                isShown ? "leave yours, and close" : "put yours back")
            lines.add(
                "  kith conflict keep \(id) theirs",
                isShown ? "take theirs" : "leave theirs, and close")
        } else {
            for member in story.current {
                let handle = try story.book.directory().handle(of: member.author)
                lines.add(
                    "  kith conflict keep \(id) \(handle)",
                    "take \(SafeText.line(try story.value(member)))")
            }
        }
        if conflict.unit != .life {
            lines.add("  kith conflict edit \(id)", "write something else")
        }
        lines.add("  kith conflict ack \(id)", "leave it as it is, and say that you have seen it")
        return "\nNothing is lost. To settle it, online or not:\n" + lines.text
    }

    /// What each side had seen, as vector clocks.
    private func clocks() throws -> String {
        var text = ""
        for (index, member) in conflict.members.enumerated() {
            let entries = member.context.entries
                .map { "\($0.replica):\($0.counter)" }.joined(separator: " ")
            let role = member.op == story.kept?.op ? "shows" : "saved"
            text += "  \(role)  op \(member.op)  dot \(member.dot.replica):\(member.dot.counter)"
            text +=
                "  seq \(member.seq)  stamp \(member.stamp.milliseconds).\(member.stamp.counter)"
            text += " (\(member.quality))\n"
            text += "         had seen {\(entries)}\n"
            for other in conflict.members[(index + 1)...] {
                let verdict = relation(
                    of: member.dot, context: member.context, to: other.dot, context: other.context)
                text += "         \(verdict) to \(other.dot.replica):\(other.dot.counter)\n"
            }
        }
        if let view = try story.book.entry(conflict.record)?.view {
            let vector = view.vector.entries.map { "\($0.replica):\($0.counter)" }
            text += "  record now at seq \(view.seq) {\(vector.joined(separator: " "))}\n"
        }
        return text
    }
}
