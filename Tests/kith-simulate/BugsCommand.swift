// Plants one mistake after the other, and must see each of them caught.
import ArgumentParser
import CausalCore
import Dispatch
import Foundation
import Synchronization

/// Shows that histories without a mistake pass, then that none with one does.
struct BugsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bugs",
        abstract: "Plant each known mistake, and see it caught (needs make bugs).")

    @Option(help: "Give up on a mistake after so many seconds.") var seconds: Double = 60
    @Option(help: "How many mistakes to look at side by side.") var lanes: Int = 2
    @Option(help: "The first seed.") var from: UInt64 = 1
    @Flag(help: "Favour no event that a mistake needs: histories as in any run.") var plain = false
    @Option(help: "Look at these mistakes only, separated by commas.") var only = ""

    func run() throws {
        let wanted = only.split(separator: ",").map(String.init)
        let bugs = PlantedBug.allCases.map(\.rawValue).filter {
            wanted.isEmpty || wanted.contains($0)
        }
        let begin = DispatchTime.now()
        say(try outcome(of: "none", seconds: min(10, seconds)).line)
        let left = Mutex(bugs[...])
        let survivors = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: max(1, lanes)) { _ in
            while let bug = left.withLock({ $0.popFirst() }) {
                let found = try? outcome(of: bug, seconds: seconds)
                say(found?.line ?? "failed: \(bug) could not be run")
                if found?.isCaught != true { survivors.withLock { $0.append(bug) } }
            }
        }
        let elapsed =
            (DispatchTime.now().uptimeNanoseconds - begin.uptimeNanoseconds)
            / 1_000_000_000
        let survived = survivors.withLock { $0.sorted() }
        print("\(bugs.count - survived.count) of \(bugs.count) caught in \(elapsed) s")
        guard survived.isEmpty else {
            print("survived: " + survived.joined(separator: ", "))
            throw ExitCode.failure
        }
    }

    /// Prints a line at once, also into a file.
    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Runs one mistake in a process of its own: it may crash, and the choice is global.
    private func outcome(of bug: String, seconds: Double) throws -> (line: String, isCaught: Bool) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [
            "bug", bug, "--seconds", "\(seconds)", "--from", "\(from)",
        ]
        if plain { process.arguments?.append("--plain") }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let line = text.split(separator: "\n").last.map(String.init) ?? ""
        if process.terminationReason == .uncaughtSignal {
            return ("caught: \(bug) by a crash", true)
        }
        if bug == "none", process.terminationStatus != 0 { throw ExitCode.failure }
        return (line, line.hasPrefix("caught: "))
    }
}

/// Runs histories with one mistake until one of them breaks an invariant.
struct BugCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bug", abstract: "Plant one mistake and run histories until it is caught.")

    @Argument(help: "The mistake; none for none.") var name: String
    @Option(help: "Give up after so many seconds.") var seconds: Double = 60
    @Option(help: "The first seed.") var from: UInt64 = 1
    @Flag(help: "Say all about how it was caught.") var explain = false
    @Flag(help: "Favour no event that it needs: histories as in any run.") var plain = false

    func run() throws {
        let bug = PlantedBug(rawValue: name)
        guard bug != nil || name == "none" else {
            throw ValidationError("There is no mistake called \(name).")
        }
        let trial = try Trial(bug: bug, isPlain: plain)
        let deadline = DispatchTime.now() + .milliseconds(Int(seconds * 1_000))
        var seed = from
        while DispatchTime.now() < deadline {
            if let failure = try trial.failure(seed: seed, isPlanted: true) {
                guard bug != nil, try trial.failure(seed: seed, isPlanted: false) == nil else {
                    print("BROKEN without a mistake, seed \(seed): \(failure)")
                    throw ExitCode.failure
                }
                print(
                    "caught: \(name) after \(seed - from + 1) histories, by "
                        + (explain ? failure : String(failure.prefix { $0 != ":" })))
                return
            }
            seed += 1
        }
        guard bug != nil else {
            print("no mistake planted: \(seed - from) histories pass")
            return
        }
        print("SURVIVED: \(name), \(seed - from) histories")
        throw ExitCode.failure
    }
}
