#!/usr/bin/env python3
"""Several publishers of one dataset at the same time, as processes: no row may be lost.

usage: interleaving_test.py FOLDER TOOL [RUNS]
       (FOLDER as with-servers.sh has it, whose servers must be running; run by its venv's python)

Half of the runs go through a proxy that holds the requests of all publishers and lets one through
at a time, in an order by seed; the other half publish into a directory.
"""
import http.client
import http.server
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

import moto_account

folder, tool = pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())
runs = int(sys.argv[3]) if len(sys.argv) > 3 else 80
server, s3 = moto_account.client(folder)
work = pathlib.Path(tempfile.mkdtemp(prefix="scregistry-interleaving-"))
(work / "m.yml").write_text(
    'version: 1\nbucket: {endpoint: "s3://race/", name: R, contact: "Someone, a@example.org"}\n'
    "datasets:\n  - {id: ds, title: T, match: d/ds_%Y%m%d.cdf, stop: end-of-day}\n")
failures = []
counts = {"requests": 0, "conflicts": 0, "published": 0, "gave up": 0}


class Gate:
    """Lets the requests of the publishers through one at a time, in a seeded order."""

    def __init__(self, seed, publishers):
        self.random, self.changed = random.Random(seed), threading.Condition()
        self.live, self.waiting, self.busy = set(range(publishers)), [], False

    def enter(self, publisher):
        ticket = (publisher, object())
        with self.changed:
            self.waiting.append(ticket)
            deadline = time.monotonic() + 0.2
            self.changed.notify_all()
            while not self.is_next(ticket, deadline):
                self.changed.wait(0.02)
            self.waiting.remove(ticket)
            self.busy, self.chosen = True, None
            counts["requests"] += 1

    chosen = None

    def is_next(self, ticket, deadline):
        """All publishers must have arrived, except those that wait before they retry."""
        if self.busy:
            return False
        if self.chosen is None:
            if {number for number, _ in self.waiting} < self.live and time.monotonic() < deadline:
                return False
            self.chosen = self.random.choice(sorted(self.waiting, key=lambda one: one[0]))
        return self.chosen == ticket

    def leave(self):
        with self.changed:
            self.busy = False
            self.changed.notify_all()

    def finish(self, publisher):
        with self.changed:
            self.live.discard(publisher)
            self.changed.notify_all()


def proxy(gate, publisher):
    """A proxy before moto for one publisher; returns the server."""
    target = urllib.parse.urlsplit(server["url"])

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self):
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size) if size else None
            gate.enter(publisher)
            try:
                upstream = http.client.HTTPConnection(target.hostname, target.port)
                headers = {k: v for k, v in self.headers.items() if k.lower() != "connection"}
                upstream.request(self.command, self.path, body, headers)
                answer = upstream.getresponse()
                data = answer.read()
                upstream.close()
            finally:
                gate.leave()
            counts["conflicts"] += answer.status == 412
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                lower = name.lower()
                if lower in ("transfer-encoding", "connection") or lower == "content-length" and self.command != "HEAD":
                    continue
                self.send_header(name, value)
            if self.command != "HEAD":
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = forward

        def log_message(self, *_):
            pass

    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    threading.Thread(target=made.serve_forever, daemon=True).start()
    return made


def listing(name, days):
    (work / name).write_text("key,size\n" + "".join(f"d/ds_{day}.cdf,{day % 97 + 1}\n" for day in days))


def generate(name, out, *words, endpoint=None):
    environment = os.environ | ({"AWS_ENDPOINT_URL": endpoint} if endpoint else {})
    return subprocess.Popen([tool, "generate", name, "-m", "m.yml", "-o", out, *words], cwd=work, env=environment,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def objects_of(out):
    if out.startswith("s3://"):
        return {item["Key"]: s3.get_object(Bucket="race", Key=item["Key"])["Body"].read().decode()
                for item in s3.list_objects_v2(Bucket="race").get("Contents", [])}
    return {str(path.relative_to(work / out)): path.read_text() for path in (work / out).rglob("*")
            if path.is_file()}


def judge(name, out, before, added, ended):
    """Each row of a publisher that reported success must be there, and the catalog must cover it."""
    expected = set(before)
    for day, (code, said) in zip(added, ended):
        counts["published" if code == 0 else "gave up"] += 1
        if code == 0:
            expected.add(day)
        elif code != 4:
            failures.append(name)
            print(f"FAILED {name}: exit {code}\n{said}")
    found = objects_of(out)
    rows = [line.split(",") for key, text in found.items() if key.endswith(".csv") for line in text.splitlines()[1:]]
    days = {int(row[2][-12:-4]) for row in rows}
    entry = json.loads(found["catalog.json"])["catalog"][0]
    if not expected <= days or len(days) != len(rows):
        failures.append(name)
        print(f"FAILED {name}: rows {sorted(days)}, expected {sorted(expected)}\n", *(said for _, said in ended))
    covered = (min(row[0] for row in rows), max(row[1] for row in rows))
    if all(code == 0 for code, _ in ended) and (entry["start"], entry["stop"]) != covered:
        failures.append(name)
        print(f"FAILED {name}: the catalog has {entry['start']} to {entry['stop']}, the rows {covered}")
    if any(key.startswith(".scregistry-staging") for key in found):
        failures.append(name)
        print(f"FAILED {name}: staged files are left")


def run(seed, is_bucket):
    publishers = 2 if seed % 2 else 4
    kind = "bucket" if is_bucket else "directory"
    name, out = f"{kind} {seed}", "s3://race/" if is_bucket else f"directory-{seed}"
    chance = random.Random(seed)
    before = [20150101, 20160101] if seed % 3 else []
    added = chance.sample([20140105, 20150102, 20150103, 20160102, 20160103, 20170105], publishers)
    if is_bucket:
        for old in s3.list_objects_v2(Bucket="race").get("Contents", []):
            s3.delete_object(Bucket="race", Key=old["Key"])
    if before:
        listing("before.csv", before)
        first = generate("before.csv", out, "-q")
        said = first.communicate()[0]
        if first.returncode:
            failures.append(name)
            print(f"FAILED {name}: {said}")
    gate = Gate(seed, publishers)
    proxies = [proxy(gate, number) for number in range(publishers)] if is_bucket else []
    ended = [None] * publishers

    def publish(number):
        endpoint = f"http://127.0.0.1:{proxies[number].server_port}" if is_bucket else None
        if not is_bucket:
            time.sleep(chance.uniform(0, 0.1))
        process = generate(f"{seed}-{number}.csv", out, "--partial", endpoint=endpoint)
        said = process.communicate()[0]
        gate.finish(number)
        ended[number] = (process.returncode, said)

    for number, day in enumerate(added):
        listing(f"{seed}-{number}.csv", [day])
    threads = [threading.Thread(target=publish, args=(number,)) for number in range(publishers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for made in proxies:
        made.shutdown()
        made.server_close()
    judge(name, out, before, added, ended)


try:
    try:
        s3.create_bucket(Bucket="race", CreateBucketConfiguration={"LocationConstraint": server["region"]})
    except s3.exceptions.BucketAlreadyOwnedByYou:
        pass
    began = time.monotonic()
    for number in range(runs):
        run(number // 2, number % 2 == 0)
    print(f"interleaving: {(runs + 1) // 2} runs with a bucket, {runs // 2} with a directory: {counts['requests']} requests, "
          f"{counts['conflicts']} conflicts, {counts['published']} published, {counts['gave up']} gave up, "
          f"{len(failures)} failures ({time.monotonic() - began:.0f} s)")
    if not counts["conflicts"]:
        failures.append("no conflict")
        print("FAILED: no publisher was overtaken, so nothing was tested")
finally:
    shutil.rmtree(work, ignore_errors=True)
sys.exit(1 if failures else 0)
