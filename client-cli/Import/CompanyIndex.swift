// Finds the company that a contact's row means, among those that are known.

/// Companies by name, handle and the ids of other systems.
public struct CompanyIndex<Identity: Hashable & Sendable>: Sendable {
    private var byName: [String: [Identity]] = [:]
    private var byID: [String: Identity] = [:]

    /// An index without companies.
    public init() {}

    /// Takes a company in.
    ///
    /// - Parameters:
    ///   - identifiers: its handle and the elements of its `external_ids`.
    public mutating func insert(_ identity: Identity, name: String, identifiers: [String]) {
        byName[Self.folded(name), default: []].append(identity)
        for identifier in identifiers { byID[identifier.lowercased()] = identity }
    }

    /// The company with this handle or id of another system.
    public func company(identifier: String) -> Identity? {
        byID[identifier.lowercased()]
    }

    /// The companies with this name; letter case and white space do not count.
    public func companies(named name: String) -> [Identity] {
        byName[Self.folded(name)] ?? []
    }

    /// The company of a contact's row, or why there is none.
    public func company(
        of row: ImportRow, source: ImportSource
    ) -> Result<Identity, CompanyProblem> {
        if let id = row.companyID {
            if let found = company(identifier: "\(source.rawValue):\(id)")
                ?? company(identifier: id)
            {
                return .success(found)
            }
            if row.company == nil {
                return .failure(CompanyProblem(reason: "no company with the id \(id) is known"))
            }
        }
        let name = row.company ?? ""
        let found = companies(named: name)
        if found.count > 1 {
            return .failure(
                CompanyProblem(reason: "\(found.count) companies are named \(name)"))
        }
        guard let only = found.first else {
            return .failure(CompanyProblem(reason: "no company named \(name) is known"))
        }
        return .success(only)
    }

    private static func folded(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// Why a contact's row has no company.
public struct CompanyProblem: Error, Hashable, Sendable {
    /// In words for people.
    public let reason: String

    /// Makes a problem.
    public init(reason: String) {
        self.reason = reason
    }
}
