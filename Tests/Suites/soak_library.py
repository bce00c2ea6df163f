#!/usr/bin/env python3
"""Validates a registry thousands of times in one process: memory, threads and descriptors must not grow.

usage: soak_library.py [--times N]
"""
import argparse
import os
import pathlib
import subprocess
import sys

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--times", type=int, default=10_000)
chosen = parser.parse_args()
root = pathlib.Path(__file__).resolve().parents[2]
subprocess.run(["swift", "build", "-c", "release", "--product", "soak-tool", "--scratch-path", ".build-soak"], cwd=root,
               env=os.environ | {"SCREGISTRY_SOAK_TOOL": "1"}, check=True)
tool = root / ".build-soak/release/soak-tool"
done = subprocess.run([tool, root / "Conformance/data/demo-good", "aia_0094", str(chosen.times)], capture_output=True,
                      text=True, check=False)
print("run, findings, rows, memory in KiB, threads, descriptors")
print(done.stdout + done.stderr, end="")
if done.returncode != 0:
    sys.exit(f"exit {done.returncode}")
samples = [list(map(int, line.split())) for line in done.stdout.splitlines()]
# What grows in the first tenth are caches and pools.
early, late = samples[2], samples[-1]
for place, name, spare in [(3, "memory", 4096), (4, "threads", 2), (5, "descriptors", 2)]:
    if late[place] > early[place] + spare:
        sys.exit(f"{name} grew from {early[place]} to {late[place]}")
print(f"{chosen.times} validations without growth")
