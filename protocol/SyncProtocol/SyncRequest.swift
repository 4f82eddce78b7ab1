// What a device says in one sync: who it is, what it wrote, what it wants to know.

import CausalCore

/// The body of a request to `/v1/sync`: hello, push and pull in one exchange.
public struct SyncRequest: Hashable, Sendable {
    /// Who is asking, and the present of its clocks; outside the sealed batches.
    public var hello: Hello
    /// Sealed batches in the order of sealing, each following the one before it.
    public var batches: [OpBatch]
    /// The batch that was sealed behind the last of these; nil if none was.
    ///
    /// The server may have taken it already, if a laptop stopped before it had noted the answer to these.
    public var sealedBehind: BatchID?
    /// What it asks for; nil asks for nothing but the verdicts.
    public var pull: PullRequest?
    /// The question for a common point after ``SessionRefusal/historyRestored``; then there are no
    /// batches and there is no pull.
    public var repair: RepairRequest?
    /// Whether the answer may leave out what this request holds; its reader then needs the request.
    public var takesEchoes: Bool

    /// Makes a value of its parts.
    public init(
        hello: Hello, batches: [OpBatch] = [], sealedBehind: BatchID? = nil,
        pull: PullRequest? = nil, repair: RepairRequest? = nil, takesEchoes: Bool = false
    ) {
        self.hello = hello
        self.batches = batches
        self.sealedBehind = sealedBehind
        self.pull = pull
        self.repair = repair
        self.takesEchoes = takesEchoes
    }
}
