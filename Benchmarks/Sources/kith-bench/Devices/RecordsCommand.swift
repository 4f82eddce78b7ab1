// Writes the workload as JSON lines, for programs of others, and checks that it is the known one.

import ArgumentParser
import Crypto
import Foundation
import Workload

/// Writes four files, or none, and prints their sizes and hashes.
struct RecordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records",
        abstract: "Write the workload as JSON lines, and check the hashes of W.")

    @Option(help: "The folder for the files; without it they are only hashed.")
    var output: String?
    @OptionGroup var size: WorkloadOptions

    /// What every implementation makes of the whole workload: the first 8 bytes of SHA-256.
    private static let hashes = [
        "accounts": "1c5874384a5891d3", "notes": "4a5265f628dd2520", "delta": "7dc9b686e18817ef",
        "p5": "540727125b48fbb5",
    ]

    func run() throws {
        let workload = size.workload
        var accounts: [WorkloadAccount] = []
        var notes: [WorkloadNote] = []
        for account in workload.accounts { accounts.append(account) }
        for note in workload.notes { notes.append(note) }
        let json = { (edit: WorkloadEdit) in
            edit.target == .account
                ? edit.json(id: accounts[edit.index].id, text: accounts[edit.index].remarks)
                : edit.json(id: notes[edit.index].id, text: notes[edit.index].body)
        }
        try finish("accounts", accounts.map(\.line))
        try finish("notes", notes.map(\.line))
        try finish("delta", workload.delta().map { json($0) + "\n" })
        try finish(
            "p5",
            workload.batches().map { batch in
                let edits = batch.edits.map(json).joined(separator: ",")
                return "{\"client\":\(batch.device),\"seq\":\(batch.number),\"edits\":[\(edits)]}\n"
            })
    }

    private func finish(_ name: String, _ lines: [String]) throws {
        let data = Data(lines.joined().utf8)
        let hash = SHA256.hash(data: data).prefix(8)
            .map { String(format: "%02x", $0) }.joined()
        print("\(name): \(lines.count) rows, \(data.count) bytes, sha256 \(hash)")
        let isWhole = size.accounts == 10_000 && size.notes == 100_000
        guard !isWhole || Self.hashes[name] == hash else {
            throw BenchFailure("\(name) are not the records that they should be")
        }
        guard let output else { return }
        try FileManager.default.createDirectory(
            atPath: output, withIntermediateDirectories: true)
        try data.write(to: URL(filePath: "\(output)/\(name).jsonl"))
    }
}
