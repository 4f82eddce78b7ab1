// A lost request that arrives after its sender has lost the account.
import Simulation
import Testing

@Suite struct LateRequestRegression {
    @Test func theHistoryHealsToWhatTheOracleSays() throws {
        let plan = HistoryPlan(
            seed: 7, devices: 3,
            steps: [
                Step(.work, device: 2, pick: 11_209_106_279_003_818_420),
                Step(.work, device: 0, pick: 10_873_852_929_521_201_031),
                Step(.sync, device: 0, pick: 14_133_436_002_145_320_741),
                Step(.sync, device: 2, pick: 13_449_999_670_238_653_689),
                Step(
                    .sync, device: 0, pick: 9_148_489_490_877_918_038,
                    faults: [Fault(.requestLost, exchange: 0, place: 920_820)]),
                Step(.sync, device: 1, pick: 2_515_058_121_871_698_757),
                Step(
                    .sync, device: 2, pick: 698_107_166_217_339_280,
                    faults: [Fault(.requestLost, exchange: 0, place: 663_659)]),
                Step(.take, device: 1, pick: 11_726_133_301_330_316_777),
                Step(.sync, device: 0, pick: 1_412_758_801_732_575_602),
                Step(
                    .sync, device: 0, pick: 1_997_441_505_118_771_252,
                    faults: [Fault(.requestLost, exchange: 0, place: 844_120)]),
                Step(.deliverLate, device: 0, pick: 3_735_083_365_202_884_868),
            ])
        _ = try History(plan, workshop: Workshop()).run()
    }
}
