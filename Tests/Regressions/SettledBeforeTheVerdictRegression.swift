// A copy brought an op that an admin then settled; the original hears of it before its own verdict.
import Simulation
import Testing

@Suite struct SettledBeforeTheVerdictRegression {
    @Test func theHistoryHealsToWhatTheOracleSays() throws {
        let plan = HistoryPlan(
            seed: 107, devices: 3, hasWrongClocks: false,
            pageRecordsMax: 0, hasTies: false,
            sendsAhead: false,
            steps: [
                Step(.work, device: 1, pick: 15_322_212_286_810_114_248),
                Step(.take, device: 1, pick: 12_744_165_826_391_762_059),
                Step(.copyDisk, device: 1, pick: 16_509_875_854_448_441_726),
                Step(.useCopy, device: 1, pick: 14_275_379_978_171_614_463),
                Step(.sync, device: 3, pick: 17_135_337_713_857_286_927),
                Step(.settleHeld, device: 2, pick: 13_716_136_248_459_377_812),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
