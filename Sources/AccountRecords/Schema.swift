// The records that people keep, as data: both sides derive rows, checks and documents from it.
import CausalCore

/// Permanent numbers of kinds that code treats in a way of their own.
public enum KindNumber {
    /// The account itself, whose record id is the account's id.
    public static let account: UInt16 = 1
    /// One year's figures of an account.
    public static let accountYear: UInt16 = 2
    /// A person at an account.
    public static let contact: UInt16 = 3
    /// A person of ours who is assigned to an account.
    public static let assignment: UInt16 = 4
    /// A visit, call or other contact.
    public static let visit: UInt16 = 5
    /// A promise, ours or theirs.
    public static let commitment: UInt16 = 6
    /// An order.
    public static let order: UInt16 = 7
    /// What is installed, served or projected.
    public static let contract: UInt16 = 8
    /// Something that does not work.
    public static let issue: UInt16 = 9
    /// A periodic review with the customer.
    public static let review: UInt16 = 10
    /// A benefit stated in money.
    public static let benefit: UInt16 = 11
    /// What the customer said about us.
    public static let survey: UInt16 = 12
    /// What a crisis does to the customer.
    public static let impact: UInt16 = 13
}

/// All kinds of records and their fields, at one version.
public struct Schema: Hashable, Sendable {
    /// Grows by one with every change that an older program cannot read.
    public let version: UInt32
    /// The kinds, sorted by number.
    public let kinds: [KindDefinition]
    private let slots: [Int16]

    /// Makes a schema; of several kinds with one number the first counts.
    public init(version: UInt32, kinds: [KindDefinition]) {
        self.version = version
        self.kinds = kinds.sorted { $0.number < $1.number }
        var slots = [Int16](repeating: -1, count: Int(kinds.map(\.number).max() ?? 0) + 1)
        for (index, kind) in self.kinds.enumerated() where slots[Int(kind.number)] < 0 {
            slots[Int(kind.number)] = Int16(clamping: index)
        }
        self.slots = slots
    }

    /// The schema of this program.
    public static let current = Schema(
        version: 1,
        kinds: [
            .account, .accountYear, .contact, .assignment, .visit, .commitment, .order, .contract,
            .issue, .review, .benefit, .survey, .impact,
        ])

    /// The handle of an account: proposed by its author, made unique by the server.
    public static let handleUnit = UnitKey(field: 1)

    /// The kind with a number, in constant time; nil for 0 and unknown ones.
    public func kind(number: UInt16) -> KindDefinition? {
        guard Int(number) < slots.count, slots[Int(number)] >= 0 else { return nil }
        return kinds[Int(slots[Int(number)])]
    }

    /// The kind with a name, compared by bytes; linear in the kinds.
    public func kind(named name: String) -> KindDefinition? {
        kinds.first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// The field of a unit, in constant time; nil for ``UnitKey/life`` and unknown ones.
    public func field(of unit: UnitKey, kind: UInt16) -> FieldDefinition? {
        self.kind(number: kind)?.field(number: unit.field)
    }
}
