// Where one person's copy lives: a folder with a database, a token, a certificate and an address.

/// The folder that holds everything of one enrolled laptop, and nothing outside of it.
public struct Profile: Hashable, Sendable {
    /// The folder's path.
    public let folder: String

    /// A profile in a folder; whether it is there is not checked.
    public init(folder: String) {
        var path = folder
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.folder = path
    }

    /// A profile by name, or by folder if the text contains a slash.
    ///
    /// Named profiles live in `$XDG_DATA_HOME/kith/NAME`, by default `~/.local/share/kith/NAME`.
    ///
    /// - Parameters:
    ///   - selector: a name, or a folder; nil or empty means `default`.
    ///   - environment: the process's environment.
    /// - Throws: ``KithError`` with exit status 64 for a name that is none, and 78 where neither
    ///   `XDG_DATA_HOME` nor `HOME` says where names are.
    public init(_ selector: String?, environment: [String: String]) throws(KithError) {
        let name = selector.flatMap { $0.isEmpty ? nil : $0 } ?? "default"
        if name.contains("/") {
            self.init(folder: name)
            return
        }
        guard name.isProfileName else {
            throw KithError(
                .damagedProfile, "\"\(name.prefix(64))\" is no name for a profile.",
                remedy: "Use letters, digits, dots, dashes and underscores, or a folder with a /.",
                exitStatus: 64)
        }
        self.init(folder: try dataHome(environment) + "/kith/" + name)
    }

    /// The local copy.
    public var storePath: String { folder + "/replica.sqlite" }
    /// The bearer token.
    public var tokenPath: String { folder + "/token" }
    /// The pinned certificate.
    public var certificatePath: String { folder + "/server.pem" }
    /// The address.
    public var settingsPath: String { folder + "/profile.json" }
    /// Held by the one sync that runs.
    public var syncLockPath: String { folder + "/sync.lock" }

    /// Whether the profile was enrolled: its settings are written last.
    public var isEnrolled: Bool { ProfileFile.exists(settingsPath) }
}

extension String {
    /// Whether it can go into a header: visible ASCII of a sensible length.
    var isToken: Bool {
        !isEmpty && utf8.count <= 512 && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    fileprivate var isProfileName: Bool {
        !hasPrefix(".") && utf8.count <= 64
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}

private func dataHome(_ environment: [String: String]) throws(KithError) -> String {
    if let home = environment["XDG_DATA_HOME"], home.hasPrefix("/") { return home }
    if let home = environment["HOME"], !home.isEmpty { return home + "/.local/share" }
    throw KithError(
        .damagedProfile, "Neither XDG_DATA_HOME nor HOME says where profiles are.",
        remedy: "Set one of them, or name a folder with --profile DIR.", exitStatus: 78)
}
