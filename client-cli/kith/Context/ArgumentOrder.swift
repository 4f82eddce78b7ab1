// Lets global options stand before the command as well as behind it.

/// The order of the words on a command line.
enum ArgumentOrder {
    private static let flags: Set<String> = ["--json", "--plain", "--quiet", "-q", "--no-input"]
    private static let options: Set<String> = ["--profile", "--color"]

    /// The words with the global options that stand before the command moved behind all others
    /// (but before `--`), where the command's parser finds them.
    static func withOptionsBehindCommand(_ words: [String]) -> [String] {
        var moved: [String] = []
        var index = 0
        while index < words.count {
            let word = words[index]
            if flags.contains(word) {
                moved.append(word)
                index += 1
            } else if options.contains(word), index + 1 < words.count {
                moved += words[index...(index + 1)]
                index += 2
            } else if options.contains(where: { word.hasPrefix($0 + "=") }) {
                moved.append(word)
                index += 1
            } else {
                break
            }
        }
        let rest = words[index...]
        guard !rest.isEmpty else { return words }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return rest[..<end] + moved + rest[end...]
    }
}
