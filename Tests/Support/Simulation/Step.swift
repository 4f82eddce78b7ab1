// One step of a history, as explicit as a literal: who does what, and what goes wrong meanwhile.

/// One step of a history.
///
/// Whatever it leaves open (which record, which value) follows from ``pick`` and the state that it
/// finds, so that a history from which steps were taken out is still one.
public struct Step: Hashable, Sendable {
    /// What can happen.
    public enum Action: String, CaseIterable, Hashable, Sendable {
        /// The person at a device makes edits.
        case work
        /// A device syncs.
        case sync
        /// A device's machine starts anew.
        case restartDevice
        /// The server's program starts anew.
        case restartServer
        /// Somebody sets a device's wall clock.
        case stepClock
        /// A request that was on its way for long arrives.
        case deliverLate
        /// An account is given to a person.
        case give
        /// An account is taken away from a person.
        case take
        /// A device's disk is copied.
        case copyDisk
        /// A device's disk is put back to the copy.
        case putDiskBack
        /// The copy of a device's disk is taken into use beside it.
        case useCopy
        /// A device is revoked.
        case revoke
        /// A device that lies about what it has seen sends a request of its own making.
        case lie
        /// The admin applies or archives an op that is held.
        case settleHeld
        /// The server's database is copied.
        case backUpServer
        /// A copy of the server's database is begun, which the next one completes.
        case beginBackUp
        /// The server's database is put back to its copy, and the operator says so.
        case restoreServer
        /// The same, and nobody says so until a laptop has stopped.
        case putServerBack
        /// The server's data are thrown away; everybody enrolls again at an empty one.
        case emptyServer
        /// Weeks or months pass.
        case pass
        /// The server lets go what nobody can need any more.
        case trim
        /// A device's program is replaced by a newer one.
        case upgradeDevice
        /// The server's program is replaced by a newer one.
        case upgradeServer
    }

    /// What happens.
    public var action: Action
    /// To which device, modulo their number.
    public var device: Int
    /// How many edits, for work.
    public var count: Int
    /// What follows from it is the same in every run.
    public var pick: UInt64
    /// What goes wrong.
    public var faults: [Fault]

    /// Makes a step.
    public init(
        _ action: Action, device: Int = 0, count: Int = 1, pick: UInt64 = 0, faults: [Fault] = []
    ) {
        self.action = action
        self.device = device
        self.count = count
        self.pick = pick
        self.faults = faults
    }

    /// The step as Swift source.
    public var literal: String {
        var parts = [".\(action.rawValue)", "device: \(device)"]
        if count != 1 { parts.append("count: \(count)") }
        parts.append("pick: \(pick)")
        if !faults.isEmpty {
            parts.append("faults: [\(faults.map(\.literal).joined(separator: ", "))]")
        }
        return "Step(\(parts.joined(separator: ", ")))"
    }
}
