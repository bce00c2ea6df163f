#!/usr/bin/env python3
"""Compares the verdicts of `mirror verify` on random copies with the algebra of sets.

usage: differential_mirror.py TOOL [--count COPIES] [--seed SEED]
"""

import concurrent.futures
import json
import os
import random
import subprocess
import sys
import tempfile

from differential import Clock, options, smaller

CATALOG = {
    "version": "1.1", "name": "N", "egress": "public", "contact": "c", "endpoint": "s3://b/",
    "status": {"code": 1200, "message": "OK"}, "catalog": [{
        "id": "ds", "index": "s3://b/ds/", "title": "The data", "start": "2010-01-01T00:00:00Z",
        "stop": "2010-12-31T23:59:59Z", "modification": "2025-01-02T00:00:00Z", "indextype": "csv", "filetype": "cdf"}]}
# An object is a number of bytes and a letter to fill them.
OBJECTS = [None, (3, "a"), (3, "b"), (5, "a"), (1, "c")]


def copy(random):
    """Objects as (key, has a row, object of the source, object of the mirror)."""
    found = []
    same = random.choice([0.2, 0.8, 0.95])
    for number in range(random.randrange(1, 30)):
        source = random.choice(OBJECTS[1:] if random.random() < 0.9 else OBJECTS)
        mirror = source if random.random() < same else random.choice(OBJECTS)
        has_row = source is not None and random.random() < 0.9
        key = random.choice(["ds/%d.cdf", "ds/x y/%d.cdf", "ds/ü%d.cdf", "other/%d.cdf", "ds/%d%%20.cdf"]) % number
        found.append((key, has_row, source, mirror))
    # Random orders of keys and times.
    random.shuffle(found)
    # A registry without any rows is compared as a bucket.
    return [("ds/first.cdf", True, (2, "f"), (2, "f")), *found]


def write(folder, objects):
    rows = []
    for number, (key, has_row, source, mirror) in enumerate(objects):
        if has_row:
            rows.append(f"2010-01-01T{number // 60:02}:{number % 60:02}:00Z,2010-01-02T00:00:00Z,s3://b/{key},{source[0]}\n")
        for side, item in (("source", source), ("mirror", mirror)):
            if item:
                put(f"{folder}/{side}/{key}", item[1] * item[0])
    for side in ("source", "mirror"):
        put(f"{folder}/{side}/catalog.json", json.dumps(CATALOG))
        put(f"{folder}/{side}/ds/ds_2010.csv", "# start, stop, datakey, filesize\n" + "".join(rows))


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def expected(objects, reads_content):
    """The verdicts by key; objects without a row need not be in a mirror."""
    source = {key: item for key, _, item, _ in objects if item}
    mirror = {key: item for key, _, _, item in objects if item}
    listed = {key for key, has_row, _, _ in objects if has_row}
    found = {key: "missing" for key in listed - set(mirror)}
    for key in set(source) & set(mirror):
        is_same = source[key] == mirror[key] if reads_content else source[key][0] == mirror[key][0]
        found[key] = "same" if is_same else "differs"
    found |= {key: "extra" for key in set(mirror) - listed - set(source)}
    return found


def problem(tool, objects):
    """What the tool says otherwise, or None."""
    with tempfile.TemporaryDirectory(prefix="scregistry-mirror-") as folder:
        write(folder, objects)
        for level in ("size", "content"):
            done = subprocess.run(
                [tool, "mirror", "verify", "source", "mirror", "--no-config", "-q", "--require", level, "--objects",
                 f"{level}.ndjson", "-o", "csv=/dev/null"], cwd=folder, capture_output=True, text=True, check=False)
            with open(f"{folder}/{level}.ndjson", encoding="utf-8") as file:
                parts = [json.loads(line) for line in file]
            found = {part["key"]: part["verdict"] for part in parts}
            wanted = expected(objects, level == "content")
            relevant = {key: verdict for key, verdict in found.items() if key in wanted or verdict != "not-mirrored"}
            if relevant != wanted:
                return f"{level}: expected {sorted(wanted.items() - found.items())}, found {sorted(relevant.items() - wanted.items())}"
            faults = {"missing", "differs", "extra"} & set(wanted.values())
            if done.returncode != (1 if faults else 0):
                return f"{level}: exit {done.returncode} for {sorted(faults)}\n{done.stderr}"
    return None


def main():
    chosen = options(__doc__, 200, jobs=2)
    clock, source = Clock(), random.Random(chosen.seed)
    copies = [copy(source) for _ in range(chosen.count)]
    with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as workers:
        for number, found in enumerate(workers.map(lambda objects: problem(chosen.tool, objects), copies)):
            if not found:
                continue
            workers.shutdown(wait=False, cancel_futures=True)
            first, *others = copies[number]
            rest = [first, *smaller(others, lambda objects: bool(problem(chosen.tool, [first, *objects])))]
            print(f"copy {number}: {found}\nsmaller: {rest}")
            sys.exit(problem(chosen.tool, rest))
    clock.end(f"mirrors: {chosen.count} agree")


main()
