// What a bad network does to one connection, byte by byte.

import Foundation

/// What becomes of one connection.
enum ProxyFault: Sendable {
    case none
    /// Reset at once.
    case refuse
    /// Taken, and never answered.
    case blackHole
    /// Reset after so many bytes of the laptop.
    case cutSending(after: Int)
    /// Reset after so many bytes of the server.
    case cutAnswer(after: Int)
    /// The request arrives and is done; its answer is cut off whole.
    case loseAnswer
    /// The request arrives and is done; its answer never comes, nor does an end.
    case eatAnswer
    /// Every piece comes so much later.
    case delay(milliseconds: Int)
    /// What the laptop sent is sent once more afterwards, over another connection.
    case `repeat`
}

/// Bytes that went through.
struct ProxyTraffic: Sendable {
    var sent = 0
    var answered = 0
}

/// The state of one connection: what was seen of it, and whether it is spoiled yet.
struct ProxyFlow {
    private let fault: ProxyFault
    private(set) var traffic = ProxyTraffic()
    private(set) var sent: [UInt8] = []
    private(set) var isCut = false
    var isServerGone = false
    private var records = TLSRecords()
    private var swallowed: ContinuousClock.Instant?

    init(_ fault: ProxyFault) {
        self.fault = fault
    }

    /// Whether nothing more is to be carried.
    var isOver: Bool {
        if case .loseAnswer = fault, let swallowed, .now - swallowed > .milliseconds(300) {
            return true
        }
        return isCut
    }

    /// What goes on to the server of what the laptop sent.
    mutating func fromLaptop(_ bytes: [UInt8]) -> [UInt8] {
        pause()
        records.add(bytes)
        let before = traffic.sent
        traffic.sent += bytes.count
        switch fault {
        case .blackHole: return []
        case .cutSending(let limit) where traffic.sent >= limit:
            isCut = true
            return Array(bytes.prefix(max(0, limit - before)))
        case .repeat:
            sent += bytes
            return bytes
        default: return bytes
        }
    }

    /// What goes on to the laptop of what the server answered.
    mutating func fromServer(_ bytes: [UInt8]) -> [UInt8] {
        pause()
        let before = traffic.answered
        traffic.answered += bytes.count
        switch fault {
        case .blackHole: return []
        case .cutAnswer(let limit) where traffic.answered >= limit:
            isCut = true
            return Array(bytes.prefix(max(0, limit - before)))
        case .loseAnswer where records.hasRequest, .eatAnswer where records.hasRequest:
            swallowed = swallowed ?? .now
            return []
        default: return bytes
        }
    }

    /// Whether the laptop is left waiting even where the server has gone.
    var isHole: Bool {
        switch fault {
        case .blackHole, .eatAnswer: true
        default: false
        }
    }

    private func pause() {
        if case .delay(let milliseconds) = fault {
            Thread.sleep(forTimeInterval: Double(milliseconds) / 1_000)
        }
    }
}

/// Counts the records of a TLS 1.3 stream: after the handshake's last one comes the request.
private struct TLSRecords {
    private var header: [UInt8] = []
    private var left = 0
    private var protected = 0

    /// Whether more than the laptop's end of the handshake was sent.
    var hasRequest: Bool { protected >= 2 && left == 0 }

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes {
            if left > 0 {
                left -= 1
                continue
            }
            header.append(byte)
            guard header.count == 5 else { continue }
            if header[0] == 23 { protected += 1 }
            left = Int(header[3]) << 8 | Int(header[4])
            header = []
        }
    }
}
