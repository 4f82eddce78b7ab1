// A stamp that one lost server gave within a millisecond of another's comes back as it was.
import Simulation
import Testing

@Suite struct ServersOfOneMomentRegression {
    @Test func theHistoryHealsToWhatTheOracleSays() throws {
        let plan = HistoryPlan(
            seed: 20_261_123_000_149, devices: 2, hasWrongClocks: false,
            pageRecordsMax: 0, hasTies: true,
            steps: [
                Step(.work, device: 0, pick: 9_001_174_489_596_755_053),
                Step(.emptyServer, device: 0, pick: 365_574_583_475_690_574),
                Step(.backUpServer, device: 0, pick: 8_190_737_685_642_116_626),
                Step(.sync, device: 0, pick: 3_373_718_350_967_980_860),
                Step(.putServerBack, device: 0, pick: 17_759_449_288_965_409_798),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
