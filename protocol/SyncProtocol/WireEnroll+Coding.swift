// Enrollment to messages and back.

import CausalCore
internal import Foundation

extension WireEnrollRequest {
    init(_ request: EnrollRequest) {
        self.init()
        code = request.code
        device = request.device
        clock = WireClockSample(request.clock)
        predecessor = request.predecessor?.rawValue ?? 0
        schema = request.schema
        software = request.software
        points = request.points.map { WireHistoryPoint($0) }
    }

    func request() throws(ProtocolError) -> EnrollRequest {
        guard hasClock else { throw ProtocolError(.missing, "the enrollment has no clock") }
        return EnrollRequest(
            code: try WireName.name(code, "enroll.code"),
            device: try WireName.name(device, "enroll.device"), clock: try clock.sample(),
            predecessor: predecessor == 0
                ? nil : try ReplicaNumber.replica(predecessor, "enroll.predecessor"),
            schema: schema, software: try WireName.name(software, "enroll.software"),
            points: try WireHistoryPoint.points(points, "enroll.points"))
    }
}

extension WireEnrollResponse {
    init(_ response: EnrollResponse) {
        self.init()
        token = response.token
        replica = response.replica.rawValue
        user = IdentityBytes.data(response.user)
        handle = response.handle
        name = response.name
        role = UInt32(response.role.rawValue)
        history = WireHistoryPoint(response.history)
        enrolled = response.enrolled.rawValue
        serverName = response.serverName
        if response.limits != .default { limits = WireLimits(response.limits) }
        if let answer = response.repair { repair = WireRepairAnswer(answer) }
    }

    func response() throws(ProtocolError) -> EnrollResponse {
        guard hasHistory, !token.isEmpty else {
            throw ProtocolError(.missing, "the answer has no history or no token")
        }
        return EnrollResponse(
            token: try WireName.name(token, "enroll.token"),
            replica: try ReplicaNumber.replica(replica, "enroll.replica"),
            user: try IdentityBytes.identity(user, "enroll.user"),
            handle: try WireName.name(handle, "enroll.handle"),
            name: try WireName.name(name, "enroll.name"),
            role: try Column.choice(role, "enroll.role"), history: try history.point(),
            enrolled: try StampBits.stamp(enrolled, "enroll.enrolled"),
            serverName: try WireName.name(serverName, "enroll.server_name"),
            limits: limits.limits, repair: hasRepair ? try repair.answer() : nil)
    }
}
