"""The conformance suite alone: an archive, and a wheel without any program (PEP 427)."""

import json
from pathlib import Path

import wheel

SOURCES = Path(__file__).resolve().parent.parent
SUITE = SOURCES / "Conformance"
# Copies; their home stays Schemas/own. Paths in the suite lead to them there, so they lie there here too.
SCHEMAS = [
    f"Schemas/own/{name}.schema.json"
    for name in ("suite", "suite-requirements", "suite-case", "suite-units", "adapter-protocol", "known-failures")
]

METADATA = """\
Metadata-Version: 2.4
Name: scr-conformance
Version: {version}
Summary: Conformance suite for implementations of HelioCloud's Shared Cloud Registry (CloudCatalog)
Keywords: heliophysics,heliocloud,cloudcatalog,conformance,tests
License-Expression: MIT
License-File: LICENSE
Classifier: Environment :: Console
Classifier: Intended Audience :: Developers
Classifier: Programming Language :: Python :: 3
Classifier: Topic :: Software Development :: Testing
Requires-Python: >=3.8
Description-Content-Type: text/markdown

{readme}"""

WHEEL = """\
Wheel-Version: 1.0
Generator: scregistry
Root-Is-Purelib: true
Tag: py3-none-any
"""

ENTRY_POINTS = """\
[console_scripts]
scr-conformance = scr_conformance.__main__:main
"""

README = """\
# Conformance suite for the Shared Cloud Registry

Cases, tables and requirements for validators, readers, writers and comparisons of mirrors of HelioCloud's
Shared Cloud Registry. They are data: any implementation in any language can use them.
`Conformance/README.md` explains them. Python 3.8 or later is enough for the runner and the checker:

```sh
python3 Conformance/check.py                                                # is the copy complete and unchanged?
python3 Conformance/run.py --adapter "cli:my-validator {root}"              # a validator with an exit code
python3 Conformance/run.py --adapter "exec:python3 Conformance/adapters/example_units.py"
```

After `pip install` of the wheel these are `scr-conformance check` and `scr-conformance run`;
`scr-conformance path` prints the folder of the suite.
"""

INIT = '''\
"""The conformance suite for HelioCloud's Shared Cloud Registry: data, a checker and a runner."""

import pathlib

__version__ = "{version}"

#: The root of the suite: the folder of suite.json.
SUITE = pathlib.Path(__file__).resolve().parent / "Conformance"
'''

MAIN = '''\
"""usage: scr-conformance run --adapter ADAPTER [OPTION...]   run the cases against an implementation
       scr-conformance check                            check that the suite is complete and unchanged
       scr-conformance path                             print the folder of the suite
"""

import sys

from scr_conformance import SUITE


def main():
    word = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if word == "path":
        print(SUITE)
        return 0
    if word not in ("run", "check"):
        print(__doc__, end="", file=sys.stdout if word in ("-h", "--help") else sys.stderr)
        return 0 if word in ("-h", "--help") else 2
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(SUITE))
    sys.argv[0] = f"scr-conformance {word}"
    return __import__(word).main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
'''


def version():
    """The version of the suite, which is not the one of the program."""
    return json.loads((SUITE / "suite.json").read_text(encoding="utf-8"))["version"]


def members():
    """The files of the suite and their schemas, as (path, data, mode)."""
    paths = [path for path in SUITE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    paths += [SOURCES / name for name in SCHEMAS]
    return [
        (path.relative_to(SOURCES).as_posix(), path.read_bytes(), 0o755 if path.stat().st_mode & 0o100 else 0o644)
        for path in sorted(paths)
    ]


def texts():
    """What goes to the top of the archive, by name."""
    return {
        "LICENSE": (SOURCES / "LICENSE").read_bytes(),
        "README.md": README.encode(),
        **{name: (SUITE / name).read_bytes() for name in ("CHANGELOG.md", "CITATION.cff")},
    }


def write_wheel(directory, date):
    """Writes the wheel and returns its path. The same sources and date give the same bytes."""
    information = f"scr_conformance-{version()}.dist-info"
    files = [
        wheel.Member("scr_conformance/__init__.py", INIT.format(version=version()).encode()),
        wheel.Member("scr_conformance/__main__.py", MAIN.encode()),
        *(wheel.Member(f"scr_conformance/{name}", data, mode) for name, data, mode in members()),
        wheel.Member(f"{information}/licenses/LICENSE", texts()["LICENSE"]),
        wheel.Member(f"{information}/METADATA", METADATA.format(version=version(), readme=README).encode()),
        wheel.Member(f"{information}/WHEEL", WHEEL.encode()),
        wheel.Member(f"{information}/entry_points.txt", ENTRY_POINTS.encode()),
    ]
    return wheel.write_members(directory / f"scr_conformance-{version()}-py3-none-any.whl", information, files, date)
