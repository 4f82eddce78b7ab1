// Random answers.

import CausalCore
import SyncProtocol

extension RandomMessages {
    mutating func state() -> RecordState {
        let account: RecordID = identifier()
        let seq = counter()
        return RecordState(
            record: randomness.chance(30) ? account : identifier(), kind: 2, account: account,
            isAlive: randomness.chance(80), seq: seq, time: stamp(), vector: vector(),
            cells: list(5) {
                Cell(
                    key: $0.key(), value: $0.bytes(30), stamp: $0.stamp(), quality: $0.choice(),
                    replica: $0.replica(), op: $0.identifier(),
                    seq: $0.randomness.chance(70) ? seq : $0.counter())
            })
    }

    mutating func member() -> ConflictMember {
        ConflictMember(
            op: identifier(), action: choice(), value: bytes(30),
            base: randomness.chance(60) ? bytes(5) : nil, author: identifier(),
            dot: Dot(replica: replica(), counter: counter()), stamp: stamp(), quality: choice(),
            received: stamp(), seq: counter(), context: vector(),
            isReplaced: randomness.chance(20))
    }

    mutating func conflict() -> ConflictRecord {
        let account: RecordID = identifier()
        return ConflictRecord(
            id: identifier(), record: randomness.chance(30) ? account : identifier(), kind: 1,
            account: account, unit: key(), members: list(3) { $0.member() },
            needsReview: randomness.chance(50), isOvertaken: randomness.chance(50),
            closing: randomness.chance(50)
                ? ConflictClosing(
                    op: identifier(), author: identifier(), reason: text(), stamp: stamp())
                : nil, seq: counter(), opened: stamp())
    }

    mutating func page() -> PullPage {
        PullPage(
            records: list(6) { $0.state() }, backfilled: list(3) { $0.state() },
            conflicts: list(3) { $0.conflict() },
            directory: list(3) {
                DirectoryEntry(
                    replica: $0.randomness.chance(30) ? ReplicaID(0) : $0.replica(),
                    device: $0.text(), user: $0.identifier(), handle: "dana", name: $0.text())
            },
            notices: list(2) {
                HeldNotice(
                    op: $0.identifier(), outcome: $0.choice(), by: $0.identifier(),
                    reason: $0.text())
            }, retracted: list(2) { $0.identifier() },
            gained: list(2) {
                ScopeEntry(
                    account: $0.identifier(), role: UInt8($0.randomness.below(256)))
            }, completed: list(2) { $0.identifier() },
            checksums: list(2) {
                AccountSum(
                    accounts: [$0.identifier()] + $0.list(2) { $0.identifier() },
                    checksum: $0.randomness.next())
            }, cursor: cursor(),
            backfill: randomness.chance(30)
                ? BackfillPoint(account: identifier(), at: counter()) : nil,
            isLast: randomness.chance(50), hasMore: randomness.chance(50),
            needsHeldAccounts: randomness.chance(10))
    }

    mutating func verdict() -> Verdict {
        switch randomness.below(5) {
        case 0: .applied
        case 1: .won
        case 2: .lost(list(3) { $0.key() })
        case 3: .held(choice())
        default: .rejected(choice())
        }
    }

    mutating func answer() -> BatchAnswer {
        switch randomness.below(4) {
        case 0: .rebirth(identifier(), replica())
        case 1: .refused(identifier(), choice())
        default:
            .accepted(
                identifier(),
                list(5) {
                    Acknowledgement(
                        op: $0.identifier(), verdict: $0.verdict(),
                        isDuplicate: $0.randomness.chance(20), seq: $0.counter(),
                        stamp: $0.stamp(), quality: $0.choice(),
                        conflicts: $0.list(2) { $0.identifier() }, receipt: $0.bytes(32),
                        succession: $0.randomness.chance(30)
                            ? Succession(counter: $0.counter(), time: $0.stamp()) : nil)
                })
        }
    }

    mutating func limits() -> SyncLimits {
        randomness.chance(50) ? .default : SyncLimits(opsPerBatchMax: 7, pageBytesMax: 12)
    }

    mutating func response() -> SyncResponse {
        SyncResponse(
            welcome: Welcome(
                history: point(), serverTime: stamp(), schema: 9, backupSeq: counter(),
                limits: limits(), refusal: randomness.chance(20) ? choice() : nil),
            answers: list(3) { $0.answer() }, pages: list(3) { $0.page() },
            repair: repair())
    }

    mutating func repair() -> RepairAnswer? {
        guard randomness.chance(20) else { return nil }
        return RepairAnswer(replica: replica(), common: point(), commonTime: stamp())
    }

    mutating func enrollResponse() -> EnrollResponse {
        EnrollResponse(
            token: "kith_x", replica: replica(), user: identifier(), handle: "alice",
            name: text(), role: choice(), history: point(), enrolled: stamp(),
            serverName: text(), limits: limits(), repair: repair())
    }
}
