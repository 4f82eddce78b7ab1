// A laptop of the benchmarks: a process of its own that does one thing through the library.

import ArgumentParser
import CausalCore
import Foundation
import Kith

/// One laptop.
struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", shouldDisplay: false,
        subcommands: [
            EnrollDevice.self, WriteRecords.self, WriteOneByOne.self, EditRecords.self,
            SyncDevice.self, IdleDevice.self,
        ])
}

/// Where a laptop's copy is.
struct DeviceOptions: ParsableArguments {
    @Option var profile: String

    func open() throws -> Kith { try Kith.open(Profile(folder: profile)) }

    /// Ids of the records that this laptop made, in the order of the workload.
    var ids: RecordList { RecordList(path: profile + ".ids") }
}

/// The ids of written records: accounts first, 16 bytes each, in the order of the workload.
struct RecordList {
    let path: String

    func write(_ ids: [RecordID]) throws {
        try Data(ids.flatMap(\.bytes)).write(to: URL(filePath: path))
    }

    func read() throws -> [RecordID] {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        return stride(from: 0, to: bytes.count, by: 16).compactMap {
            RecordID(bytes: Array(bytes[$0..<min($0 + 16, bytes.count)]))
        }
    }
}

/// Takes a link to the server that it names.
struct EnrollDevice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "enroll")

    @OptionGroup var device: DeviceOptions
    @Option var link: String

    func run() async throws {
        _ = try await Kith.enroll(
            EnrollmentLink(link), EnrollmentOptions(device: "laptop"),
            profile: Profile(folder: device.profile))
    }
}
