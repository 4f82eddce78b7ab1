// Writing in an editor, with the text on disk from the first moment.

import Terminal

extension CommandContext {
    /// Lets the person write, beginning with a text that is kept in a draft.
    ///
    /// - Returns: what the file holds afterwards; the draft stays until the caller discards it.
    func edited(_ text: String, in draft: NoteDraft) throws -> String {
        guard !options.noInput else {
            throw CommandFailure(
                .usage, "There is nothing to save, and --no-input forbids an editor.",
                remedy: "Give the text as an argument, with --file, or through a pipe.")
        }
        guard let editor = Editor(environment: environment) else {
            throw CommandFailure(
                .configuration, "No editor was found.",
                remedy: "Set VISUAL or EDITOR, or give the text as an argument.")
        }
        try draft.save(text)
        try editor.edit(draft.path)
        return try draft.text() ?? ""
    }
}
