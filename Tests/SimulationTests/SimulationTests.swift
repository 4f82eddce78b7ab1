// Histories on every test run; `make simulate` runs as many as there is time for.
import Simulation
import Testing

@Suite struct SimulationTests {
    @Test(arguments: 1...12)
    func everyHistoryHealsToWhatTheOracleSays(tenth: Int) throws {
        let workshop = try Workshop()
        for seed in (tenth * 5)..<(tenth * 5 + 5) {
            let history = try History(seed: UInt64(seed), steps: 30, workshop: workshop)
            let report = try history.run()
            #expect(report.syncs > 0)
        }
    }

    @Test func aSeedIsOneHistory() throws {
        let workshop = try Workshop()
        let first = try History(seed: 7, workshop: workshop).run()
        let second = try History(seed: 7, workshop: workshop).run()
        #expect(first == second)
    }
}
