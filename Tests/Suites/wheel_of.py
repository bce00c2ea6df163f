#!/usr/bin/env python3
"""usage: wheel_of.py PROGRAM DIRECTORY

Makes a wheel of a program that was built for this machine only, so that the Python package can be
tested without `make dist`. Prints the path of the wheel.
"""

import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCES / "Distribution"))

import pack  # noqa: E402
import wheel  # noqa: E402


def main():
    program, directory = Path(sys.argv[1]), Path(sys.argv[2])
    for old in directory.glob("scregistry-*.whl"):
        old.unlink()
    texts = {name: path.read_bytes() for name, path in pack.TEXTS.items()}
    stripped = directory / "scregistry"
    pack.output_of("strip", "-o", str(stripped), str(program))
    tag = "py3-none-linux_x86_64"
    print(wheel.write(directory, pack.version_of(program), tag, stripped.read_bytes(), texts, (1980, 1, 1, 0, 0, 0)))
    stripped.unlink()


main()
