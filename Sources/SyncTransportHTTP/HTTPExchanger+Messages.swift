// The three things that are exchanged: a sync, an enrollment, an admin's action.

import SyncClient
import SyncProtocol

extension HTTPExchanger {
    /// Sends an encoded sync request; the answer is not decoded.
    public func sync(_ body: [UInt8]) async throws(TransportFailure) -> TransportAnswer {
        try await post(
            body, to: "/v1/sync", contentType: BodyForm.compressed.mediaType,
            answerBytesMax: HTTPExchangeLimits.syncAnswerBytesMax)
    }

    /// Makes this device a replica; works once for each code.
    public func enroll(
        _ request: EnrollRequest
    ) async throws(TransportFailure) -> EnrollResponse {
        do {
            let body = try SyncCodec.encode(request)
            let answer = try await post(
                body, to: "/v1/enroll", contentType: BodyForm.compressed.mediaType,
                answerBytesMax: HTTPExchangeLimits.answerBytesMax)
            return try SyncCodec.decodeEnrollResponse(answer.body)
        } catch let error as ProtocolError {
            throw .malformed(error.message)
        } catch let failure as TransportFailure {
            throw failure
        } catch {
            throw .interrupted("\(error)")
        }
    }

    /// Does one action of the admin API, if the person's role allows it.
    public func perform<Request: AdminRequest>(
        _ request: Request
    ) async throws(TransportFailure) -> Request.Response {
        do {
            let body = try JSONBody.encode(request)
            let answer = try await post(
                body, to: Request.action.path, contentType: BodyForm.json.mediaType,
                answerBytesMax: HTTPExchangeLimits.adminAnswerBytesMax)
            var limits = SyncLimits.default
            limits.bodyBytesMax = UInt32(HTTPExchangeLimits.adminAnswerBytesMax)
            return try JSONBody.decode(from: answer.body, limits: limits)
        } catch let error as ProtocolError {
            throw .malformed(error.message)
        } catch let failure as TransportFailure {
            throw failure
        } catch {
            throw .interrupted("\(error)")
        }
    }
}
