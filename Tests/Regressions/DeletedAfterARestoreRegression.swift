// A delete by somebody who had seen what replaced the edits that a restored server lost.
import Simulation
import Testing

@Suite struct DeletedAfterARestoreRegression {
    @Test func theHistoryHealsToWhatTheOracleSays() throws {
        let plan = HistoryPlan(
            seed: 990_000_122, devices: 4, hasWrongClocks: false, pageRecordsMax: 0,
            hasTies: false,
            steps: [
                Step(.work, device: 0, pick: 5_768_185_710_361_286_987),
                Step(.work, device: 0, pick: 5_768_185_710_361_286_988),
                Step(.work, device: 0, pick: 5_768_185_710_361_286_991),
                Step(.work, device: 0, pick: 5_768_185_710_361_286_996),
                Step(.work, device: 0, pick: 5_768_185_710_361_287_000),
                Step(.work, device: 0, pick: 5_768_185_710_361_287_005),
                Step(.work, device: 1, pick: 15_043_038_771_514_652_284),
                Step(.work, device: 1, pick: 15_043_038_771_514_652_287),
                Step(.work, device: 1, pick: 15_043_038_771_514_652_297),
                Step(.work, device: 2, pick: 7_670_786_020_093_046_403),
                Step(.work, device: 2, pick: 7_670_786_020_093_046_407),
                Step(.work, device: 2, pick: 17_646_113_532_860_455_331),
                Step(.work, device: 2, pick: 17_646_113_532_860_455_332),
                Step(.work, device: 2, pick: 17_646_113_532_860_455_334),
                Step(.sync, device: 1, pick: 16_542_774_930_174_812_109),
                Step(.sync, device: 0, pick: 2_885_520_698_755_248_532),
                Step(.work, device: 0, pick: 12_398_437_854_492_417_455),
                Step(.work, device: 0, pick: 12_398_437_854_492_417_458),
                Step(.sync, device: 6, pick: 7_681_082_755_881_684_601),
                Step(.work, device: 6, pick: 17_447_699_620_789_699_251),
                Step(.work, device: 6, pick: 17_447_699_620_789_699_257),
                Step(.work, device: 6, pick: 17_447_699_620_789_699_259),
                Step(.work, device: 4, pick: 3_877_127_434_538_620_923),
                Step(.backUpServer, device: 0, pick: 15_257_424_293_547_782_975),
                Step(.work, device: 0, pick: 3_313_546_575_133_502_045),
                Step(.sync, device: 0, pick: 8_479_973_675_338_952_957),
                Step(.work, device: 1, pick: 12_500_465_513_501_433_122),
                Step(.sync, device: 1, pick: 12_746_553_852_706_440_725),
                Step(.work, device: 2, pick: 8_139_586_559_682_246_450),
                Step(.work, device: 2, pick: 8_139_586_559_682_246_451),
                Step(.sync, device: 2, pick: 5_839_491_200_916_438_323),
                Step(.sync, device: 3, pick: 10_888_682_043_475_344_513),
                Step(.restoreServer, device: 0, pick: 8_008_439_573_810_313_334),
                Step(.work, device: 3, pick: 17_350_701_438_324_478_839),
                Step(.sync, device: 3, pick: 10_081_125_731_764_477_178),
                Step(.work, device: 3, pick: 10_355_143_706_442_617_153),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
