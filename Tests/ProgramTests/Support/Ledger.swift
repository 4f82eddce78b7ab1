// What was written in a test, and what must therefore be found.

import Foundation

/// The notes that were tried: those that a program said were saved must be there once, the others
/// once or never.
struct Ledger: Sendable {
    private(set) var saved: [String] = []
    private(set) var tried: [String] = []

    /// A text that occurs nowhere else.
    mutating func text(_ about: String) -> String {
        "\(about) \(tried.count + saved.count)."
    }

    mutating func note(_ text: String, isSaved: Bool) {
        if isSaved { saved.append(text) } else { tried.append(text) }
    }

    /// Compares with a canonical export, in which every value stands once, between quotes.
    func expect(in export: String) throws {
        let counts = export.utf8.split(separator: UInt8(ascii: "\""))
            .reduce(into: [String: Int]()) {
                $0[String(decoding: $1, as: UTF8.self), default: 0] += 1
            }
        for text in saved where counts[text] != 1 {
            throw TestFailure("'\(text)' was saved, and is there \(counts[text] ?? 0) times")
        }
        for text in tried where counts[text, default: 0] > 1 {
            throw TestFailure("'\(text)' is there \(counts[text] ?? 0) times")
        }
    }
}

/// A server and one laptop of its admin, with one account.
struct Desk: Sendable {
    let server: ServerProcess
    let laptop: Laptop

    static func open(_ name: String = "dora", server given: ServerProcess? = nil) async throws
        -> Desk
    {
        let server = if let given { given } else { try await ServerProcess.start() }
        let laptop = try Laptop(name)
        try await laptop.does("enroll", try await server.link("admin"), "--device", name)
        try await laptop.does("account", "new", "Nokia")
        try await laptop.does("sync")
        return Desk(server: server, laptop: laptop)
    }

    /// The laptop's copy must be the server's and hold what the ledger says.
    func expectEqualCopies(_ ledger: Ledger, on server: ServerProcess? = nil) async throws {
        try await laptop.does("sync")
        guard try await laptop.count("pending") == 0 else { throw TestFailure("not all was sent") }
        let server = server ?? self.server
        let there = try await server.command(["export", "--canonical", "--user", "admin"]).output
        let here = try await laptop.export()
        guard !here.isEmpty, there == here else {
            throw TestFailure("the copy is not the server's:\n\(here)\n\(there)")
        }
        try ledger.expect(in: here)
    }
}
