// Translates what the network libraries throw into what a person can act on.

import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL
import SyncClient

/// What an error of the network libraries means for the exchange.
func transportFailure(for error: any Error) -> TransportFailure {
    switch error {
    case let failure as TransportFailure: return failure
    case is CancellationError: return .cancelled
    case let error as HTTPClientError: return transportFailure(for: error)
    case let error as NIOConnectionError: return .unreachable(reason(of: error))
    case let error as NIOSSLError: return transportFailure(for: error)
    case let error as CertificateReaderError:
        switch error {
        case .handshakeTimedOut:
            return .timedOut(seconds: Int(CertificateReader.handshakeTimeoutSeconds))
        case .noHandshake: return .unreachable("what answers there does not speak TLS")
        }
    case let error as ChannelError:
        if case .connectTimeout = error { return .unreachable("no answer while connecting") }
        return .interrupted("\(error)")
    case let error as IOError:
        let isRefusal = error.errnoCode == 111 || error.errnoCode == 61
        return isRefusal
            ? .unreachable("nothing listens there") : .interrupted("\(error.errnoCode)")
    default: return .interrupted("\(error)")
    }
}

private func transportFailure(for error: HTTPClientError) -> TransportFailure {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout:
        return .unreachable("no answer while connecting")
    case .tlsHandshakeTimeout: return .unreachable("the TLS handshake got no answer")
    case .invalidURL, .emptyHost: return .unreachable("this is no address")
    case .cancelled: return .cancelled
    case .readTimeout, .deadlineExceeded, .writeTimeout:
        return .timedOut(seconds: HTTPExchangeLimits.exchangeSecondsMax)
    default: return .interrupted("\(error)")
    }
}

private func transportFailure(for error: NIOSSLError) -> TransportFailure {
    guard case .handshakeFailed = error else { return .interrupted("\(error)") }
    return "\(error)".contains("CERTIFICATE_VERIFY_FAILED")
        ? .certificateDiffers : .unreachable("the TLS handshake failed")
}

private func reason(of error: NIOConnectionError) -> String {
    if let first = error.connectionErrors.first {
        if let problem = first.error as? IOError, problem.errnoCode == 111 {
            return "nothing listens there"
        }
        if let problem = first.error as? ChannelError, case .connectTimeout = problem {
            return "no answer while connecting"
        }
        return "\(first.error)"
    }
    return error.dnsAError == nil && error.dnsAAAAError == nil
        ? "no address to connect to" : "the name is not known here"
}
