// Both sides are killed at random moments, again and again.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct KillLoopTests {
        @Test func killsOfBothSidesAtRandomMomentsLoseAndDoubleNothing() async throws {
            let team = try await Team.meet()
            var loop = KillLoop(team: team)
            let end = ContinuousClock.now + .seconds(Effort.choose(20, soak: 600))
            while ContinuousClock.now < end { try await loop.turn() }
            print("kill loop: \(loop.kills) laptops and \(loop.serverKills) servers killed")
            #expect(loop.kills > 5 && loop.serverKills > 2)
            try await team.expectEqualCopies(on: loop.server)
            #expect(try await team.alice.count("pending") == 0)
            try loop.ledger.expect(in: try await team.bob.export())
        }
    }
}

/// The state of the loop.
private struct KillLoop {
    let team: Team
    var server: ServerProcess
    var ledger = Ledger()
    var kills = 0
    var serverKills = 0
    private var dice = Dice("kill loop")

    init(team: Team) {
        self.team = team
        server = team.server
    }

    /// Something is begun on either laptop, and something is killed.
    mutating func turn() async throws {
        let laptop = dice.happens(oneIn: 2) ? team.alice : team.bob
        let account = dice.happens(oneIn: 2) ? "nokia" : "siemens"
        let text = ledger.text("note")
        let isNote = dice.happens(oneIn: 2)
        if !isNote {
            try await laptop.does("visit", account, text)
            ledger.note(text, isSaved: true)
        }
        let program = try laptop.start(isNote ? ["visit", account, text] : ["sync"])
        try await Task.sleep(for: .milliseconds(dice.number(below: isNote ? 70 : 160)))
        let isServerKilled = dice.happens(oneIn: 4)
        if isServerKilled {
            try await server.kill()
            serverKills += 1
        }
        if dice.happens(oneIn: 3) == false {
            program.signal(SIGKILL)
            kills += 1
        }
        let result = try await program.wait(seconds: 60)
        guard [0, 69, 75, -SIGKILL].contains(result.exitCode) else {
            throw TestFailure("exits \(result.exitCode): \(result.errors)")
        }
        if isNote { ledger.note(text, isSaved: result.exitCode == 0) }
        try laptop.expectIntact()
        guard isServerKilled else { return }
        try expectIntactDatabase(server.data + "/kith.sqlite")
        server = try await server.startAgain()
    }
}
