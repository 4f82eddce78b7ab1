// A copy of a row that SQLite left in a page when it spread rows, after its account was taken away.
import Simulation
import Testing

@Suite struct BetweenTheRowsRegression {
    @Test func theHistoryHealsToWhatTheOracleSays() throws {
        let plan = HistoryPlan(
            seed: 770_340, devices: 3, software: [.current, .branch, .branch],
            steps: [
                Step(.work, device: 0, count: 7, pick: 2_978_063_156_607_538_291),
                Step(.work, device: 0, count: 3, pick: 3_710_959_305_173_145_293),
                Step(.work, device: 0, count: 8, pick: 17_064_808_316_853_571_305),
                Step(.sync, device: 0, pick: 11_747_421_470_158_023_837),
                Step(.work, device: 1, count: 3, pick: 17_434_302_381_716_502_567),
                Step(.sync, device: 1, pick: 13_149_278_044_110_734_833),
                Step(.work, device: 2, count: 4, pick: 9_044_219_035_634_864_013),
                Step(.sync, device: 2, pick: 12_695_100_163_759_024_335),
                Step(.putServerBack, device: 0, pick: 8_790_169_259_275_461_391),
                Step(.work, device: 2, count: 7, pick: 5_145_454_163_063_131_528),
                Step(.sync, device: 2, pick: 11_715_829_860_428_725_024),
                Step(.beginBackUp, device: 0, pick: 18_319_280_061_980_173_533),
                Step(.backUpServer, device: 0, pick: 8_175_712_613_163_901_028),
                Step(.work, device: 1, count: 2, pick: 9_969_612_931_405_807_997),
                Step(.work, device: 2, count: 6, pick: 11_684_438_306_255_575_661),
                Step(.putServerBack, device: 0, pick: 12_413_258_140_283_212_846),
                Step(.sync, device: 0, pick: 13_797_696_682_831_668_133),
                Step(.work, device: 1, count: 4, pick: 14_272_956_212_663_643_293),
                Step(.sync, device: 1, pick: 9_692_310_495_678_556_959),
                Step(.work, device: 0, count: 25, pick: 9_007_441_181_711_653_417),
                Step(.sync, device: 0, pick: 13_117_235_582_771_099_190),
                Step(.work, device: 0, count: 28, pick: 5_214_584_956_414_256_810),
                Step(.work, device: 1, count: 39, pick: 4_744_117_905_134_250_425),
                Step(.work, device: 0, count: 21, pick: 7_384_365_385_429_444_782),
                Step(.work, device: 1, count: 4, pick: 1_800_137_599_272_643_603),
                Step(.sync, device: 0, pick: 11_980_957_392_612_279_023),
                Step(.sync, device: 2, pick: 5_770_634_386_752_859_734),
                Step(
                    .work, device: 1, count: 22, pick: 12_433_252_609_051_577_536,
                    faults: [Fault(.deviceCrash, exchange: 0, place: 1829)]),
                Step(.sync, device: 1, pick: 15_388_120_652_086_997_634),
                Step(.beginBackUp, device: 0, pick: 2_000_801_351_978_491_649),
                Step(.backUpServer, device: 0, pick: 5_237_078_178_041_456),
                Step(.work, device: 2, count: 4, pick: 10_857_656_890_995_022_284),
                Step(.putServerBack, device: 0, pick: 7_710_928_040_160_931_129),
                Step(.work, device: 2, count: 36, pick: 8_993_584_883_261_644_814),
                Step(.work, device: 2, count: 37, pick: 7_554_363_655_966_590_945),
                Step(.sync, device: 2, pick: 16_192_727_714_882_655_115),
                Step(.work, device: 1, count: 25, pick: 6_425_225_364_045_595_038),
                Step(.sync, device: 1, pick: 6_927_147_752_059_710_850),
                Step(.take, device: 1, pick: 5_269_879_724_187_964_749),
                Step(.sync, device: 1, pick: 12_383_814_396_894_650_122),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
