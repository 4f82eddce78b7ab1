// One phase alone, so that a profiler sees nothing else.

import ArgumentParser
import SyncProtocol

struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Run one phase for a profiler.",
        discussion: """
            valgrind --tool=callgrind --toggle-collect='*spotlight*' kith-counts profile write
            collects the phase alone: what prepares it is left out.
            """)

    enum Phase: String, ExpressibleByArgument, CaseIterable {
        /// The records into a plain table.
        case plain
        /// Local writes.
        case write
        /// The whole push, both sides.
        case push
        /// The whole first pull, both sides.
        case pull
        /// Of the push, what the server does with decoded requests.
        case accept
        /// Of the first pull, what the server does.
        case page
        /// Of the first pull, what the device does.
        case apply
        /// Of the push, what the device does.
        case send
        /// Local edits of a hundredth of the records.
        case edit
        /// Of their push, what the device does.
        case sendEdits = "send-edits"
        /// Of their pull, what the other device does.
        case takeEdits = "take-edits"
        /// Of both, what the server does.
        case serveEdits = "serve-edits"
        /// Encoding the bodies of push and pull.
        case encode
        /// Decoding them.
        case decode
    }

    @Argument(help: ArgumentHelp(Phase.allCases.map(\.rawValue).joined(separator: ", ")))
    var phase: Phase
    @Option(help: "How much of the workload, from 0.01.") var scale = 0.02
    @Option(help: "How often to encode or decode.") var times = 1

    func run() throws {
        let stage = try Stage(scale: scale, collects: phase)
        defer { try? stage.close() }
        if phase == .plain { return report("plain", try stage.plain()) }
        let written = try stage.write()
        if phase == .write { return report("write", written) }
        stage.alice.recording = []
        stage.bob.recording = []
        let pushed = try stage.push()
        switch phase {
        case .plain, .write: return
        case .push, .accept, .send: return report(pushed)
        case .pull, .page, .apply: return report(try stage.pull())
        case .edit, .sendEdits, .takeEdits, .serveEdits:
            _ = try stage.pull()
            let delta = try stage.delta()
            report("edit", delta.write)
            report(delta.alice)
            report(delta.bob)
        case .encode, .decode: try code(stage)
        }
    }

    private func code(_ stage: Stage) throws {
        _ = try stage.pull()
        let bodies = (stage.alice.recording ?? []) + (stage.bob.recording ?? [])
        for body in (0..<times).flatMap({ _ in bodies }) {
            let (request, response) = try Stage.collected(phase == .decode) {
                let request = try SyncCodec.decodeRequest(body.request)
                return (request, try SyncCodec.decodeResponse(body.response, to: request))
            }
            try Stage.collected(phase == .encode) {
                _ = try SyncCodec.encode(request)
                _ = try SyncCodec.encode(response, to: request)
            }
        }
    }

    private func report(_ name: String, _ usage: Usage) {
        print(name, usage.words)
    }

    private func report(_ costs: SyncCosts) {
        report("device", costs.device)
        report("server decode", costs.serverDecode)
        report("server work", costs.serverWork)
        report("server encode", costs.serverEncode)
    }
}
