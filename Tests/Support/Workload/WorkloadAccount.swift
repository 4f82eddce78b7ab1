// One account of the workload, with the 12 fields that other systems have too.

/// One account of the workload.
public struct WorkloadAccount: Hashable, Sendable {
    /// Its place among the accounts, from 0.
    public let index: Int
    /// The id of the JSON form, 36 characters.
    public let id: String
    /// The name of the company.
    public let name: String
    /// Street and number.
    public var street: String
    /// Town.
    public let city: String
    /// Five digits.
    public let postcode: String
    /// Country, in English.
    public let country: String
    /// A telephone number.
    public let phone: String
    /// An e-mail address.
    public let email: String
    /// The name of a person.
    public let contact: String
    /// One of six branches of trade.
    public let segment: String
    /// One of four words.
    public let status: String
    /// A multiple of 500, below 200,000.
    public let creditLimit: Int
    /// English-like text of 180 to 320 bytes.
    public let remarks: String

    /// One line of JSON, with the line break; every text is ASCII without quotes.
    public var line: String {
        let texts = [
            ("id", id), ("name", name), ("street", street), ("city", city), ("postcode", postcode),
            ("country", country), ("phone", phone), ("email", email), ("contact", contact),
            ("segment", segment), ("status", status),
        ]
        let start = texts.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",")
        return "{\(start),\"credit_limit\":\(creditLimit),\"remarks\":\"\(remarks)\"}\n"
    }
}
