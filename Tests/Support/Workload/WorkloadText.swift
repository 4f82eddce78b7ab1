// Makes the texts and records of one part of the workload, draw for draw as in every language.

/// One part's stream of draws, and what is made of it.
///
/// Each line draws in the order that fixes the workload; swapping two of them changes all records.
struct WorkloadText {
    var randomness: PythonRandomness
    private let words = Words.all

    init(part: String) {
        randomness = PythonRandomness(seed: "20261121/\(part)")
    }

    static var authors: [String] { names(60, part: "authors") }
    static var cities: [String] { names(300, part: "city") }

    private static func names(_ count: Int, part: String) -> [String] {
        (0..<count).map { number in
            var text = WorkloadText(part: "\(part)\(number)")
            return text.name()
        }
    }

    mutating func account(index: Int, cities: [String]) -> WorkloadAccount {
        let id = id()
        let name = name() + " " + randomness.choice(["Ltd", "GmbH", "AB", "SA", "Inc"])
        let street = street()
        let city = randomness.choice(cities)
        let postcode = padded(randomness.below(100_000), 5)
        let country = randomness.choice(Self.countries)
        let phone = phone()
        let email = email()
        let contact = self.name()
        let segment = randomness.choice(Self.segments)
        let status = randomness.choice(Self.statuses)
        let creditLimit = 500 * randomness.below(400)
        return WorkloadAccount(
            index: index, id: id, name: name, street: street, city: city, postcode: postcode,
            country: country, phone: phone, email: email, contact: contact, segment: segment,
            status: status, creditLimit: creditLimit, remarks: prose(180...320))
    }

    mutating func note(index: Int, accounts: [String], authors: [String]) -> WorkloadNote {
        let id = id()
        let account = randomness.below(accounts.count)
        let author = randomness.choice(authors)
        let visitedAt = moment()
        let kind = randomness.choice(Self.kinds)
        let outcome = randomness.choice(Self.outcomes)
        return WorkloadNote(
            index: index, id: id, account: account, accountID: accounts[account], author: author,
            visitedAt: visitedAt, kind: kind, outcome: outcome, body: prose(400...800))
    }

    mutating func edit(
        _ target: WorkloadEdit.Target, index: Int, authors: [String]
    ) -> WorkloadEdit {
        let fields = target == .account ? Self.accountFields : Self.noteFields
        let size = randomness.within(1...2)
        let chosen = randomness.sample(size, of: fields.count).map { fields[$0] }
        let changes = chosen.map {
            WorkloadEdit.Change(field: $0, value: value(of: $0, authors: authors))
        }
        return WorkloadEdit(target: target, index: index, changes: changes)
    }

    private mutating func value(of field: String, authors: [String]) -> WorkloadEdit.Value {
        switch field {
        case "phone": .text(phone())
        case "email": .text(email())
        case "contact": .text(name())
        case "segment": .text(randomness.choice(Self.segments))
        case "status": .text(randomness.choice(Self.statuses))
        case "credit_limit": .number(500 * randomness.below(400) + 1)
        case "street": .text(street())
        case "author": .text(randomness.choice(authors))
        case "visited_at": .text(moment())
        case "kind": .text(randomness.choice(Self.kinds))
        case "outcome": .text(randomness.choice(Self.outcomes))
        default: .longer(by: prose(30...90))  // remarks and body
        }
    }

    // MARK: - Texts

    /// Sentences of a length within a range of bytes.
    private mutating func prose(_ lengths: ClosedRange<Int>) -> String {
        let length = randomness.within(lengths)
        var text: [UInt8] = []
        text.reserveCapacity(length + 16)
        var begins = true
        var left = randomness.within(6...16)
        while text.isEmpty || text.count + 1 < length {
            if !text.isEmpty { text.append(space) }
            let word = words.list[words.place(of: randomness.below(words.total))]
            text.append(contentsOf: word)
            if begins { text[text.count - word.count] -= 32 }
            begins = false
            left -= 1
            if left == 0 {
                text.append(dot)
                begins = true
                left = randomness.within(6...16)
            } else if randomness.fraction() < 0.06 {
                text.append(comma)
            }
        }
        text.removeLast(max(0, text.count - length))
        while let last = text.last, last == space || last == comma { text.removeLast() }
        text.append(contentsOf: repeatElement(dot, count: length - text.count))
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func id() -> String {
        let (high, low) = randomness.bits128()
        let digits = Array(hexadecimal(high) + hexadecimal(low))
        let parts = [
            digits[0..<8], digits[8..<12], ["4"] + digits[13..<16], ["a"] + digits[17..<20],
            digits[20...],
        ]
        return parts.map { String($0) }.joined(separator: "-")
    }

    private mutating func name() -> String { longWord(true) + " " + longWord(true) }

    private mutating func street() -> String {
        longWord(true) + " Street \(randomness.within(1...250))"
    }

    private mutating func email() -> String {
        longWord(false) + "." + longWord(false) + "@" + longWord(false) + ".example"
    }

    private mutating func phone() -> String {
        let country = randomness.within(1...99)
        let area = randomness.within(100...999)
        return "+\(country) \(area) \(padded(randomness.below(1_000_000), 6))"
    }

    private mutating func moment() -> String {
        let date = [1...12, 1...28].map { padded(randomness.within($0), 2) }
        let time = [7...19, 0...59, 0...59].map { padded(randomness.within($0), 2) }
        return "2026-\(date[0])-\(date[1])T\(time[0]):\(time[1]):\(time[2])Z"
    }

    private mutating func longWord(_ begins: Bool) -> String {
        let word = String(decoding: randomness.choice(words.long), as: UTF8.self)
        return begins ? word.prefix(1).uppercased() + word.dropFirst() : word
    }

    // MARK: - Choices

    static let segments = ["retail", "wholesale", "public", "health", "industry", "farming"]
    static let statuses = ["active", "prospect", "dormant", "closed"]
    static let kinds = ["visit", "call", "email", "demo", "survey"]
    static let outcomes = ["order", "follow-up", "no interest", "complaint", "absent", "quote"]
    private static let countries = [
        "Austria", "Belgium", "Denmark", "Estonia", "Finland", "France", "Germany", "Italy",
        "Norway", "Poland", "Spain", "Sweden",
    ]
    private static let accountFields = [
        "phone", "email", "contact", "segment", "status", "credit_limit", "street", "remarks",
    ]
    private static let noteFields = ["author", "visited_at", "kind", "outcome", "body"]
}

private let space = UInt8(ascii: " ")
private let dot = UInt8(ascii: ".")
private let comma = UInt8(ascii: ",")

/// The words, and where a draw falls among them.
private struct Words {
    let list: [[UInt8]]
    let long: [[UInt8]]
    let total: Int
    private let sums: [Int]

    static let all = Words(WordList.text)

    init(_ text: String) {
        var list: [[UInt8]] = []
        var sums: [Int] = []
        var (count, total) = (0, 0)
        for part in text.utf8.split(whereSeparator: { $0 == 32 || $0 == 10 }) {
            if let number = Int(Substring(part)) {
                count = number
                continue
            }
            total += count
            list.append(Array(part))
            sums.append(total)
        }
        self.list = list
        self.sums = sums
        self.total = total
        long = list.filter { $0.count >= 4 }
    }

    /// The first word whose sum is above a draw.
    func place(of draw: Int) -> Int {
        var (low, high) = (0, sums.count)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] <= draw { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

private func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

private func hexadecimal(_ word: UInt64) -> String {
    let text = String(word, radix: 16)
    return String(repeating: "0", count: 16 - text.utf8.count) + text
}
