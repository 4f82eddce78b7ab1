// What happens with an account day by day: visits, promises, issues. One line is one field.

extension KindDefinition {
    static let visit = KindDefinition(
        5, "visit", letter: "v", fixedRule: FixedRule(field: 1, choice: "done"),
        fields: [
            FieldDefinition(
                1, "status", .choice(["planned", "draft", "done", "cancelled"]), .lww,
                [.required, .progress, .fixedWhenDone]),
            FieldDefinition(2, "channel", .choice(channels), .lww, .required),
            FieldDefinition(3, "purpose", .choice(purposes), .lww, .required),
            FieldDefinition(4, "starts_at", .instant, .lww, .required),
            FieldDefinition(5, "minutes", .integer(0...10_080)),
            FieldDefinition(6, "location", .line),
            FieldDefinition(7, "with_contacts", .reference(KindNumber.contact), .set),
            FieldDefinition(8, "with_colleagues", .user, .set),
            FieldDefinition(9, "summary", .line, .lww, .fixedWhenDone),
            FieldDefinition(
                10, "body", .longText(bytesMax: RecordLimits.bodyBytesMax), .lww, .fixedWhenDone),
            FieldDefinition(11, "help_offered", .note),
            FieldDefinition(12, "customer_mood", .integer(-2...2)),
            FieldDefinition(13, "competitor_news", .note),
            FieldDefinition(14, "shared", .label, .set),
            FieldDefinition(15, "next_visit_on", .date),
            FieldDefinition(16, "tags", .label, .set),
            FieldDefinition(17, "amendments", .note, .log),
        ])

    static let commitment = KindDefinition(
        6, "commitment", letter: "p", title: "Promise",
        fields: [
            FieldDefinition(1, "direction", .choice(["us", "them"]), .lww, .required),
            FieldDefinition(2, "text", .line, .lww, .required),
            FieldDefinition(3, "owner", .user, .lww, .required),
            FieldDefinition(4, "due", .date),
            FieldDefinition(
                5, "status", .choice(["open", "done", "late_done", "dropped", "declined"]),
                .lwwReview, .progress),
            FieldDefinition(6, "source", .reference(nil)),
            FieldDefinition(7, "feasibility", .note, .log),
            FieldDefinition(8, "outcome", .note),
            FieldDefinition(9, "updates", .note, .log),
        ])

    static let issue = KindDefinition(
        9, "issue", letter: "i",
        fields: [
            FieldDefinition(1, "title", .line, .lww, .required),
            FieldDefinition(2, "kind", .line),
            FieldDefinition(3, "severity", .choice(["low", "medium", "high", "critical"])),
            FieldDefinition(4, "opened_at", .instant),
            FieldDefinition(5, "reported_by", .line),
            FieldDefinition(6, "owner", .user),
            FieldDefinition(
                7, "status", .choice(["open", "in_progress", "waiting", "resolved", "closed"]),
                .lwwReview, .progress),
            FieldDefinition(8, "first_response_at", .instant),
            FieldDefinition(9, "next_update_due", .date),
            FieldDefinition(10, "updates", .note, .log),
            FieldDefinition(11, "resolution", .note),
        ])

    /// Why somebody was in touch.
    private static let purposes = [
        "courtesy", "service", "problem", "review", "sales", "insight", "delivery", "other",
    ]
}
