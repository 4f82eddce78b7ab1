// What the code must not do: ask the clock or dice where a test could not, trap on outside data.

extension Rule {
    /// The only folders where time, randomness and tasks come from the machine.
    private static let assemblies = [
        "Sources/Kith/", "Sources/SyncTransportHTTP/", "client-cli/kith/", "server/kith-server/",
        "server/ServerHTTP/",
    ]

    static let nondeterminism = Rule(
        name: "time, randomness and tasks come in through parameters",
        broken: Tree(["Sources/A/A.swift": "let now = Date()\n"]),
        kept: Tree(["Sources/A/A.swift": "// Date()\nlet id = ids.random()\n"])
    ) { tree in
        deterministic(tree).flatMap { file in
            file.problems(matching: clocks, words: clockWords, "asks the machine for the time")
                + file.problems(matching: dice, words: diceWords, "asks the machine for randomness")
                + file.problems(matching: tasks, words: ["Task"], "starts a task of its own")
        }
    }

    static let wallClockOffset = Rule(
        name: "the offset of the wall clock is read in one place, that of kith",
        broken: Tree(["Sources/A/A.swift": "let name = \"\(offset)\"\n"]),
        kept: Tree(["client-cli/kith/A.swift": "let name = \"\(offset)\"\n"])
    ) { tree in
        tree.swift.filter { !$0.isTest && !$0.path.hasPrefix("client-cli/kith/") }
            .filter { $0.text.contains("\"\(offset)\"") }
            .map { "\($0.path): reads \(offset)" }
    }

    static let traps = Rule(
        name: "nothing that comes from outside can stop the program",
        broken: Tree(["Sources/A/A.swift": "let a = Dictionary(uniqueKeysWithValues: b)\n"]),
        kept: Tree(["Sources/A/A.swift": "let a = Dictionary(b, uniquingKeysWith: { $1 })\n"])
    ) { tree in
        tree.swift.filter { !$0.isTest && $0.name != "Package.swift" }.flatMap { file in
            file.problems(
                matching: stops, words: ["fatalError", "Failure", "Dictionary", "try!", "as!"],
                "stops the program")
        }
    }

    static let machinePaths = Rule(
        name: "no file names a path of one person's machine",
        broken: Tree(["README.md": "cd /" + "home/maria/kith\n"]),
        kept: Tree(["README.md": "cd ~/kith # see https://example.com/home/alice\n"])
    ) { tree in
        tree.files.flatMap { file in
            file.lines(with: ["/home/", "/Users/", "/root/", "/work", "/mnt/"])
                .compactMap { number, line in
                    line.firstMatch(of: homes).map {
                        "\(file.path):\(number): \($0.0) is on one machine only"
                    }
                }
        }
    }

    private static let offset = "KITH_WALL_CLOCK_OFFSET_" + "SECONDS"

    private static let clockWords = ["Date", "Clock", "gettime", "DispatchTime", "systemUptime"]
    private static var clocks: Regex<Substring> {
        #/\bDate\(\)|\bDate\.now\b|\b(?:Continuous|Suspending)Clock\b|\bclock_gettime\b|\bgettimeofday\b|\bDispatchTime\.now\b|\bsystemUptime\b/#
    }
    private static let diceWords = ["UUID", "random", "shuffle", "Random"]
    private static var dice: Regex<Substring> {
        #/\bUUID\(\)|\b(?:U?Int\d*|Double|Float|Bool)\.random\(|\.randomElement\(\)|\.shuffled?\(\)|\bSystemRandomNumberGenerator\b|\bgetrandom\b|\barc4random\w*/#
    }
    private static var tasks: Regex<Substring> { #/\bTask\s*\{|\bTask\s*\(|\bTask\.detached\b/# }
    private static var stops: Regex<Substring> {
        #/\bfatalError\(|\bpreconditionFailure\(|\bDictionary\(uniqueKeysWithValues:|\btry!|\bas!/#
    }
    private static var homes: Regex<Substring> {
        #/(?:^|[\s"`(=])\/(?:home|Users|root|work|workspace|mnt)\/(?!alice\b|bob\b)\w[\w.-]*/#
    }

    private static func deterministic(_ tree: Tree) -> [SourceFile] {
        tree.swift.filter { file in
            let isHeld = !file.isTest || file.path.hasPrefix("Tests/SimulationTests/")
            return isHeld && !assemblies.contains { file.path.hasPrefix($0) }
        }
    }
}
