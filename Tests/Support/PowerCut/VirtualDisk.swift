// A disk with a cache in front of it: what is written is read back, and durable only after a sync.

import Foundation
import Simulation

/// The disk of one machine.
///
/// Operations that change it are counted; at the one that was chosen, the power goes: from then on
/// everything fails, until ``powerOn()``. What is then left of what no sync had made durable is any
/// subset, in whole sectors or torn ones, as the seed decides.
final class VirtualDisk: @unchecked Sendable {
    /// Bytes that a disk writes at once.
    static let sectorBytes = 512

    /// The folder whose files lie on this disk; it is there, but its files are empty.
    let folder: String
    let lock = NSRecursiveLock()
    let fault: DiskFault?
    /// The names of files, as programs see them.
    private(set) var files: [String: VirtualFile] = [:]
    private var durableNames: [String: VirtualFile] = [:]
    private var pendingNames: [(path: String, file: VirtualFile?)] = []
    private var randomness: SeededRandomness
    private var operationsLeft: Int?
    /// Whether the power is gone.
    private(set) var isOff = false
    /// Raised when the machine starts; files that were opened before are dead.
    private(set) var boot = 0
    /// How many operations have changed the disk.
    private(set) var operations = 0

    /// Makes an empty disk for a folder that exists.
    init(folder: String, randomness: SeededRandomness, fault: DiskFault? = nil) {
        self.folder = folder
        self.randomness = randomness
        self.fault = fault
    }

    /// Lets the power go at an operation from now, 0 for the next; nil for never.
    func cut(after operations: Int?) {
        lock.withLock { operationsLeft = operations }
    }

    /// Counts an operation; false when the power went with it.
    func begin() -> Bool {
        guard !isOff else { return false }
        operations += 1
        guard let left = operationsLeft else { return true }
        operationsLeft = left - 1
        if left <= 0 { isOff = true }
        return !isOff
    }

    /// Ends all programs and starts the machine: after a cut with what is left, else, as after
    /// `kill -9`, with everything.
    func powerOn() {
        lock.withLock {
            boot += 1
            if isOff { loseWhatIsNotDurable() } else { files = files.mapValues(afterKilling) }
            operationsLeft = nil
            isOff = false
        }
    }

    private func afterKilling(_ file: VirtualFile) -> VirtualFile {
        let copy = VirtualFile(afterKilling: file)
        for (path, other) in durableNames where other === file { durableNames[path] = copy }
        pendingNames = pendingNames.map { $0.file === file ? ($0.path, copy) : $0 }
        return copy
    }

    private func loseWhatIsNotDurable() {
        for change in pendingNames.prefix(randomness.below(pendingNames.count + 1)) {
            durableNames[change.path] = change.file
        }
        pendingNames = []
        var left: [String: VirtualFile] = [:]
        for (path, file) in durableNames.sorted(by: { $0.key < $1.key }) {
            left[path] = VirtualFile(bytes: remains(of: file))
        }
        files = left
        durableNames = left
    }

    /// What a cut leaves of a file.
    private func remains(of file: VirtualFile) -> [UInt8] {
        var bytes = file.durable
        switch randomness.below(4) {
        case 0: break
        case 1: for change in file.pending { change.apply(to: &bytes) }
        case 2:
            let count = randomness.below(file.pending.count + 1)
            for change in file.pending.prefix(count) { change.apply(to: &bytes) }
            if count < file.pending.count { tear(file.pending[count], into: &bytes) }
        default: for change in file.pending { scatter(change, into: &bytes) }
        }
        return bytes
    }

    /// Does the beginning of a change, to the byte.
    private func tear(_ change: FileChange, into bytes: inout [UInt8]) {
        guard case .write(_, let new) = change else { return }
        change.apply(to: &bytes, part: 0..<randomness.below(new.count + 1))
    }

    /// Does each sector of a change, or not.
    private func scatter(_ change: FileChange, into bytes: inout [UInt8]) {
        guard case .write(_, let new) = change else {
            if randomness.chance(0.5) { change.apply(to: &bytes) }
            return
        }
        for start in stride(from: 0, to: new.count, by: Self.sectorBytes)
        where randomness.chance(0.5) {
            let end = min(start + Self.sectorBytes, new.count)
            change.apply(to: &bytes, part: start..<end)
        }
    }
}

extension VirtualDisk {
    /// The file of a name, made if it is missing and shall be.
    func file(_ path: String, isMade: Bool) -> (file: VirtualFile, isNew: Bool)? {
        if let file = files[path] { return (file, false) }
        guard isMade, begin() else { return nil }
        let file = VirtualFile()
        files[path] = file
        pendingNames.append((path, file))
        return (file, true)
    }

    /// Takes a name away.
    func remove(_ path: String, syncsFolder: Bool) {
        files[path] = nil
        pendingNames.append((path, nil))
        if syncsFolder { syncNames() }
    }

    /// Makes the names durable, as a sync of the folder does.
    func syncNames() {
        guard fault != .noSync else { return }
        for change in pendingNames { durableNames[change.path] = change.file }
        pendingNames = []
    }
}
