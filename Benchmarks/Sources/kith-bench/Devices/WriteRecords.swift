// Phase L: the workload written through the library, 1,000 records a transaction or one by one.

import ArgumentParser
import CausalCore
import Glibc
import Kith
import ReplicaStore
import Workload

/// Writes all records; making them is not timed.
struct WriteRecords: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "write")

    @OptionGroup var device: DeviceOptions
    @OptionGroup var size: WorkloadOptions

    func run() throws {
        let kith = try device.open()
        let workload = size.workload
        var used = Usage()
        var ids: [RecordID] = []
        for chunk in Chunks(workload.accounts, count: 1_000) {
            let records = chunk.map(\.fields)
            let stopwatch = Stopwatch()
            ids += try kith.write { editor in
                try records.map { try editor.create("account", RecordChanges($0)) }
            }
            used += stopwatch.usage
        }
        let accounts = ids
        for chunk in Chunks(workload.notes, count: 1_000) {
            let records = chunk.map { (account: accounts[$0.account], fields: $0.fields) }
            let stopwatch = Stopwatch()
            ids += try kith.write { editor in
                try records.map {
                    try editor.create("visit", account: $0.account, RecordChanges($0.fields))
                }
            }
            used += stopwatch.usage
        }
        let stopwatch = Stopwatch()
        try kith.store.indexWords()
        used += stopwatch.usage
        try device.ids.write(ids)
        var figures = Figures(["records": Double(ids.count)])
        figures.add(used)
        try figures.print()
    }
}

/// Saves notes one by one, each durably, and says what one costs.
struct WriteOneByOne: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "write-one-by-one")

    @OptionGroup var device: DeviceOptions
    @Option var count = 200

    func run() throws {
        let kith = try device.open()
        guard let account = try device.ids.read().first else {
            throw BenchFailure("no records were written here")
        }
        let notes = Array(Workload(accounts: 10, notes: count).notes)
        var times: [Double] = []
        var processor = 0.0
        for note in notes {
            let fields = note.fields
            let stopwatch = Stopwatch()
            _ = try kith.write { editor in
                try editor.create("visit", account: account, RecordChanges(fields))
            }
            times.append(stopwatch.milliseconds)
            processor += stopwatch.usage.processorMilliseconds
        }
        try Figures([
            "note_p50_ms": times.median, "note_p99_ms": times.percentile(99),
            "note_cpu_ms": processor / Double(max(count, 1)),
        ]).print()
    }
}

/// Phase P3, first part: one hundredth of the records edited, 1,000 edits a transaction.
struct EditRecords: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "edit")

    @OptionGroup var device: DeviceOptions
    @OptionGroup var size: WorkloadOptions
    @Option(help: "Every so many-th edit of the hundredth.") var every = 1

    func run() throws {
        let kith = try device.open()
        let ids = try device.ids.read()
        let workload = size.workload
        let edits = workload.delta().enumerated().filter { $0.offset % every == 0 }.map(\.element)
        let resolved = ResolvedEdits(edits, of: workload)
        var used = Usage()
        for chunk in Chunks(resolved.fields, count: 1_000) {
            let stopwatch = Stopwatch()
            try kith.write { editor in
                for edit in chunk {
                    _ = try editor.set(ids[edit.place], RecordChanges(edit.fields))
                }
            }
            used += stopwatch.usage
        }
        var figures = Figures(["records": Double(edits.count)])
        figures.add(used)
        try figures.print()
    }
}
