// Tab completion with the handles of the accounts on this laptop.

import ArgumentParser
import Kith
import ReplicaStore

extension CompletionKind {
    /// The handles of the accounts in the profile that the words name; none where it cannot be read.
    static let accounts = CompletionKind.custom { words, _, prefix in
        AccountCompletion.handles(words: words, prefix: prefix)
    }
}

/// The handles that complete a word.
enum AccountCompletion {
    /// A completion must never fail aloud: whatever goes wrong, there is nothing to offer.
    static func handles(words: [String], prefix: String) -> [String] {
        do {
            var options = GlobalOptions()
            options.profile = profile(in: words)
            let context = try CommandContext(options)
            return try context.read { book in
                try book.accounts().map { $0.text("handle") }.filter { $0.hasPrefix(prefix) }
            }
        } catch {
            return []
        }
    }

    private static func profile(in words: [String]) -> String? {
        for (index, word) in words.enumerated() {
            if word.hasPrefix("--profile=") { return String(word.dropFirst("--profile=".count)) }
            if word == "--profile", index + 1 < words.count { return words[index + 1] }
        }
        return nil
    }
}
