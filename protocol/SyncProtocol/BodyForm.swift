// The two forms in which a body can travel.

/// The form of a body: what devices use, or what people read.
public enum BodyForm: String, Hashable, Sendable, CaseIterable {
    /// Protobuf, compressed with zlib: `application/x-kith-sync`.
    case compressed = "application/x-kith-sync"
    /// The JSON form of the same messages: `application/json`.
    case json = "application/json"

    /// The media type for Content-Type and Accept.
    public var mediaType: String { rawValue }

    /// Reads a media type in any case, its parameters passed over; nil for any other.
    public init?(mediaType: String) {
        let name = mediaType.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        self.init(rawValue: name)
    }
}
