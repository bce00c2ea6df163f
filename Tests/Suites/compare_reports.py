#!/usr/bin/env python3
"""Compares the reports of two programs, byte by byte.

usage: compare_reports.py OLD NEW [TARGET...]
       OLD and NEW are scregistry programs.
       Targets are registries or files; a folder without catalog.json or HelioDataRegistry.json
       means everything in it. Without targets: Conformance/data.

Each target is validated with every profile in every format, and fixed with and without --unsafe
(only the changes are shown). What must differ between two programs is left out: the version and
the digest of the rules. Exit code 0 if all is the same, 1 if not.
"""
import concurrent.futures
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROFILES = ["strict", "default", "production", "client-safe", "legacy"]
FORMATS = ["text", "full", "json", "ndjson", "sarif", "junit", "github", "gitlab", "markdown", "csv", "agent"]
ROOT_FILES = ["catalog.json", "HelioDataRegistry.json"]
# How many targets one run gets, how many lines of a difference are shown, the exit code of wrong usage.
TOGETHER = 16
SHOWN = 12
REFUSED = 2

# The digest of the rules, in any format.
RULESET = re.compile(rb'("?rulesetHash"?[^0-9a-z]{1,4})[0-9a-z:]+')
# The present time, which some fixes write.
NOW = re.compile(time.strftime("%Y-%m-%dT[0-9:]{8}Z", time.gmtime()).encode())


def without_own(text, own_version):
    """A text without the facts about the program that wrote it."""
    return NOW.sub(b"NOW", RULESET.sub(rb"\1", text)).replace(own_version, b"VERSION")


def version(program):
    words = subprocess.run([program, "--version"], capture_output=True, check=True).stdout.split()
    return words[-1]


def targets(paths):
    """The registries and files below some paths."""
    for path in paths:
        if path.is_file() or any((path / name).exists() for name in ROOT_FILES):
            yield path
        elif path.is_dir():
            yield from targets(sorted(path.iterdir()))


def answers(program, own_version, group):
    """What a program says about some targets, by what it was asked; None if it refuses one of them."""
    said = {}

    def run(name, arguments, files=()):
        command = [program, *arguments, "--no-config", *map(str, group)]
        environment = {**os.environ, "TZ": "UTC", "GITHUB_ACTIONS": ""}
        done = subprocess.run(command, capture_output=True, env=environment, timeout=900)
        for part, text in [("exit code", str(done.returncode).encode()), ("output", done.stdout),
                           ("error output", done.stderr)]:
            said[f"{name}: {part}"] = without_own(text, own_version)
        for file in files:
            text = file.read_bytes() if file.exists() else b"(not written)"
            said[f"{name}: {file.name}"] = without_own(text, own_version)
            file.unlink(missing_ok=True)
        return done.returncode

    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / each for each in FORMATS]
        outputs = [word for each in files for word in ("-o", f"{each.name}={each}")]
        for profile in PROFILES:
            code = run(f"validate, profile {profile}",
                       ["validate", "--deterministic", "--depth", "objects", "--profile", profile, *outputs], files)
            if code == REFUSED and len(group) > 1:
                return None
        run("validate --max-per-rule 1", ["validate", "--deterministic", "--max-per-rule", "1", "-o", "json"])
        for options in [["--diff"], ["--diff", "--unsafe"]]:
            code = run(f"fix {' '.join(options)}", ["fix", *options])
            if code == REFUSED and len(group) > 1:
                return None
    return said


def differences(programs, group):
    """The number of texts compared, and the lines that tell the differences."""
    old, new = (answers(program, own_version, group) for program, own_version in programs)
    if old is None or new is None:
        middle = len(group) // 2
        parts = [differences(programs, group[:middle]), differences(programs, group[middle:])]
        return sum(count for count, _ in parts), [line for _, lines in parts for line in lines]
    lines = []
    for name in old:
        if old[name] == new.get(name):
            continue
        before, after = (text.decode("utf-8", "replace").splitlines() for text in (old[name], new[name]))
        changes = list(difflib.unified_diff(before, after, "old", "new", lineterm="", n=0))
        more = f" and {len(group) - 1} more" if len(group) > 1 else ""
        lines.append(f"{group[0]}{more}: {name}")
        lines += ["    " + change[:400] for change in changes[2:2 + SHOWN]]
        if len(changes) > 2 + SHOWN:
            lines.append(f"    … and {len(changes) - 2 - SHOWN} more lines")
    return len(old), lines


def main(arguments):
    if len(arguments) < 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    programs = [(str(pathlib.Path(path).resolve()), version(path)) for path in arguments[:2]]
    found = list(targets([pathlib.Path(path) for path in arguments[2:]] or [ROOT / "Conformance" / "data"]))
    if not found:
        print("there is nothing to validate", file=sys.stderr)
        return 2
    groups = [found[start:start + TOGETHER] for start in range(0, len(found), TOGETHER)]
    compared = differing = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for count, lines in pool.map(lambda group: differences(programs, group), groups):
            compared += count
            differing += sum(not line.startswith(" ") for line in lines)
            for line in lines:
                print(line, flush=True)
    print(f"{len(found)} targets, {compared} texts compared, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
