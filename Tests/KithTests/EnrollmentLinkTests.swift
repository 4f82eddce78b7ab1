// What may be pasted as an enrollment link, and what may not.

import Kith
import Testing

private let digits = String(repeating: "0aF9", count: 16)

@Suite struct EnrollmentLinkTests {
    @Test(arguments: [
        ("kith://127.0.0.1:8443/AB12-CD34#\(digits)", "127.0.0.1", 8443),
        ("  KITH://kith.example.org:1/x#\(digits)\n", "kith.example.org", 1),
        ("kith://[::1]:65535/A#\(digits)", "::1", 65535),
    ])
    func aLinkHasItsParts(_ text: String, _ host: String, _ port: Int) throws {
        let link = try EnrollmentLink(text)
        #expect(link.address.host == host)
        #expect(Int(link.address.port) == port)
        #expect(link.fingerprint.count == 32 && link.fingerprint[1] == 0xF9)
        #expect(try EnrollmentLink(link.description) == link)
    }

    @Test(arguments: [
        "", "kith://", "https://h:1/c#\(digits)", "kith://h:1/c", "kith://h:1/#\(digits)",
        "kith://h/c#\(digits)", "kith://h:0/c#\(digits)", "kith://h:65536/c#\(digits)",
        "kith://:1/c#\(digits)", "kith://::1:1/c#\(digits)", "kith://h:1/c/d#\(digits)",
        "kith://h:1/c d#\(digits)", "kith://h:1/c#\(digits.dropLast(2))",
        "kith://h:1/c#\(digits.dropLast())g", "kith://a@h:1/c#\(digits)",
        "kith://h:1/c#\(digits)#", "kith://h:1/\u{301}#\(digits)",
    ])
    func aBadLinkIsExplained(_ text: String) {
        let error = #expect(throws: KithError.self) { try EnrollmentLink(text) }
        #expect(error?.code == .badLink)
        #expect(error?.exitStatus == 65)
    }
}
