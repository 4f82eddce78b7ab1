// One connection to one server: sends a request, takes a bounded answer within a bounded time.

import AsyncHTTPClient
import NIOCore
import NIOPosix
import SyncClient
import SyncProtocol
import Synchronization

/// Exchanges requests for answers with one server over TLS, trusting one certificate.
///
/// It follows no redirect, resends nothing by itself and asks for no compression, because bodies
/// carry their own. ``close()`` must be called before the last reference goes.
public final class HTTPExchanger: Sendable {
    /// Where the server listens.
    public let address: ServerAddress
    private let http: HTTPClient
    private let authorization: String?
    private let link = Mutex(LinkSpeed())

    /// Prepares a connection; nothing is sent yet.
    ///
    /// - Parameter token: what the server gave at enrollment; nil only to enroll.
    /// - Throws: ``TransportFailure/certificateDiffers`` if the certificate cannot be used.
    public init(
        address: ServerAddress, certificate: PinnedCertificate, token: String?
    ) throws(TransportFailure) {
        self.address = address
        authorization = token.map { "Bearer \($0)" }
        var configuration = HTTPClient.Configuration()
        do {
            configuration.tlsConfiguration = try certificate.tlsConfiguration()
        } catch {
            throw .certificateDiffers
        }
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        configuration.timeout = .init(
            connect: .seconds(Int64(HTTPExchangeLimits.connectSecondsMax)),
            read: .seconds(Int64(HTTPExchangeLimits.silenceSecondsMax)),
            write: .seconds(Int64(HTTPExchangeLimits.silenceSecondsMax)))
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
    }

    /// Gives the connection back.
    public func close() async {
        do { try await http.shutdown() } catch {}  // it is closed either way
    }

    /// Posts a body and returns the answer's.
    ///
    /// - Parameters:
    ///   - path: begins with `/v1/`.
    ///   - contentType: of the body, and of the only answer that will do.
    ///   - answerBytesMax: a longer answer is refused while it streams.
    /// - Throws: ``TransportFailure/problem(_:)`` for every status but 200.
    public func post(
        _ body: [UInt8], to path: String, contentType: String, answerBytesMax: Int
    ) async throws(TransportFailure) -> TransportAnswer {
        var request = HTTPClientRequest(url: "https://\(address)\(path)")
        request.method = .POST
        if contentType != usualType {
            request.headers.add(name: "content-type", value: contentType)
        }
        if let authorization {
            request.headers.add(name: "authorization", value: authorization)
        }
        if isLinkFast { request.headers.add(name: "accept-encoding", value: "identity") }
        request.body = content(of: body)
        let sent = bytesOfHead(request.headers, path: path, host: "\(address)") + body.count
        do {
            let prepared = request
            let (head, answer) = try await withinTotalTime {
                try await self.answer(to: prepared, bytesMax: answerBytesMax)
            }
            let bytes = try checked(answer, head: head, contentType: contentType)
            return TransportAnswer(
                body: bytes, bytesSent: sent,
                bytesReceived: bytesOfHead(head.headers) + bytes.count, isLinkFast: isLinkFast)
        } catch {
            throw transportFailure(for: error)
        }
    }

    /// The body as it is sent; long ones tell how fast the link is.
    private func content(of body: [UInt8]) -> HTTPClientRequest.Body {
        guard body.count >= LinkSpeed.sentBytesMin else { return .bytes(body) }
        let pieces = OutgoingBody(body) { [self] took in
            link.withLock { $0.note(sentBytes: body.count, took: took) }
        }
        return .stream(pieces, length: .known(Int64(body.count)))
    }

    /// Whether the last long body travelled faster than zlib compresses.
    private var isLinkFast: Bool { link.withLock { $0.isFast } }

    private func answer(
        to request: HTTPClientRequest, bytesMax: Int
    ) async throws -> (HTTPClientResponse, [UInt8]) {
        let response = try await http.execute(
            request, timeout: .seconds(Int64(HTTPExchangeLimits.exchangeSecondsMax)))
        do {
            let began = ContinuousClock.now
            let buffer = try await response.body.collect(upTo: bytesMax)
            let took = ContinuousClock.now - began
            link.withLock { $0.note(bytes: buffer.readableBytes, took: took) }
            return (response, Array(buffer.readableBytesView))
        } catch is NIOTooManyBytesError {
            throw TransportFailure.answerTooLarge(bytesMax: bytesMax)
        }
    }
}

/// The type of bodies that name none.
private let usualType = BodyForm.compressed.mediaType

/// Runs an exchange against the total time it may take.
private func withinTotalTime<Value: Sendable>(
    _ exchange: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await exchange() }
        group.addTask {
            try await ContinuousClock().sleep(for: .seconds(HTTPExchangeLimits.exchangeSecondsMax))
            throw TransportFailure.timedOut(seconds: HTTPExchangeLimits.exchangeSecondsMax)
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}

/// The body of a 200 of the right type; everything else is a failure with a reason.
private func checked(
    _ body: [UInt8], head: HTTPClientResponse, contentType: String
) throws(TransportFailure) -> [UInt8] {
    let type = mediaType(of: head)
    let status = Int(head.status.code)
    if status == 200, type.isEmpty, contentType == usualType { return body }
    if status == 200, type == contentType { return body }
    guard status != 200, type == "application/problem+json" else {
        throw .notKith(status: status, contentType: type)
    }
    do {
        let problem = try JSONBody.decode(Problem.self, from: body)
        throw TransportFailure.problem(problem)
    } catch let failure as TransportFailure {
        throw failure
    } catch {
        throw .notKith(status: status, contentType: type)
    }
}

private func mediaType(of answer: HTTPClientResponse) -> String {
    let value = answer.headers.first(name: "content-type") ?? ""
    let type = value.split(separator: ";", maxSplits: 1).first ?? ""
    return type.filter { !$0.isWhitespace }.lowercased()
}

/// The length of a request line or status line and header fields.
private func bytesOfHead(
    _ headers: some Sequence<(name: String, value: String)>, path: String = "", host: String = ""
) -> Int {
    let fields = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    let line = path.isEmpty ? 17 : 17 + path.utf8.count
    let added = host.isEmpty ? 0 : 8 + host.utf8.count + 22
    return fields + line + added + 2
}
