#!/usr/bin/env python3
"""Runs commands through a proxy that delays, resets, truncates, drips, refuses and redirects one request in twenty
each, while objects change: the answer is right, or the exit code is 3, in bounded time.

usage: chaos.py FOLDER TOOL [--rounds N] [--seed SEED]
       (FOLDER as with-servers.sh has it, whose servers must be running; run by its venv's python)
"""
import argparse
import collections
import http.client
import http.server
import json
import os
import pathlib
import random
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

import moto_account

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("tool", type=pathlib.Path)
parser.add_argument("--rounds", type=int, default=40)
parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
chosen = parser.parse_args()
print(f"chaos.py: seed {chosen.seed}, {chosen.rounds} rounds", flush=True)
server, s3 = moto_account.client(chosen.folder)
work = pathlib.Path(tempfile.mkdtemp(prefix="scregistry-chaos-"))
FAULTS = ["delay", "reset", "truncate", "drip", "500", "503", "429", "403", "307"]
# Seconds after which every command must have ended: its deadline, and some for a busy machine.
DEADLINE, LIMIT = 20, 40
counts, failures = collections.Counter(), []


class Chaos(http.server.ThreadingHTTPServer):
    """A proxy in front of moto; each fault hits one request in twenty."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, seed):
        self.random, self.lock = random.Random(seed), threading.Lock()
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def fault(self):
        with self.lock:
            draw = self.random.random() * 20
        return FAULTS[int(draw)] if draw < len(FAULTS) else None

    def handle_error(self, *_):
        pass


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.server.fault()
        counts[fault or "none"] += 1
        # Half of the faults come before the request has an effect, and half after it.
        if fault and fault not in ("delay", "drip", "truncate") and self.command != "GET" and len(body) % 2 == 0:
            self.ask(body)
        if fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        if fault == "307":
            self.answer(307, [("Location", f"{self.server.url}{self.path}"), ("Content-Length", "0")], b"")
            return
        if fault in ("500", "503", "429", "403"):
            code = {"500": "InternalError", "503": "SlowDown", "429": "TooManyRequests", "403": "AccessDenied"}[fault]
            text = f"<Error><Code>{code}</Code><Message>chaos</Message></Error>".encode()
            self.answer(int(fault), [("Content-Length", str(len(text)))], text)
            return
        if fault == "delay":
            time.sleep(1)
        status, headers, data = self.ask(body)
        if fault in ("truncate", "drip") and data:
            self.close_connection = True
            if fault == "truncate":
                self.answer(status, headers, data[: len(data) // 2])
                return
            self.answer(status, headers, b"")
            for place in range(min(60, len(data))):
                self.wfile.write(data[place: place + 1])
                time.sleep(1)
            return
        self.answer(status, headers, data)

    def ask(self, body):
        """The answer of moto."""
        target = urllib.parse.urlsplit(server["url"])
        upstream = http.client.HTTPConnection(target.hostname, target.port)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        upstream.request(self.command, self.path, body or None, headers)
        found = upstream.getresponse()
        data = found.read()
        upstream.close()
        kept = [(name, value) for name, value in found.getheaders()
                if name.lower() not in ("transfer-encoding", "connection", "content-length")]
        size = found.getheader("Content-Length") if self.command == "HEAD" else len(data)
        if found.status != 304:
            kept.append(("Content-Length", str(size or 0)))
        return found.status, kept, data

    def answer(self, status, headers, data):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = forward

    def log_message(self, *_):
        pass


def run(endpoint, *words):
    """The exit code and the output of a command, which must end in time."""
    start = time.monotonic()
    try:
        done = subprocess.run(
            [chosen.tool, *map(str, words), "--deadline", f"{DEADLINE}s", "--endpoint-url", endpoint], cwd=work,
            capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        fail(words, f"it does not end in {LIMIT} s")
        return None, "", ""
    counts["longest"] = max(counts["longest"], round(time.monotonic() - start))
    return done.returncode, done.stdout, done.stderr


def is_complete(text):
    """Whether everything could be evaluated; without a report, nothing could."""
    return bool(text) and json.loads(text.splitlines()[-1])["complete"]


def fail(words, detail):
    failures.append(words)
    print(f"FAILED {' '.join(map(str, words))}: {detail}", flush=True)


def findings(text):
    found = collections.Counter()
    for line in text.splitlines():
        part = json.loads(line)
        if part["type"] == "finding":
            found[part["rule"], part["location"]["uri"], part["location"].get("line"), part["message"]] += 1
    return found


def key(number):
    return time.strftime("d/ds_%Y%m%d.cdf", time.gmtime(1577836800 + 86400 * number))


def prepare():
    """A registry with two faults, and a copy of it that lacks an object."""
    for name in ("chaos", "copied", "target"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": server["region"]})
    for name, endpoint in (("m.yml", "s3://chaos/"), ("t.yml", "s3://target/")):
        (work / name).write_text(
            f'version: 1\nbucket: {{endpoint: "{endpoint}", name: R, contact: "Someone, a@example.org"}}\n'
            "datasets:\n  - {id: ds, title: T, match: d/ds_%Y%m%d.cdf, stop: end-of-day}\n")
    for number in range(40):
        s3.put_object(Bucket="chaos", Key=key(number * 20), Body=b"x" * (number + 1))
    code, _, said = run(server["url"], "generate", "s3://chaos/", "-m", "m.yml", "-o", "s3://chaos/", "-q")
    if code != 0:
        sys.exit(f"generate: exit {code}: {said}")
    s3.put_object(Bucket="chaos", Key=key(60), Body=b"another size")
    s3.put_object(Bucket="chaos", Key="stray.cdf", Body=b"stray")
    for item in s3.list_objects_v2(Bucket="chaos")["Contents"]:
        if item["Key"] != key(100):
            s3.copy_object(Bucket="copied", Key=item["Key"], CopySource={"Bucket": "chaos", "Key": item["Key"]})


def same_answer(words, code, expected):
    """Whether the exit code is the right one; 3 says that something could not be evaluated."""
    if code not in (expected, 3, None):
        fail(words, f"exit {code} instead of {expected} or 3")
    counts[f"{words[0]}: exit {code}"] += 1
    return code == expected


def reads(endpoint, truth):
    """Commands that only read."""
    for name, words in READERS.items():
        code, output, said = run(endpoint, *words)
        if code is None:
            continue
        expected_code, expected = truth[name]
        right = same_answer(words, code, expected_code)
        if name in ("validate", "mirror"):
            found = findings(output)
            if not is_complete(output):
                # That nothing proves a level is no finding about the object.
                found = collections.Counter({key: n for key, n in found.items() if key[0] != "MIR006"})
            surplus = found - expected
            # With findings, the code is 1 whether or not everything could be evaluated.
            if surplus or right and is_complete(output) and found != expected:
                fail(words, f"exit {code}, surplus {dict(surplus)}, missing {dict(expected - found)}\n{said[:600]}")
        elif right and output != expected:
            fail(words, f"exit {code} with another output\n{output[:600]}{said[:600]}")


READERS = {
    "validate": ["validate", "s3://chaos/", "--depth", "objects", "--no-config", "-q", "-o", "ndjson", "--deterministic"],
    "mirror": ["mirror", "verify", "s3://chaos/", "s3://copied/", "--no-config", "-q", "-o", "ndjson", "--deterministic",
               "--require", "content"],
    "files": ["files", "s3://chaos/", "ds", "--format", "ndjson", "--no-cache", "-q"],
    "datasets": ["datasets", "s3://chaos/", "--format", "json", "--no-cache"],
}


def publishes(endpoint, number):
    """Publishes one more file; the registry has all rows, or those before, and is sound."""
    s3.put_object(Bucket="target", Key=key(number), Body=b"y")
    words = ["generate", "s3://target/", "-m", "t.yml", "-o", "s3://target/", "-q"]
    code, _, said = run(endpoint, *words)
    counts[f"generate: exit {code}"] += 1
    if code not in (0, 3, 4, None):
        fail(words, f"exit {code}\n{said[:600]}")
    names = [item["Key"] for item in s3.list_objects_v2(Bucket="target")["Contents"]]
    if "catalog.json" not in names:
        if code == 0:
            fail(words, "exit 0 without a catalog")
        return
    code_now, output, said = run(server["url"], "files", "s3://target/", "ds", "--format", "ndjson", "--no-cache", "--strict")
    rows = {json.loads(line)["datakey"] for line in output.splitlines()}
    wanted = {f"s3://target/{name}" for name in names if name.startswith("d/")}
    if code_now != 0 or code == 0 and rows != wanted or not rows <= wanted or len(rows) < len(published):
        fail(words, f"exit {code}, then files exits {code_now}; {len(rows)} of {len(wanted)} rows, {len(published)} before\n{said}")
    published.clear()
    published.update(rows)


published = set()
start = time.monotonic()
prepare()
truth = {}
for name, words in READERS.items():
    code, output, said = run(server["url"], *words)
    truth[name] = (code, findings(output) if name in ("validate", "mirror") else output)
    print(f"without chaos, {name} exits {code}", flush=True)
for number in range(chosen.rounds):
    proxy = Chaos(chosen.seed + number)
    reads(proxy.url, truth)
    publishes(proxy.url, number)
    proxy.shutdown()
    proxy.server_close()
print(f"chaos: {chosen.rounds} rounds in {time.monotonic() - start:.0f} s, {len(failures)} failures; "
      + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
sys.exit(1 if failures else 0)
