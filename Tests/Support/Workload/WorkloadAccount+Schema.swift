// An account of the workload as Kith's schema has it.

import AccountRecords
import CausalCore

/// The table that maps the workload's fields to those of Kith.
///
/// | account of the workload | field of the account |
/// | --- | --- |
/// | the place among the accounts | `handle` (`acct-17`), because a handle is required and unique |
/// | `name` | `name` |
/// | `street`, `city`, `postcode`, `country` | `address`: one unit, so an edit of one writes all |
/// | `phone` | `phone` |
/// | `email` | `order_channel` |
/// | `contact` | `hotline` |
/// | `segment` | `industry` |
/// | `status` | `status`: active, at_risk for prospect, dormant, lost for closed |
/// | `credit_limit` | `supplier_target`, as text |
/// | `remarks` | `notes` |
/// | nothing | `kind` is always external |
extension WorkloadAccount {
    /// A UUIDv7 in the order of the accounts, for code that gives ids itself.
    public var recordID: RecordID { orderedID(id, place: index) }

    /// What a device writes to create it.
    public var fields: [String: FieldValue] {
        [
            "handle": .text("acct-\(index)"), "name": .text(name), "kind": .choice("external"),
            "address": address, "phone": .text(phone), "order_channel": .text(email),
            "hotline": .text(contact), "industry": .text(segment),
            "status": Self.status(status), "supplier_target": .text(String(creditLimit)),
            "notes": .text(remarks),
        ]
    }

    /// What a device writes to edit it.
    public func fields(of edit: WorkloadEdit) -> [String: FieldValue] {
        var fields: [String: FieldValue] = [:]
        for change in edit.changes {
            switch (change.field, change.value) {
            case ("phone", .text(let value)): fields["phone"] = .text(value)
            case ("email", .text(let value)): fields["order_channel"] = .text(value)
            case ("contact", .text(let value)): fields["hotline"] = .text(value)
            case ("segment", .text(let value)): fields["industry"] = .text(value)
            case ("status", .text(let value)): fields["status"] = Self.status(value)
            case ("street", .text(let value)):
                var moved = self
                moved.street = value
                fields["address"] = moved.address
            case (_, .number(let value)): fields["supplier_target"] = .text(String(value))
            case (_, .longer(let more)): fields["notes"] = .text("\(remarks) \(more)")
            case (_, .text): continue
            }
        }
        return fields
    }

    private var address: FieldValue {
        .address(
            PostalAddress(street: street, postcode: postcode, city: city, country: country))
    }

    private static func status(_ word: String) -> FieldValue {
        .choice(["prospect": "at_risk", "closed": "lost"][word] ?? word)
    }
}

/// A UUIDv7 whose time part is the place of a record, and whose other bits are those of its id.
func orderedID(_ id: String, place: Int) -> RecordID {
    let random = RecordID(id) ?? .zero
    let milliseconds = 1_767_225_600_000 + UInt64(place)  // the first moment of 2026
    return RecordID(
        high: milliseconds << 16 | 0x7000 | (random.high >> 16) & 0xFFF,
        low: 0x8000_0000_0000_0000 | random.low & 0x3FFF_FFFF_FFFF_FFFF)
}
