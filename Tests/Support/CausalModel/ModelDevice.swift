// A laptop of the model tier: what it has read, what it has not sent, and its clock.

import CausalCore

/// What one read had shown; a write takes it as its context.
struct ModelRead {
    /// The server's seq of what was read.
    var seen = 0
    /// Own ops that the read included, that `seen` does not cover and none of the others names.
    var names: UInt64 = 0
    /// The truth: all ops that the read included, a bit for each.
    var knows: UInt64 = 0
}

/// One laptop.
struct ModelDevice {
    var replica: Int
    /// What it pulled last.
    var seen = 0
    var pulled: UInt64 = 0
    /// Own ops that `seen` does not cover.
    var uncovered: UInt64 = 0
    /// Those of them that none of the others names, and all that any of them knows.
    var names: UInt64 = 0
    var ownKnows: UInt64 = 0
    /// Ops that were not sent yet; the order of writing is that of their numbers.
    var unsent: UInt64 = 0
    var editor: ModelRead?
    var boot: UInt64 = 1
    var wallOffset: Int64 = 0

    /// What somebody who reads the record now is shown.
    var read: ModelRead {
        ModelRead(seen: seen, names: names, knows: pulled | ownKnows)
    }
}
