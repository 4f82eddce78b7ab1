"""Runs the workload on Anki and its sync server, and on Kinto; see docs/performance.md.

usage: peers.py FOLDER    FOLDER has data/*.jsonl and plain.json; everything else is written there
"""

import http.client
import json
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time

FOLDER = os.path.abspath(sys.argv[1])
KINTO_RECORDS = 11_000  # Kinto takes minutes for more; ratios are for each record


def load(name):
    with open(f"{FOLDER}/data/{name}.jsonl") as lines:
        return [json.loads(line) for line in lines]


PLAIN = json.load(open(f"{FOLDER}/plain.json"))
ROWS = []


def row(who, phase, what, figure):
    ROWS.append((who, phase, what, figure))
    print(f"{who}: {phase} {what}: {figure}", file=sys.stderr)


def ratio(seconds, records):
    return f"{seconds * 1000 / (PLAIN['ms'] / PLAIN['records'] * records):.1f} x plain"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process):
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("a server ended before it was ready")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("a server is not ready after 30 seconds")


class Tap:
    """Counts the bytes between a program and its server, which speak plain HTTP here."""

    def __init__(self, port):
        self.bytes = 0
        self.requests = 0
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(("127.0.0.1", self.target))
            for pair in ((near, far, True), (far, near, False)):
                threading.Thread(target=self.relay, args=pair, daemon=True).start()

    def relay(self, source, sink, is_request):
        try:
            while data := source.recv(1 << 16):
                self.bytes += len(data)
                self.requests += is_request and data[:5] in (b"POST ", b"GET /")
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def taken(self):
        counts = (self.bytes, self.requests)
        self.bytes = self.requests = 0
        return counts


# ── Anki: two collections, its own sync server ────────────────────────────────────────────────────

ACCOUNT_FIELDS = ["id", "name", "street", "city", "postcode", "country", "phone", "email",
                  "contact", "segment", "status", "credit_limit", "remarks"]
NOTE_FIELDS = ["id", "account_id", "author", "visited_at", "kind", "outcome", "body"]


class Laptop:
    def __init__(self, name, endpoint):
        from anki.collection import Collection

        self.collection = Collection(f"{FOLDER}/anki-{name}.anki2")
        self.auth = self.collection.sync_login("kith", "kith", endpoint)
        self.auth.endpoint = endpoint

    def sync(self):
        began = time.monotonic()
        output = self.collection.sync_collection(self.auth, False)
        if output.required not in (output.NO_CHANGES, output.NORMAL_SYNC):
            raise SystemExit(f"Anki wants a full sync: {output.required}")
        return time.monotonic() - began

    def replace(self, upload):
        output = self.collection.sync_collection(self.auth, False)
        self.collection.close_for_full_sync()
        self.collection.full_upload_or_download(
            auth=self.auth, server_usn=output.server_media_usn, upload=upload)
        self.collection.reopen(after_full_sync=True)


def make_kinds(collection):
    for name, fields in (("Account", ACCOUNT_FIELDS), ("Note", NOTE_FIELDS)):
        kind = collection.models.new(name)
        for field in fields:
            collection.models.add_field(kind, collection.models.new_field(field))
        template = collection.models.new_template("Card")
        template["qfmt"] = "{{" + fields[0] + "}}"
        template["afmt"] = "{{" + fields[1] + "}}"
        collection.models.add_template(kind, template)
        collection.models.add(kind)


def anki(accounts, notes, delta):
    from anki.collection import AddNoteRequest

    for name in os.listdir(FOLDER):
        if name.startswith("anki-"):
            path = f"{FOLDER}/{name}"
            shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
    port = free_port()
    environment = dict(os.environ, SYNC_USER1="kith:kith", SYNC_BASE=f"{FOLDER}/anki-server",
                       SYNC_HOST="127.0.0.1", SYNC_PORT=str(port), MAX_SYNC_PAYLOAD_MEGS="1000")
    server = subprocess.Popen([sys.executable, "-m", "anki.syncserver"], env=environment,
                              stdout=open(f"{FOLDER}/anki.log", "w"), stderr=subprocess.STDOUT)
    try:
        wait_for(port, server)
        tap = Tap(port)
        endpoint = f"http://127.0.0.1:{tap.port}/"
        alice, bob = Laptop("alice", endpoint), Laptop("bob", endpoint)
        make_kinds(alice.collection)
        alice.replace(upload=True)
        bob.replace(upload=False)
        records = [(r, "Account", ACCOUNT_FIELDS) for r in accounts]
        records += [(r, "Note", NOTE_FIELDS) for r in notes]
        kinds = {name: alice.collection.models.by_name(name) for name in ("Account", "Note")}
        ids, seconds = {}, 0.0
        for start in range(0, len(records), 1000):
            chunk = []
            for record, kind, fields in records[start:start + 1000]:
                note = alice.collection.new_note(kinds[kind])
                note.fields = [str(record[field]) for field in fields]
                chunk.append((record["id"], note))
            began = time.monotonic()
            alice.collection.add_notes([AddNoteRequest(note=n, deck_id=1) for _, n in chunk])
            seconds += time.monotonic() - began
            ids.update((key, note.id) for key, note in chunk)
        row("Anki", "L", "local write", ratio(seconds, len(records)))
        row("Anki", "P1", "push of everything", ratio(alice.sync(), len(records)))
        row("Anki", "P2", "first pull, by records", ratio(bob.sync(), len(records)))
        tap.taken()
        changed = []
        for edit in delta:
            note = alice.collection.get_note(ids[edit["id"]])
            for field, value in edit["set"].items():
                note[field] = str(value)
            changed.append(note)
        alice.collection.update_notes(changed)
        seconds = alice.sync() + bob.sync()
        size, _ = tap.taken()
        row("Anki", "P3", "1 % changed: bytes up and down for each",
            f"{size / len(delta):.0f} B")
        row("Anki", "P3", "1 % changed: time", ratio(seconds, len(records)))
        times = [alice.sync() for _ in range(100)]
        size, requests = tap.taken()
        row("Anki", "P4", "nothing changed: bytes both ways", f"{size / 100:.0f} B")
        row("Anki", "P4", "nothing changed: requests", f"{requests / 100:.0f}")
        row("Anki", "P4", "nothing changed: time", f"{statistics.median(times) * 1000:.2f} ms")
        row("Anki", "", "peak memory, laptops and this program",
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        alice.collection.close()
        bob.collection.close()
    finally:
        server.terminate()
        server.wait()


# ── Kinto: HTTP and JSON, no local database ───────────────────────────────────────────────────────


class KintoStore:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.headers = {"Authorization": "Basic a2l0aDpraXRo", "Content-Type": "application/json"}

    def call(self, method, path, body=None):
        self.connection.request(
            method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"Kinto answers {answer.status}: {text[:200]}")
        return json.loads(text or b"null"), answer.headers

    def write(self, method, records):
        for start in range(0, len(records), 25):
            answer, _ = self.call("POST", "/v1/batch", {"requests": [
                {"method": method, "path": f"/buckets/w/collections/{kind}/records/{key}",
                 "body": {"data": data}} for kind, key, data in records[start:start + 25]]})
            if any(part["status"] >= 400 for part in answer["responses"]):
                raise SystemExit(f"Kinto refuses: {answer['responses'][0]}")

    def pull(self, kind, since=None):
        path = f"/v1/buckets/w/collections/{kind}/records"
        path += f"?_since={since}" if since else ""
        count = 0
        while path:
            answer, headers = self.call("GET", path)
            count += len(answer["data"])
            path = headers.get("Next-Page")
            path = path and path[path.index("/v1/"):]
            last = headers["ETag"].strip('"')
        return count, last


def kinto(accounts, notes, delta):
    port = free_port()
    settings = f"{FOLDER}/kinto.ini"
    if os.path.exists(settings):
        os.unlink(settings)
    subprocess.run([f"{FOLDER}/python/bin/kinto", "init", "--ini", settings, "--backend", "memory",
                    "--cache-backend", "memory", "--host", "127.0.0.1"], check=True,
                   stdout=subprocess.DEVNULL)
    environment = dict(os.environ, KINTO_BUCKET_CREATE_PRINCIPALS="system.Everyone",
                       KINTO_USERID_HMAC_SECRET="kith", KINTO_MULTIAUTH_POLICIES="basicauth",
                       KINTO_PAGINATE_BY="10000", KINTO_STORAGE_MAX_FETCH_SIZE="10000")
    server = subprocess.Popen([f"{FOLDER}/python/bin/kinto", "start", "--ini", settings,
                               "--port", str(port)], env=environment,
                              stdout=subprocess.DEVNULL, stderr=open(f"{FOLDER}/kinto.log", "w"))
    try:
        wait_for(port, server)
        tap = Tap(port)
        alice, bob = KintoStore(tap.port), KintoStore(tap.port)
        alice.call("PUT", "/v1/buckets/w", {"data": {}})
        for kind in ("account", "note"):
            alice.call("PUT", f"/v1/buckets/w/collections/{kind}", {"data": {}})
        share = min(1.0, KINTO_RECORDS / (len(accounts) + len(notes)))
        accounts = accounts[:int(len(accounts) * share)]
        notes = notes[:int(len(notes) * share)]
        records = [("account", r["id"], r) for r in accounts] + [("note", r["id"], r) for r in notes]
        began = time.monotonic()
        alice.write("PUT", records)
        row("Kinto", "P1", f"push of {len(records)}", ratio(time.monotonic() - began, len(records)))
        began = time.monotonic()
        pulled = {kind: bob.pull(kind) for kind in ("account", "note")}
        row("Kinto", "P2", f"first pull of {len(records)}, into no database",
            ratio(time.monotonic() - began, len(records)))
        known = {key for _, key, _ in records}
        changes = [("account" if e["t"] == "a" else "note", e["id"], e["set"]) for e in delta
                   if e["id"] in known]
        tap.taken()
        alice.write("PATCH", changes)
        for kind, (_, last) in pulled.items():
            pulled[kind] = bob.pull(kind, last)
        size, _ = tap.taken()
        row("Kinto", "P3", "changed: bytes up and down for each",
            f"{size / max(len(changes), 1):.0f} B")
        for kind, (_, last) in pulled.items():
            bob.pull(kind, last)
        size, requests = tap.taken()
        row("Kinto", "P4", "nothing changed: bytes both ways", f"{size} B")
        row("Kinto", "P4", "nothing changed: requests", f"{requests}")
    finally:
        server.terminate()
        server.wait()


def main():
    accounts, notes, delta = load("accounts"), load("notes"), load("delta")
    row("plain", "plain", "plain SQLite", f"{PLAIN['ms']:.0f} ms")
    anki(accounts, notes, delta)
    kinto(accounts, notes, delta)
    heads = ("system", "phase", "what", "measured")
    widths = [max(len(cells[column]) for cells in [heads] + ROWS) for column in range(4)]
    for cells in [heads, tuple("-" * width for width in widths)] + ROWS:
        print("| " + " | ".join(c.ljust(w) for c, w in zip(cells, widths)) + " |")


main()
