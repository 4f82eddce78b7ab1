// A postal address: its parts are one unit, because parts of two addresses are no address.

/// A postal address; every part may be empty.
public struct PostalAddress: Hashable, Sendable {
    /// Street, house number, building; several lines where needed.
    public var street: String
    /// Postal code.
    public var postcode: String
    /// Town.
    public var city: String
    /// State, province or county.
    public var region: String
    /// Country, as a name or a code.
    public var country: String

    /// Makes an address.
    public init(
        street: String = "", postcode: String = "", city: String = "", region: String = "",
        country: String = ""
    ) {
        self.street = street
        self.postcode = postcode
        self.city = city
        self.region = region
        self.country = country
    }

    /// The names of the parts, in order: permanent.
    public static let partNames = ["street", "postcode", "city", "region", "country"]

    /// The parts, in the order of ``partNames``.
    public var parts: [String] { [street, postcode, city, region, country] }

    /// Whether no part holds anything.
    public var isEmpty: Bool { parts.allSatisfy(\.isEmpty) }

    /// One line for people: `Hauptstr. 1, 10115 Berlin, DE`.
    public var line: String {
        let town = [postcode, city].filter { !$0.isEmpty }.joined(separator: " ")
        let streets = street.split(whereSeparator: \.isNewline).joined(separator: ", ")
        return [streets, town, region, country].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// Makes an address of five parts in the order of ``partNames``; missing ones are empty.
    public init(parts: [String]) {
        let all = parts + [String](repeating: "", count: Swift.max(0, 5 - parts.count))
        self.init(
            street: all[0], postcode: all[1], city: all[2], region: all[3], country: all[4])
    }
}

extension PostalAddress {
    /// The five parts, each counted.
    var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        for part in parts { bytes.appendText(part) }
        return bytes
    }

    init(canonicalBytes: ArraySlice<UInt8>) throws(ValueError) {
        var reader = CanonicalReader(canonicalBytes)
        var parts: [String] = []
        for _ in Self.partNames {
            guard let part = reader.text(bytesMax: RecordLimits.addressPartBytesMax) else {
                throw .part(of: canonicalBytes, bytesMax: RecordLimits.addressPartBytesMax)
            }
            parts.append(part)
        }
        self.init(parts: parts)
        guard reader.isAtEnd, !isEmpty else { throw .form }
    }
}

extension ValueError {
    /// What is wrong with a part that could not be read: too long, if the bytes are that many.
    static func part(of bytes: ArraySlice<UInt8>, bytesMax: Int) -> ValueError {
        bytes.count > bytesMax
            ? ValueError(.tooLong, "A part is longer than \(bytesMax) bytes.") : .form
    }
}
