"""Gives the package the version of the program, for installations from the sources."""

import re
from pathlib import Path

from setuptools import setup

SOURCES = Path(__file__).resolve().parent.parent / "Sources" / "scregistry"


def version() -> str:
    """Return the version in the sources of the program."""
    for path in sorted(SOURCES.rglob("*.swift")):
        text = path.read_text(encoding="utf-8")
        found = re.search(r'enum ToolVersion \{.*?"(\d[^"]*)"', text, re.DOTALL)
        if found:
            return found[1]
    raise SystemExit(f"no file in {SOURCES} has the version")


setup(version=version())
