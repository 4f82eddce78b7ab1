// What may be done with a field, by whom, and what a conflict on it means.

/// How writes of a field are treated.
public enum FieldPolicy: UInt8, Hashable, Sendable, CaseIterable {
    /// The last writer wins, the other value is kept in a conflict record that informs.
    case lww = 1
    /// The last writer wins, and somebody should look at the conflict.
    case lwwReview = 2
    /// Elements are added and removed on their own; different elements never conflict.
    case set = 3
    /// Entries are only appended.
    case log = 4
    /// Fixed when the record is created.
    case once = 5
    /// Changed online only, by those allowed to; devices may read it.
    case server = 6

    /// The word for it in documents.
    public var name: String {
        switch self {
        case .lww: "lww"
        case .lwwReview: "lww!"
        case .set: "set"
        case .log: "log"
        case .once: "once"
        case .server: "server"
        }
    }
}

/// What else is true of a field.
public struct FieldMarks: OptionSet, Hashable, Sendable {
    /// The marks as bits; not stored anywhere.
    public let rawValue: UInt8

    /// Makes marks of bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// A record must have it from its creation on, and it cannot be cleared.
    public static let required = FieldMarks(rawValue: 1)
    /// A device may propose the value of this server field in a create.
    public static let proposable = FieldMarks(rawValue: 2)
    /// Cannot be edited by somebody who has seen the record done, see ``FixedRule``.
    public static let fixedWhenDone = FieldMarks(rawValue: 4)
    /// Its choices are steps, first to last; a conflict won by an earlier step needs review.
    public static let progress = FieldMarks(rawValue: 8)
}
