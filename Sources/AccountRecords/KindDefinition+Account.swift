// The account, its figures, its people on both sides. Numbers are permanent; one line is one field.

extension KindDefinition {
    static let account = KindDefinition(
        1, "account", letter: "a",
        fields: [
            FieldDefinition(1, "handle", .handle, .server, [.required, .proposable]),
            FieldDefinition(2, "name", .line, .lww, .required),
            FieldDefinition(
                3, "kind", .choice(["external", "internal"]), .lwwReview, .required),
            FieldDefinition(4, "parent", .reference(KindNumber.account)),
            FieldDefinition(5, "tier", .choice(["key", "growth", "standard"]), .server),
            FieldDefinition(
                6, "status", .choice(["active", "at_risk", "lost", "dormant"]), .lwwReview),
            FieldDefinition(7, "customer_since", .date),
            FieldDefinition(8, "industry", .line),
            FieldDefinition(9, "website", .line),
            FieldDefinition(10, "phone", .line),
            FieldDefinition(11, "address", .address),
            FieldDefinition(12, "delivery_address", .address),
            FieldDefinition(13, "external_ids", .label, .set, title: "External ids"),
            FieldDefinition(14, "criticality", .choice(["low", "medium", "high"])),
            FieldDefinition(15, "supplier_status", .line),
            FieldDefinition(16, "supplier_target", .line),
            FieldDefinition(17, "hot_buttons", .note, .lwwReview),
            FieldDefinition(18, "initiatives", .note, .lwwReview),
            FieldDefinition(19, "expectations", .note, .lwwReview),
            FieldDefinition(20, "values", .note, .lwwReview),
            FieldDefinition(21, "interests", .label, .set),
            FieldDefinition(22, "competitors", .label, .set),
            FieldDefinition(23, "downstream", .line),
            FieldDefinition(24, "order_channel", .line),
            FieldDefinition(25, "allocation_priority", .integer(1...9), .server),
            FieldDefinition(26, "delivery_requirements", .note, .lwwReview),
            FieldDefinition(27, "dedicated_csr", .user, title: "Dedicated service person"),
            FieldDefinition(28, "hotline", .line),
            FieldDefinition(29, "exec_sponsor", .user, title: "Executive sponsor"),
            FieldDefinition(30, "nda_expires", .date, title: "NDA expires"),
            FieldDefinition(31, "cadence_any_days", .integer(1...3650)),
            FieldDefinition(32, "cadence_visit_days", .integer(1...3650)),
            FieldDefinition(33, "profile_reviewed_on", .date),
            FieldDefinition(34, "profile_reviewed_by", .user),
            FieldDefinition(35, "tags", .label, .set),
            FieldDefinition(36, "notes", .note, .lwwReview),
        ])

    static let accountYear = KindDefinition(
        2, "account_year", letter: "y", isServerOnly: true,
        fields: [
            FieldDefinition(1, "year", .integer(1900...2999), .once, .required),
            FieldDefinition(2, "revenue", .money, .server),
            FieldDefinition(3, "gross_margin", .money, .server),
            FieldDefinition(4, "maintenance_revenue", .money, .server),
            FieldDefinition(5, "support_cost", .money, .server),
            FieldDefinition(6, "other_cost", .money, .server),
            FieldDefinition(7, "projected_revenue", .money, .server),
            FieldDefinition(8, "receivables_open", .money, .server),
            FieldDefinition(9, "receivables_overdue", .money, .server),
        ])

    static let contact = KindDefinition(
        3, "contact", letter: "c",
        fields: [
            FieldDefinition(1, "name", .line, .lww, .required),
            FieldDefinition(2, "title", .line),
            FieldDefinition(3, "department", .line),
            FieldDefinition(4, "email", .line, title: "E-mail"),
            FieldDefinition(5, "phone", .line),
            FieldDefinition(6, "mobile", .line),
            FieldDefinition(7, "preferred_channel", .choice(channels)),
            FieldDefinition(8, "role", .line),
            FieldDefinition(9, "influence", .choice(["low", "medium", "high"])),
            FieldDefinition(10, "sentiment", .integer(-2...2), .lwwReview),
            FieldDefinition(11, "our_counterpart", .user),
            FieldDefinition(12, "language", .line),
            FieldDefinition(13, "birthday", .date),
            FieldDefinition(14, "interests", .label, .set),
            FieldDefinition(15, "active", .boolean),
            FieldDefinition(16, "notes", .note),
            FieldDefinition(17, "external_ids", .label, .set, title: "External ids"),
        ])

    static let assignment = KindDefinition(
        4, "assignment", letter: "s", isServerOnly: true,
        fields: [
            FieldDefinition(1, "user", .user, .once, .required, title: "Person"),
            FieldDefinition(
                2, "role", .choice(AssignmentRole.allCases.map(\.name)), .server, .required),
            FieldDefinition(3, "from", .date, .server),
            FieldDefinition(4, "until", .date, .server),
            FieldDefinition(5, "reason", .line, .server),
        ])

    /// The ways to be in touch, closest first.
    static let channels = ["in_person", "call", "video", "letter", "email", "event"]
}
