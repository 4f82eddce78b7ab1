// The workload W that every measurement uses: the same records in every run and every language.

/// Accounts, visit notes and edits that follow from a fixed seed.
///
/// Records come one after the other, so that a process that writes them needs no room for all.
/// The JSON lines of a workload have a known SHA-256, see `WorkloadTests`.
public struct Workload: Sendable {
    /// How many accounts there are.
    public let accountCount: Int
    /// How many visit notes there are.
    public let noteCount: Int
    /// How many devices edit at once in ``batches()``.
    public static let devices = 50
    /// How many batches each of these devices sends.
    public static let batchesPerDevice = 20
    /// How many edits a batch has: one of an account, the others of notes.
    public static let editsPerBatch = 10

    /// A workload of 10,000 accounts and 100,000 notes, times a scale.
    ///
    /// - Parameter scale: 1 for W; at least 0.01, so that every device has records to edit.
    public init(scale: Double = 1) {
        accountCount = Int(10_000 * max(scale, 0.01))
        noteCount = Int(100_000 * max(scale, 0.01))
    }

    /// A workload of so many accounts and notes; both at least 1.
    public init(accounts: Int, notes: Int) {
        accountCount = max(accounts, 1)
        noteCount = max(notes, 1)
    }

    /// How many records there are.
    public var recordCount: Int { accountCount + noteCount }

    /// The accounts in order.
    public var accounts: some Sequence<WorkloadAccount> {
        let cities = WorkloadText.cities
        return stream(of: accountCount, from: "accounts") { text, index in
            text.account(index: index, cities: cities)
        }
    }

    /// The notes in order; the first takes a moment, in which the accounts' ids are drawn.
    public var notes: some Sequence<WorkloadNote> {
        let ids = accounts.map(\.id)
        let authors = WorkloadText.authors
        return stream(of: noteCount, from: "notes") { text, index in
            text.note(index: index, accounts: ids, authors: authors)
        }
    }

    private func stream<Element>(
        of count: Int, from part: String,
        _ make: @escaping (inout WorkloadText, Int) -> Element
    ) -> some Sequence<Element> {
        sequence(state: (text: WorkloadText(part: part), index: 0)) { state in
            guard state.index < count else { return nil }
            defer { state.index += 1 }
            return make(&state.text, state.index)
        }
    }

    /// The edits of one hundredth of the records, accounts first.
    public func delta() -> [WorkloadEdit] {
        var text = WorkloadText(part: "delta")
        let authors = WorkloadText.authors
        return [(WorkloadEdit.Target.account, accountCount), (.note, noteCount)].flatMap {
            target, count in
            let places = text.randomness.sample(count / 100, of: count)
            return places.map { text.edit(target, index: $0, authors: authors) }
        }
    }

    /// What the devices of a crowd send, device by device: each edits every fiftieth record.
    public func batches() -> [WorkloadBatch] {
        var text = WorkloadText(part: "p5")
        let authors = WorkloadText.authors
        return (0..<Self.devices).flatMap { device in
            (0..<Self.batchesPerDevice).map { number in
                let accounts = text.randomness.sample(1, of: share(of: accountCount, device))
                var edits = accounts.map {
                    text.edit(.account, index: $0 * Self.devices + device, authors: authors)
                }
                let notes = text.randomness.sample(
                    Self.editsPerBatch - 1, of: share(of: noteCount, device))
                edits += notes.map {
                    text.edit(.note, index: $0 * Self.devices + device, authors: authors)
                }
                return WorkloadBatch(device: device, number: number, edits: edits)
            }
        }
    }

    private func share(of count: Int, _ device: Int) -> Int {
        (count - device + Self.devices - 1) / Self.devices
    }
}
