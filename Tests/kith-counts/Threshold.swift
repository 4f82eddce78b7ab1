// The most that each count may be, at a scale of 0.02; lowered when the program gets better.

/// The committed thresholds.
enum Threshold {
    static let of: [String: Double] = [:]
}
