// An edit that was held and showed no longer, and is accepted when a restored server gets it again.
import Simulation
import Testing

@Suite struct HeldAndLostRegression {
    @Test func theHistoryHealsToWhatTheOracleSays() throws {
        let plan = HistoryPlan(
            seed: 20_261_122_100_196, devices: 3, hasTies: true,
            software: [.current, .branch, .newer],
            steps: [
                Step(.work, device: 2, pick: 17_393_281_823_607_675_915),
                Step(.work, device: 2, pick: 17_393_281_823_607_675_922),
                Step(.sync, device: 2, pick: 14_597_380_931_425_524_248),
                Step(.upgradeServer, device: 1, pick: 1_675_844_111_995_907_390),
                Step(.work, device: 2, pick: 7_941_469_729_710_917_469),
                Step(.restoreServer, device: 4, pick: 6_216_382_839_048_124_974),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
