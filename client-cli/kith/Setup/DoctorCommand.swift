// kith doctor: looks whether everything is as it should be, without changing anything.

import AccountRecords
import ArgumentParser
import CausalCore
import Glibc
import Kith
import ReplicaStore
import Terminal

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check this profile and say what is wrong with it.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let findings = try examine(context)
        try context.answer(
            "doctor",
            json: {
                [
                    (
                        "checks",
                        .array(
                            findings.map {
                                .object([
                                    ("name", .text($0.name)), ("isGood", .boolean($0.isGood)),
                                    ("text", .text($0.text)),
                                ])
                            })
                    )
                ]
            },
            plain: {
                findings.map { finding in
                    [finding.name, finding.isGood ? "good" : "bad", finding.text]
                        .map(SafeText.plainField).joined(separator: "\t") + "\n"
                }.joined()
            },
            people: {
                var lines = LabelledLines(palette: context.palette)
                for finding in findings {
                    let mark = finding.isGood ? "ok " : "!! "
                    lines.add(
                        mark + finding.name, finding.text, tone: finding.isGood ? nil : .attention)
                }
                return lines.text
            })
        if findings.contains(where: { !$0.isGood }) { throw QuietEnd(status: .negative) }
    }

    /// One thing that was looked at.
    struct Finding {
        let name: String
        let isGood: Bool
        let text: String
    }

    private func examine(_ context: CommandContext) throws -> [Finding] {
        let profile = try context.profile()
        var findings = [
            Finding(name: "program", isGood: true, text: Software.name),
            privacy("folder", profile.folder), privacy("token", profile.tokenPath),
            privacy("store", profile.storePath),
        ]
        let kith = try context.open()
        let server = try kith.server()
        findings.append(
            Finding(
                name: "server", isGood: true,
                text: "\(server.address), certificate SHA-256 \(server.fingerprint)"))
        findings += try kith.read { reader in try examine(context, try context.book(reader)) }
        findings.append(clock(context))
        let drafts = NoteDraft.names(folder: profile.folder)
        if !drafts.isEmpty {
            findings.append(
                Finding(
                    name: "drafts", isGood: true,
                    text: "\(drafts.joined(separator: ", ")) in \(profile.folder)/drafts"))
        }
        return findings
    }

    private func examine(_ context: CommandContext, _ book: RecordBook) throws -> [Finding] {
        let state = try book.reader.syncState()
        let counts = try book.reader.counts()
        let unbacked = try book.reader.unbacked()
        let identity = book.identity
        let offset = state.offsetMilliseconds
        let isClockGood = abs(offset) < 300_000
        return [
            Finding(
                name: "identity", isGood: true,
                text: "\(identity.handle) on \(identity.device), replica \(identity.replica)"),
            Finding(
                name: "history", isGood: true,
                text: "lineage \(state.history?.lineage ?? identity.lineage), "
                    + "cursor \(state.cursor.start)/\(state.cursor.at)"),
            Finding(
                name: "schema", isGood: true, text: "version \(book.schema.version)"),
            Finding(
                name: "accounts", isGood: state.refetch.isEmpty,
                text: "\(counts.accountsComplete) complete, \(counts.accountsIncomplete) on the way"
                    + (state.refetch.isEmpty ? "" : ", \(state.refetch.count) to be fetched again")),
            Finding(
                name: "outbox", isGood: true,
                text: "\(counts.pending) to send, \(counts.held) held, "
                    + "\(counts.rejected) rejected"),
            Finding(
                name: "server backup", isGood: unbacked.letGoFrom == nil,
                text: UnbackedSentence(edits: unbacked, book: book).text),
            Finding(
                name: "last sync", isGood: state.outcome?.failure == nil,
                text: state.outcome?.failure ?? lastSync(state, book)),
            Finding(
                name: "clock against server", isGood: isClockGood,
                text: isClockGood
                    ? "right"
                    : "\(spanText(milliseconds: offset)) \(offset > 0 ? "slow" : "fast") at the last sync; the server corrects for it"
            ),
        ]
    }

    private func lastSync(_ state: SyncState, _ book: RecordBook) -> String {
        state.outcome?.succeededMilliseconds
            .map { book.correctedTime(wallMilliseconds: $0).text(today: book.today) } ?? "never"
    }

    private func clock(_ context: CommandContext) -> Finding {
        let sample = context.clock.sample()
        var text = "\(context.today.isoTime), boot \(sample.boot)"
        if context.wallOffsetSeconds != 0 {
            text += ", moved by KITH_WALL_CLOCK_OFFSET_SECONDS=\(context.wallOffsetSeconds)"
        }
        return Finding(name: "clock", isGood: !sample.boot.isZero, text: text)
    }

    private func privacy(_ name: String, _ path: String) -> Finding {
        var facts = Glibc.stat()
        guard stat(path, &facts) == 0 else {
            return Finding(name: name, isGood: false, text: "\(path) is not there")
        }
        let isPrivate = facts.st_mode & 0o077 == 0
        let mode = String(facts.st_mode & 0o777, radix: 8)
        return Finding(
            name: name, isGood: isPrivate,
            text: isPrivate
                ? "\(path), readable only by you (\(mode))"
                : "\(path) can be read by others (\(mode)); run: chmod go= '\(path)'")
    }
}
