// Tables of what columns mention again and again: replicas, people, accounts, boots.

/// Builds a table while columns refer to it.
struct ReferenceWriter<Entry: Hashable> {
    /// The table, in the order of first use, without what its reader knows.
    private(set) var entries: [Entry] = []
    /// All of the table in no order, what its reader knows included.
    var all: some Collection<Entry> { indexes.keys }
    private var indexes: [Entry: Int] = [:]
    private var last: Entry?
    private var used = 0

    /// A table that begins with entries that its reader knows, each once.
    init(known: [Entry] = []) {
        for entry in known { indexes[entry] = indexes.count }
    }

    /// The ref to an entry, which becomes the one used last.
    mutating func reference(to entry: Entry) -> UInt32 {
        if entry == last { return 0 }
        let isFirst = last == nil
        last = entry
        let known = indexes[entry]
        let index = known ?? indexes.count
        if known == nil {
            indexes[entry] = index
            entries.append(entry)
        }
        let isNext = index == used
        used = max(used, index + 1)
        guard isNext else { return Column.length(index + 2) }
        return isFirst ? 0 : 1
    }

    /// The refs to entries, in their order.
    mutating func references(to entries: some Sequence<Entry>) -> [UInt32] {
        entries.map { reference(to: $0) }
    }
}

/// Resolves the refs of columns, in the order in which they were made.
struct ReferenceReader<Entry> {
    private let entries: [Entry]
    /// All of the table.
    var all: [Entry] { entries }
    private var used = 0
    private var last: Int?

    /// A reader of a table.
    init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// The entry that a ref points to.
    mutating func entry(_ reference: UInt32, _ name: String) throws(ProtocolError) -> Entry {
        let index =
            switch reference {
            case 0: last ?? 0
            case 1: used
            default: Int(reference) - 2
            }
        guard index < entries.count else {
            throw ProtocolError(.range, "\(name) points behind the end of its table")
        }
        used = max(used, index + 1)
        last = index
        return entries[index]
    }

    /// The entries that refs point to.
    mutating func entries(
        _ references: [UInt32], _ name: String
    ) throws(ProtocolError) -> [Entry] {
        var result: [Entry] = []
        result.reserveCapacity(references.count)
        for reference in references { result.append(try entry(reference, name)) }
        return result
    }
}
