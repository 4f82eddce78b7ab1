// What the program says of its commands, and of words that it does not understand.

import Testing

extension ProgramTests {
    @Suite struct HelpTests {
        @Test(arguments: ["today", "sync", "status", "visit", "admin", "account"])
        func helpNamesTheWholeCommand(command: String) async throws {
            for words in [[command, "--help"], [command, "-h"], ["help", command]] {
                let result = try await RunningProgram.run(Programs.kith, words)
                #expect(result.exitCode == 0)
                #expect(result.output.contains("USAGE: kith \(command)"), "\(words)")
            }
        }

        @Test(arguments: [["today", "--nonsense"], ["status", "word"], ["nonsense"]])
        func wordsThatAreNotUnderstoodAreAUsageError(words: [String]) async throws {
            let result = try await RunningProgram.run(Programs.kith, words)
            #expect(result.exitCode == 64)
            #expect(result.errors.contains("Usage: kith"), "\(result.errors)")
        }
    }
}
