// A file with two images: what programs read, and what would be left if the power went now.

/// A change of a file that no sync has made durable yet.
enum FileChange {
    case write(offset: Int, bytes: [UInt8])
    case truncate(size: Int)
}

/// A file of a ``VirtualDisk``.
final class VirtualFile {
    /// What programs read.
    private(set) var bytes: [UInt8]
    /// What is on the platter.
    private(set) var durable: [UInt8]
    /// What has happened since the last sync, in order.
    private(set) var pending: [FileChange] = []
    /// Who holds which lock on it.
    var locks = FileLocks()
    /// The memory that connections share, and its locks.
    let shared = SharedMemory()

    init(bytes: [UInt8] = []) {
        self.bytes = bytes
        durable = bytes
    }

    /// The same file after its programs were killed: contents stay, locks and memory are gone.
    init(afterKilling other: VirtualFile) {
        bytes = other.bytes
        durable = other.durable
        pending = other.pending
    }

    func write(_ new: UnsafeRawBufferPointer, at offset: Int) {
        let change = FileChange.write(offset: offset, bytes: Array(new))
        pending.append(change)
        change.apply(to: &bytes)
    }

    func truncate(to size: Int) {
        pending.append(.truncate(size: size))
        FileChange.truncate(size: size).apply(to: &bytes)
    }

    func sync() {
        for change in pending { change.apply(to: &durable) }
        pending = []
    }
}

extension FileChange {
    /// Does the change, or only that part of a write.
    func apply(to bytes: inout [UInt8], part: Range<Int>? = nil) {
        switch self {
        case .truncate(let size):
            if size < bytes.count { bytes.removeLast(bytes.count - size) }
        case .write(let offset, let new):
            let part = part ?? 0..<new.count
            let end = offset + part.upperBound
            if bytes.count < end {
                bytes += [UInt8](repeating: 0, count: end - bytes.count)
            }
            bytes.replaceSubrange(offset + part.lowerBound..<end, with: new[part])
        }
    }
}
