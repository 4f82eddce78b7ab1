// Where a profile lives, and that nobody else can read it.

import Kith
import Testing

@Suite struct ProfileTests {
    @Test func namesLiveInTheDataFolder() throws {
        let home = ["HOME": "/people/alice"]
        #expect(
            try Profile(nil, environment: home).folder == "/people/alice/.local/share/kith/default")
        #expect(
            try Profile("work", environment: ["XDG_DATA_HOME": "/data", "HOME": "/people/alice"])
                .folder == "/data/kith/work")
    }

    @Test func aSlashMakesItAFolder() throws {
        #expect(try Profile("./here/", environment: [:]).folder == "./here")
        #expect(try Profile("/srv/alice", environment: [:]).folder == "/srv/alice")
    }

    @Test(arguments: ["..", ".hidden", "a b", "a\u{0}b", "naïve"])
    func aNameThatIsNoneIsRefused(_ name: String) {
        let error = #expect(throws: KithError.self) {
            try Profile(name, environment: ["HOME": "/people/alice"])
        }
        #expect(error?.exitStatus == 64)
    }

    @Test func withoutAHomeAFolderMustBeNamed() {
        #expect(throws: KithError.self) { try Profile(nil, environment: [:]) }
    }

    @Test func anEmptyFolderIsNotEnrolled() {
        let error = #expect(throws: KithError.self) {
            try Kith.open(Profile(folder: "/nonexistent/kith"))
        }
        #expect(error?.code == .notEnrolled)
        #expect(error?.exitStatus == 78)
    }
}
