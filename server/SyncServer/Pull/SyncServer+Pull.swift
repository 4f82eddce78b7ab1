// What a device does not have yet.

import CausalCore

extension SyncServer {
    /// The pages that answer a pull, as many as one answer carries.
    func pages(of request: PullRequest, _ session: Session, _ snapshot: any ServerSnapshot) throws
        -> [PullPage]
    {
        var assembly = PullAssembly(
            session, family: session.replica?.family ?? session.device.family, limits: limits,
            snapshot)
        return try assembly.pages(request)
    }
}
