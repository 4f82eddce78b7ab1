// An edit written before the server was emptied twice keeps the moment at which it was written.
import Simulation
import Testing

@Suite struct EmptiedTwiceRegression {
    @Test func theHistoryHealsToWhatTheOracleSays() throws {
        let plan = HistoryPlan(
            seed: 20_261_122_100_014, devices: 2,
            steps: [
                Step(.work, device: 1, pick: 16_209_973_661_663_125_930),
                Step(.emptyServer, device: 1, pick: 16_647_714_899_560_119_918),
                Step(.sync, device: 0, pick: 11_772_858_395_206_237_350),
                Step(.emptyServer, device: 1, pick: 446_459_075_490_678_661),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
