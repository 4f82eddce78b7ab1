// A network of two machines on one: a laptop in a namespace of its own, joined by a virtual cable.

import Foundation

/// A namespace with one cable to this machine, on which either direction can be made to drop.
///
/// A frame for a hardware address that nobody has vanishes without a word, as on a bad radio link;
/// so a wrong entry in the table of neighbours drops one direction and needs no packet filter.
final class NetworkNamespace: Sendable {
    private let name: String
    private let near: String
    private let far: String
    /// The address of this machine on the cable.
    let serverHost: String
    private let laptopHost: String

    /// Whether this process may make namespaces; if not, the tests that need them are skipped.
    static let isAvailable: Bool = {
        guard geteuid() == 0 else { return false }
        return (try? NetworkNamespace(number: 250)) != nil
    }()

    /// - Parameter number: tells namespaces of one process apart, at most 250.
    init(number: Int) throws {
        let process = ProcessInfo.processInfo.processIdentifier
        name = "kith-\(process)-\(number)"
        near = "kn\(process % 1_000_000)x\(number)"
        far = "kf\(process % 1_000_000)x\(number)"
        let net = "10.\(199 + Int(process) % 50).\(number)"
        serverHost = net + ".1"
        laptopHost = net + ".2"
        try ip("netns", "add", name)
        do {
            try ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name)
            try ip("addr", "add", serverHost + "/24", "dev", near)
            try ip("link", "set", near, "up")
            try ip("-n", name, "addr", "add", laptopHost + "/24", "dev", far)
            try ip("-n", name, "link", "set", far, "up")
        } catch {
            try? ip("netns", "del", name)
            throw error
        }
    }

    deinit { try? ip("netns", "del", name) }  // the cable goes with it

    /// The words before a command that is to run on the laptop's side.
    var words: [String] { ["ip", "netns", "exec", name] }

    /// Whatever the laptop sends is dropped from now on.
    func dropFromLaptop() throws {
        try ip("-n", name, "neigh", "replace", serverHost, "lladdr", Self.nobody, "dev", far)
    }

    /// Whatever the server sends is dropped from now on.
    func dropFromServer() throws {
        try ip("neigh", "replace", laptopHost, "lladdr", Self.nobody, "dev", near)
    }

    /// Both directions work again.
    func heal() throws {
        try? ip("-n", name, "neigh", "del", serverHost, "dev", far)
        try? ip("neigh", "del", laptopHost, "dev", near)
    }

    private static let nobody = "02:00:00:00:be:ef"

    private func ip(_ words: String...) throws {
        let command = "PATH=/usr/sbin:/sbin:$PATH ip " + words.joined(separator: " ")
        let result = try ChildProcess.tool("sh", "-c", command)
        guard result.exitCode == 0 else { throw TestFailure("\(command): \(result.output)") }
    }
}
