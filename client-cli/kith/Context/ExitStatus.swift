// How a program says what became of it: the codes of sysexits.h that Kith uses.

/// What a command tells the program that ran it.
enum ExitStatus: Int32, Sendable {
    case done = 0
    /// The answer is no: nothing found, nothing to do, not confirmed.
    case negative = 1
    case usage = 64
    case badData = 65
    case noSuchRecord = 66
    case unreachable = 69
    case internalDefect = 70
    case disk = 74
    case tryAgain = 75
    /// Going on could do harm: the wrong server, a restored one, a mass deletion.
    case safetyStop = 76
    case notAllowed = 77
    case configuration = 78
}
