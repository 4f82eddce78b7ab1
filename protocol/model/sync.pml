/* Push, pull, acknowledge, copy a disk, restore the server: every interleaving, checked by Spin.
 *
 * What is modelled: two devices (the second is a copy of the first one's disk, made at any moment),
 * two ops, a network that loses, repeats and delays requests and answers, a server that commits
 * before it answers, pulls from a cursor, receipts of stamps, one backup and one restore of it.
 * The restore may be hidden at first: the database was put back and nobody said so.
 * Sets of ops are bits of a byte; stamps of both ops share a byte.
 * What is not: values, clocks, conflicts and scope, which the simulation covers.
 *
 * Run by: make model        (spin -a, a C compiler, and an exhaustive search)
 *
 * Checked at every step:
 *   ONCE   no history of the server applies an op twice
 *   KEPT   an op that was written is on the server, or waits or is retained on a device
 *   ALONE  whoever writes under an identity knows the last batch that was written under it
 *   SAME   an op that comes back with its receipt gets the stamp that it had
 * and at the end, when faults have stopped and every device has synced:
 *   DONE   every op is on the server, nothing waits, every device shows what the server has
 *
 * Bugs to plant, one at a time, each of which the search must find (make model tries them all):
 *   -DACKNOWLEDGE_BEFORE_COMMIT   the answer leaves, and the commit may fail
 *   -DNO_REOFFER                  a restored server gets nothing back that it had acknowledged
 *   -DCLONE_SHARES_CHAIN          both copies of a disk go on under one identity
 *   -DCURSOR_STAYS                a device goes on from its old cursor after a restore
 *   -DNO_DEDUPLICATION            an op that comes again is applied again
 *   -DNO_RECEIPT                  an op that comes back is stamped as if it were new
 */
#define OPS      2
#define ALL      3      /* bits of all ops */
#define REPLICAS 12     /* identities the server can give; 0 stands for none */
#define REBIRTHS 5      /* of them, those it can give before faults stop */

#define ACK      1
#define REBIRTH  2
#define RESTORED 3      /* "I was put back, and know it": the answer carries the common point */
#define STOPPED  4      /* the server does not know the device's point and cannot say why */

#ifdef ACKNOWLEDGE_BEFORE_COMMIT
#define chooseCommit if :: lostCommit = false :: lostCommit = true fi
#else
#define chooseCommit skip
#endif
#ifdef CLONE_SHARES_CHAIN
#define SHARED true
#else
#define SHARED false
#endif
#ifdef NO_REOFFER
#define REOFFERS false
#else
#define REOFFERS true
#endif
#ifdef CURSOR_STAYS
#define LOWERS false
#else
#define LOWERS true
#endif
#ifdef NO_DEDUPLICATION
#define DOUBLES true
#else
#define DOUBLES false
#endif
#ifdef NO_RECEIPT
#define RECEIPTS false
#else
#define RECEIPTS true
#endif

typedef Device {
    byte replica; byte lineage;
    byte outbox;          /* written, not acknowledged */
    byte sealed;          /* the ops of the sealed batch */
    byte batch;           /* its id, 0 while nothing is sealed */
    byte previous;        /* the batch acknowledged before it */
    byte retained;        /* acknowledged, not yet in an advertised backup */
    byte receipts;        /* the stamps that were acknowledged, 0 for none */
    byte view; byte cursor; bit branch
};

Device device[2];
byte devices = 1;         /* 2 once the disk was copied */

byte serverOps; byte serverLineage = 1;
byte seq; byte seqs[OPS]; byte stamps; byte clock; bit branch;
byte last[REPLICAS];
byte replicas = 1; byte batches;
byte backupOps; byte backupSeq; bool backedUp; byte restored;
byte written; byte repeats;

/* device, replica, lineage, batch, previous, ops, receipts, cursor, branch */
chan up = [2] of { byte, byte, byte, byte, byte, byte, byte, byte, bit };

#define has(set, op)      (((set) >> (op)) & 1)
#define stampOf(all, op)  (((all) >> (4 * (op))) & 15)
/* Whether a device's point lies in the server's history. */
#define knows(c, h)       ((c) <= seq && ((c) <= backupSeq || (h) == branch))

inline checkInvariants() {
    assert(seq == has(serverOps, 0) + has(serverOps, 1));                       /* ONCE */
    assert((written & ~(serverOps | device[0].outbox | device[0].retained
        | device[1].outbox | device[1].retained)) == 0)                         /* KEPT */
}

inline forget() {
    d = 0; r = 0; l = 0; b = 0; p = 0; ops = 0; kind = 0; fresh = 0; saved = 0; op = 0; given = 0;
    c = 0; n = 0; h = 0
}

/* Ops of the server in seqs after one and up to another. */
inline between(low, high, result) {
    result = 0; op = 0;
    do
    :: op < OPS ->
        if
        :: has(serverOps, op) && seqs[op] > low && seqs[op] <= high -> result = result | (1 << op)
        :: else
        fi;
        op++
    :: else -> break
    od
}

/* The server's transaction: decide, commit; `ops` becomes the page, `given` all stamps. */
inline serve() {
    kind = ACK; fresh = 0; n = seq;
    if
    :: l != serverLineage ->
        kind = RESTORED; fresh = replicas; replicas++;
        n = (knows(c, h) -> c : backupSeq);
        between(0, n, ops)
    :: l == serverLineage && !knows(c, h) -> kind = STOPPED; ops = 0
    :: else ->
        if
        :: b == 0 || b == last[r] -> skip
        :: b != 0 && b != last[r] && (p == last[r] || SHARED) ->
            assert(p == last[r]);                                               /* ALONE */
            op = 0;
            do
            :: op < OPS ->
                if
                :: has(ops, op) && (!has(serverOps, op) || DOUBLES) && !lostCommit ->
                    serverOps = serverOps | (1 << op); seq++; seqs[op] = seq;
                    stamps = stamps & ~(15 << (4 * op));
                    if
                    :: stampOf(given, op) != 0 && RECEIPTS ->
                        stamps = stamps | (stampOf(given, op) << (4 * op))
                    :: else -> clock++; stamps = stamps | (clock << (4 * op))
                    fi;
                    assert(stampOf(given, op) == 0                              /* SAME */
                        || stampOf(given, op) == stampOf(stamps, op))
                :: else
                fi;
                op++
            :: else -> break
            od;
            if :: !lostCommit -> last[r] = b :: else fi
        :: else -> kind = REBIRTH; fresh = replicas; replicas++
        fi;
        n = seq;
        between(c, n, ops)
    fi;
    given = stamps;
    assert(replicas <= REPLICAS);
    checkInvariants()
}

/* What a device does with an answer; one that is not for its sealed batch, cursor or history is
 * dropped. `c` is the cursor that was asked from, `n` the one that is given. */
inline take() {
    if
    :: kind == RESTORED && device[d].lineage != l && c == device[d].cursor ->
        device[d].lineage = l; device[d].replica = fresh; device[d].previous = 0;
        if
        :: REOFFERS -> device[d].outbox = device[d].outbox | device[d].retained
        :: else
        fi;
        device[d].retained = 0; device[d].sealed = 0; device[d].batch = 0;
        device[d].view = ops; device[d].branch = h;
        if :: LOWERS -> device[d].cursor = n :: else fi
    :: kind == ACK && l == device[d].lineage && b == device[d].batch && c == device[d].cursor ->
        op = 0;
        do
        :: op < OPS ->
            if
            :: has(device[d].sealed, op) && stampOf(device[d].receipts, op) == 0 ->
                device[d].receipts = device[d].receipts | (stampOf(given, op) << (4 * op))
            :: else
            fi;
            op++
        :: else -> break
        od;
        device[d].outbox = device[d].outbox & ~device[d].sealed;
        device[d].retained = (device[d].retained | device[d].sealed) & ~saved;
        if :: b != 0 -> device[d].previous = b :: else fi;
        device[d].sealed = 0; device[d].batch = 0;
        device[d].view = device[d].view | ops; device[d].cursor = n; device[d].branch = h
    :: kind == REBIRTH && l == device[d].lineage && b == device[d].batch ->
        device[d].replica = fresh; device[d].previous = 0;
        device[d].sealed = 0; device[d].batch = 0
    :: else
    fi;
    checkInvariants()
}

inline seal() {
    if
    :: device[d].batch == 0 && device[d].outbox != 0 ->
        batches++; device[d].batch = batches; device[d].sealed = device[d].outbox
    :: else
    fi
}

inline send() {
    r = device[d].replica; l = device[d].lineage; b = device[d].batch; p = device[d].previous;
    ops = device[d].sealed; given = device[d].receipts; c = device[d].cursor; h = device[d].branch
}

inline answer() {
    l = serverLineage; h = branch; saved = backupOps
}

active proctype World() {
    byte d, r, l, b, p, ops, kind, fresh, saved, op, given, c, n, round;
    bit h; bool lostCommit;
    device[0].replica = 1; device[0].lineage = 1; replicas = 2;
    do  /* the variables of a step are zeroed after it, so that they do not multiply the states */
    :: atomic { written != ALL ->                       /* somebody writes the next op */
        if :: d = 0 :: devices == 2 -> d = 1 fi;
        op = 0;
        do :: has(written, op) -> op++ :: else -> break od;
        written = written | (1 << op); device[d].outbox = device[d].outbox | (1 << op); forget() }
    :: atomic { nfull(up) && batches < 3 ->             /* a device seals, or resends, or pulls */
        if :: d = 0 :: devices == 2 -> d = 1 fi;
        seal(); send();
        up!d, r, l, b, p, ops, given, c, h; forget() }
    :: atomic { nempty(up) && replicas < REBIRTHS ->    /* the server takes one */
        if
        :: up?d, r, l, b, p, ops, given, c, h
        :: repeats < 1 -> repeats++;                    /* it will arrive once more */
            up?<d, r, l, b, p, ops, given, c, h>
        fi;
        chooseCommit; serve(); answer();
        if :: take() :: skip fi;                        /* the answer arrives, or is lost */
        lostCommit = false; forget() }
    :: atomic { nempty(up) -> up?d, r, l, b, p, ops, given, c, h; forget() } /* a request is lost */
    :: d_step { devices == 1 -> devices = 2;            /* the disk is copied */
        device[1].replica = device[0].replica; device[1].lineage = device[0].lineage;
        device[1].outbox = device[0].outbox; device[1].sealed = device[0].sealed;
        device[1].batch = device[0].batch; device[1].previous = device[0].previous;
        device[1].retained = device[0].retained; device[1].receipts = device[0].receipts;
        device[1].view = device[0].view; device[1].cursor = device[0].cursor;
        device[1].branch = device[0].branch }
    :: d_step { !backedUp -> backedUp = true; backupOps = serverOps; backupSeq = seq }
    :: d_step { backedUp && restored == 0 ->            /* the database is put back, nobody says so */
        restored = 1; serverOps = backupOps; seq = backupSeq; branch = 1;
        r = 0;
        do :: r < REPLICAS -> last[r] = 0; r++ :: else -> break od;
        checkInvariants(); forget() }
    :: d_step { restored == 1 -> restored = 2; serverLineage = 2 }   /* the operator says so */
    :: atomic { written == ALL && restored != 1 -> break }           /* faults stop */
    od;
    skip;
    d_step {
        do
        :: len(up) > 0 -> up?d, r, l, b, p, ops, given, c, h
        :: len(up) == 0 -> break
        od;
        round = 0;
        do
        :: round < 4 ->
            d = 0;
            do
            :: d < devices -> seal(); send(); serve(); answer(); take(); d++
            :: else -> break
            od;
            round++
        :: else -> break
        od;
        assert(serverOps == ALL && device[0].outbox == 0 && device[0].view == ALL);     /* DONE */
        assert(devices == 1 || (device[1].outbox == 0 && device[1].view == ALL))
    }
}
