// The power goes at any write or sync: what was saved or acknowledged is there when it returns.
import Foundation
import PowerCut
import Simulation
import Testing

@Suite(.serialized) struct PowerCutTests {
    private let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        .appendingPathComponent("kith-cuts-\(ProcessInfo.processInfo.processIdentifier)").path

    @Test func savedAndAcknowledgedSurvivesPowerCuts() throws {
        var total = PowerCutReport()
        for seed: UInt64 in 1...12 {
            total.add(try PowerCutHistory(seed: seed, steps: 30, folder: folder).run())
        }
        print(total.line)
        #expect(total.laptopCuts > 0)
        #expect(total.serverCuts > 0)
        #expect(total.cutsWhileStarting > 0)
    }

    @Test func aSeedIsOneHistoryOfCuts() throws {
        let first = try PowerCutHistory(seed: 5, steps: 30, folder: folder).run()
        let second = try PowerCutHistory(seed: 5, steps: 30, folder: folder).run()
        #expect(first == second)
    }

    /// A store that commits with less than `synchronous = FULL` is found out.
    @Test(arguments: PowerCutPlant.allCases)
    func whatIsNotSyncedIsFoundOut(plant: PowerCutPlant) throws {
        var found: SimulationFailure?
        for seed: UInt64 in 1...40 where found == nil {
            do {
                _ = try PowerCutHistory(seed: seed, steps: 30, folder: folder, plant: plant).run()
            } catch let failure as SimulationFailure {
                found = failure
            }
        }
        print("caught: \(plant.rawValue): \(found?.description ?? "not at all")")
        #expect(found != nil)
    }
}
