// Cuts requests that trickle, connections that idle and answers that nobody reads.

import NIOCore
import NIOHTTP1

/// Performs ``ExchangePhase`` on one connection; sits right behind the HTTP decoder.
///
/// Also answers what the decoder refuses with problem details, since the decoder itself does not.
final class ExchangeDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: HTTPLimits
    private var phase = ExchangePhase()
    private var exchangeBegan = NIODeadline.uptimeNanoseconds(0)
    private var timer: Scheduled<Void>?

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        schedule(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    // MARK: In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !phase.isLingering else { return }
        switch unwrapInboundIn(data) {
        case .head:
            if phase.answersOwed == 0 { exchangeBegan = .now() }
            guard phase.requestBegan() else { return context.close(promise: nil) }
            schedule(context)
        case .body: break
        case .end:
            phase.requestEnded()
            schedule(context)
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError, phase.canAnswer {
            answer(context, error == .headerOverflow ? .headerTooLarge : .requestUnreadable)
        }
        context.fireErrorCaught(error)
    }

    // MARK: Out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !phase.isLingering else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if phase.answerBegan() {
                head.headers.replaceOrAdd(name: "connection", value: "close")
            }
            // Nothing caches these answers, and the time that counts is in their bodies.
            head.headers.remove(name: "date")
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let lingers = phase.answerEnded()
            exchangeBegan = .now()
            context.write(data, promise: promise)
            if lingers { context.flush() }
            schedule(context)
        }
    }

    /// While lingering nothing but the last close counts: half a close would reset the connection.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if phase.isLingering, mode == .output {
            promise?.succeed()
        } else {
            context.close(mode: mode, promise: promise)
        }
    }

    // MARK: Time

    private func schedule(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline()) { [self] in
            timedOut(context)
        }
    }

    private func deadline() -> NIODeadline {
        switch phase.clock {
        case .idle: .now() + .milliseconds(limits.idleMillisecondsMax)
        case .request: exchangeBegan + .milliseconds(limits.requestMillisecondsMax)
        case .exchange: exchangeBegan + .milliseconds(limits.exchangeMillisecondsMax)
        case .linger: .now() + .milliseconds(limits.lingerMillisecondsMax)
        }
    }

    private func timedOut(_ context: ChannelHandlerContext) {
        let wasRequestOpen = phase.isRequestOpen
        switch phase.timedOut() {
        case .close: context.close(promise: nil)
        case .answerTimeout:
            answer(context, wasRequestOpen ? .requestTooSlow : .answerTooSlow)
            // What waits for the rest of the body is told that it will not come.
            if wasRequestOpen { context.fireErrorCaught(HTTPParserError.invalidEOFState) }
        }
    }

    private func answer(_ context: ChannelHandlerContext, _ answer: ConnectionAnswer) {
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.problem.status),
            headers: [
                "content-type": ProblemBody.mediaType,
                "content-length": String(answer.body.readableBytes), "connection": "close",
            ])
        phase.lingers()
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        schedule(context)
    }
}
