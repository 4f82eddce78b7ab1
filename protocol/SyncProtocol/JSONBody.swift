// Admin messages and problem details as JSON bodies.

internal import Foundation

/// Reads and writes the JSON bodies that are not protobuf messages: admin messages and problems.
public enum JSONBody {
    /// The JSON text of a message, with sorted keys, so that equal messages have equal bytes.
    public static func encode(_ message: some Encodable) throws(ProtocolError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(message))
        } catch {
            throw ProtocolError(.form, "\(type(of: message)) has no JSON form")
        }
    }

    /// Reads a message; unknown keys are passed over.
    ///
    /// - Throws: ``ProtocolError/Code/tooLarge`` above the limit of a body, and
    ///   ``ProtocolError/Code/form`` for text that is not the message.
    public static func decode<Message: Decodable>(
        _: Message.Type = Message.self, from bytes: [UInt8], limits: SyncLimits = .default
    ) throws(ProtocolError) -> Message {
        guard bytes.count <= Int(limits.bodyBytesMax) else {
            throw ProtocolError(.tooLarge, "the body is longer than bodyBytesMax")
        }
        do {
            return try JSONDecoder().decode(Message.self, from: Data(bytes))
        } catch {
            throw ProtocolError(.form, "the body is not the JSON form of \(Message.self)")
        }
    }
}
