// What a device does not have yet.

import CausalCore
import SyncProtocol

extension SyncServer {
    /// The pages that answer a pull, as many as one answer carries.
    ///
    /// - Parameter successions: what the acknowledgements of the same answer tell of.
    func pages(
        of request: PullRequest, successions: Successions, _ session: Session,
        _ snapshot: any ServerSnapshot
    ) throws -> [PullPage] {
        var assembly = PullAssembly(
            session, family: session.replica?.family ?? session.device.family,
            successions: successions,
            limits: limits, touches, snapshot)
        return try assembly.pages(request)
    }
}
