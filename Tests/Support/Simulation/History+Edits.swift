// People at work: each edit is told to the judge together with what its writer had seen.
import AccountRecords
import CausalCore
import ReplicaStore

extension History {
    /// Somebody makes an edit on a device, if there is something to edit.
    func write(on index: Int) throws {
        guard let edit = edits.pick(EditKind.allCases) else { return }
        switch edit {
        case .addContact: try addRecord("contact", on: index)
        case .addPromise: try addRecord("commitment", on: index)
        case .openToken: try openEdit(on: index)
        case .saveToken: try saveOpenEdit(on: index)
        case .keep, .acknowledge: try settle(on: index, isKeeping: edit == .keep)
        default: try change(edit, on: index)
        }
    }

    /// The first device makes an account.
    func makeAccount(_ handle: String) throws {
        let values: [String: FieldValue] = [
            "handle": .text(handle), "name": .text(handle), "kind": .choice("external"),
            "status": .choice("active"),
        ]
        try perform(on: 0, seen: [:]) { editor in
            let account = try editor.create("account", RecordChanges(values))
            self.accounts.append(account)
            self.universe.append(account)
        }
    }

    private func addRecord(_ kind: String, on index: Int) throws {
        guard universe.count < 7, let account = edits.pick(accounts),
            try view(account, on: index)?.isAlive == true
        else { return }
        let author = try devices[index].store.read { try $0.identity()?.user } ?? .zero
        let values: [String: FieldValue] =
            kind == "contact"
            ? ["name": edits.word()]
            : ["direction": .choice("us"), "text": edits.word(), "owner": .user(author)]
        try perform(on: index, seen: [:]) { editor in
            self.universe.append(
                try editor.create(kind, account: account, RecordChanges(values)))
        }
    }

    private func change(_ edit: EditKind, on index: Int) throws {
        guard let record = edits.pick(universe), let view = try view(record, on: index) else {
            return
        }
        let seen = [record: known(view, on: index)]
        switch edit {
        case .delete:
            guard view.isAlive, view.kind != KindNumber.account else { return }
            try perform(on: index, seen: seen) { try $0.delete(record) }
        case .restore:
            guard !view.isAlive else { return }
            try perform(on: index, seen: seen) { try $0.restore(record) }
        default:
            guard view.isAlive, let changes = edits.changes(edit, kind: view.kind) else { return }
            try perform(on: index, seen: seen) { try $0.set(record, changes) }
        }
    }

    private func openEdit(on index: Int) throws {
        guard let record = edits.pick(universe), let view = try view(record, on: index),
            view.isAlive, openEdits.count < 4
        else { return }
        let (read, token) = try devices[index].store.openEdit(record)
        openEdits.append(
            OpenEdit(
                device: index, record: record, token: token, seen: known(read, on: index)))
        report.mark("edit left open")
    }

    private func saveOpenEdit(on index: Int) throws {
        guard let place = openEdits.firstIndex(where: { $0.device == index }) else { return }
        let open = openEdits.remove(at: place)
        guard let view = try view(open.record, on: index), view.isAlive else { return }
        let edit = view.kind == KindNumber.account ? EditKind.setAccountPhone : .setPhone
        guard let changes = edits.changes(edit, kind: view.kind) else { return }
        report.mark("open edit saved")
        try perform(on: index, seen: [open.record: open.seen]) {
            try $0.set(open.record, changes, token: open.token)
        }
    }

    private func settle(on index: Int, isKeeping: Bool) throws {
        let open = try devices[index].store.read { try $0.conflicts(.open).map(\.conflict) }
        guard let conflict = edits.pick(open), let view = try view(conflict.record, on: index),
            let member = edits.pick(conflict.members)
        else { return }
        report.mark(isKeeping ? "conflict settled" : "conflict acknowledged")
        try perform(on: index, seen: [conflict.record: known(view, on: index)]) { editor in
            if isKeeping {
                try editor.keep(member.op, of: conflict.id, reason: "so it is")
            } else {
                try editor.review(conflict.id, reason: "seen")
            }
        }
    }

    /// Writes on a device, and tells the judge what came of it.
    ///
    /// - Parameter seen: for each record, the ids of the ops that the writer has seen.
    private func perform(
        on index: Int, seen: [RecordID: Set<String>], _ body: (inout ReplicaEditor) throws -> Void
    ) throws {
        let store = devices[index].store
        let before = try store.read { try $0.outbox(.waiting) }
        do {
            try store.write(devices[index].moment, body)
        } catch let error as StoreError
            where [.notFound, .notAlive, .invalidValue].contains(error.code)
        {
            report.mark("edit refused on the device")
            return
        }
        let after = try store.read { try $0.outbox(.waiting) }
        let remaining = Set(after.map(\.op.id))
        let gone = before.map(\.op).filter { !remaining.contains($0.id) }
        for op in gone {
            judge.forgot(op.id.description)
            mine[index][op.record]?.remove(op.id)
            report.mark("op folded")
        }
        let known = Set(before.map(\.op.id))
        for own in after where !known.contains(own.op.id) {
            tell(own.op, on: index, seen: seen[own.op.record] ?? [], gone: gone)
        }
    }

    private func tell(_ op: Op, on index: Int, seen: Set<String>, gone: [Op]) {
        let deed: Oracle.Deed =
            switch op.action {
            case .create, .set: .writes
            case .delete: .deletes
            case .restore: .restores
            case .review: .reviews
            }
        let units = op.units.map { (Self.name($0.key), Self.hex($0.value)) }
        judge.wrote(
            op.id.description, record: op.record.description, deed: deed,
            units: [String: String](units) { first, _ in first },
            seen: seen.subtracting(gone.map(\.id.description)))
        mine[index][op.record, default: []].insert(op.id)
        report.ops += 1
        report.note(op.id.description)
    }

    func view(_ record: RecordID, on index: Int) throws -> RecordView? {
        try devices[index].store.read { try $0.record(record) }
    }

    /// What somebody who reads a view has seen: what the server's state contains, and what was
    /// written here.
    func known(_ view: RecordView, on index: Int) -> Set<String> {
        judge.known(view.id.description, through: view.seq)
            .union((mine[index][view.id] ?? []).map(\.description))
    }

    static func name(_ unit: UnitKey) -> String {
        "\(unit.field)/" + hex(unit.element)
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
