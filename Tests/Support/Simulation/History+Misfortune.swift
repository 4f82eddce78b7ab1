// What befalls machines, disks and assignments between the work and the syncs.
import CausalCore
import ReplicaStore

extension History {
    /// One event.
    func befall(_ step: Step, _ index: Int, _ randomness: inout SeededRandomness) throws {
        let device = devices[index]
        switch step.action {
        case .restartDevice:
            device.clocks.restart(now: box.now, randomness: &randomness)
            report.mark(.machineRestarted)
        case .restartServer:
            server.restart()
            report.mark(.serverRestarted)
        case .stepClock:
            guard plan.hasWrongClocks else { return }
            device.clocks.step(randomness: &randomness)
            report.mark(.clockStepped)
        case .deliverLate: try deliverLate(&randomness)
        case .give: try give(randomness.below(accounts.count), to: person(&randomness))
        case .take: try take(randomness.below(accounts.count), from: person(&randomness))
        case .copyDisk: try copyDisk(of: device)
        case .putDiskBack: try putDiskBack(of: device)
        case .useCopy: try useCopy(of: device, randomness)
        case .revoke: try revoke(device)
        case .lie: try lie(&randomness)
        case .settleHeld: try settleHeld(&randomness)
        case .backUpServer: try backUpServer(takesLong: randomness.chance(0.5))
        case .beginBackUp:
            try completeBackup()
            try beginBackup()
            report.mark(.backupTookLong)
        case .restoreServer: try restoreServer(isDeclared: true)
        case .putServerBack: try restoreServer(isDeclared: false)
        case .emptyServer: try emptyServer()
        case .pass, .trim, .upgradeDevice, .upgradeServer:
            try age(step.action, device, &randomness)
        case .work, .sync: break
        }
    }

    /// What months do.
    private func age(
        _ action: Step.Action, _ device: SimulatedDevice, _ randomness: inout SeededRandomness
    ) throws {
        switch action {
        case .pass:
            let days =
                randomness.chance(0.7) ? 31 + randomness.below(30) : 181 + randomness.below(30)
            box.now.advance(milliseconds: days * 86_400_000)
            report.mark(.weeksPassed)
        case .trim: try trim()
        case .upgradeDevice:
            guard device.software != .newer else { return }
            let newer = try workshop.copy(of: device.store, .newer)
            workshop.takeBack(device.store, device.software)
            (device.store, device.software) = (newer, .newer)
            report.mark(.deviceUpgraded)
        case .upgradeServer:
            guard server.software != .newer else { return }
            server.upgrade()
            report.mark(.serverUpgraded)
        default: break
        }
    }

    /// The server lets values go; whoever confirms nothing and never comes back is revoked first.
    private func trim() throws {
        if let liar {
            try server.revoke(token: liar.token)
            self.liar = nil
        }
        let done = try server.trim()
        trims += 1
        if done.ops > 0 { report.mark(.logTrimmed) }
        if done.stubs > 0 { report.mark(.stubMade) }
        try observeServer()
    }

    /// Somebody but the admin, whose accounts are never taken away.
    private func person(_ randomness: inout SeededRandomness) -> Int {
        1 + randomness.below(plan.devices - 1)
    }

    func give(_ account: Int, to person: Int) throws {
        // An account that nobody has brought back to an empty server cannot be given to anybody.
        guard judge.lastSeq(accounts[account].record, through: .max) > 0,
            !strangers.contains(person)
        else { return }
        try server.assign(name(of: person), to: accounts[account].id)
        accounts[account].people.insert(person)
        report.mark(.accountGiven)
        try observeServer()
    }

    private func take(_ account: Int, from person: Int) throws {
        guard judge.lastSeq(accounts[account].record, through: .max) > 0,
            !strangers.contains(person)
        else { return }
        try server.unassign(name(of: person), from: accounts[account].id)
        accounts[account].people.remove(person)
        report.mark(.accountTakenAway)
        let hasUnsent = devices.contains { device in
            device.person == person
                && device.memory.unsent.values.contains {
                    judge.writes[$0].fate == .open
                        && records[judge.writes[$0].record].account == account
                }
        }
        if hasUnsent { report.mark(.scopeLostWithUnsentEdits) }
        try observeServer()
    }

    func name(of person: Int) -> String { devices[person].name }

    private func deliverLate(_ randomness: inout SeededRandomness) throws {
        guard !stray.isEmpty else { return }
        let old = stray[randomness.below(stray.count)]
        isLate = true
        defer { isLate = false }
        _ = deliver(old.body, token: old.token, person: old.person)
        if old.isUndelivered { torn.insert(old.token) }
        report.mark(.oldRequestArrived)
        try observeServer()
    }

    private func copyDisk(of device: SimulatedDevice) throws {
        if let copy = device.copy { workshop.takeBack(copy.store, copy.software) }
        device.copy = (
            try workshop.copy(of: device.store, device.software), device.memory, device.software
        )
        branchOff(&device.memory)
        report.mark(.diskCopied)
    }

    /// What is written on a disk from now on is on no other copy of it.
    private func branchOff(_ memory: inout SimulatedDevice.Memory) {
        branches += 1
        memory.branch.append(branches)
    }

    private func putDiskBack(of device: SimulatedDevice) throws {
        guard let copy = device.copy else { return }
        try device.store.takeContent(of: copy.store)
        device.memory = copy.memory
        branchOff(&device.memory)
        torn.insert(device.token)
        report.mark(.diskPutBack)
    }

    /// Two machines that hold one identity: the same person works on both.
    private func useCopy(of device: SimulatedDevice, _ randomness: SeededRandomness) throws {
        guard let copy = device.copy, devices.count < 8, !device.isRevoked else { return }
        var clockRandomness = randomness.stream("clocks")
        let twin = SimulatedDevice(
            person: device.person, name: device.name, token: device.token,
            clocks: DeviceClocks(
                now: box.now, wrong: plan.hasWrongClocks, randomness: &clockRandomness),
            ids: IdentifierSupply(randomness: randomness.stream("ids")),
            software: copy.software, store: copy.store, box: box)
        twin.memory = copy.memory
        branchOff(&twin.memory)
        device.copy = nil
        devices.append(twin)
        torn.insert(device.token)
        report.mark(.copyInUse)
    }

    private func revoke(_ device: SimulatedDevice) throws {
        guard device.person != 0, !device.isRevoked else { return }
        try server.revoke(token: device.token)
        for other in devices where other.token == device.token { other.isRevoked = true }
        report.mark(.deviceRevoked)
    }

    /// The admin applies a held op, having seen the record as it is, or puts it aside.
    private func settleHeld(_ randomness: inout SeededRandomness) throws {
        guard let held = randomness.pick(try server.inbox()), let op = opNumbers[held.op] else {
            return
        }
        let original = judge.writes[op]
        let seen = judge.lastSeq(original.record, through: .max)
        guard randomness.chance(0.6) else {
            try server.archive(held.op)
            settlements[op] = .archived
            report.mark(.heldOpArchived)
            return try observeServer()
        }
        let known = judge.known(original.record, through: seen)
        guard let new = try server.apply(held.op, seen: seen) else { return }
        transactionCount += 1
        let number = judge.wrote(
            original.record, original.deed, units: original.units, seen: known,
            transaction: transactionCount)
        opNumbers[new] = number
        for (conflict, ops) in resolvers where ops.contains(op) {
            resolvers[conflict]?.append(number)
        }
        opIDs.append(new)
        origins.append(nil)
        settlements[op] = .applied
        report.mark(.heldOpApplied)
        try observeServer()
    }
}
