// One record in full: its fields that hold something, in the order of the schema.

import AccountRecords
import CausalCore
import ReplicaStore
import Terminal

/// One record in full, for `show` commands.
struct RecordPage {
    let entry: Entry
    let book: RecordBook

    /// The fields that hold something, under a heading.
    func people(_ context: CommandContext, skipping skipped: Set<String> = []) throws -> String {
        let palette = context.palette
        var text = palette(.strong, SafeText.line(book.title(of: entry)))
        text += "  \(try book.typed(entry))"
        if entry.kind != KindNumber.account {
            text += " · " + SafeText.line(try book.accountName(entry.account))
            text += " (\(try book.handle(of: entry.account)))"
        }
        if !entry.isAlive { text += palette(.attention, "  deleted") }
        text += "\n"
        let fields = entry.definition.fields.filter { !skipped.contains($0.name) }
        let titleWidth = fields.map { $0.title.count }.max() ?? 0
        for field in fields { text += try line(field, titleWidth, context) }
        let open = try book.openConflicts(on: entry.id)
        for id in open {
            let command = "kith conflict show \(try book.typed(conflict: id))"
            text += palette(.attention, "There is an open conflict: \(command)") + "\n"
        }
        if entry.isPending { text += palette(.quiet, "Not everything is sent yet.") + "\n" }
        return text
    }

    /// Name and value of every field, for programs.
    func plain() throws -> String {
        var table = Table([TableColumn("FIELD"), TableColumn("VALUE")])
        table.add(["id", TableCell(entry.id.description)])
        table.add(["short_id", TableCell(try book.typed(entry))])
        table.add(["kind", TableCell(entry.definition.name)])
        table.add(["account", TableCell(try book.handle(of: entry.account))])
        for field in entry.definition.fields {
            switch field.policy {
            case .set:
                for element in entry.elements(field.name) {
                    table.add([TableCell(field.name), TableCell(element)])
                }
            case .log:
                for item in entry.entries(field.name) {
                    table.add([TableCell(field.name), TableCell(item.text)])
                }
            default:
                if let value = entry[field.name] {
                    table.add([TableCell(field.name), TableCell(value.text)])
                }
            }
        }
        return table.plain()
    }

    private func line(
        _ field: FieldDefinition, _ titleWidth: Int, _ context: CommandContext
    ) throws -> String {
        if field.policy == .log { return try entries(of: field, titleWidth, context) }
        let text = try book.text(field.name, of: entry)
        guard !text.isEmpty else { return "" }
        let marked = isPending(field) ? text + "  (not sent yet)" : text
        return block(marked, label: field.title, titleWidth, context)
    }

    private func entries(
        of field: FieldDefinition, _ titleWidth: Int, _ context: CommandContext
    ) throws -> String {
        try entry.entries(field.name).map { item in
            let who = try book.writer(of: item.unit)
            return block("\(item.text)  (\(who))", label: field.title, titleWidth, context)
        }.joined()
    }

    /// A label and a text beside it, wrapped, further lines indented.
    private func block(
        _ text: String, label: String, _ titleWidth: Int, _ context: CommandContext
    ) -> String {
        let room = max(30, (context.width ?? 100) - titleWidth - 4)
        let lines = Wrapping.lines(SafeText.block(text), columns: room)
        let indent = String(repeating: " ", count: titleWidth + 4)
        let gap = String(repeating: " ", count: titleWidth - label.count + 2)
        let body = lines.joined(separator: "\n" + indent)
        return "  " + context.palette(.quiet, label) + gap + body + "\n"
    }

    private func isPending(_ field: FieldDefinition) -> Bool {
        guard let view = entry.view, view.server != nil else { return false }
        return view.units.values.contains { $0.key.field == field.number && $0.isPending }
    }
}
