// Checks the laws of the merge on every history of a small space.
import ArgumentParser
import CausalModel
import Dispatch
import Synchronization

/// All histories of so many ops, on all cores.
struct AlgebraCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "algebra",
        abstract: "Check the laws of the merge on every history of a few ops.")

    @Option(help: "How many ops: 5 take about a minute.") var ops: Int = 4

    func run() throws {
        try Algebra.checkCellLaws()
        for count in 1...max(1, ops) {
            let histories = SetHistory.all(ops: count, replicas: 3)
            let results = Mutex<(total: Algebra, failure: AlgebraFailure?)>((Algebra(), nil))
            let shares = 16
            DispatchQueue.concurrentPerform(iterations: shares) { share in
                var algebra = Algebra()
                do throws(AlgebraFailure) {
                    for number in stride(from: share, to: histories.count, by: shares) {
                        try algebra.check(histories[number])
                    }
                } catch {
                    results.withLock { $0.failure = error }
                }
                results.withLock { [algebra] in $0.total.add(algebra) }
            }
            let (total, failure) = results.withLock { $0 }
            if let failure {
                print("BROKEN \(failure)")
                throw ExitCode.failure
            }
            print("algebra, \(count) ops: " + total.summary)
        }
        print("cells, \(ops) ops: \(try Algebra.checkCells(ops: ops)) folds with all ties")
        print("violations 0")
    }
}
