// From a value to its canonical bytes: a tag, then the one form of the value.
import CausalCore

/// The first byte of canonical bytes; permanent.
enum ValueTag: UInt8 {
    case text = 1
    case integer = 2
    case boolean = 3
    case date = 4
    case instant = 5
    case money = 6
    case choice = 7
    case reference = 8
    case user = 9
    case address = 10
    case card = 11
}

extension FieldValue {
    /// The one form in which the value is stored, compared and sent.
    ///
    /// Empty for empty text, an address without parts and a card without scores and comments: these
    /// hold nothing.
    public var canonicalBytes: [UInt8] {
        switch self {
        case .text(let text): return Self.tagged(.text, CanonicalText.bytes(of: text))
        case .choice(let word): return Self.tagged(.choice, CanonicalText.bytes(of: word))
        case .boolean(let isTrue): return [ValueTag.boolean.rawValue, isTrue ? 1 : 0]
        case .integer(let number): return Self.number(.integer, number)
        case .date(let date): return Self.number(.date, Int64(date.daysSince1970))
        case .instant(let milliseconds): return Self.number(.instant, milliseconds)
        case .money(let money): return Self.tagged(.money, money.canonicalBytes)
        case .reference(let record): return Self.tagged(.reference, record.bytes)
        case .user(let user): return Self.tagged(.user, user.bytes)
        case .address(let address):
            return address.isEmpty ? [] : Self.tagged(.address, address.canonicalBytes)
        case .card(let card):
            return card.isEmpty ? [] : Self.tagged(.card, card.canonicalBytes)
        }
    }

    private static func tagged(_ tag: ValueTag, _ payload: [UInt8]) -> [UInt8] {
        guard !payload.isEmpty else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 1)
        bytes.append(tag.rawValue)
        bytes.append(contentsOf: payload)
        return bytes
    }

    private static func number(_ tag: ValueTag, _ number: Int64) -> [UInt8] {
        var bytes = [tag.rawValue]
        bytes.appendSigned(number)
        return bytes
    }
}
