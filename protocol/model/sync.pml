/* Push, pull, acknowledge, copy a disk, restore the server: every interleaving, checked by Spin.
 *
 * What is modelled: two devices (the second is a copy of the first one's disk, made at any moment),
 * two ops, a network that loses, repeats and delays requests and answers, a server that commits
 * before it answers, one backup and one restore of it. Sets of ops are bits of a byte.
 * What is not: values, clocks, conflicts and scope, which the simulation covers.
 *
 * Run by: make model        (spin -a, a C compiler, and an exhaustive search)
 *
 * Checked at every step:
 *   ONCE   no history of the server applies an op twice
 *   KEPT   an op that was written is on the server, or waits or is retained on a device
 * and at the end, when faults have stopped and every device has synced:
 *   DONE   every op is on the server, nothing waits, every device shows what the server has
 */
#define OPS      2
#define ALL      3      /* bits of all ops */
#define REPLICAS 12     /* identities the server can give; 0 stands for none */
#define REBIRTHS 5      /* of them, those it can give before faults stop */

#define ACK     1
#define REBIRTH 2
#define DIFFERS 3

typedef Device {
    byte replica; byte lineage;
    byte outbox;          /* written, not acknowledged */
    byte sealed;          /* the ops of the sealed batch */
    byte batch;           /* its id, 0 while nothing is sealed */
    byte previous;        /* the batch acknowledged before it */
    byte retained;        /* acknowledged, not yet in an advertised backup */
    byte view
};

Device device[2];
byte devices = 1;         /* 2 once the disk was copied */

byte serverOps; byte serverLineage = 1;
byte applied[OPS]; byte last[REPLICAS];
byte replicas = 1; byte batches;
byte backupOps; bool backedUp; bool restored;
byte written; byte repeats;

/* device, replica, lineage, batch, previous, ops */
chan up = [2] of { byte, byte, byte, byte, byte, byte };
/* device, kind, batch, new replica, lineage, ops on the server, ops in the backup */
chan down = [1] of { byte, byte, byte, byte, byte, byte, byte };

#define has(set, op) (((set) >> (op)) & 1)

inline checkInvariants() {
    assert(applied[0] <= 1 && applied[1] <= 1);                                 /* ONCE */
    assert((written & ~(serverOps | device[0].outbox | device[0].retained
        | device[1].outbox | device[1].retained)) == 0)                         /* KEPT */
}

inline forget() {
    d = 0; r = 0; l = 0; b = 0; p = 0; ops = 0; kind = 0; fresh = 0; saved = 0; op = 0
}

/* The server's transaction: decide, commit, answer. Answers of older requests may be lost later. */
inline serve(r, l, b, p, ops, kind, fresh) {
    kind = ACK; fresh = 0;
    if
    :: l != serverLineage -> kind = DIFFERS; fresh = replicas; replicas++
    :: else ->
        if
        :: b == 0 || b == last[r] -> skip
        :: b != 0 && b != last[r] && p == last[r] ->
            op = 0;
            do
            :: op < OPS ->
                if
                :: has(ops, op) && !has(serverOps, op) ->
                    serverOps = serverOps | (1 << op); applied[op]++
                :: else
                fi;
                op++
            :: else -> break
            od;
            last[r] = b
        :: else -> kind = REBIRTH; fresh = replicas; replicas++
        fi
    fi;
    assert(replicas <= REPLICAS);
    checkInvariants()
}

/* What a device does with an answer; one that is not for its sealed batch or history is dropped. */
inline take(d, kind, b, fresh, l, ops, saved) {
    if
    :: kind == DIFFERS && device[d].lineage != l ->
        device[d].lineage = l; device[d].replica = fresh; device[d].previous = 0;
        device[d].outbox = device[d].outbox | device[d].retained; device[d].retained = 0;
        device[d].sealed = 0; device[d].batch = 0; device[d].view = ops
    :: kind == ACK && l == device[d].lineage && b == device[d].batch ->
        device[d].outbox = device[d].outbox & ~device[d].sealed;
        device[d].retained = (device[d].retained | device[d].sealed) & ~saved;
        if :: b != 0 -> device[d].previous = b :: else fi;
        device[d].sealed = 0; device[d].batch = 0; device[d].view = ops
    :: kind == REBIRTH && l == device[d].lineage && b == device[d].batch ->
        device[d].replica = fresh; device[d].previous = 0;
        device[d].sealed = 0; device[d].batch = 0
    :: else
    fi;
    checkInvariants()
}

inline seal(d) {
    if
    :: device[d].batch == 0 && device[d].outbox != 0 ->
        batches++; device[d].batch = batches; device[d].sealed = device[d].outbox
    :: else
    fi
}

inline exchange(d) {  /* without faults, for healing */
    seal(d);
    r = device[d].replica; l = device[d].lineage; b = device[d].batch;
    p = device[d].previous; ops = device[d].sealed;
    serve(r, l, b, p, ops, kind, fresh);
    l = serverLineage; ops = serverOps; saved = backupOps;
    take(d, kind, b, fresh, l, ops, saved)
}

active proctype World() {
    byte d, r, l, b, p, ops, kind, fresh, saved, op, round;
    device[0].replica = 1; device[0].lineage = 1; replicas = 2;
    do  /* the variables of a step are zeroed after it, so that they do not multiply the states */
    :: atomic { written != ALL ->                       /* somebody writes the next op */
        if :: d = 0 :: devices == 2 -> d = 1 fi;
        op = 0;
        do :: has(written, op) -> op++ :: else -> break od;
        written = written | (1 << op); device[d].outbox = device[d].outbox | (1 << op); forget() }
    :: atomic { nfull(up) && batches < 4 ->             /* a device seals, or resends, or pulls */
        if :: d = 0 :: devices == 2 -> d = 1 fi;
        seal(d);
        up!d, device[d].replica, device[d].lineage, device[d].batch, device[d].previous,
            device[d].sealed; forget() }
    :: atomic { nempty(up) && replicas < REBIRTHS && nfull(down) -> /* the server takes one */
        up?d, r, l, b, p, ops;
        serve(r, l, b, p, ops, kind, fresh);
        down!d, kind, b, fresh, serverLineage, serverOps, backupOps; forget() }
    :: atomic { nempty(up) && repeats < 1 && nfull(down) && replicas < REBIRTHS ->
        repeats++;                                      /* a request arrives, and will again */
        up?<d, r, l, b, p, ops>;
        serve(r, l, b, p, ops, kind, fresh);
        down!d, kind, b, fresh, serverLineage, serverOps, backupOps; forget() }
    :: atomic { nempty(down) ->                         /* an answer arrives */
        down?d, kind, b, fresh, l, ops, saved; take(d, kind, b, fresh, l, ops, saved); forget() }
    :: atomic { nempty(up) -> up?d, r, l, b, p, ops; forget() }   /* a request is lost */
    :: atomic { nempty(down) -> down?d, kind, b, fresh, l, ops, saved; forget() } /* an answer is lost */
    :: atomic { devices == 1 -> devices = 2;            /* the disk is copied */
        device[1].replica = device[0].replica; device[1].lineage = device[0].lineage;
        device[1].outbox = device[0].outbox; device[1].sealed = device[0].sealed;
        device[1].batch = device[0].batch; device[1].previous = device[0].previous;
        device[1].retained = device[0].retained; device[1].view = device[0].view; forget() }
    :: atomic { !backedUp -> backedUp = true; backupOps = serverOps; forget() }
    :: atomic { backedUp && !restored ->                /* the server is put back to its backup */
        restored = true; serverOps = backupOps; serverLineage = 2;
        op = 0;
        do :: op < OPS -> applied[op] = has(serverOps, op); op++ :: else -> break od;
        r = 0;
        do :: r < REPLICAS -> last[r] = 0; r++ :: else -> break od;
        checkInvariants(); forget() }
    :: atomic { written == ALL -> break }               /* faults stop */
    od;
    atomic {
        do
        :: len(up) > 0 -> up?d, r, l, b, p, ops
        :: len(down) > 0 -> down?d, kind, b, fresh, l, ops, saved
        :: len(up) == 0 && len(down) == 0 -> break
        od;
        round = 0;
        do
        :: round < 4 ->
            d = 0; exchange(d);
            if :: devices == 2 -> d = 1; exchange(d) :: else fi;
            round++
        :: else -> break
        od;
        assert(serverOps == ALL && device[0].outbox == 0 && device[0].view == ALL);     /* DONE */
        assert(devices == 1 || (device[1].outbox == 0 && device[1].view == ALL))
    }
}
