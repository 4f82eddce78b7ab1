// Answers and problems as HTTP responses.

import Hummingbird
import NIOCore
import SyncProtocol

extension Response {
    /// The answer of a transaction.
    static func answer(_ answer: RouteAnswer, log: inout RequestLog) -> Response {
        log.ops = answer.ops
        log.bytesOut = answer.body.count
        return Response(
            status: .init(code: answer.status), headers: headers(answer.mediaType),
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    /// A problem, with the headers that belong to its status.
    static func problem(_ problem: Problem, allow: String?, log: inout RequestLog) -> Response {
        let body = ProblemBody.bytes(problem)
        var fields = headers(ProblemBody.mediaType)
        switch problem.status {
        case 401: fields[.wwwAuthenticate] = "Bearer"
        case 405: fields[.allow] = allow
        case 429, 503: fields[.retryAfter] = String(problem.retrySeconds)
        default: break
        }
        log.code = problem.code
        log.bytesOut = body.count
        return Response(
            status: .init(code: problem.status), headers: fields,
            body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    private static func headers(_ mediaType: String) -> HTTPFields {
        var fields = HTTPFields()
        // Answers to syncs are counted in bytes, and neither caches nor browsers take them; their
        // type is the usual one, and no sender of the request needs to be told.
        guard mediaType != MediaTypes.sync else { return fields }
        fields[.contentType] = mediaType
        fields[.cacheControl] = "no-store"
        fields[.xContentTypeOptions] = "nosniff"
        return fields
    }
}

extension Problem {
    /// Seconds after which a repeated attempt makes sense.
    fileprivate var retrySeconds: Int {
        code == "too_often" ? Int(detail.filter(\.isNumber)) ?? 5 : 2
    }
}
