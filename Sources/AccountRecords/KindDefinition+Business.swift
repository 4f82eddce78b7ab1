// What is bought, installed and worth: orders, contracts, reviews, benefits, surveys, impact.

extension KindDefinition {
    static let order = KindDefinition(
        7, "order", table: "customer_order", letter: "o",
        fields: [
            FieldDefinition(1, "number", .line, .lww, .required),
            FieldDefinition(2, "placed_on", .date),
            FieldDefinition(3, "lines", .note),
            FieldDefinition(4, "value", .money),
            FieldDefinition(5, "status", .choice(orderSteps), .lwwReview, .progress),
            FieldDefinition(6, "promised_on", .date, .lwwReview),
            FieldDefinition(7, "expected_on", .date),
            FieldDefinition(8, "working_since", .date),
            FieldDefinition(9, "delivery_risk", .choice(risks)),
            FieldDefinition(10, "price_risk", .choice(risks)),
            FieldDefinition(11, "discount_risk", .choice(risks)),
            FieldDefinition(12, "risk_note", .note),
        ])

    static let contract = KindDefinition(
        8, "contract", letter: "k",
        fields: [
            FieldDefinition(1, "title", .line, .lww, .required),
            FieldDefinition(2, "kind", .line),
            FieldDefinition(
                3, "state", .choice(["projected", "delivered", "ending", "ended"]), .lww,
                .progress),
            FieldDefinition(4, "starts", .date),
            FieldDefinition(5, "ends", .date),
            FieldDefinition(6, "renewal_notice_days", .integer(0...3650)),
            FieldDefinition(7, "annual_value", .money),
            FieldDefinition(8, "response_hours", .integer(0...8760)),
            FieldDefinition(9, "restore_hours", .integer(0...8760)),
            FieldDefinition(10, "coverage", .line),
            FieldDefinition(11, "training_included", .boolean),
            FieldDefinition(12, "support_until", .date),
            FieldDefinition(13, "who_fixes", .line),
            FieldDefinition(14, "repairs_paid", .line, title: "Repairs paid by"),
            FieldDefinition(15, "replaces", .reference(KindNumber.contract)),
            FieldDefinition(16, "notes", .note),
        ])

    static let review = KindDefinition(
        10, "review", letter: "q",
        fields: [
            FieldDefinition(1, "period", .line, .lww, .required),
            FieldDefinition(2, "held_on", .date),
            FieldDefinition(3, "attendees", .line),
            FieldDefinition(4, "agenda", .note),
            FieldDefinition(5, "card", .card, title: "Report card"),
            FieldDefinition(6, "progress", .note),
            FieldDefinition(7, "decisions", .note),
            FieldDefinition(8, "next_on", .date),
        ])

    static let benefit = KindDefinition(
        11, "benefit", letter: "b",
        fields: [
            FieldDefinition(1, "contract", .reference(KindNumber.contract)),
            FieldDefinition(2, "on", .date, .lww, .required, title: "Date"),
            FieldDefinition(3, "what", .line, .lww, .required),
            FieldDefinition(4, "amount", .money, .lww, .required),
            FieldDefinition(5, "per", .choice(["once", "month", "year"])),
            FieldDefinition(6, "basis", .note),
            FieldDefinition(7, "confirmed_by", .line),
        ])

    static let survey = KindDefinition(
        12, "survey", letter: "u",
        fields: [
            FieldDefinition(1, "on", .date, .lww, .required, title: "Date"),
            FieldDefinition(2, "respondent", .line),
            FieldDefinition(3, "nps", .integer(0...10), title: "Would recommend us"),
            FieldDefinition(4, "csat", .integer(1...5), title: "Satisfaction"),
            FieldDefinition(5, "ease", .integer(1...7)),
            FieldDefinition(6, "sees_us_as", .choice(["supplier", "partner"])),
            FieldDefinition(7, "likes", .note),
            FieldDefinition(8, "does_not_value", .note),
            FieldDefinition(9, "wants", .note),
        ])

    static let impact = KindDefinition(
        13, "impact", letter: "m",
        fields: [
            FieldDefinition(1, "scenario", .line, .lww, .required),
            FieldDefinition(2, "on", .date, .lww, .required, title: "Date"),
            FieldDefinition(3, "acquire", .choice(effects)),
            FieldDefinition(4, "expand", .choice(effects)),
            FieldDefinition(5, "continue_maintenance", .choice(effects)),
            FieldDefinition(6, "recruit", .choice(effects)),
            FieldDefinition(7, "payment_risk", .choice(risks)),
            FieldDefinition(8, "our_supply_risk", .choice(risks)),
            FieldDefinition(9, "orders_note", .note),
            FieldDefinition(10, "actions", .note),
            FieldDefinition(11, "revisit_on", .date),
        ])

    private static let orderSteps = [
        "placed", "confirmed", "shipped", "delivered", "working", "cancelled",
    ]
    private static let risks = ["none", "low", "medium", "high"]
    private static let effects = ["none", "reduced", "stopped", "unknown"]
}
