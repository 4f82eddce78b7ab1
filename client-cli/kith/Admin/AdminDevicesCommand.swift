// kith admin devices: laptops, when they were last seen, and what waits on them.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminDevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices", abstract: "List devices: last seen, unsent, clocks.")

    @Argument(help: "Only this person's.")
    var user: String?
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let devices = try await context.perform(AdminDevicesRequest(user: user)).devices
        var table = Table([
            TableColumn("REPLICA"), TableColumn("DEVICE", isFlexible: true), TableColumn("WHO"),
            TableColumn("LAST SEEN"), TableColumn("UNSENT", isRight: true), TableColumn("CLOCK"),
            TableColumn("STATE"),
        ])
        for device in devices {
            table.add([
                TableCell(device.replica.description, tone: .strong), TableCell(device.device),
                TableCell(device.handle), context.cell(device.lastSeen),
                TableCell(String(device.pendingOps)), Self.clock(device), Self.state(device),
            ])
        }
        try context.answer("admin-devices", table: table, empty: "No devices yet.") {
            [("devices", .array(devices.map { Self.json($0, context) }))]
        }
    }

    private static func clock(_ device: AdminDevice) -> TableCell {
        guard let skew = device.clockSkewMilliseconds else { return "" }
        guard abs(skew) > 120_000 else { return TableCell("right", plain: String(skew)) }
        let text = "\(spanText(milliseconds: skew)) \(skew > 0 ? "fast" : "slow")"
        return TableCell(text, plain: String(skew), tone: .attention)
    }

    private static func state(_ device: AdminDevice) -> TableCell {
        if device.isRevoked { return TableCell("revoked", tone: .quiet) }
        if device.rebirths > 0 {
            return TableCell("copied or restored \(device.rebirths)×", tone: .attention)
        }
        return "active"
    }

    static func json(_ device: AdminDevice, _ context: CommandContext) -> JSONText {
        .object([
            ("replica", .text(device.replica.description)), ("device", .text(device.device)),
            ("user", .text(device.handle)), ("software", .text(device.software)),
            ("schemaVersion", JSONText(device.schema)), ("enrolled", context.json(device.enrolled)),
            ("lastSeen", context.json(device.lastSeen)), ("seenSeq", JSONText(device.seenSeq)),
            ("pendingOps", JSONText(device.pendingOps)),
            (
                "clockSkewMilliseconds",
                device.clockSkewMilliseconds.map { .integer($0) } ?? .null
            ),
            ("rebirths", JSONText(device.rebirths)), ("isRevoked", .boolean(device.isRevoked)),
        ])
    }
}
