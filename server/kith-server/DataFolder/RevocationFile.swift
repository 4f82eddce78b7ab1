// The revoked tokens: a file that only grows, beside the database.

import SyncServer

/// The content of `revoked`: SHA-256 of a token in hexadecimal on each line.
enum RevocationFile {
    /// The register over the file of a folder; what it takes in is durable before it counts.
    static func register(_ folder: DataFolder) throws(CommandFailure) -> RevocationRegister {
        RevocationRegister(try hashes(folder)) { hash in
            try FileSystem.append(Hexadecimal.text(of: hash), to: folder.revoked)
        }
    }

    /// What the file says; a line that a crash has cut was never acknowledged, and is passed over.
    private static func hashes(_ folder: DataFolder) throws(CommandFailure) -> Set<[UInt8]> {
        guard let text = try FileSystem.text(folder.revoked) else { return [] }
        var result: Set<[UInt8]> = []
        for (place, line) in text.split(separator: "\n").enumerated() {
            if line.count == 64, let hash = Hexadecimal.bytes(of: String(line)) {
                result.insert(hash)
            } else if line.count >= 64 || !line.allSatisfy(\.isHexDigit) {
                throw CommandFailure(
                    .configuration, "Line \(place + 1) of \(folder.revoked) is damaged.",
                    remedy: "Put the file back from your copy of the folder: without it, laptops "
                        + "that were revoked could sync again.")
            }
        }
        return result
    }
}
