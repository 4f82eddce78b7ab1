// The memory that the connections to one database share in WAL mode: never on the disk.

import GRDBSQLite

/// The index of a write-ahead log and the eight locks on it.
final class SharedMemory {
    private var regions: [UnsafeMutableRawPointer] = []
    private var sharers = [Set<ObjectIdentifier>](repeating: [], count: Int(SQLITE_SHM_NLOCK))
    private var excluders = [ObjectIdentifier?](repeating: nil, count: Int(SQLITE_SHM_NLOCK))

    deinit {
        for region in regions { region.deallocate() }
    }

    /// A region by its number; nil if it is missing and must not be made.
    func region(_ number: Int, bytes: Int, isMade: Bool) -> UnsafeMutableRawPointer? {
        while isMade, regions.count <= number {
            let region = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4_096)
            region.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
            regions.append(region)
        }
        return number < regions.count ? regions[number] : nil
    }

    /// Takes or gives back locks; false where another holder stands in the way.
    func lock(_ holder: ObjectIdentifier, _ slots: Range<Int>, flags: Int32) -> Bool {
        guard slots.upperBound <= sharers.count else { return false }
        if flags & SQLITE_SHM_UNLOCK != 0 {
            for slot in slots {
                sharers[slot].remove(holder)
                if excluders[slot] == holder { excluders[slot] = nil }
            }
            return true
        }
        let isShared = flags & SQLITE_SHM_SHARED != 0
        for slot in slots {
            if let excluder = excluders[slot], excluder != holder { return false }
            if !isShared, !sharers[slot].subtracting([holder]).isEmpty { return false }
        }
        for slot in slots {
            if isShared { sharers[slot].insert(holder) } else { excluders[slot] = holder }
        }
        return true
    }

    /// Gives back all locks of a holder.
    func release(_ holder: ObjectIdentifier) {
        _ = lock(holder, 0..<sharers.count, flags: SQLITE_SHM_UNLOCK)
    }
}
