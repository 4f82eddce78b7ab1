// Why a server could not listen.

import Foundation
import NIOCore

/// What stands between a server and its address.
public enum ListenError: Error, Sendable {
    /// Another program listens there.
    case addressInUse
    /// The port is below 1024, or a rule of the system forbids it.
    case notPermitted
    /// This machine has no such address, or the name does not resolve.
    case noSuchAddress(String)

    init?(_ error: any Error) {
        switch error {
        case let error as IOError where error.errnoCode == EADDRINUSE: self = .addressInUse
        case let error as IOError where error.errnoCode == EACCES || error.errnoCode == EPERM:
            self = .notPermitted
        case let error as IOError where error.errnoCode == EADDRNOTAVAIL:
            self = .noSuchAddress("this machine does not have the address")
        case is SocketAddressError, is SocketAddressError.UnknownHost:
            self = .noSuchAddress("the name cannot be resolved")
        default: return nil
        }
    }
}
