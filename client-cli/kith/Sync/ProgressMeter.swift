// One line on the terminal that says how far a sync has come.

import Glibc
import SyncClient

/// One line on stderr that is written over and over, and wiped at the end.
struct ProgressMeter: Sendable {
    let isOn: Bool

    func show(_ progress: SyncProgress) {
        guard isOn else { return }
        var parts: [String] = []
        let total = progress.sent + progress.pending
        if total > 0 { parts.append("sent \(progress.sent) of \(total)") }
        if progress.received > 0 { parts.append("received \(progress.received)") }
        write("\r\u{1B}[KSyncing… \(parts.joined(separator: ", "))")
    }

    func clear() {
        if isOn { write("\r\u{1B}[K") }
    }

    /// Progress is a courtesy: where it cannot be written, the sync goes on.
    private func write(_ text: String) {
        var bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, &bytes, bytes.count)
    }
}
