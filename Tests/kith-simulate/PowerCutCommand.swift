// Runs histories of power cuts: durable means durable, on a disk that forgets what was not synced.
import ArgumentParser
import Dispatch
import Foundation
import PowerCut
import Simulation

/// The power-cut tier: real stores on disks with a volatile and a durable image.
struct PowerCutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "powercut",
        abstract: "Cut the power of laptops and server at any write or sync, and look what is left."
    )

    @Option(help: "Stop after this many minutes.") var minutes: Double = 1
    @Option(help: "The first seed.") var from: UInt64 = 1
    @Option(help: "Run this one seed only.") var seed: UInt64?
    @Option(help: "Steps of each history.") var steps: Int = 40
    @Option(
        help: ArgumentHelp(
            "What is wrong on purpose: "
                + PowerCutPlant.allCases.map(\.rawValue).joined(separator: ", ") + "."))
    var plant: String?

    func validate() throws {
        guard plant == nil || plant.flatMap(PowerCutPlant.init(rawValue:)) != nil else {
            throw ValidationError("nothing of that name can be planted")
        }
    }

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appendingPathComponent("kith-powercut-\(getpid())").path
        let deadline = DispatchTime.now() + .milliseconds(Int(minutes * 60_000))
        var total = PowerCutReport()
        var next = seed ?? from
        repeat {
            do {
                let history = try PowerCutHistory(
                    seed: next, steps: steps, folder: folder,
                    plant: plant.flatMap(PowerCutPlant.init(rawValue:)))
                total.add(try history.run())
            } catch {
                print(total.line)
                print("BROKEN seed \(next) steps \(steps): \(error)")
                print("replay: kith-simulate powercut --seed \(next) --steps \(steps)")
                throw ExitCode.failure
            }
            next += 1
        } while seed == nil && DispatchTime.now() < deadline
        print(total.line)
        print("violations 0, seeds \(seed ?? from) to \(next - 1)")
    }
}
