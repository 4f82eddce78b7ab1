// The words for what ops do and what stamps rest on, in exports and on screens.
import CausalCore

extension OpAction {
    /// One word, lowercase.
    public var name: String {
        switch self {
        case .create: "create"
        case .set: "set"
        case .delete: "delete"
        case .restore: "restore"
        case .review: "review"
        }
    }
}

extension StampQuality {
    /// One word, lowercase.
    public var name: String {
        switch self {
        case .boottime: "boottime"
        case .anchor: "anchor"
        case .wall: "wall"
        case .clamped: "clamped"
        case .server: "server"
        }
    }
}
