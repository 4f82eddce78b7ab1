// People at work: each edit is told to the judge together with what its writer had seen.
import AccountRecords
import CausalCore
import GRDB
import ReplicaStore

extension History {
    /// Somebody makes some edits.
    func work(on index: Int, _ step: Step) throws {
        let device = devices[index]
        guard try canTell(device) else { return }
        let crash = step.faults.first { $0.kind == .deviceCrash }.map { Crash(at: $0.place) }
        if let crash { try device.store.inspect { crash.arm($0) } }
        defer { if let crash { try? device.store.inspect { crash.disarm($0) } } }
        for number in 0..<step.count {
            let draw = EditDraw(
                randomness: SeededRandomness(seed: step.pick &+ UInt64(number)),
                knowsMotto: device.software.knowsMotto)
            do {
                try write(on: device, draw)
            } catch {
                guard let crash, crash.hasStruck else { throw error }
            }
            if !plan.hasTies { box.now.advance(milliseconds: 1 + Int(step.pick >> 40 & 0xFFF)) }
            guard let crash, crash.hasStruck else { continue }
            try device.store.inspect { crash.disarm($0) }
            report.mark(crash.wasInCommit ? .crashAfterCommit : .deviceCrashedInWrite)
            if let unfinished {
                self.unfinished = nil
                try tellWritten(unfinished.transaction, on: device, seen: unfinished.seen)
            }
            // An undo takes edits back, and may have been committed when the program ended.
            defer { isUndoing = false }
            return try lookAtDisk(of: device, mayMiss: isUndoing)
        }
    }

    private func write(on device: SimulatedDevice, _ draw: EditDraw) throws {
        var draw = draw
        let edit = draw.kind()
        isSavingOpenEdit = edit == .saveToken
        switch edit {
        case .addContact, .addPromise: try addRecord(edit, on: device, &draw)
        case .openToken: try openEdit(on: device, &draw)
        case .saveToken: try saveOpenEdit(on: device, &draw)
        case .keep, .acknowledge: try settle(on: device, isKeeping: edit == .keep, &draw)
        case .undo: try undo(on: device, &draw)
        case .several: try changeSeveral(on: device, &draw)
        default: try change(on: device, &draw)
        }
    }

    /// The first device makes an account.
    func makeAccount(_ handle: String, token: String) throws {
        let values: [String: FieldValue] = [
            "handle": .text(handle), "name": .text(token + handle), "kind": .choice("external"),
            "status": .choice("active"),
        ]
        try perform(on: devices[0]) { editor, _ in
            let id = try editor.create("account", RecordChanges(values))
            let record = self.note(id, KindNumber.account, account: self.accounts.count)
            self.accounts.append(Account(id: id, record: record, token: token, people: [0]))
        }
    }

    private func note(_ id: RecordID, _ kind: UInt16, account: Int) -> Int {
        let number = judge.record()
        records.append(Known(id: id, kind: kind, account: account))
        recordNumbers[id] = number
        return number
    }

    private func addRecord(
        _ edit: EditKind, on device: SimulatedDevice, _ draw: inout EditDraw
    ) throws {
        let account = accounts[draw.randomness.below(accounts.count)]
        guard records.count < 12 else { return try change(on: device, &draw) }
        let word = draw.word(account.token)
        try perform(on: device) { editor, _ in
            guard try editor.reader.record(account.id)?.isAlive == true else { return }
            let (kind, number): (String, UInt16) =
                edit == .addContact
                ? ("contact", KindNumber.contact) : ("commitment", KindNumber.commitment)
            let values: [String: FieldValue] =
                edit == .addContact
                ? ["name": word]
                : [
                    "direction": .choice("us"), "text": word,
                    "owner": .user(try editor.reader.identity()?.user ?? .zero),
                ]
            let id = try editor.create(kind, account: account.id, RecordChanges(values))
            _ = self.note(id, number, account: self.records[account.record].account)
        }
    }

    private func change(on device: SimulatedDevice, _ draw: inout EditDraw) throws {
        var inner = draw
        let number = inner.randomness.below(records.count)
        try perform(on: device) { editor, seen in
            try self.change(number, device, &editor, &seen, &inner)
        }
    }

    /// Several records in one transaction: mostly of one account, now and then of any.
    private func changeSeveral(on device: SimulatedDevice, _ draw: inout EditDraw) throws {
        var inner = draw
        let account = inner.randomness.below(accounts.count)
        var reach = inner.randomness.stream("accounts")
        let isWide = reach.chance(0.25)
        let numbers = records.indices.filter { isWide || records[$0].account == account }
        let count = 2 + inner.randomness.below(4)
        try perform(on: device) { editor, seen in
            for _ in 0..<count {
                let number = numbers[inner.randomness.below(numbers.count)]
                if seen[number] == nil {
                    try self.change(number, device, &editor, &seen, &inner)
                }
            }
        }
    }

    private func change(
        _ number: Int, _ device: SimulatedDevice, _ editor: inout ReplicaEditor,
        _ seen: inout [Int: BitSet], _ draw: inout EditDraw
    ) throws {
        let known = records[number]
        guard let view = try editor.reader.record(known.id) else { return }
        seen[number] = self.known(number, view, on: device)
        let roll = draw.randomness.below(10)
        if !view.isAlive {
            if roll < 4 { try editor.restore(known.id) }
            return
        }
        if roll == 0, known.kind != KindNumber.account {
            try editor.delete(known.id)
            return
        }
        let edits = draw.kinds(of: known.kind)
        let token = accounts[known.account].token
        guard
            let changes = draw.changes(
                edits[draw.randomness.below(edits.count)], kind: known.kind, token: token)
        else { return }
        try editor.set(known.id, changes)
    }

    private func openEdit(on device: SimulatedDevice, _ draw: inout EditDraw) throws {
        let number = draw.randomness.below(records.count)
        let id = records[number].id
        guard device.memory.openEdits.count < 4,
            try device.store.read({ try $0.record(id)?.isAlive }) == true
        else { return }
        let (read, token) = try device.store.openEdit(id)
        device.memory.openEdits.append(
            SimulatedDevice.OpenEdit(
                record: id, token: token, seen: known(number, read, on: device)))
        report.mark(.editLeftOpen)
    }

    private func saveOpenEdit(on device: SimulatedDevice, _ draw: inout EditDraw) throws {
        guard !device.memory.openEdits.isEmpty else { return }
        let open = device.memory.openEdits.removeFirst()
        guard let number = recordNumbers[open.record] else { return }
        let edits = draw.kinds(of: records[number].kind)
        let token = accounts[records[number].account].token
        guard
            let changes = draw.changes(
                edits[draw.randomness.below(edits.count)], kind: records[number].kind,
                token: token)
        else { return }
        report.mark(.openEditSaved)
        try perform(on: device) { editor, seen in
            seen[number] = open.seen
            try editor.set(open.record, changes, token: open.token)
        }
    }

    private func settle(
        on device: SimulatedDevice, isKeeping: Bool, _ draw: inout EditDraw
    ) throws {
        let roll = draw.randomness.next()
        try perform(on: device) { editor, seen in
            let open = try editor.reader.conflicts(.open).map(\.conflict)
            guard !open.isEmpty else { return }
            let conflict = open[Int(roll % UInt64(open.count))]
            guard let number = self.recordNumbers[conflict.record],
                let view = try editor.reader.record(conflict.record)
            else { return }
            seen[number] = self.known(number, view, on: device)
            if device.unfetchedConflicts.contains(conflict.id) {
                for side in conflict.members.compactMap({ self.opNumbers[$0.op] }) {
                    seen[number]?.insert(self.judge.writes[side].place)
                }
            }
            let member = conflict.members[Int(roll >> 32) % conflict.members.count]
            if isKeeping {
                try editor.keep(member.op, of: conflict.id, reason: "so it is")
            } else {
                try editor.review(conflict.id, reason: "seen")
            }
            self.report.mark(isKeeping ? .conflictSettled : .conflictAcknowledged)
        }
    }

    private func undo(on device: SimulatedDevice, _ draw: inout EditDraw) throws {
        guard let last = device.memory.transactions.last else { return }
        isUndoing = true
        try perform(on: device) { editor, seen in
            for own in try editor.reader.ops(of: last) {
                guard let number = self.recordNumbers[own.op.record],
                    let view = try editor.reader.record(own.op.record)
                else { continue }
                seen[number] = self.known(number, view, on: device)
            }
            try editor.undo(last)
            self.report.mark(.editsUndone)
        }
        try lookAtDisk(of: device, mayMiss: true)
        isUndoing = false
    }

    // MARK: Telling the judge

    /// What somebody who reads a view has seen: what the server's state contains, and what was
    /// written here.
    func known(_ record: Int, _ view: RecordView, on device: SimulatedDevice) -> BitSet {
        var seen = state(record, view, on: device)
        guard let mine = device.memory.mine[record] else { return seen }
        seen.formUnion(mine)
        guard judge.isRestored else { return seen }
        // With an own edit that the state does not cover comes what its writer had seen, also of
        // what a restored server has lost.
        for op in mine.members.map({ judge.records[record].ops[$0] }) {
            let write = judge.writes[op]
            let isCovered = write.fate == .accepted && write.seq <= view.seq
            if !isCovered { seen.formUnion(write.seen) }
        }
        return seen
    }

    /// What the server's state contains that somebody reads.
    private func state(_ record: Int, _ view: RecordView, on device: SimulatedDevice) -> BitSet {
        guard let unfetched = device.unfetched else {
            return judge(of: device).known(record, through: view.seq)
        }
        guard unfetched.contains(view.id) else { return judge.known(record, through: view.seq) }
        let stood = device.memory.stood?[record] ?? 0
        return judge(of: device).known(record, through: stood)
    }

    /// Writes on a device, and tells the judge what came of it.
    ///
    /// - Parameter body: also says, for each record, the places of the ops that the writer has seen.
    private func perform(
        on device: SimulatedDevice,
        _ body: (inout ReplicaEditor, inout [Int: BitSet]) throws -> Void
    ) throws {
        var seen: [Int: BitSet] = [:]
        var transaction = TransactionID.zero
        do {
            try device.store.write(device.moment) { editor in
                transaction = editor.transaction
                try body(&editor, &seen)
            }
        } catch let error as StoreError
            where [.notFound, .notAlive, .invalidValue, .changedSince, .nothingToUndo]
            .contains(error.code)
        {
            return report.mark(.editRefusedHere)
        } catch {
            unfinished = (transaction, seen)
            throw error
        }
        unfinished = (transaction, seen)
        try tellWritten(transaction, on: device, seen: seen)
        unfinished = nil
    }

    private func tellWritten(
        _ transaction: TransactionID, on device: SimulatedDevice, seen: [Int: BitSet]
    ) throws {
        let written = try device.store.read { try $0.ops(of: transaction) }
        guard !written.isEmpty else { return }
        device.memory.transactions.append(transaction)
        transactionCount += 1
        if written.count > 1 { report.mark(.transactionOfSeveral) }
        for own in written { tell(own, on: device, seen: seen) }
    }

    private func tell(_ own: OwnOp, on device: SimulatedDevice, seen: [Int: BitSet]) {
        guard let record = recordNumbers[own.op.record] else { return }
        var places = seen[record] ?? BitSet()
        if let folded = device.memory.unsent[own.position] {
            if own.position <= device.memory.sealedEnd {
                broken = SimulationFailure(
                    "sealed ops stay", "op \(folded) was sent by \(device.name), and folded away")
            }
            device.memory.written.remove(folded)
            places.remove(judge.writes[folded].place)
            device.memory.mine[record]?.remove(judge.writes[folded].place)
            takenBack.insert(folded)
            report.mark(.opFolded)
        }
        let number = judge.wrote(
            record, Self.deed(own.op.action),
            units: own.op.units.map { (unitNumber($0.key), $0.value) }, seen: places,
            transaction: transactionCount)
        opNumbers[own.op.id] = number
        opIDs.append(own.op.id)
        origins.append(
            Origin(
                device: device, boot: device.clocks.bootNumber, time: box.now.milliseconds,
                schema: own.op.schema, isCreate: own.op.action == .create,
                branch: device.memory.branch, wasOpen: isSavingOpenEdit))
        device.memory.written.insert(number)
        transactionOps[transactionCount, default: []].append(number)
        for conflict in own.op.resolves { resolvers[conflict, default: []].append(number) }
        device.memory.unsent[own.position] = number
        device.memory.mine[record, default: BitSet()].insert(judge.writes[number].place)
        report.ops += 1
        report.note(own.op.id.low)
    }

    private static func deed(_ action: OpAction) -> Oracle.Deed {
        switch action {
        case .create, .set: .writes
        case .delete: .deletes
        case .restore: .restores
        case .review: .reviews
        }
    }
}
