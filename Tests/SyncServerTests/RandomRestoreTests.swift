// What must hold whatever was restored when, and in whatever order the laptops came back.

import CausalCore
import Testing

@testable import SyncServer

@Suite struct RandomRestoreTests {
    @Test(arguments: UInt64(0)..<60)
    func knowledgeIsNeverOverstatedAndNothingIsLostOrDoubled(seed: UInt64) throws {
        var history = try RandomRestore(seed: seed)
        for _ in 0..<60 { try history.step() }
        for _ in 0..<2 {
            for index in history.laptops.indices { try history.pull(index) }
        }
        #expect(try history.overstatements() == [])
        // That contexts follow each other is not asked here: a lost name brings back the op alone,
        // without what its writer had seen, so that knowledge is rather understated.
        let faults = try history.world.causalFaults(on: history.account)
        #expect(faults.filter { !$0.hasPrefix("order") } == [])
        let known = try history.world.ops(on: history.account).map(\.op.id)
        #expect(Set(known).count == known.count)
        #expect(Set(known) == Set(history.truth.keys))
        let exports = history.laptops.map { $0.laptop.records[history.account]?.cells }
        #expect(exports[0] == exports[1] && exports[1] == exports[2])
        #expect(try history.world.server.verify().faults == [])
    }

    @Test func theHistoriesDoRestore() throws {
        var restores = 0
        for seed: UInt64 in 0..<20 {
            var history = try RandomRestore(seed: seed)
            for _ in 0..<60 { try history.step() }
            restores += history.restores
        }
        #expect(restores >= 15)
    }
}
