// What an answer means.

import CausalCore
import Foundation
import SyncProtocol

extension SyncResponse {
    var meaning: Meaning {
        var opening: Meaning = [
            "history": welcome.history.meaning, "serverTime": welcome.serverTime.meaning,
            "schema": Int(welcome.schema), "backupSeq": Int(welcome.backupSeq),
        ]
        if welcome.limits != .default { opening["limits"] = welcome.limits.meaning }
        opening["refusal"] = welcome.refusal.map { "\($0)" }
        var result: Meaning = [
            "welcome": opening, "answers": answers.map(\.meaning), "pages": pages.map(\.meaning),
        ]
        result["repair"] = repair?.meaning
        return result
    }
}

extension BatchAnswer {
    var meaning: Meaning {
        var result: Meaning = ["batch": batch.description]
        switch self {
        case .accepted(_, let list): result["accepted"] = list.map(\.meaning)
        case .rebirth(_, let replica): result["rebirth"] = replica.description
        case .refused(_, let reason): result["refused"] = "\(reason)"
        }
        return result
    }
}

extension Acknowledgement {
    var meaning: Meaning {
        var result: Meaning = [
            "op": op.description, "isDuplicate": isDuplicate, "seq": Int(seq),
            "stamp": stamp.meaning, "quality": "\(quality)",
            "conflicts": conflicts.map(\.description), "receipt": hexadecimal(receipt),
        ]
        if let succession {
            result["succession"] = [
                "counter": Int(succession.counter), "time": succession.time.meaning,
            ]
        }
        switch verdict {
        case .applied: result["verdict"] = "applied"
        case .won: result["verdict"] = "won"
        case .lost(let units):
            result["verdict"] = "lost"
            result["lost"] = units.map(\.meaning)
        case .held(let reason):
            result["verdict"] = "held"
            result["code"] = "\(reason)"
        case .rejected(let reason):
            result["verdict"] = "rejected"
            result["code"] = "\(reason)"
        }
        return result
    }
}

extension RecordState {
    var meaning: Meaning {
        [
            "record": record.description, "kind": Int(kind), "account": account.description,
            "isAlive": isAlive, "seq": Int(seq), "time": time.meaning, "vector": vector.meaning,
            "cells": cells.map { cell -> Meaning in
                [
                    "field": Int(cell.key.field), "element": hexadecimal(cell.key.element),
                    "value": hexadecimal(cell.value), "stamp": cell.stamp.meaning,
                    "quality": "\(cell.quality)", "replica": cell.replica.description,
                    "op": cell.op.description, "seq": Int(cell.seq),
                ]
            },
        ]
    }
}

extension ConflictMember {
    var meaning: Meaning {
        var result: Meaning = [
            "op": op.description, "action": "\(action)", "value": hexadecimal(value),
            "author": author.description, "replica": dot.replica.description,
            "counter": Int(dot.counter), "stamp": stamp.meaning, "quality": "\(quality)",
            "received": received.meaning, "seq": Int(seq), "context": context.meaning,
            "isReplaced": isReplaced,
        ]
        result["base"] = base.map { hexadecimal($0) }
        return result
    }
}

extension ConflictRecord {
    var meaning: Meaning {
        var result: Meaning = [
            "id": id.description, "record": record.description, "kind": Int(kind),
            "account": account.description, "unit": unit.meaning,
            "members": members.map(\.meaning), "needsReview": needsReview,
            "isOvertaken": isOvertaken, "seq": Int(seq), "opened": opened.meaning,
        ]
        if let closing {
            result["closing"] = [
                "op": closing.op.description, "author": closing.author.description,
                "reason": closing.reason, "stamp": closing.stamp.meaning,
            ]
        }
        return result
    }
}

extension PullPage {
    var meaning: Meaning {
        var result: Meaning = [
            "records": records.map(\.meaning), "backfilled": backfilled.map(\.meaning),
            "conflicts": conflicts.map(\.meaning), "directory": directory.map(\.meaning),
            "notices": notices.map { notice -> Meaning in
                [
                    "op": notice.op.description, "outcome": "\(notice.outcome)",
                    "by": notice.by.description, "reason": notice.reason,
                ]
            },
            "retracted": retracted.map(\.description),
            "gained": gained.map { entry -> Meaning in
                ["account": entry.account.description, "role": Int(entry.role)]
            },
            "completed": completed.map(\.description),
            "checksums": checksums.map { sum -> Meaning in
                [
                    "accounts": sum.accounts.map(\.description),
                    "checksum": hexadecimal(OpID(high: sum.checksum, low: 0).bytes[2..<8]),
                ]
            },
            "cursor": cursor.meaning, "isLast": isLast, "hasMore": hasMore,
            "needsHeldAccounts": needsHeldAccounts,
        ]
        result["backfill"] = backfill?.meaning
        return result
    }
}

extension DirectoryEntry {
    var meaning: Meaning {
        var result: Meaning = [
            "device": device, "user": user.description, "handle": handle, "name": name,
        ]
        if replica.isValid { result["replica"] = replica.description }
        return result
    }
}
