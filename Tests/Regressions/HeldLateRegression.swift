// An edit that was on its way for half a year, was held, and binds the one written after it.
import Simulation
import Testing

@Suite struct HeldLateRegression {
    @Test func theHistoryHealsToWhatTheOracleSays() throws {
        let plan = HistoryPlan(
            seed: 25, devices: 2, hasWrongClocks: false, pageRecordsMax: 0, hasTies: true,
            steps: [
                Step(.take, device: 1, pick: 7_853_982_547_240_868_509),
                Step(.work, device: 1, pick: 18_364_819_645_747_387_342),
                Step(.work, device: 0, pick: 17_097_259_683_582_817_132),
                Step(.work, device: 0, pick: 13_513_029_662_284_655_554),
                Step(.sync, device: 0, pick: 12_565_205_932_947_395_380),
                Step(.sync, device: 1, pick: 974_397_260_099_902_365),
                Step(.pass, device: 0, pick: 4_379_184_619_624_520_390),
                Step(
                    .sync, device: 0, pick: 1_808_119_132_577_852_740,
                    faults: [Fault(.answerLost, exchange: 0, place: 382_037)]),
                Step(.work, device: 1, pick: 148_270_902_907_639_535),
                Step(
                    .sync, device: 1, pick: 13_143_842_836_084_056_502,
                    faults: [Fault(.requestDelayed, exchange: 0, place: 961_830)]),
                Step(.work, device: 1, pick: 1_885_991_226_310_223_356),
                Step(.pass, device: 1, pick: 3_956_837_961_264_135_104),
                Step(.take, device: 1, pick: 9_231_338_334_745_332_668),
                Step(.deliverLate, device: 0, pick: 7_511_429_070_948_383_381),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
