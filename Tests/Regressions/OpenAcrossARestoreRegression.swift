// An edit open across a restore, and one written over it, which brings what the first had seen.
import Simulation
import Testing

@Suite struct OpenAcrossARestoreRegression {
    @Test func theHistoryHealsToWhatTheOracleSays() throws {
        let plan = HistoryPlan(
            seed: 730_040, devices: 5, hasWrongClocks: false, pageRecordsMax: 0,
            hasTies: false,
            steps: [
                Step(.work, device: 4, pick: 11_578_436_716_952_318_500),
                Step(.work, device: 3, pick: 10_403_588_758_662_604_974),
                Step(.work, device: 3, pick: 10_403_588_758_662_604_978),
                Step(.work, device: 3, pick: 2_960_792_129_272_556_158),
                Step(.work, device: 0, pick: 6_613_019_465_434_955_349),
                Step(.work, device: 0, pick: 6_613_019_465_434_955_353),
                Step(.work, device: 4, pick: 4_441_575_382_978_460_831),
                Step(.work, device: 4, pick: 4_441_575_382_978_460_832),
                Step(.work, device: 1, pick: 8_844_860_110_085_633_009),
                Step(.sync, device: 1, pick: 17_564_470_338_002_754_631),
                Step(.work, device: 0, pick: 14_256_962_347_064_250_922),
                Step(.backUpServer, device: 0, pick: 16_566_885_594_668_942_982),
                Step(.work, device: 0, pick: 2_434_306_294_761_539_067),
                Step(.work, device: 1, pick: 5_840_059_640_769_424_628),
                Step(.sync, device: 1, pick: 15_867_663_527_244_039_338),
                Step(.sync, device: 0, pick: 5_403_675_431_864_398_737),
                Step(.putServerBack, device: 0, pick: 819_822_631_192_772_521),
                Step(.work, device: 0, pick: 16_079_789_483_970_643_239),
                Step(.work, device: 0, pick: 16_079_789_483_970_643_240),
                Step(.sync, device: 0, pick: 4_058_735_575_750_377_050),
                Step(.work, device: 5, pick: 12_783_928_289_052_185_608),
                Step(.work, device: 5, pick: 12_783_928_289_052_185_611),
                Step(.work, device: 5, pick: 12_783_928_289_052_185_615),
                Step(.work, device: 5, pick: 12_783_928_289_052_185_639),
                Step(.sync, device: 1, pick: 14_471_371_384_678_108_527),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
