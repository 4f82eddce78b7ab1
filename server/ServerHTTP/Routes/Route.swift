// One route: its path, who may use it, what it takes, and the transaction behind it.

import Hummingbird
import SyncProtocol
import SyncServer

/// Who may use a route; a route without it cannot be made, so nothing is open by omission.
public enum RouteAccess: Hashable, Sendable {
    /// Anyone who can connect.
    case anyone
    /// Who brings a one-time code in the body; attempts are limited tightly by address.
    case holderOfCode
    /// A device with a token that is not revoked, of a person with one of the roles.
    case device(Set<UserRole>)
}

/// A path of the API.
public struct Route: Sendable {
    /// The one method it takes.
    public let method: HTTPRequest.Method
    /// The whole path; there are no patterns.
    public let path: String
    /// Who may use it.
    public let access: RouteAccess
    /// The media types of the bodies it takes; empty when it takes none.
    public let mediaTypes: [String]
    /// Bytes of a body, before inflation.
    public let bodyBytesMax: Int
    /// Whether the transaction itself looks up the device and whether its access has ended, so that a
    /// token that was right before need not be asked for again.
    let looksUpDevice: Bool
    /// What it does, on a worker thread.
    let transaction: @Sendable (RouteCall) throws(Problem) -> RouteAnswer

    init(
        method: HTTPRequest.Method, path: String, access: RouteAccess, mediaTypes: [String],
        bodyBytesMax: Int, looksUpDevice: Bool = false,
        transaction: @escaping @Sendable (RouteCall) throws(Problem) -> RouteAnswer
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.mediaTypes = mediaTypes
        self.bodyBytesMax = bodyBytesMax
        self.looksUpDevice = looksUpDevice
        self.transaction = transaction
    }
}

/// What a transaction is called with.
struct RouteCall: Sendable {
    let body: [UInt8]
    let mediaType: String
    let device: AuthenticatedDevice?
    /// Whether the device would rather have a long answer as it is than compressed.
    let isOnFastLink: Bool

    /// The device, for routes that only devices may use.
    func requireDevice() throws(Problem) -> AuthenticatedDevice {
        guard let device else { throw .tokenMissing }
        return device
    }
}

/// What a transaction answers.
struct RouteAnswer: Sendable {
    var status: Int = 200
    let mediaType: String
    let body: [UInt8]
    /// Ops that came in, for the log.
    var ops = 0
}

/// The media types of the API.
enum MediaTypes {
    static let sync = "application/x-kith-sync"
    static let json = "application/json"
    static let text = "text/plain; charset=utf-8"
}
