#!/usr/bin/env python3
"""Publishes for minutes: publishers that are killed, and many publishers of one dataset at the same time.

No row may be lost, and no reader may find a broken registry.

usage: soak_publishing.py FOLDER TOOL [--kills N] [--seconds S] [--seed SEED]
       (FOLDER as with-servers.sh has it, whose servers must be running; run by its venv's python)
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

import moto_account

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("tool", type=pathlib.Path)
parser.add_argument("--kills", type=int, default=200, help="how many publishers to kill, per destination")
parser.add_argument("--seconds", type=int, default=300, help="how long several publishers publish, per number of them")
parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
chosen = parser.parse_args()
tool = str(chosen.tool.resolve())
print(f"soak_publishing.py: seed {chosen.seed}", flush=True)
server, s3 = moto_account.client(chosen.folder)
work = pathlib.Path(tempfile.mkdtemp(prefix="scregistry-soak-"))
failures = []


def fail(words):
    failures.append(words)
    print(f"FAILED {words}", flush=True)


class Destination:
    """A registry of one dataset in a directory or a bucket, and the keys that it must have."""

    def __init__(self, name, is_bucket):
        self.name, self.number, self.published, self.lock = name, 0, set(), threading.Lock()
        self.tried = set()
        self.out = f"s3://{name}/" if is_bucket else str(work / name)
        if is_bucket:
            s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": server["region"]})
        (work / f"{name}.yml").write_text(
            f'version: 1\nbucket: {{endpoint: "s3://{name}/", name: S, contact: "Someone, a@example.org"}}\n'
            "datasets:\n  - {id: ds, title: T, match: d/ds_%Y%m%d%H%M.cdf, stop: PT1M}\n")

    def command(self, count):
        """The command that publishes some new files, and their keys."""
        with self.lock:
            numbers = [self.number + place for place in range(count)]
            self.number += count
        # The files are spread over years, so that each publication writes several index files.
        keys = [time.strftime("d/ds_%Y%m%d%H%M.cdf", time.gmtime(1262304000 + n * 60 + n % 5 * 31536000)) for n in numbers]
        path = work / f"{self.name}-{numbers[0]}.csv"
        path.write_text("key,size\n" + "".join(f"{key},{len(key)}\n" for key in keys))
        self.tried |= {f"s3://{self.name}/{key}" for key in keys}
        return [tool, "generate", str(path), "-m", f"{self.name}.yml", "-o", self.out, "--partial", "-q"], {
            f"s3://{self.name}/{key}" for key in keys}

    def check(self, when):
        """Every published row is there, and nothing else but rows that were tried."""
        done = subprocess.run([tool, "files", self.out, "ds", "--format", "ndjson", "--no-cache", "--strict"], cwd=work,
                              capture_output=True, text=True, check=False)
        keys = [json.loads(line)["datakey"] for line in done.stdout.splitlines()]
        if done.returncode != 0:
            # Before the first publication there is no catalog.
            if self.published:
                fail(f"{when}: files exits {done.returncode}: {done.stderr}")
            return set()
        if len(keys) != len(set(keys)):
            fail(f"{when}: {len(keys) - len(set(keys))} rows repeat")
        if self.published - set(keys):
            fail(f"{when}: lost {sorted(self.published - set(keys))[:3]} of {len(self.published)}")
        if set(keys) - self.tried:
            fail(f"{when}: foreign rows {sorted(set(keys) - self.tried)[:3]}")
        return set(keys)


def first(destination):
    """Publishes files of all years, so that no index file is missing; returns how long that takes."""
    command, keys = destination.command(10)
    start = time.monotonic()
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"the first publication: exit {done.returncode}: {done.stderr}")
    destination.published |= keys
    return time.monotonic() - start


def kills(destination):
    """Kills publishers at random moments; the next one completes or forgets what they did."""
    source, killed = random.Random(chosen.seed), 0
    times = [first(destination)]
    for number in range(chosen.kills):
        command, keys = destination.command(source.randrange(1, 40))
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            _, said = process.communicate(timeout=source.random() * 1.2 * max(times[-9:]))
            times.append(time.monotonic() - start)
            if process.returncode == 0:
                destination.published |= keys
            else:
                fail(f"publisher {number}: exit {process.returncode}: {said}")
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            killed += 1
        if number % 3 == 0:
            # What a killed publisher wrote completely is published.
            destination.published |= destination.check(f"after kill {killed} in {destination.name}")
    command, keys = destination.command(3)
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        fail(f"the last publisher: exit {done.returncode}: {done.stderr}")
    destination.published |= keys
    rows = destination.check(f"at the end of {destination.name}")
    done = subprocess.run([tool, "validate", destination.out, "--no-config", "-q", "-o", "csv=/dev/null"], cwd=work,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        fail(f"validate exits {done.returncode}: {done.stderr}")
    print(f"{destination.name}: {killed} of {chosen.kills} publishers killed, {len(rows)} rows", flush=True)


def publishers(destination, count):
    """Several publishers publish as fast as they can, until the time is over."""
    first(destination)
    end, conflicts = time.monotonic() + chosen.seconds, [0] * count

    def publish(number):
        while time.monotonic() < end:
            command, keys = destination.command(2)
            while True:
                done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
                if done.returncode == 4:
                    conflicts[number] += 1
                    continue
                if done.returncode == 0:
                    with destination.lock:
                        destination.published |= keys
                else:
                    fail(f"publisher {number}: exit {done.returncode}: {done.stderr}")
                break

    threads = [threading.Thread(target=publish, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = destination.check(f"{count} publishers of {destination.name}")
    print(f"{destination.name}: {count} publishers in {chosen.seconds} s, {len(rows)} rows, {sum(conflicts)} gave up and "
          "were started again", flush=True)


kills(Destination("killed-directory", False))
kills(Destination("killed-bucket", True))
for count in (2, 4, 8):
    publishers(Destination(f"directory-of-{count}", False), count)
    publishers(Destination(f"bucket-of-{count}", True), count)
print(f"soak: {len(failures)} failures")
sys.exit(1 if failures else 0)
