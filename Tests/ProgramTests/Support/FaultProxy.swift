// A bad network between a laptop and a server: what it does to each connection is said beforehand.

import Foundation
import Synchronization

/// Carries connections to a server on this machine, and spoils those that it is told to.
///
/// It sees only TLS: what it can do is eat, cut, delay and repeat bytes.
final class FaultProxy: Sendable {
    let port: Int
    private let listener: Int32
    private let state: Mutex<State>

    private struct State {
        var target: Int
        var planned: [ProxyFault] = []
        var standing = ProxyFault.none
        var isOpen = true
        var traffic = ProxyTraffic()
    }

    /// Listens on a port of its own for connections to another.
    init(to target: Int) throws {
        state = Mutex(State(target: target))
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in.local(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard isBound else { throw TestFailure("proxy: \(String(cString: strerror(errno)))") }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in accept() }
    }

    /// What becomes of the next connections, in order; those after them are carried.
    func plan(_ faults: ProxyFault...) {
        state.withLock { $0.planned = faults }
    }

    /// What becomes of all connections that nothing is planned for.
    func always(_ fault: ProxyFault) {
        state.withLock { $0.standing = fault }
    }

    /// What the last connection that was carried to its end brought.
    var traffic: ProxyTraffic { state.withLock { $0.traffic } }

    /// Ends all connections and takes no more; must be called, or its thread stays.
    func close() {
        state.withLock { $0.isOpen = false }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private var isOpen: Bool { state.withLock { $0.isOpen } }

    private func accept() {
        while isOpen {
            let laptop = Foundation.accept(listener, nil, nil)
            guard laptop >= 0 else { continue }
            let (fault, target) = state.withLock { state in
                let fault =
                    state.planned.isEmpty ? state.standing : state.planned.removeFirst()
                return (fault, state.target)
            }
            Thread.detachNewThread { [self] in carry(laptop, to: target, fault) }
        }
        Foundation.close(listener)
    }

    private func carry(_ laptop: Int32, to target: Int, _ fault: ProxyFault) {
        defer { Foundation.close(laptop) }
        if case .refuse = fault { return reset(laptop) }
        let server = sockaddr_in.connect(port: target)
        guard server >= 0 else { return reset(laptop) }
        defer { Foundation.close(server) }
        var flow = ProxyFlow(fault)
        while isOpen, step(laptop, server, &flow) {}
        if flow.isCut {
            reset(laptop)
            reset(server)
        }
        state.withLock { $0.traffic = flow.traffic }
        if case .repeat = fault { send(flow.sent, again: target) }
    }

    /// Carries what has come; false where the connection is over.
    private func step(_ laptop: Int32, _ server: Int32, _ flow: inout ProxyFlow) -> Bool {
        var ends = [
            pollfd(fd: laptop, events: Int16(POLLIN), revents: 0),
            pollfd(fd: flow.isServerGone ? -1 : server, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&ends, 2, 20) >= 0 || errno == EINTR else { return false }
        for (index, end) in ends.enumerated() where end.revents != 0 {
            guard let bytes = bytes(from: end.fd) else {
                flow.isServerGone = index == 1
                return flow.isServerGone && flow.isHole
            }
            let rest = index == 0 ? flow.fromLaptop(bytes) : flow.fromServer(bytes)
            guard write(rest, to: index == 0 ? server : laptop) else { return false }
        }
        return !flow.isOver
    }

    private func bytes(from end: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = read(end, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private func write(_ bytes: [UInt8], to end: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(end, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Lets the close that follows be a reset.
    private func reset(_ end: Int32) {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(end, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    /// Sends what the laptop sent once more, over a connection of its own.
    private func send(_ bytes: [UInt8], again target: Int) {
        let server = sockaddr_in.connect(port: target)
        guard server >= 0 else { return }
        defer { Foundation.close(server) }
        guard write(bytes, to: server) else { return }
        var end = pollfd(fd: server, events: Int16(POLLIN), revents: 0)
        while poll(&end, 1, 300) > 0, self.bytes(from: server) != nil {}
    }
}

extension sockaddr_in {
    fileprivate static func local(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// A connection to a port of this machine, or -1.
    fileprivate static func connect(port: Int) -> Int32 {
        let end = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = local(port: port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isThere = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(end, $0, length) == 0
            }
        }
        if isThere { return end }
        Foundation.close(end)
        return -1
    }
}
