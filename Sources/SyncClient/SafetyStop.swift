// When a sync stops by itself, before anything was written, because going on could do harm.

import CausalCore

/// Why a sync stopped by itself before anything was written.
public enum SafetyStop: Hashable, Sendable {
    /// The server does not know the history that this device has seen: it was restored from a
    /// backup, emptied, or is another server.
    case historyDiffers(known: LineageID, found: LineageID)
    /// The pull would take away more than half of what is here.
    case massRemoval(of: Removal, taken: Int, held: Int)

    /// What a pull would take away.
    public enum Removal: String, Hashable, Sendable {
        /// Accounts that would leave the device.
        case accounts
        /// Records that somebody deleted.
        case records
    }
}

/// What a page would take away from this device, out of what it has.
public struct PageWeight: Hashable, Sendable {
    /// Accounts on the device.
    public var accountsHeld: Int
    /// Accounts on the device that the page retracts.
    public var accountsTaken: Int
    /// Records that show on the device.
    public var recordsHeld: Int
    /// Records that show on the device and that the page hides.
    public var recordsTaken: Int

    /// Makes a weight.
    public init(accountsHeld: Int, accountsTaken: Int, recordsHeld: Int, recordsTaken: Int) {
        self.accountsHeld = accountsHeld
        self.accountsTaken = accountsTaken
        self.recordsHeld = recordsHeld
        self.recordsTaken = recordsTaken
    }
}
