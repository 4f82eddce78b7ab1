// What can be made wrong on purpose, to see whether histories of power cuts find it.

/// How a disk, or the program on it, is wrong.
enum DiskFault {
    /// `PRAGMA synchronous = FULL` sets NORMAL.
    case synchronousNormal
    /// Syncs do nothing.
    case noSync
}

/// Which machines are wrong on purpose, and how.
public enum PowerCutPlant: String, Hashable, Sendable, CaseIterable {
    /// Laptops commit without a sync.
    case laptopNormal = "laptop-normal"
    /// The disks of laptops pass syncs over.
    case laptopNoSync = "laptop-no-sync"
    /// The server commits without a sync.
    case serverNormal = "server-normal"
    /// The disk of the server passes syncs over.
    case serverNoSync = "server-no-sync"

    /// What is wrong with the server's disk.
    var onServer: DiskFault? {
        switch self {
        case .serverNormal: .synchronousNormal
        case .serverNoSync: .noSync
        case .laptopNormal, .laptopNoSync: nil
        }
    }

    /// What is wrong with a laptop's disk.
    var onLaptops: DiskFault? {
        switch self {
        case .laptopNormal: .synchronousNormal
        case .laptopNoSync: .noSync
        case .serverNormal, .serverNoSync: nil
        }
    }
}
