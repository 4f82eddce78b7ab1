// Bodies of /v1/sync and /v1/enroll: values to bytes and back.

import CausalCore
internal import Foundation
internal import SwiftProtobuf

/// Encodes and decodes the bodies of a sync and of an enrollment.
///
/// > Decoders are total: whatever the bytes are, they give a value or throw a ``ProtocolError``, in
/// > time and memory that are bounded by ``SyncLimits``.
public enum SyncCodec {
    /// The level of compression for small bodies: zlib's own balance between time and size.
    public static let levelUsual = 6
    /// The level for long ones, such as a first pull: four times as fast, a third longer.
    public static let levelOfLongBodies = 1
    /// Bodies of more bytes than this, before compression, are long.
    public static let longBodyBytes = 524_288

    /// The bytes of a request.
    ///
    /// - Parameters:
    ///   - level: 0 to 9; nil chooses by the length.
    ///   - onFastLink: whether the link carries more bytes than the compressor takes in; then long
    ///     bodies travel as they are.
    public static func encode(
        _ request: SyncRequest, as form: BodyForm = .compressed, level: Int? = nil,
        onFastLink: Bool = false
    ) throws(ProtocolError) -> [UInt8] {
        try bytes(of: WireSyncRequest(request), form, level, onFastLink)
    }

    /// The bytes of an answer.
    ///
    /// - Parameters:
    ///   - request: what is answered; the answer leaves out the history's point where it is the one
    ///     that the request named, and what the request holds if that takes echoes.
    ///   - onFastLink: as of a request.
    public static func encode(
        _ response: SyncResponse, as form: BodyForm = .compressed, level: Int? = nil,
        to request: SyncRequest? = nil, onFastLink: Bool = false
    ) throws(ProtocolError) -> [UInt8] {
        try bytes(of: WireSyncResponse(response, to: request), form, level, onFastLink)
    }

    /// The bytes of a request to enroll.
    public static func encode(
        _ request: EnrollRequest, as form: BodyForm = .compressed, level: Int? = nil
    ) throws(ProtocolError) -> [UInt8] {
        try bytes(of: WireEnrollRequest(request), form, level)
    }

    /// The bytes of an answer to an enrollment.
    public static func encode(
        _ response: EnrollResponse, as form: BodyForm = .compressed, level: Int? = nil
    ) throws(ProtocolError) -> [UInt8] {
        try bytes(of: WireEnrollResponse(response), form, level)
    }

    /// Reads a request.
    ///
    /// The ops per batch are not held to their limit here: the server answers a batch that is too
    /// large with its refusal, so that the device makes smaller ones.
    public static func decodeRequest(
        _ bytes: [UInt8], as form: BodyForm = .compressed, limits: SyncLimits = .default
    ) throws(ProtocolError) -> SyncRequest {
        try message(WireSyncRequest.self, bytes, form, limits).request(limits: limits)
    }

    /// Reads an answer.
    ///
    /// - Parameter request: what is answered, which holds what the answer leaves out.
    public static func decodeResponse(
        _ bytes: [UInt8], as form: BodyForm = .compressed, limits: SyncLimits = .default,
        to request: SyncRequest? = nil
    ) throws(ProtocolError) -> SyncResponse {
        try message(WireSyncResponse.self, bytes, form, limits, isAnswer: true)
            .response(to: request)
    }

    /// Reads a request to enroll.
    public static func decodeEnrollRequest(
        _ bytes: [UInt8], as form: BodyForm = .compressed, limits: SyncLimits = .default
    ) throws(ProtocolError) -> EnrollRequest {
        try message(WireEnrollRequest.self, bytes, form, limits).request()
    }

    /// Reads an answer to an enrollment.
    public static func decodeEnrollResponse(
        _ bytes: [UInt8], as form: BodyForm = .compressed, limits: SyncLimits = .default
    ) throws(ProtocolError) -> EnrollResponse {
        try message(WireEnrollResponse.self, bytes, form, limits, isAnswer: true).response()
    }

    private static func bytes(
        of message: some Message, _ form: BodyForm, _ level: Int?, _ isLinkFast: Bool = false
    ) throws(ProtocolError) -> [UInt8] {
        guard form == .json else {
            let plain = try serialized(message)
            return try Zlib.deflate(
                plain, level: level ?? Self.level(of: plain, isLinkFast: isLinkFast))
        }
        do {
            return Array(try message.jsonString().utf8)
        } catch {
            throw ProtocolError(.form, "the message could not be written")
        }
    }

    /// The bytes of a message before compression.
    static func serialized(_ message: some Message) throws(ProtocolError) -> [UInt8] {
        do {
            return try message.serializedBytes()
        } catch {
            throw ProtocolError(.form, "the message could not be written")
        }
    }

    /// The level of compression for a message, by its length.
    static func level(of plain: [UInt8], isLinkFast: Bool) -> Int {
        guard plain.count > longBodyBytes else { return levelUsual }
        return isLinkFast ? 0 : levelOfLongBodies
    }

    private static func message<Content: Message>(
        _: Content.Type, _ bytes: [UInt8], _ form: BodyForm, _ limits: SyncLimits,
        isAnswer: Bool = false
    ) throws(ProtocolError) -> Content {
        let bytesMax =
            form == .json || isAnswer ? limits.inflatedBytesMax : limits.bodyBytesMax
        guard bytes.count <= Int(bytesMax) else {
            throw ProtocolError(.tooLarge, "the body is longer than is allowed")
        }
        let plain =
            form == .json ? bytes : try Zlib.inflate(bytes, limits: limits, asksRatio: !isAnswer)
        do {
            if form == .json {
                var options = JSONDecodingOptions()
                options.ignoreUnknownFields = true
                return try Content(jsonUTF8Data: Data(plain), options: options)
            }
            var options = BinaryDecodingOptions()
            options.discardUnknownFields = true
            return try Content(serializedBytes: plain, options: options)
        } catch {
            throw ProtocolError(.form, "the body is not the message that belongs here")
        }
    }
}
