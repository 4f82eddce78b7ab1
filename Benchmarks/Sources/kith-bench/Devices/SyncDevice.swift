// Phases P1 to P4: one sync of a laptop, timed, and its bytes counted where a tap is asked for.

import AccountRecords
import ArgumentParser
import Foundation
import Kith
import SyncClient
import SyncTransportHTTP

/// Syncs once.
struct SyncDevice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sync")

    @OptionGroup var device: DeviceOptions
    @OptionGroup var tap: TapOptions
    @Flag(help: "Time when all records are there, and a search at the end.") var search = false

    func run() async throws {
        let tap = try await tap.open(profile: device.profile)
        let kith = try device.open()
        let watch = search ? RowWatch(store: Profile(folder: device.profile).storePath) : nil
        let stopwatch = Stopwatch()
        let report = try await kith.sync()
        let visible = watch?.end()
        var figures = Figures([
            "sent": Double(report.sent), "received": Double(report.received),
            "requests": Double(report.roundTrips), "lost": Double(report.lost.count),
            "refused": Double(report.rejected.count + report.held.count),
        ])
        figures.add(stopwatch.usage)
        if let visible {
            figures["visible_ms"] = visible
            let hits = try kith.read { try $0.search("the", limit: 1) }
            figures["search_ms"] = stopwatch.milliseconds
            figures["hits"] = Double(hits.count)
        }
        if let tap {
            figures.values.merge(try await tap.close()) { $1 }
        } else {
            figures["up"] = Double(report.bytesSent)
            figures["down"] = Double(report.bytesReceived)
        }
        try figures.print()
    }
}

/// Syncs again and again over one connection, when there is nothing to say.
struct IdleDevice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "idle")

    @OptionGroup var device: DeviceOptions
    @OptionGroup var tap: TapOptions
    @Option var count = 200

    func run() async throws {
        let tap = try await tap.open(profile: device.profile)
        let kith = try device.open()
        let profile = Profile(folder: device.profile)
        guard let certificate = PinnedCertificate(pem: try text(profile.certificatePath)) else {
            throw BenchFailure("the profile has no certificate")
        }
        let exchanger = try HTTPExchanger(
            address: kith.server().address, certificate: certificate,
            token: try text(profile.tokenPath).trimmingCharacters(in: .whitespacesAndNewlines))
        var times: [Double] = []
        var requests = 0
        for _ in 0..<count {
            let stopwatch = Stopwatch()
            let report = try await sync(kith, over: exchanger)
            times.append(stopwatch.milliseconds)
            requests += report.roundTrips
        }
        await exchanger.close()
        var figures = Figures([
            "ms": times.median, "p99_ms": times.percentile(99),
            "requests": Double(requests) / Double(max(count, 1)),
        ])
        if let tap {
            for (name, bytes) in try await tap.close() {
                figures[name] = bytes / Double(max(count, 1))
            }
        }
        try figures.print()
    }

    private func sync(_ kith: Kith, over exchanger: HTTPExchanger) async throws -> SyncReport {
        let options = SyncOptions(allowsRemoval: false, schema: Schema.current.version)
        var runner = SyncRunner(
            store: kith.store, clock: kith.clock, ids: kith.ids, options: options)
        while true {
            switch try runner.next() {
            case .exchange(let body): runner.deliver(.success(try await exchanger.sync(body)))
            case .receive: throw BenchFailure("nothing was sent ahead")
            case .finished(let report): return report
            }
        }
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }
}
