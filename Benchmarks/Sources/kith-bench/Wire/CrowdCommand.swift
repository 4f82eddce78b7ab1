// Phase P5: fifty devices at once, each with its own person, address, connection and records.

import ArgumentParser
import CausalCore
import Foundation
import Kith
import NIOSSL
import SyncProtocol
import Workload

/// Enrolls a crowd, lets it fetch its accounts, and then times what it sends.
///
/// Each device is that of a person who has the accounts whose records the device edits; an account
/// is therefore that of one or two others as well, whose edits come back with each sync.
struct CrowdCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "crowd", shouldDisplay: false)

    @OptionGroup var device: DeviceOptions
    @OptionGroup var size: WorkloadOptions
    @Option(help: "Devices that are enrolled; fifty of them sync.") var devices = Workload.devices
    @Option(help: "The server's process, for its processor time.") var server: Int32

    func run() async throws {
        let people = try await prepare()
        var figures = Figures()
        let full = try await time(people, pulls: true)
        figures["syncs_per_second"] = full.figures["per_second"]
        figures["p50_ms"] = full.figures["p50"]
        figures["p99_ms"] = full.figures["p99"]
        figures["server_cpu_ms_per_sync"] = full.figures["server"]
        let pushes = try await time(full.people, pulls: false)
        figures["push_only_syncs_per_second"] = pushes.figures["per_second"]
        figures["push_only_p50_ms"] = pushes.figures["p50"]
        figures["push_only_p99_ms"] = pushes.figures["p99"]
        figures["push_only_server_cpu_ms_per_sync"] = pushes.figures["server"]
        for person in pushes.people { await person.device.close() }
        try figures.print()
    }

    // MARK: - Before the time runs

    /// One person of the crowd, and what their device is going to send.
    private struct Person: Sendable {
        var device: WireDevice
        let batches: [[WireEdit]]
    }

    private func prepare() async throws -> [Person] {
        let kith = try device.open()
        let ids = try device.ids.read()
        let workload = size.workload
        let batches = workload.batches()
        let edits = ResolvedEdits(batches.flatMap(\.edits), of: workload)
        var next = edits.fields.makeIterator()
        var byDevice: [[[WireEdit]]] = Array(repeating: [], count: Workload.devices)
        for batch in batches {
            byDevice[batch.device].append(
                try batch.edits.indices.compactMap { _ in
                    try next.next().map {
                        try WireEdit($0, ids: ids, accountCount: workload.accountCount)
                    }
                })
        }
        let context = try WireConnection.context(
            certificate: Profile(folder: device.profile).certificatePath)
        var people: [Person] = []
        for number in 0..<devices {
            let sends = number < Workload.devices
            let own = sends ? byDevice[number] : []
            let accounts =
                sends
                ? Set(own.joined().map(\.account))
                : Set(stride(from: number, to: workload.accountCount, by: devices).map { ids[$0] })
            var wire = try await enroll(number, accounts: accounts, kith, context)
            try await wire.fetch(Set(own.joined().map(\.record)))
            if sends {
                people.append(Person(device: wire, batches: own))
            }
            await wire.close()
        }
        // The server closes what is idle for long, so that all come again when all are ready.
        let port = Int(try kith.server().address.port)
        for number in people.indices {
            try await people[number].device.reconnect(port: port, number: number, context)
        }
        return people
    }

    private func enroll(
        _ number: Int, accounts: Set<RecordID>, _ kith: Kith, _ context: NIOSSLContext
    ) async throws -> WireDevice {
        let handle = "wire-\(number)"
        let invitation = try await kith.perform(
            AdminInviteRequest(name: "Wire \(number)", handle: handle, role: .rep))
        _ = try await kith.perform(
            AdminAssignRequest(
                user: handle, accounts: accounts.sorted().map(\.description)))
        // An admin's laptop may ask 50 times a second.
        if number >= 200 { try await Task.sleep(for: .milliseconds(30)) }
        return try await WireDevice(
            code: invitation.code, port: Int(try kith.server().address.port), number: number,
            context)
    }

    // MARK: - While it runs

    private func time(
        _ people: [Person], pulls: Bool
    ) async throws -> (people: [Person], figures: Figures) {
        let before = ProcessFacts.processorMilliseconds(of: server)
        let stopwatch = Stopwatch()
        let results = try await withThrowingTaskGroup(of: (Int, Person, [Double]).self) { group in
            for (index, person) in people.enumerated() {
                group.addTask {
                    var person = person
                    let times =
                        pulls
                        ? try await Self.syncs(&person) : try await Self.pushes(&person)
                    return (index, person, times)
                }
            }
            var results: [(Int, Person, [Double])] = []
            for try await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }
        }
        let passed = stopwatch.milliseconds
        let times = results.flatMap(\.2)
        return (
            results.map(\.1),
            Figures([
                "per_second": Double(times.count) / passed * 1_000, "p50": times.percentile(50),
                "p99": times.percentile(99),
                "server": (ProcessFacts.processorMilliseconds(of: server) - before)
                    / Double(max(times.count, 1)),
            ])
        )
    }

    /// Pushes and pulls, one sync after the other, as laptops do.
    private static func syncs(_ person: inout Person) async throws -> [Double] {
        var times: [Double] = []
        for batch in person.batches {
            let body = try person.device.request(batch, pulls: true)
            let stopwatch = Stopwatch()
            let answer = try await person.device.send(body)
            times.append(stopwatch.milliseconds)
            try person.device.read(answer)
        }
        return times
    }

    /// Pushes alone; answers are looked at when all were sent.
    private static func pushes(_ person: inout Person) async throws -> [Double] {
        var times: [Double] = []
        var answers: [[UInt8]] = []
        for batch in person.batches {
            let body = try person.device.request(batch, pulls: false)
            let stopwatch = Stopwatch()
            answers.append(try await person.device.send(body))
            times.append(stopwatch.milliseconds)
        }
        for answer in answers { try person.device.read(answer) }
        return times
    }
}
