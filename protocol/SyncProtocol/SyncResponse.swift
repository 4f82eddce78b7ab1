// The server's answer to one sync.

import CausalCore

/// The body of an answer from `/v1/sync`.
public struct SyncResponse: Hashable, Sendable {
    /// Which server this is, and whether it will talk to the device.
    public var welcome: Welcome
    /// One for each batch of the request, in its order; fewer if one was not accepted.
    public var answers: [BatchAnswer]
    /// Pages of one pull, each continuing the one before it.
    public var pages: [PullPage]
    /// The answer to ``SyncRequest/repair``.
    public var repair: RepairAnswer?

    /// Makes a value of its parts.
    public init(
        welcome: Welcome, answers: [BatchAnswer] = [], pages: [PullPage] = [],
        repair: RepairAnswer? = nil
    ) {
        self.welcome = welcome
        self.answers = answers
        self.pages = pages
        self.repair = repair
    }
}
