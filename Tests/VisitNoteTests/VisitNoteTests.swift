// Notes as people write them.
import Testing
import VisitNote

private let keys: Set<String> = ["on", "channel", "with"]

private func note(_ text: String) -> VisitNote { VisitNote(markdown: text, keys: keys) }

@Test func noteHasHeadSummaryBodyAndPromises() {
    let note = note(
        """
        ---
        on: 2026-11-24 10:30
        # a hint
        channel: call
        with:
        ---
        <!--
        How can we help?
        -->

        # Dana worried about line 3

        It stops twice a day.
        - [ ] us: send a technician by 2026-12-01
        - [x] them: sent the log
        - [ ] us:
        - a list item
        """)
    #expect(note.problems.isEmpty)
    #expect(note["on"] == "2026-11-24 10:30")
    #expect(note["channel"] == "call")
    #expect(note["with"] == nil)
    #expect(note.summary == "Dana worried about line 3")
    #expect(note.body == "It stops twice a day.\n- a list item")
    #expect(note.promises.map(\.text) == ["send a technician", "sent the log"])
    #expect(note.promises.map(\.due) == ["2026-12-01", nil])
    #expect(note.promises.map(\.isDone) == [false, true])
    #expect(note.promises.map(\.direction) == [.us, .them])
    #expect(note.promises.first?.line == 14)
}

@Test func noteWithoutHeadIsAllText() {
    let note = note("Dana worried about line 3\n\nMore.\r\n\r\n---\r\nEven more.")
    #expect(note.summary == "Dana worried about line 3")
    #expect(note.body == "More.\n\n---\nEven more.")
    #expect(note.entries.isEmpty)
}

@Test func unknownAndRepeatedKeysAreReportedWithTheirLine() {
    let note = note("---\nweather: fine\non: 1\non: 2\nnonsense\n---\ntext")
    #expect(note.problems.map(\.line) == [2, 4, 5])
    #expect(note.summary == "text")
}

@Test func headWithoutEndIsReportedAndLosesNoText() {
    let note = note("---\non: 2026-11-24\nDana worried")
    #expect(note.problems.map(\.line) == [1])
    #expect(note.body.contains("Dana worried"))
}

@Test func openCommentIsReported() {
    #expect(note("text <!-- never closed").problems.count == 1)
}

@Test func untouchedNoteIsEmpty() {
    let text = VisitNote.markdown(
        head: [NoteKey("on", "2026-11-24"), NoteKey("with", hint: "names")],
        comment: ["Last visit: 3 weeks ago"], summary: "", body: "", promises: true)
    #expect(note(text).isEmpty)
    #expect(note(text).problems.isEmpty)
    #expect(note(text)["on"] == "2026-11-24")
}

@Test func writtenNoteIsReadBackUnchanged() {
    let text = VisitNote.markdown(
        head: [NoteKey("on", "2026-11-24")], comment: [], summary: "Line 3 stops",
        body: "One.\n\nTwo.", promises: true)
    #expect(note(text).summary == "Line 3 stops")
    #expect(note(text).body == "One.\n\nTwo.")
}

@Test func longFirstLineStaysInTheBody() {
    let line = String(repeating: "word ", count: 100)
    let note = note(line)
    #expect(note.summary.count <= VisitNote.summaryCharactersMax)
    #expect(note.summary.hasSuffix("…"))
    #expect(note.body == line)
}

@Test func onlyADateBehindByIsADueDate() {
    let note = note("- [ ] us: stand by them\n- [] WE: call (due 2026-12-01).\n- [ ] buy milk")
    #expect(note.promises.map(\.text) == ["stand by them", "call"])
    #expect(note.promises.map(\.due) == [nil, "2026-12-01"])
    #expect(note.summary == "- [ ] buy milk")
}

@Test func wordsForDatesAreDueDatesToo() {
    let text = "- [ ] us: send it by Fri.\n- [ ] us: call until +2w\n- [ ] us: wait by tom"
    #expect(note(text).promises.map(\.due) == ["Fri", "+2w", nil])
}
