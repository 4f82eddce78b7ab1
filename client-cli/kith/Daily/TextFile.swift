// Text from files and pipes, whatever its bytes.

import Import

/// Text from files and pipes.
enum TextFile {
    /// The text of some bytes: UTF-8, UTF-16 with a mark, or else Latin-1.
    static func text(_ bytes: [UInt8]) -> String { TextEncoding.decode(bytes).text }
}
