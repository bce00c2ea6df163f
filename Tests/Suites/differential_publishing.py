#!/usr/bin/env python3
"""Publishes random histories of a bucket, and compares each registry with a model in memory.

Files come late, move to another directory, get a new version or size, and are withdrawn, by all of a year too; some
listings are partial, and some are published by two writers at the same time.

usage: differential_publishing.py TOOL [--count HISTORIES] [--seed SEED]
"""

import concurrent.futures
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time

from differential import Clock, options, smaller

MISSION = """\
version: 1
bucket: {endpoint: "s3://b/", name: B, contact: "Someone, a@example.org"}
datasets:
  - id: ds
    title: The dataset
    stop: PT1H
    versions: latest
    match:
      - d/%Y/ds_%Y%m%d%H_v{version}.cdf
      - moved/%Y/ds_%Y%m%d%H_v{version}.cdf
"""
START, STEP = 1262304000, 40 * 86400


def key_of(place, slot, version):
    return time.strftime(f"{place}/%Y/ds_%Y%m%d%H_v{version}.cdf", time.gmtime(START + slot * STEP))


class Model:
    """The files of the bucket by slot, and the rows that the registry must have by slot and place."""

    def __init__(self):
        # Each file is (place, version, size).
        self.files, self.rows = {}, {}

    def change(self, step):
        """Changes the bucket; returns whether that changed anything."""
        kind, slot, number = step
        place, version, size = self.files.get(slot, ("d", 0, 0))
        is_there = slot in self.files
        if kind == "add" and not is_there:
            # What was withdrawn comes back as a later version.
            known = [version for (other, _), (version, _) in self.rows.items() if other == slot]
            self.files[slot] = ("d", max(known, default=number % 3) + 1, number)
        elif kind == "resize" and is_there:
            self.files[slot] = (place, version, number)
        elif kind == "reprocess" and is_there:
            self.files[slot] = (place, version + 1 + number % 9, number)
        elif kind == "move" and is_there:
            self.files[slot] = ("moved" if place == "d" else "d", version, size)
        elif kind == "withdraw" and is_there:
            del self.files[slot]
        elif kind == "empty-year":
            year = time.gmtime(START + slot * STEP).tm_year
            for other in list(self.files):
                if time.gmtime(START + other * STEP).tm_year == year:
                    del self.files[other]

    def publish(self, slots, is_partial, is_pruned):
        """Publishes some slots of the bucket."""
        for slot in slots & set(self.files):
            place, version, size = self.files[slot]
            other = (slot, "moved" if place == "d" else "d")
            # A file that moved has no row yet, and only a complete listing tells that its old key is gone.
            same_size = self.rows.get(other, (0, None))[1] == size
            if not is_partial and same_size and (slot, place) not in self.rows:
                self.rows.pop(other, None)
            self.rows[slot, place] = (version, size)
        if is_pruned and not is_partial:
            self.rows = {(slot, place): row for (slot, place), row in self.rows.items()
                         if self.files.get(slot, ("", 0, 0))[0] == place}

    def expected(self):
        rows = []
        for (slot, place), (version, size) in self.rows.items():
            start = START + slot * STEP
            rows.append((time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(start)),
                         time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(start + 3600)),
                         "s3://b/" + key_of(place, slot, version), str(size)))
        return sorted(rows)


def history(random):
    """A random history: changes of the bucket, and publications of it."""
    steps = [("add", slot, 1 + random.randrange(1000)) for slot in random.sample(range(40), random.randrange(3, 20))]
    steps.append(("publish", "full", 0))
    for _ in range(random.randrange(2, 7)):
        for _ in range(random.randrange(1, 8)):
            kind = random.choice(["add", "add", "add", "resize", "reprocess", "move", "withdraw", "empty-year"])
            steps.append((kind, random.randrange(40), 1 + random.randrange(1000)))
        steps.append(("publish", random.choice(["full", "full", "prune", "partial", "two", "again"]),
                      random.randrange(1 << 30)))
    return steps


def run(tool, folder, listing, *words):
    # The listings have no times, so files move only if older evidence is allowed.
    done = subprocess.run(
        [tool, "generate", listing, "-m", "m.yml", "-o", "out", "--force", "--allow", "older-evidence", "-q", *words], cwd=folder,
        capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def write_listing(folder, name, model, slots):
    with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
        file.write("key,size\n")
        for slot in sorted(slots & set(model.files)):
            place, version, size = model.files[slot]
            file.write(f"{key_of(place, slot, version)},{size}\n")


def registry(folder):
    """The rows of the index files and the times of the catalog."""
    rows = []
    for name in sorted(os.listdir(f"{folder}/out/index")) if os.path.isdir(f"{folder}/out/index") else []:
        with open(f"{folder}/out/index/{name}", encoding="utf-8") as file:
            some = [tuple(row) for row in csv.reader(file) if not row[0].startswith("#")]
        if any(row[0][:4] != name[3:7] for row in some):
            return f"{name} has rows of another year"
        if some != sorted(some):
            return f"{name} is not sorted"
        rows += some
    with open(f"{folder}/out/catalog.json", encoding="utf-8") as file:
        entry = json.load(file)["catalog"][0]
    if rows and (entry["start"], entry["stop"]) != (rows[0][0], max(row[1] for row in rows)):
        return f"the catalog has {entry['start']} to {entry['stop']}"
    return rows


def problem(tool, steps):
    """Plays a history; returns what is wrong, or None."""
    model = Model()
    with tempfile.TemporaryDirectory(prefix="scregistry-history-") as folder:
        with open(f"{folder}/m.yml", "w", encoding="utf-8") as file:
            file.write(MISSION)
        for number, step in enumerate(steps):
            if step[0] != "publish":
                model.change(step)
                continue
            if not model.files:
                continue
            kind, source = step[1], random.Random(step[2])
            everything = set(range(40))
            words = {"prune": ["--prune"], "partial": ["--partial"]}.get(kind, [])
            if kind == "two" and os.path.exists(f"{folder}/out"):
                found = publish_twice(tool, folder, model, source)
                if found:
                    return f"step {number}: {found}"
            else:
                slots = {slot for slot in everything if source.random() < 0.4} if kind == "partial" else everything
                if not slots & set(model.files):
                    continue
                write_listing(folder, "all.csv", model, slots)
                code, said = run(tool, folder, "all.csv", *words)
                if code != 0:
                    return f"step {number} ({kind}): exit {code}\n{said}"
                model.publish(slots, kind == "partial", kind == "prune")
                if kind == "again":
                    before = registry_bytes(folder)
                    run(tool, folder, "all.csv")
                    if registry_bytes(folder) != before:
                        return f"step {number}: the second time, something changes"
            rows = registry(folder)
            if rows != model.expected():
                if isinstance(rows, str):
                    return f"step {number} ({kind}): {rows}"
                lacks, has = set(model.expected()) - set(rows), set(rows) - set(model.expected())
                return f"step {number} ({kind}): it lacks {sorted(lacks)}, and has {sorted(has)}"
    return None


def publish_twice(tool, folder, model, source):
    """Two writers publish two parts of the bucket at the same time, and retry after a conflict."""
    parts = [{slot for slot in range(40) if source.random() < 0.4} for _ in range(2)]

    def publish(number):
        if not parts[number] & set(model.files):
            return None
        write_listing(folder, f"part{number}.csv", model, parts[number])
        for _ in range(20):
            code, said = run(tool, folder, f"part{number}.csv", "--partial")
            if code != 4:
                return None if code == 0 else f"writer {number}: exit {code}\n{said}"
        return f"writer {number} never succeeds: {said}"

    with concurrent.futures.ThreadPoolExecutor(2) as writers:
        faults = [fault for fault in writers.map(publish, range(2)) if fault]
    for slots in parts:
        model.publish(slots, True, False)
    return faults[0] if faults else None


def registry_bytes(folder):
    found = {}
    for place, _, names in os.walk(f"{folder}/out"):
        for name in names:
            with open(os.path.join(place, name), "rb") as file:
                found[os.path.join(place, name)] = file.read()
    return found


def main():
    chosen = options(__doc__, 60, jobs=2)
    clock, source = Clock(), random.Random(chosen.seed)
    histories = [history(source) for _ in range(chosen.count)]
    with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as workers:
        for number, found in enumerate(workers.map(lambda steps: problem(chosen.tool, steps), histories)):
            if not found:
                continue
            workers.shutdown(wait=False, cancel_futures=True)
            rest = smaller(histories[number], lambda steps: bool(problem(chosen.tool, steps)))
            print(f"history {number}: {found}\nsmaller:")
            for step in rest:
                print(" ", *step)
            sys.exit(problem(chosen.tool, rest) or "the smaller history does not always fail")
    clock.end(f"histories: {chosen.count} agree")


main()
