// An edit discarded on one copy of a disk, which the other copy had sent.
import Simulation
import Testing

@Suite struct DiscardedHereSentThereRegression {
    @Test func theHistoryHealsToWhatTheOracleSays() throws {
        let plan = HistoryPlan(
            seed: 20_261_122_000_297, devices: 2, hasWrongClocks: false, pageRecordsMax: 0,
            hasTies: true,
            steps: [
                Step(.work, device: 0, pick: 12_204_662_102_524_144_627),
                Step(.copyDisk, device: 0, pick: 2_475_701_018_215_169_497),
                Step(.sync, device: 0, pick: 13_525_495_125_276_460_856),
                Step(.putDiskBack, device: 0, pick: 1_928_344_275_358_539_299),
                Step(.work, device: 0, pick: 729_805_307_533_460_148),
                Step(.work, device: 0, pick: 729_805_307_533_460_149),
                Step(.work, device: 0, pick: 729_805_307_533_460_150),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
