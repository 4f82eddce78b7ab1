// What a message means, as JSON that people and other implementations read; vectors hold this form.

import CausalCore
import Foundation
import SyncProtocol

/// A JSON object.
typealias Meaning = [String: Any]

/// The JSON text of an object with sorted keys, for comparing.
func text(of meaning: Any) throws -> String {
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
    return String(
        decoding: try JSONSerialization.data(withJSONObject: meaning, options: options),
        as: UTF8.self)
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

extension Stamp {
    var meaning: String { String(rawValue) }
}

extension UnitKey {
    var meaning: Meaning { ["field": Int(field), "element": hexadecimal(element)] }
}

extension VersionVector {
    var meaning: [Meaning] {
        entries.map { ["replica": $0.replica.description, "counter": Int($0.counter)] }
    }
}

extension ClockSample {
    var meaning: Meaning {
        [
            "boot": boot.description, "boottime": String(boottimeNanoseconds),
            "wall": String(wallNanoseconds),
        ]
    }
}

extension HistoryPoint {
    var meaning: Meaning {
        ["lineage": lineage.description, "seq": Int(seq), "chain": hexadecimal(chain)]
    }
}

extension Cursor {
    var meaning: Meaning { ["start": Int(start), "at": Int(at)] }
}

extension BackfillPoint {
    var meaning: Meaning { ["account": account.description, "at": Int(at)] }
}

extension SyncLimits {
    var meaning: Meaning {
        [
            "opsPerBatchMax": Int(opsPerBatchMax), "batchBytesMax": Int(batchBytesMax),
            "batchesPerRequestMax": Int(batchesPerRequestMax), "bodyBytesMax": Int(bodyBytesMax),
            "inflatedBytesMax": Int(inflatedBytesMax), "pageRecordsMax": Int(pageRecordsMax),
            "pageBytesMax": Int(pageBytesMax), "pagesPerResponseMax": Int(pagesPerResponseMax),
        ]
    }
}

extension Op {
    var meaning: Meaning {
        var result: Meaning = [
            "id": id.description, "record": record.description, "kind": Int(kind),
            "account": account.description, "action": "\(action)",
            "units": units.map {
                $0.key.meaning.merging(["value": hexadecimal($0.value)]) { first, _ in first }
            },
            "seen": Int(context.seen), "seenTime": context.seenTime.meaning,
            "own": context.own.map(\.description), "resolves": resolves.map(\.description),
            "reason": reason, "evidence": evidence.meaning,
            "transaction": transaction.description, "schema": Int(schema),
        ]
        result["origin"] = origin?.description
        if !context.lost.isEmpty { result["lost"] = context.lost.map(\.description) }
        return result
    }
}

extension SyncRequest {
    var meaning: Meaning {
        var opening: Meaning = [
            "protocolVersion": Int(hello.protocolVersion), "replica": hello.replica.description,
            "schema": Int(hello.schema), "clock": hello.clock.meaning,
            "anchors": hello.anchors.map {
                [
                    "boot": $0.boot.description, "boottime": String($0.boottimeNanoseconds),
                    "serverTime": $0.serverTime.meaning,
                ]
            }, "pendingOps": Int(hello.pendingOps), "software": hello.software,
        ]
        opening["history"] = hello.history?.meaning
        var result: Meaning = [
            "hello": opening,
            "batches": batches.map(\.meaning),
        ]
        result["sealedBehind"] = sealedBehind?.description
        result["pull"] = pull?.meaning
        result["repair"] = repair?.points.map(\.meaning)
        if takesEchoes { result["takesEchoes"] = true }
        return result
    }
}

extension OpBatch {
    var meaning: Meaning {
        var result: Meaning = [
            "id": id.description, "previous": previous.description, "ops": ops.map(\.meaning),
        ]
        if !receipts.isEmpty {
            result["receipts"] = ops.compactMap { op -> Meaning? in
                guard let receipt = receipts[op.id] else { return nil }
                return [
                    "op": op.id.description, "stamp": receipt.stamp.meaning,
                    "quality": "\(receipt.quality)", "mac": hexadecimal(receipt.mac),
                ]
            }
        }
        return result
    }
}

extension PullRequest {
    var meaning: Meaning {
        var result: Meaning = [
            "cursor": cursor.meaning, "heldCount": Int(heldCount),
            "heldDigest": String(heldDigest.rawValue),
            "refetch": refetch.map(\.description),
        ]
        result["backfill"] = backfill?.meaning
        result["held"] = held?.map(\.description)
        if !known.isEmpty {
            result["known"] = known.ranges.map { "\($0.lowerBound)...\($0.upperBound)" }
        }
        return result
    }
}

extension EnrollRequest {
    var meaning: Meaning {
        var result: Meaning = [
            "code": code, "device": device, "clock": clock.meaning, "schema": Int(schema),
            "software": software,
        ]
        result["predecessor"] = predecessor?.description
        if !points.isEmpty { result["points"] = points.map(\.meaning) }
        return result
    }
}

extension EnrollResponse {
    var meaning: Meaning {
        var result: Meaning = [
            "token": token, "replica": replica.description, "user": user.description,
            "handle": handle, "name": name, "role": role.name, "history": history.meaning,
            "enrolled": enrolled.meaning, "serverName": serverName,
        ]
        if limits != .default { result["limits"] = limits.meaning }
        result["repair"] = repair?.meaning
        return result
    }
}

extension RepairAnswer {
    var meaning: Meaning {
        [
            "replica": replica.description, "common": common.meaning,
            "commonTime": commonTime.meaning,
        ]
    }
}
