// The decoders that are fuzzed: each by a name, each with what must hold of whatever it decodes.

/// A decoder of something that comes from outside, or that lies on a disk.
///
/// > Whatever the bytes are, a decoder gives a value or refuses; it never traps. A value that it
/// > gives can be encoded, and what it is encoded to decodes to the same value.
enum FuzzedDecoder: String, CaseIterable {
    /// Bodies of `/v1/sync` from devices, before compression.
    case requests
    /// Bodies of `/v1/sync` from servers, before compression.
    case responses
    /// Both bodies of `/v1/enroll`, before compression.
    case enrollments
    /// The JSON form of the four bodies.
    case json
    /// Admin messages and problems.
    case admin
    /// Compressed bodies.
    case inflation
    /// Canonical bytes of field values.
    case values
    /// Typed values, ids, dates, amounts, edit tokens.
    case typed
    /// Blobs of the local copy: ops, states, conflicts.
    case blobs
    /// Blobs of the server's database: ops, cells, conflicts, vectors.
    case rows
    /// Enrollment links, codes and tokens.
    case links
    /// The files profile.json and server.json.
    case settings
    /// Files to import.
    case csv
    /// Notes of visits, with their front matter.
    case notes
    /// Text on its way to a terminal or a program.
    case texts

    /// Decodes bytes in every way that belongs to the name.
    func feed(_ bytes: [UInt8]) {
        switch self {
        case .requests: Messages.feedRequest(bytes)
        case .responses: Messages.feedResponse(bytes)
        case .enrollments: Messages.feedEnrollment(bytes)
        case .json: Messages.feedJSON(bytes)
        case .admin: AdminBodies.feed(bytes)
        case .inflation: Messages.feedCompressed(bytes)
        case .values: Values.feedCanonical(bytes)
        case .typed: Values.feedTyped(String(decoding: bytes, as: UTF8.self))
        case .blobs: Blobs.feed(bytes)
        case .rows: Rows.feed(bytes)
        case .links: Links.feed(String(decoding: bytes, as: UTF8.self))
        case .settings: Links.feedSettings(bytes)
        case .csv: Texts.feedCSV(bytes)
        case .notes: Texts.feedNote(String(decoding: bytes, as: UTF8.self))
        case .texts: Texts.feedSafe(String(decoding: bytes, as: UTF8.self))
        }
    }
}

/// Stops the fuzzer, which keeps the input, if something does not hold.
func require(
    _ holds: @autoclosure () throws -> Bool, _ sentence: StaticString,
    file: StaticString = #fileID, line: UInt = #line
) {
    do {
        if try holds() { return }
        fatalError("does not hold: \(sentence)", file: file, line: line)
    } catch {
        fatalError("\(sentence): \(error)", file: file, line: line)
    }
}

/// What a decoder gives; nil where it refuses.
func decoded<Value>(_ decode: @autoclosure () throws -> Value) -> Value? {
    do { return try decode() } catch { return nil }
}
