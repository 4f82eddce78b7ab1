// kith visit: notes of visits and calls; `kith visit ACCOUNT TEXT` writes one.

import ArgumentParser

struct VisitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "visit", abstract: "Note a visit or call; list and change such notes.",
        usage: """
            kith visit ACCOUNT [TEXT]
            kith visit list|show|edit|finish|amend ...
            """,
        discussion: """
            kith visit northwind "Dana worried about line 3" saves at once. Without a text it opens \
            $VISUAL or $EDITOR on a prefilled note, in which lines such as \
            "- [ ] us: send the offer by 2026-12-01" and "- [ ] them: ..." become promises.
            """,
        subcommands: [
            VisitNewCommand.self, VisitListCommand.self, VisitShowCommand.self,
            VisitEditCommand.self, VisitFinishCommand.self, VisitAmendCommand.self,
        ], defaultSubcommand: VisitNewCommand.self)
}
