// The demo on the built programs: it ends well, and it ends badly when anything is wrong.

import Foundation
import Testing

extension ProgramTests {
    @Suite(.serialized) struct DemoTests {
        private static let script = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Examples/demo").path
        private static let programs = URL(filePath: Programs.kith).deletingLastPathComponent().path

        @Test func theDemoEndsWithEqualCopiesAndNothingRunning() async throws {
            let folder = try TemporaryFolder.make("demo")
            defer { try? FileManager.default.removeItem(at: folder) }
            let result = try await RunningProgram.run(
                Self.script, [folder.path], environment: ["KITH_BIN": Self.programs, "CI": "true"],
                seconds: 300)
            #expect(
                result.exitCode == 0,
                "\(result.errors)\n\(result.output.suffix(3_000))")
            #expect(result.lines.last?.contains("All copies are equal") == true)
            #expect(result.lines.filter { $0.hasPrefix("✓ bob and the server: equal") }.count == 3)
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/ready"))
        }

        @Test func theDemoFailsWhenACopyDiffers() async throws {
            let folder = try TemporaryFolder.make("demo")
            defer { try? FileManager.default.removeItem(at: folder) }
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/kith-server", withDestinationPath: Programs.server)
            let wrong = """
                #!/bin/sh
                "\(Programs.kith)" "$@" || exit
                case "$KITH_PROFILE $*" in */bob*export*) echo '{"account":"another"}' ;; esac
                """
            let kith = folder.path + "/kith"
            try wrong.write(toFile: kith, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: kith)
            let result = try await RunningProgram.run(
                Self.script, [], environment: ["KITH_BIN": folder.path, "CI": "true"], seconds: 300)
            #expect(result.exitCode == 1)
            #expect(result.errors.contains("bob's copy is not what the server has"))
        }
    }
}
