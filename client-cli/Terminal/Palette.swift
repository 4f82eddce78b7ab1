// Colours, used sparingly: each has one meaning, and nothing is said by colour alone.

/// When colours are used.
public enum ColorChoice: String, CaseIterable, Hashable, Sendable {
    /// On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise.
    case auto
    /// Also into files and pipes.
    case always
    /// Not at all.
    case never

    /// Whether to use colours.
    ///
    /// - Parameter environment: of it `NO_COLOR` (no-color.org) and `TERM` count.
    public func isOn(isTerminal: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            if let set = environment["NO_COLOR"], !set.isEmpty { return false }
            return isTerminal && environment["TERM"] != "dumb"
        }
    }
}

/// What a colour means.
public enum Tone: Sendable {
    /// What one came for.
    case strong
    /// What may be passed over.
    case quiet
    /// Done, agreed.
    case good
    /// Somebody should look.
    case attention
    /// Overdue, refused.
    case bad
}

/// Adds colours to text, or does not.
public struct Palette: Hashable, Sendable {
    /// Whether colours are added.
    public let isOn: Bool

    /// Makes a palette.
    public init(isOn: Bool) {
        self.isOn = isOn
    }

    /// The text in a tone, unchanged where colours are off.
    public func callAsFunction(_ tone: Tone, _ text: String) -> String {
        guard isOn, !text.isEmpty else { return text }
        let code =
            switch tone {
            case .strong: "1"
            case .quiet: "2"
            case .good: "32"
            case .attention: "33"
            case .bad: "31"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
