// A few hundred histories on every test run; `make simulate` runs as many as there is time for.
import Foundation
import Simulation
import Testing

@Suite struct SimulationTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("kith-simulation-\(ProcessInfo.processInfo.processIdentifier)")

    @Test(arguments: 1...60)
    func everyHistoryHealsToWhatTheOracleSays(seed: Int) throws {
        let report = try History(seed: UInt64(seed), steps: 60, folder: folder).run()
        #expect(report.syncs > 0)
    }

    @Test func aSeedIsOneHistory() throws {
        let first = try History(seed: 7, steps: 60, folder: folder).run()
        let second = try History(seed: 7, steps: 60, folder: folder).run()
        #expect(first == second)
    }
}
