// Reads a body within its limit; refuses by the header alone where that is possible.

import Hummingbird
import NIOCore
import SyncProtocol

/// Checks on bodies, in the order in which they are made.
enum RequestBodyReader {
    /// The type of the body; the route's own where none is named.
    ///
    /// - Throws: `media_type_unknown`.
    static func mediaType(_ headers: HTTPFields, _ route: Route) throws(Problem) -> String {
        guard let usual = route.mediaTypes.first else { return "" }
        let value = headers[.contentType] ?? usual
        let type = value.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard route.mediaTypes.contains(type), headers[.contentEncoding] == nil else {
            throw .mediaTypeUnknown(route.mediaTypes.joined(separator: " or "))
        }
        return type
    }

    /// Refuses a body whose header already says that it is too long.
    static func checkLength(_ headers: HTTPFields, _ route: Route) throws(Problem) {
        guard let text = headers[.contentLength] else { return }
        guard let length = Int(text), length >= 0 else { throw .requestUnreadable }
        guard length <= route.bodyBytesMax else { throw .bodyTooLarge(route.bodyBytesMax) }
    }

    /// The whole body.
    ///
    /// - Throws: `body_too_large` as soon as it is; `body_cut` when the connection ended first.
    static func read(_ request: Request, _ route: Route) async throws(Problem) -> [UInt8] {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        var body: [UInt8] = []
        body.reserveCapacity(announced ?? 0)
        do {
            for try await chunk in request.body {
                guard chunk.readableBytes <= route.bodyBytesMax - body.count else {
                    throw Problem.bodyTooLarge(route.bodyBytesMax)
                }
                body.append(contentsOf: chunk.readableBytesView)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .bodyCut
        }
        // The stream also ends when the connection does.
        guard announced == nil || announced == body.count else { throw .bodyCut }
        return body
    }
}
