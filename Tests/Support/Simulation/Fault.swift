// What goes wrong in one step: where, and how far in.

/// One thing that goes wrong in a step.
public struct Fault: Hashable, Sendable {
    /// The classes of faults; each is on in half of the histories, at a rate of its own.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case requestLost, requestRepeated, requestDelayed, requestCut, requestCorrupted
        case answerLost, answerCut, answerCorrupted, answerAltered, portal, gateway
        case deviceCrash, serverCrash, workMeanwhile
    }

    /// What goes wrong.
    public var kind: Kind
    /// In which exchange of a sync, from 0.
    public var exchange: Int
    /// Where in it: the byte, or the step of SQLite's machine, from which on everything fails.
    public var place: Int

    /// Makes a fault.
    public init(_ kind: Kind, exchange: Int = 0, place: Int = 0) {
        self.kind = kind
        self.exchange = exchange
        self.place = place
    }

    /// The fault as Swift source.
    public var literal: String {
        "Fault(.\(kind.rawValue), exchange: \(exchange), place: \(place))"
    }
}
