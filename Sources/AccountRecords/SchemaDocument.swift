// The page that lists every kind and field, made of the schema so that it cannot drift from it.

/// The schema as a Markdown page: docs/schema.md.
public enum SchemaDocument {
    /// The page; the same schema always makes the same text.
    public static func text(of schema: Schema = .current) -> String {
        ([introduction(schema)] + schema.kinds.map(section) + [limits]).joined(separator: "\n")
    }

    private static func introduction(_ schema: Schema) -> String {
        """
        # Schema

        The records that people keep: kinds, fields, types, policies and limits, at schema
        version \(schema.version). This page is made of the code (`Schema.current`); a test
        compares the two. Numbers are permanent. Every record but an account belongs to one
        account, fixed for its life; an account belongs to itself. Devices keep one table for each
        kind.

        | policy | what it means | who writes it |
        | --- | --- | --- |
        | `lww` | last writer wins, the other value is kept in a conflict record | devices |
        | `lww!` | the same, and somebody should look at the conflict | devices |
        | `set` | elements are added and removed on their own | devices |
        | `log` | entries are only appended | devices |
        | `once` | fixed when the record is created | devices |
        | `server` | changed online only, by those allowed to | the server's own replica |

        | mark | what it means |
        | --- | --- |
        | required | a record has it from its creation on, and it cannot be cleared |
        | proposable | a device may propose it in a create; the server decides |
        | fixed | cannot be edited by somebody who has seen the record done |
        | steps | its choices are steps; a conflict won by an earlier step needs review |

        """
    }

    private static func section(_ kind: KindDefinition) -> String {
        var lines = ["## \(kind.title)", ""]
        lines.append(
            "Kind \(kind.number), `\(kind.name)`; table `\(kind.table)`; "
                + "short ids `\(kind.letter)-`."
                + (kind.isServerOnly ? " Only the server's own replica writes it." : ""))
        lines += ["", "| no. | field | title | type | policy | marks |"]
        lines.append("| --: | --- | --- | --- | --- | --- |")
        for field in kind.fields {
            let cells = [
                String(field.number), "`\(field.name)`", field.title, type(field.type),
                "`\(field.policy.name)`", marks(field.marks),
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func type(_ type: FieldType) -> String {
        switch type {
        case .text(let max), .longText(let max): "\(type.name), at most \(max) bytes"
        case .integer(let range): "integer, \(range.lowerBound) to \(range.upperBound)"
        case .choice(let words): "choice: " + words.joined(separator: ", ")
        case .reference(let kind): "reference to " + reference(kind)
        case .address: "address: " + PostalAddress.partNames.joined(separator: ", ")
        case .card: "card: " + ReportCard.criteria.joined(separator: ", ")
        case .handle, .boolean, .date, .instant, .money, .user: type.name
        }
    }

    private static func reference(_ kind: UInt16?) -> String {
        guard let kind else { return "any record" }
        return Schema.current.kind(number: kind)?.name ?? "#\(kind)"
    }

    private static func marks(_ marks: FieldMarks) -> String {
        let names: [(FieldMarks, String)] = [
            (.required, "required"), (.proposable, "proposable"), (.fixedWhenDone, "fixed"),
            (.progress, "steps"),
        ]
        return names.filter { marks.contains($0.0) }.map(\.1).joined(separator: ", ")
    }

    private static var limits: String {
        let rows = RecordLimits.all.map { "| `\($0.name)` | \($0.value) | \($0.meaning) |" }
        return "## Limits\n\n| limit | value | what it limits |\n| --- | --: | --- |\n"
            + rows.joined(separator: "\n") + "\n"
    }
}
