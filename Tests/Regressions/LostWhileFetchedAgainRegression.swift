// An account taken away while a restored server's laptop fetches it again; broke "no gap".
import Simulation
import Testing

@Suite struct LostWhileFetchedAgainRegression {
    @Test func whatIsFetchedAgainIsTakenAwayToo() throws {
        let plan = HistoryPlan(
            seed: 45, devices: 3,
            steps: [
                Step(.work, device: 2, pick: 14_750_399_723_570_225_603),
                Step(.sync, device: 2, pick: 13_026_768_477_853_288_427),
                Step(.restoreServer, device: 1, pick: 16_217_856_156_263_738_331),
                Step(.take, device: 1, pick: 14_047_575_228_093_181_149),
                Step(.sync, device: 2, pick: 103_576_470_507_749_193),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
