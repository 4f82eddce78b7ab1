// Reads the repository that these tests are part of.

import Foundation

extension Tree {
    /// The folder of Package.swift.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The repository itself, read once.
    static let repository = Result { try read() }

    private static let textSuffixes = [
        ".swift", ".md", ".proto", ".json", ".sh", ".sql", ".modulemap", ".h", ".toml", ".service",
    ]
    private static let textFiles = ["Makefile", "run", "setup", "demo", "LICENSE", ".editorconfig"]

    private static func read() throws -> Tree {
        var texts: [String: String] = [:]
        for path in try paths() where isText(path) {
            texts[path] = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        }
        let description = try output(
            of: "swift", ["package", "--ignore-lock", "describe", "--type", "json"])
        var commands: [String: String] = [:]
        for program in ["kith", "kith-server"] {
            commands[program] = try output(
                of: products.appending(path: program).path, ["--experimental-dump-help"])
        }
        return Tree(texts, packageDescription: description, commands: commands)
    }

    /// The folder of the built programs, which is that of the bundle of these tests.
    private static var products: URL {
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") }
        var url = URL(filePath: bundle ?? CommandLine.arguments[0])
        while url.path.contains(".xctest") { url.deleteLastPathComponent() }
        return url
    }

    private static func isText(_ path: String) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        return textFiles.contains(name) || textSuffixes.contains { name.hasSuffix($0) }
    }

    private static func paths() throws -> [String] {
        let skipped = [".build", ".git", "demo-data"]
        let top = try FileManager.default.contentsOfDirectory(atPath: root.path)
            .filter { name in !skipped.contains { name.hasPrefix($0) } || name == ".gitignore" }
        return top.flatMap { name in
            let folder = root.appending(path: name).path
            let below = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
            return below.isEmpty ? [name] : below.map { "\(name)/\($0)" }
        }.filter { !$0.contains("/.build") }
    }

    private static func output(of program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", "120", program] + arguments
        process.currentDirectoryURL = root
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ToolFailure(command: "\(program) \(arguments)", status: process.terminationStatus)
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// A program that these tests ask did not answer; build everything first, as `make test` does.
struct ToolFailure: Error {
    let command: String
    let status: Int32
}
