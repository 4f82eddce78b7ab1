// What goes on at the same time in the soak.

import Foundation

extension Soak {
    /// One of several processes that work on one laptop.
    func work(on desk: SoakDesk, lane: Int) async throws {
        var dice = Dice("work on \(desk.handle), lane \(lane)")
        while !isOver {
            guard desk.enter() else {
                try await Task.sleep(for: .milliseconds(50))
                continue
            }
            defer { desk.leave() }
            try await act(on: desk, desk.laptop, &dice)
        }
    }

    /// One command, perhaps killed.
    func act(on desk: SoakDesk, _ laptop: Laptop, _ dice: inout Dice) async throws {
        let account = dice.happens(oneIn: 2) ? "nokia" : "siemens"
        let isKilled = dice.happens(oneIn: 12)
        var text: String?
        let words: [String]
        switch dice.number(below: 10) {
        case 0...3:
            let note = desk.text()
            text = note
            words = ["visit", account, note]
        case 4, 5:
            words = ["account", "set", account, "hot_buttons=\(dice.number(below: 1_000_000))"]
        case 6: words = ["brief", account]
        default: words = ["sync"]
        }
        let program = try laptop.start(words)
        if isKilled {
            try await Task.sleep(for: .milliseconds(dice.number(below: 150)))
            program.signal(SIGKILL)
        }
        let result = try await program.wait(seconds: 200)
        count("\(words[0]) with \(result.exitCode)")
        if let text { desk.note(text, isSaved: result.exitCode == 0) }
        let expected: [Int32] = words[0] == "sync" ? [0, 69, 74, 75] : [0, 75]
        guard expected.contains(result.exitCode) || isKilled && result.exitCode == -SIGKILL else {
            return violation("\(desk.handle): \(words) exits \(result.exitCode): \(result.errors)")
        }
    }

    /// Kills and stops the server, restores it from a backup, and starts it again.
    func strikeServer() async throws {
        var dice = Dice("strikes at the server")
        let canRestore = try await RunningProgram.run(Programs.server, ["--help"])
            .output.contains("restore")
        while !isOver {
            try await Task.sleep(for: .milliseconds(2_000 + dice.number(below: 6_000)))
            switch dice.number(below: 8) {
            case 0...3: try await killServer()
            case 4, 5:
                let process = present.program
                process.signal(SIGSTOP)
                try await Task.sleep(for: .milliseconds(500 + dice.number(below: 4_000)))
                process.signal(SIGCONT)
                count("servers stopped for a while")
            case 6: try await stopServer()
            default:
                guard canRestore else { continue }
                try await alone { try await restoreServer(&dice) }
            }
        }
    }

    private func killServer() async throws {
        let server = present
        try await server.kill()
        do { try expectIntactDatabase(server.data + "/kith.sqlite") } catch {
            violation("\(error)")
        }
        replace(try await server.startAgain())
        count("servers killed")
    }

    private func stopServer() async throws {
        let result = try await present.stop()
        if result.exitCode != 0 { violation("the server stops with \(result.exitCode)") }
        replace(try await present.startAgain())
        count("servers stopped and started")
    }

    /// Makes a backup, lets work go on, and puts the server back to it.
    private func restoreServer(_ dice: inout Dice) async throws {
        let file = present.folder.file("backup-\(dice.number(below: 1 << 40))")
        let made = try await present.command(["backup", file])
        guard made.exitCode == 0 else { return violation("backup: \(made.errors)") }
        try await Task.sleep(for: .milliseconds(500 + dice.number(below: 8_000)))
        if dice.happens(oneIn: 2) { try await present.kill() } else { _ = try await present.stop() }
        let server = present
        let back = try await server.command(["restore", file])
        if back.exitCode != 0 { violation("restore: \(back.errors)") }
        try? FileManager.default.removeItem(atPath: file)
        replace(try await server.startAgain())
        count("servers restored")
    }

    /// Plans a fault for the next connections, over and over.
    func spoilNetwork() async throws {
        var dice = Dice("the network")
        while !isOver {
            let bytes = 1 + dice.number(below: 4_000)
            let fault: ProxyFault =
                switch dice.number(below: 20) {
                case 0...3: .cutSending(after: bytes)
                case 4...7: .cutAnswer(after: bytes)
                case 8...11: .loseAnswer
                case 12, 13: .refuse
                case 14, 15: .delay(milliseconds: 50 + dice.number(below: 200))
                case 16, 17: .repeat
                case 18: dice.happens(oneIn: 8) ? .eatAnswer : .blackHole
                default: .none
                }
            proxy.plan(fault)
            count("network faults")
            try await Task.sleep(for: .milliseconds(200 + dice.number(below: 400)))
        }
        proxy.plan()
    }

    /// Copies laptops: some copies are used beside the original, to others it is put back.
    func copyDisks() async throws {
        var dice = Dice("copies of disks")
        while !isOver {
            try await Task.sleep(for: .milliseconds(5_000 + dice.number(below: 10_000)))
            let desk = desks[dice.number(below: desks.count)]
            let isPutBack = dice.happens(oneIn: 2)
            try await alone {
                if isPutBack {
                    try await putBack(desk, &dice)
                } else {
                    try await useCopy(of: desk, &dice)
                }
            }
        }
    }

    /// A copy of the disk is worked on beside the original, then sent to the end.
    private func useCopy(of desk: SoakDesk, _ dice: inout Dice) async throws {
        let copy = try Laptop("copy", offsetSeconds: desk.laptop.offsetSeconds)
        try await desk.whileResting { try Self.copy(desk.laptop.profile, to: copy.profile) }
        for _ in 0..<6 { try await act(on: desk, copy, &dice) }
        try await sendAll(copy, desk)
        count("copies used beside their originals")
    }

    /// The disk is put back to an older copy, after all that it held was sent.
    private func putBack(_ desk: SoakDesk, _ dice: inout Dice) async throws {
        let old = try TemporaryFolder("old")
        try await desk.whileResting {
            try Self.copy(desk.laptop.profile, to: old.file("profile"))
        }
        try await Task.sleep(for: .milliseconds(1_000 + dice.number(below: 4_000)))
        try await desk.whileResting {
            guard try await sendAll(desk.laptop, desk) else { return }
            try FileManager.default.removeItem(atPath: desk.laptop.profile)
            try Self.copy(old.file("profile"), to: desk.laptop.profile)
            count("disks put back")
        }
    }

    private static func copy(_ folder: String, to other: String) throws {
        try FileManager.default.copyItem(atPath: folder, toPath: other)
    }

    /// Syncs until nothing waits; false where the network or the server did not let it.
    @discardableResult
    private func sendAll(_ laptop: Laptop, _ desk: SoakDesk) async throws -> Bool {
        for _ in 0..<60 {
            let result = try await laptop.kith("sync", seconds: 200)
            if result.exitCode == 0, try await laptop.count("pending") == 0 { return true }
            try await Task.sleep(for: .milliseconds(500))
        }
        violation("\(desk.handle): nothing was sent in 60 syncs")
        return false
    }
}
