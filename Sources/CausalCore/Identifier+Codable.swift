// Identities, replicas and stamps as text, for the JSON of admin messages and of commands.

extension Identifier: Codable {
    /// Reads the 36-character form.
    ///
    /// - Throws: `DecodingError.dataCorrupted` for anything else.
    public init(from decoder: any Decoder) throws {
        self = try decoded(from: decoder, "an identity of 36 characters") { Self($0) }
    }

    /// Writes the 36-character form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension ReplicaID: Codable, LosslessStringConvertible {
    /// Reads `r-` and a number in base 36; nil for anything that ``isValid`` refuses.
    public init?(_ description: String) {
        let digits = description.dropFirst(2)
        guard description.hasPrefix("r-"), digits.first != "+", digits.first != "-",
            let number = UInt64(digits, radix: 36)
        else { return nil }
        self.init(number)
        guard isValid else { return nil }
    }

    /// Reads the form with `r-`.
    ///
    /// - Throws: `DecodingError.dataCorrupted` for anything else.
    public init(from decoder: any Decoder) throws {
        self = try decoded(from: decoder, "a replica such as r-2s") { Self($0) }
    }

    /// Writes the form with `r-`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Stamp: Codable {
    /// Reads the 64 bits as decimal text: never a JSON number, which would lose some.
    ///
    /// - Throws: `DecodingError.dataCorrupted` for anything else.
    public init(from decoder: any Decoder) throws {
        self = try decoded(from: decoder, "a stamp in decimal") { text in
            UInt64(text).map { Stamp(rawValue: $0) }
        }
    }

    /// Writes the 64 bits as decimal text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(rawValue))
    }
}

private func decoded<Value>(
    from decoder: any Decoder, _ expected: String, _ read: (String) -> Value?
) throws -> Value {
    let container = try decoder.singleValueContainer()
    guard let value = read(try container.decode(String.self)) else {
        throw DecodingError.dataCorruptedError(
            in: container, debugDescription: "not \(expected)")
    }
    return value
}
