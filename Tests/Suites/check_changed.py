"""Names what changed since the main branch, for `make check`.

usage: check_changed.py swift      prints the changed Swift files
       check_changed.py filter     prints the filter of `swift test` for the test targets of the changed modules

What changed is the difference to the point where this branch left main (origin/main, else main), with everything that
is not committed. Without such a branch, it is what is not committed. Environment: BASE names another commit.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent.parent
# Tests that need more than the unit tests of one module: servers, or a run of the whole suite per rule.
SLOW = {"IntegrationTests"}
# Folders that are not modules, and the test targets that read them.
READERS = {
    "Schemas": {"RegistryValidationTests", "JSONSchemaTests"},
    "Conformance": {"RegistryConformanceTests", "SharedCloudRegistryTests"},
}


def git(*words):
    done = subprocess.run(["git", *words], cwd=SOURCES, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def base():
    for name in [os.environ.get("BASE"), "origin/main", "main"]:
        found = git("merge-base", name, "HEAD").strip() if name else ""
        if found:
            return found
    return "HEAD"


def changed():
    names = git("diff", "--name-only", "-z", base()).split("\0")
    names += git("ls-files", "--others", "--exclude-standard", "-z").split("\0")
    return sorted({name for name in names if name and (SOURCES / name).exists()})


def test_targets():
    text = (SOURCES / "Package.swift").read_text(encoding="utf-8")
    return set(re.findall(r'\.testTarget\(\s*name: "(\w+)"', text))


def main():
    files = changed()
    if sys.argv[1:] == ["swift"]:
        print("\n".join(file for file in files if file.endswith(".swift")))
        return
    known = test_targets()
    wanted = set()
    for file in files:
        parts = file.split("/")
        if parts[0] == "Sources" and len(parts) > 2:
            wanted.add("ToolTests" if parts[1] == "scregistry" else parts[1] + "Tests")
        elif parts[0] == "Tests" and len(parts) > 2:
            wanted.add(parts[1])
        wanted |= READERS.get(parts[0], set())
    wanted = sorted((wanted & known) - SLOW)
    print("^(" + "|".join(wanted) + r")\." if wanted else "")


main()
