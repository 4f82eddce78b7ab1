// A conflict of a lost history, looked at when its record is fetched anew and itself is not.
import Simulation
import Testing

@Suite struct SettledHalfFetchedRegression {
    @Test func theHistoryHealsToWhatTheOracleSays() throws {
        let plan = HistoryPlan(
            seed: 555_000_291, devices: 3, pageRecordsMax: 2,
            software: [.current, .branch, .current],
            steps: [
                Step(.work, device: 1, pick: 11_096_570_820_633_085_516),
                Step(.work, device: 1, pick: 11_096_570_820_633_085_517),
                Step(.work, device: 1, pick: 11_096_570_820_633_085_518),
                Step(.work, device: 1, pick: 11_096_570_820_633_085_535),
                Step(.work, device: 1, pick: 11_096_570_820_633_085_536),
                Step(.work, device: 1, pick: 11_096_570_820_633_085_539),
                Step(.work, device: 1, pick: 11_096_570_820_633_085_540),
                Step(.work, device: 1, pick: 11_096_570_820_633_085_541),
                Step(.work, device: 1, pick: 11_096_570_820_633_085_542),
                Step(.work, device: 2, pick: 16_836_698_789_054_093_753),
                Step(.work, device: 2, pick: 16_836_698_789_054_093_766),
                Step(.work, device: 2, pick: 16_836_698_789_054_093_767),
                Step(.work, device: 2, pick: 16_836_698_789_054_093_769),
                Step(.work, device: 2, pick: 16_836_698_789_054_093_774),
                Step(.work, device: 2, pick: 16_836_698_789_054_093_775),
                Step(.work, device: 2, pick: 16_836_698_789_054_093_777),
                Step(.work, device: 0, pick: 6_102_949_248_130_157_291),
                Step(.sync, device: 0, pick: 819_708_448_914_011_809),
                Step(.sync, device: 1, pick: 14_514_777_043_843_123_519),
                Step(.putServerBack, device: 0, pick: 4_000_915_078_947_681_797),
                Step(.sync, device: 2, pick: 13_347_859_637_503_213_211),
                Step(
                    .sync, device: 1, pick: 14_638_549_232_013_169_120,
                    faults: [Fault(.answerCorrupted, exchange: 2, place: 301_903)]),
                Step(
                    .sync, device: 1, pick: 4_777_658_847_573_039_622,
                    faults: [Fault(.gateway, exchange: 2, place: 763_540)]),
                Step(.work, device: 1, pick: 11_270_826_664_181_442_293),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
