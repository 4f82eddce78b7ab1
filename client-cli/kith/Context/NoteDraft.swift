// Text that somebody is writing: on disk from the first moment, until it is saved as a record.

import Glibc

/// A file that keeps what somebody writes until it is saved.
struct NoteDraft {
    let path: String
    private let shownPath: String

    /// The draft of a note with a name, in the folder of a profile.
    ///
    /// - Parameter name: a handle or a short id; other characters become dashes.
    init(folder: String, name: String) {
        let safe = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        path = "\(folder)/drafts/\(String(safe)).md"
        shownPath = "\(folder)/drafts/\(String(safe)).shown"
    }

    /// The names of the drafts in a profile's folder, sorted.
    static func names(folder: String) -> [String] {
        guard let stream = opendir("\(folder)/drafts") else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".md") { names.append(String(name.dropLast(3))) }
        }
        return names.sorted()
    }

    /// What was written so far; nil where there is no draft.
    func text() throws -> String? {
        guard access(path, F_OK) == 0 else { return nil }
        return String(decoding: try StandardStream.readFile(path), as: UTF8.self)
    }

    func save(_ text: String) throws {
        makeFolder()
        try StandardStream.writeFile(path, text)
    }

    /// What the editor was opened with, where an existing record is edited: only what differs from
    /// it was changed by the person.
    func shown() throws -> String? {
        guard access(shownPath, F_OK) == 0 else { return nil }
        return String(decoding: try StandardStream.readFile(shownPath), as: UTF8.self)
    }

    /// Begins the edit of an existing record, or goes on with one that was interrupted.
    ///
    /// - Returns: what was first shown, and the text to open the editor with.
    func begin(_ opened: () throws -> String) throws -> (shown: String, text: String) {
        if let text = try text(), let shown = try shown() { return (shown, text) }
        let fresh = try opened()
        makeFolder()
        try StandardStream.writeFile(shownPath, fresh)
        return (fresh, fresh)
    }

    private func makeFolder() {
        mkdir(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]), 0o700)
    }

    /// Removes the draft, once its text is safe elsewhere.
    func discard() {
        unlink(path)
        unlink(shownPath)
    }
}
