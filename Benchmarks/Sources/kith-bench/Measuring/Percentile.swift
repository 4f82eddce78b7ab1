// Numbers made of many: medians and percentiles.

extension [Double] {
    /// The one in the middle; 0 of none.
    var median: Double { percentile(50) }

    /// The smallest that is not below so many of a hundred; 0 of none.
    func percentile(_ share: Double) -> Double {
        guard !isEmpty else { return 0 }
        let place = Int((Double(count) * share / 100).rounded(.up)) - 1
        return sorted()[Swift.min(Swift.max(place, 0), count - 1)]
    }
}
