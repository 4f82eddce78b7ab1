// One kept connection that speaks HTTP over TLS, from an address of its own.

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Posts bodies one after the other over one connection.
struct WireConnection: Sendable {
    private let channel: any Channel
    private let host: String

    /// TLS that trusts the server's certificate and no other.
    static func context(certificate path: String) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(path)
        configuration.certificateVerification = .noHostnameVerification
        return try NIOSSLContext(configuration: configuration)
    }

    /// Connects.
    ///
    /// - Parameter number: devices with other numbers come from other addresses, as in the field.
    init(port: Int, number: Int, _ context: NIOSSLContext) async throws {
        let address = "127.0.\(1 + number / 250).\(1 + number % 250)"
        host = "127.0.0.1:\(port)"
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(to: SocketAddress(ipAddress: address, port: 0))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: nil))
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(AnswerCollector())
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    /// Posts a body and waits for the answer's; throws unless the status is 200.
    func post(_ body: [UInt8], to path: String, token: String?) async throws -> [UInt8] {
        var headers = HTTPHeaders([
            ("host", host), ("content-type", "application/x-kith-sync"),
            ("content-length", String(body.count)),
        ])
        if let token { headers.add(name: "authorization", value: "Bearer \(token)") }
        let promise = channel.eventLoop.makePromise(of: [UInt8].self)
        let request = WireExchange(
            head: HTTPRequestHead(version: .http1_1, method: .POST, uri: path, headers: headers),
            body: channel.allocator.buffer(bytes: body), promise: promise)
        channel.writeAndFlush(request).cascadeFailure(to: promise)
        return try await promise.futureResult.get()
    }

    func close() async { try? await channel.close() }
}

/// A request, and who waits for its answer.
private struct WireExchange: Sendable {
    let head: HTTPRequestHead
    let body: ByteBuffer
    let promise: EventLoopPromise<[UInt8]>
}

/// Sends whole requests and collects whole answers.
private final class AnswerCollector: ChannelDuplexHandler {
    typealias OutboundIn = WireExchange
    typealias OutboundOut = HTTPClientRequestPart
    typealias InboundIn = HTTPClientResponsePart

    private var waiting: EventLoopPromise<[UInt8]>?
    private var status = HTTPResponseStatus.ok
    private var answer: [UInt8] = []

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        let exchange = unwrapOutboundIn(data)
        waiting = exchange.promise
        context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(exchange.body))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            status = head.status
            answer = []
        case .body(let bytes):
            answer += bytes.readableBytesView
        case .end:
            if status == .ok {
                waiting?.succeed(answer)
            } else {
                let text = String(decoding: answer, as: UTF8.self)
                waiting?.fail(BenchFailure("the server answers \(status.code): \(text)"))
            }
            waiting = nil
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        waiting?.fail(BenchFailure("the server closed the connection"))
        waiting = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        waiting?.fail(error)
        waiting = nil
        context.close(promise: nil)
    }
}
