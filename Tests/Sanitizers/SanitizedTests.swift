// Runs the tests that are linked into one program, as `swift test` does.

import Testing

@main struct SanitizedTests {
    static func main() async {
        await Testing.__swiftPMEntryPoint() as Never
    }
}
