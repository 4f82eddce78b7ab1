// What a check of an op needs to know beyond the op, and what it finds.
import CausalCore

/// What is true of the op's record, read by the caller before an op is checked.
public struct RecordFacts {
    /// The kind of the record; nil if the record is unknown.
    public var kind: UInt16?
    /// The account of the record; nil if the record is unknown.
    public var account: RecordID?
    /// Whether an op in the context of the one that is checked gave ``FixedRule/unit`` the value
    /// ``FixedRule/value``; ``OpCheck/fixedRule(for:schema:)`` says when it must be looked up.
    public var hasSeenFixed: Bool
    /// How many units the record has now, those that the op writes left out; 0 if not counted.
    public var otherUnitCount: Int
    /// The value of a unit now; nil if it has none.
    ///
    /// Asked only for entries of logs.
    public var value: (UnitKey) -> [UInt8]?

    /// Makes facts of a known record.
    public init(
        kind: UInt16, account: RecordID, hasSeenFixed: Bool = false, otherUnitCount: Int = 0,
        value: @escaping (UnitKey) -> [UInt8]? = { _ in nil }
    ) {
        self.kind = kind
        self.account = account
        self.hasSeenFixed = hasSeenFixed
        self.otherUnitCount = otherUnitCount
        self.value = value
    }

    private init() {
        kind = nil
        account = nil
        hasSeenFixed = false
        otherUnitCount = 0
        value = { _ in nil }
    }

    /// The facts of a record that nobody has written yet.
    public static var unknown: RecordFacts { RecordFacts() }
}

/// On whose behalf an op comes in.
public enum OpWriter: Hashable, Sendable {
    /// A device.
    case device
    /// The server's own replica, which may write what devices may not.
    case server
}

/// Why an op cannot be accepted.
public enum OpProblem: Hashable, Sendable {
    /// It waits.
    case held(HoldReason)
    /// It is refused.
    case rejected(RejectReason)

    /// The same as a verdict.
    public var verdict: Verdict {
        switch self {
        case .held(let reason): .held(reason)
        case .rejected(let reason): .rejected(reason)
        }
    }
}

/// A problem, where it lies, and a sentence about it.
public struct OpFinding: Hashable, Sendable {
    /// The problem.
    public let problem: OpProblem
    /// The unit that has it; nil if the op as a whole does.
    public let unit: UnitKey?
    /// What is wrong, for people; never holds a value.
    public let detail: String

    /// Makes a finding.
    public init(_ problem: OpProblem, unit: UnitKey? = nil, _ detail: String) {
        self.problem = problem
        self.unit = unit
        self.detail = detail
    }
}
