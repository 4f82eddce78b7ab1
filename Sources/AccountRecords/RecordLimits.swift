// Every limit on what a record or an op may hold, as protocol/6-limits.md lists them.

/// Limits that both sides hold every op to; a value at the limit passes, one past it is rejected.
public enum RecordLimits {
    /// The longest single line of text, in UTF-8 bytes.
    public static let lineBytesMax = 1024
    /// The longest text of several lines, in UTF-8 bytes; log entries too.
    public static let noteBytesMax = 65_536
    /// The longest body of a visit note, in UTF-8 bytes: 1 MiB.
    public static let bodyBytesMax = 1_048_576
    /// The longest handle, in ASCII characters.
    public static let handleBytesMax = 32
    /// The longest element of a set, in UTF-8 bytes.
    public static let elementBytesMax = 256
    /// The longest part of an address, in UTF-8 bytes.
    public static let addressPartBytesMax = 512
    /// The longest comment on a report card, in UTF-8 bytes.
    public static let cardCommentBytesMax = 4096
    /// The most units that one op writes.
    public static let unitsPerOpMax = 1000
    /// The most bytes that all elements and values of one op have together: 2 MiB.
    public static let opBytesMax = 2_097_152
    /// The most units that a record has, removed elements and cleared fields included.
    public static let unitsPerRecordMax = 10_000
    /// The most conflict records that one op settles.
    public static let resolvesPerOpMax = 100
    /// The longest reason that goes with an op, in UTF-8 bytes.
    public static let reasonBytesMax = 4096
    /// The most own ops that one context names.
    public static let ownPerContextMax = 100
    /// The most lost ops of one context that count; what is named past them is passed over.
    public static let lostPerContextMax = 1000
    /// The greatest seq, counter and replica number: 2^53 - 1.
    public static let seqMax: UInt64 = (1 << 53) - 1

    /// Every limit by name, for the documents that list them.
    public static let all: [(name: String, value: UInt64, meaning: String)] = [
        ("lineBytesMax", UInt64(lineBytesMax), "UTF-8 bytes of one line of text"),
        ("noteBytesMax", UInt64(noteBytesMax), "UTF-8 bytes of a long text or log entry"),
        ("bodyBytesMax", UInt64(bodyBytesMax), "UTF-8 bytes of the body of a visit note"),
        ("handleBytesMax", UInt64(handleBytesMax), "ASCII characters of a handle"),
        ("elementBytesMax", UInt64(elementBytesMax), "UTF-8 bytes of an element of a set"),
        ("addressPartBytesMax", UInt64(addressPartBytesMax), "UTF-8 bytes of a part of an address"),
        ("cardCommentBytesMax", UInt64(cardCommentBytesMax), "UTF-8 bytes of a comment on a card"),
        ("unitsPerOpMax", UInt64(unitsPerOpMax), "units that one op writes"),
        ("opBytesMax", UInt64(opBytesMax), "bytes of all elements and values of one op"),
        ("unitsPerRecordMax", UInt64(unitsPerRecordMax), "units of a record, empty ones included"),
        ("resolvesPerOpMax", UInt64(resolvesPerOpMax), "conflict records that one op settles"),
        ("reasonBytesMax", UInt64(reasonBytesMax), "UTF-8 bytes of the reason of an op"),
        ("ownPerContextMax", UInt64(ownPerContextMax), "own ops that one context names"),
        ("lostPerContextMax", UInt64(lostPerContextMax), "lost ops of one context that count"),
        ("seqMax", seqMax, "the greatest seq, counter and replica number"),
    ]
}
