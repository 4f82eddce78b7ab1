// Finds what somebody probably meant.

/// Words that somebody probably meant.
public enum NearMatch {
    /// The candidates nearest to a word, the nearest first: those that begin with it, contain it, or are
    /// few keystrokes away.
    public static func words(to word: String, among candidates: [String], countMax: Int = 3)
        -> [String]
    {
        let wanted = Array(word.lowercased())
        guard !wanted.isEmpty, wanted.count <= 64 else { return [] }
        let distanceMax = max(1, wanted.count / 3)
        var scored: [(score: Int, candidate: String)] = []
        for candidate in candidates {
            let other = Array(candidate.lowercased())
            if other.starts(with: wanted) || wanted.starts(with: other) {
                scored.append((0, candidate))
            } else if wanted.count >= 3, candidate.lowercased().contains(word.lowercased()) {
                scored.append((1, candidate))
            } else {
                let distance = editDistance(wanted, other)
                if distance <= distanceMax { scored.append((1 + distance, candidate)) }
            }
        }
        scored.sort {
            ($0.score, $0.candidate.count, $0.candidate) < (
                $1.score, $1.candidate.count, $1.candidate
            )
        }
        return scored.prefix(countMax).map(\.candidate)
    }
}

/// How many letters must be added, removed, changed or swapped with their neighbour.
private func editDistance(_ first: [Character], _ second: [Character]) -> Int {
    if first.isEmpty || second.isEmpty { return max(first.count, second.count) }
    var beforeLast = [Int](repeating: 0, count: second.count + 1)
    var last = Array(0...second.count)
    for row in 1...first.count {
        var current = [row] + [Int](repeating: 0, count: second.count)
        for column in 1...second.count {
            let cost = first[row - 1] == second[column - 1] ? 0 : 1
            current[column] = min(
                last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
            if row > 1, column > 1, first[row - 1] == second[column - 2],
                first[row - 2] == second[column - 1]
            {
                current[column] = min(current[column], beforeLast[column - 2] + 1)
            }
        }
        beforeLast = last
        last = current
    }
    return last[second.count]
}
