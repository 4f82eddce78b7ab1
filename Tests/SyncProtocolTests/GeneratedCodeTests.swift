// The generated messages are those of kith.proto.

import Foundation
import Testing

@Suite struct GeneratedCodeTests {
    @Test func theGeneratedCodeIsCurrent() throws {
        let check = Process()
        check.executableURL = URL(filePath: "/bin/bash")
        check.arguments = [
            VectorFile.root.appending(path: "protocol/generate").path, "--check",
        ]
        try check.run()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0)
    }
}
