// One person's laptop: a profile of its own, used through the real kith.

import Foundation

/// A profile, and the commands that are run on it.
final class Laptop: Sendable {
    let folder: TemporaryFolder
    let profile: String
    let offsetSeconds: Int

    init(_ name: String, offsetSeconds: Int = 0, profile: String? = nil) throws {
        folder = try TemporaryFolder("laptop-\(name)")
        self.profile = profile ?? folder.file(name)
        self.offsetSeconds = offsetSeconds
    }

    /// What its processes find in their environment.
    var environment: [String: String] {
        [
            "KITH_PROFILE": profile, "XDG_CONFIG_HOME": folder.path, "XDG_DATA_HOME": folder.path,
            "XDG_STATE_HOME": folder.path, "XDG_CACHE_HOME": folder.path, "EDITOR": "false",
            "VISUAL": "false", "KITH_WALL_CLOCK_OFFSET_SECONDS": String(offsetSeconds),
        ]
    }

    /// Starts a command, perhaps through a program that runs it (`strace`, `ip netns exec`).
    func start(
        _ arguments: [String], input: String? = nil, through wrapper: [String] = [],
        environment more: [String: String] = [:]
    ) throws -> RunningProgram {
        let words = wrapper + [Programs.kith] + arguments
        return try RunningProgram(
            wrapper.isEmpty ? words[0] : "/usr/bin/env",
            wrapper.isEmpty ? arguments : words,
            environment: environment.merging(more) { $1 }, input: input)
    }

    /// Runs a command to its end, whatever that is.
    func kith(
        _ arguments: String..., input: String? = nil, seconds: Double = 120
    ) async throws -> ProgramResult {
        try await start(arguments, input: input).wait(seconds: seconds)
    }

    /// Runs a command that must succeed.
    @discardableResult
    func does(_ arguments: String..., input: String? = nil) async throws -> ProgramResult {
        let result = try await start(arguments, input: input).wait(seconds: 120)
        guard result.exitCode == 0 else {
            throw TestFailure("kith \(arguments) exits \(result.exitCode): \(result.errors)")
        }
        return result
    }

    /// What `kith status --json` says.
    func status() async throws -> [String: Any] {
        let text = try await does("status", "--json").output
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return object as? [String: Any] ?? [:]
    }

    /// A number of `kith status --json`.
    func count(_ key: String) async throws -> Int {
        try await status()[key] as? Int ?? -1
    }

    /// The canonical export.
    func export() async throws -> String {
        try await does("export", "--canonical").output
    }
}

/// A server, its admin Carol, and Alice and Bob who share the accounts nokia and siemens.
struct Team: Sendable {
    let server: ServerProcess
    let carol: Laptop
    let alice: Laptop
    let bob: Laptop

    static func meet(
        aliceOffset: Int = 0, bobOffset: Int = 0, server given: ServerProcess? = nil
    ) async throws -> Team {
        let server = if let given { given } else { try await ServerProcess.start() }
        let carol = try Laptop("carol")
        try await carol.does("enroll", try await server.link("admin"), "--device", "c1")
        for name in ["Nokia", "Siemens"] { try await carol.does("account", "new", name) }
        try await carol.does("sync")
        var laptops: [Laptop] = []
        for (name, offset) in [("alice", aliceOffset), ("bob", bobOffset)] {
            let laptop = try Laptop(name, offsetSeconds: offset)
            _ = try await server.invite(["--name", name.capitalized, "--handle", name])
            try await laptop.does("enroll", try await server.link(name), "--device", name + "-1")
            try await carol.does("admin", "assign", name, "nokia", "siemens")
            try await laptop.does("sync")
            laptops.append(laptop)
        }
        return Team(server: server, carol: carol, alice: laptops[0], bob: laptops[1])
    }

    /// Everyone syncs until nothing is new; then all copies must be those of the server.
    func expectEqualCopies(on server: ServerProcess? = nil) async throws {
        let server = server ?? self.server
        for _ in 0..<2 {
            for laptop in [carol, alice, bob] { try await laptop.does("sync") }
        }
        for (handle, laptop) in [("alice", alice), ("bob", bob)] {
            let there = try await server.command(["export", "--canonical", "--user", handle])
            let here = try await laptop.export()
            guard !here.isEmpty, there.output == here else {
                throw TestFailure("\(handle)'s copy is not the server's:\n\(here)\n\(there.output)")
            }
        }
    }
}

extension ServerProcess {
    /// An enrollment link for a known person.
    func link(_ handle: String) async throws -> String {
        let result = try await command(["invite", "--handle", handle])
        guard result.exitCode == 0, let link = result.lines.first else {
            throw TestFailure("invite: \(result.errors)")
        }
        return link
    }
}
