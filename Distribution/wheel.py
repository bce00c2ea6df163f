"""A wheel with the Python package, the program and the conformance suite (PEP 427 and PEP 600)."""

import base64
import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

SOURCES = Path(__file__).resolve().parent.parent
PACKAGE = SOURCES / "Python"
SUITE = SOURCES / "Conformance"

METADATA = """\
Metadata-Version: 2.4
Name: scregistry
Version: {version}
Summary: Read, check and publish registries of HelioCloud's Shared Cloud Registry (CloudCatalog)
Keywords: heliophysics,heliocloud,cloudcatalog,validator,linter
License-Expression: MIT
License-File: LICENSE
License-File: NOTICES.md
Classifier: Environment :: Console
Classifier: Intended Audience :: Science/Research
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: Python :: 3
Classifier: Topic :: Scientific/Engineering :: Astronomy
Classifier: Topic :: Software Development :: Quality Assurance
Classifier: Typing :: Typed
Requires-Python: {python}
{extras}Description-Content-Type: text/markdown

{readme}"""

WHEEL = """\
Wheel-Version: 1.0
Generator: scregistry {version}
Root-Is-Purelib: false
Tag: {tag}
"""


class Member(NamedTuple):
    name: str
    data: bytes
    mode: int = 0o644


def tag_for(needs):
    """Returns the tag of a wheel whose program has these needs: at least that glibc."""
    return "py3-none-manylinux_{}_{}_{}".format(*needs.glibc(), needs.machine)


def write(directory, version, tag, program, texts, date):
    """Writes the wheel into a directory and returns its path.

    `texts` are README.md, LICENSE and NOTICES.md by name; `date` is the time of all members, as
    in zipfile.ZipInfo. The same arguments give the same bytes.
    """
    information = f"scregistry-{version}.dist-info"
    python, groups = needs_of_package()
    members = [
        *package(),
        Member(f"scregistry-{version}.data/scripts/scregistry", program, 0o755),
        *suite(f"scregistry-{version}.data/data/share/scregistry/conformance"),
        Member(f"{information}/licenses/LICENSE", texts["LICENSE"]),
        Member(f"{information}/licenses/NOTICES.md", texts["NOTICES.md"]),
        Member(
            f"{information}/METADATA",
            METADATA.format(
                version=version, readme=texts["README.md"].decode(), python=python,
                extras=extras(groups),
            ).encode(),
        ),
        Member(f"{information}/WHEEL", WHEEL.format(version=version, tag=tag).encode()),
    ]
    return write_members(directory / f"scregistry-{version}-{tag}.whl", information, members, date)


def write_members(path, information, members, date):
    """Writes a wheel of some members and their RECORD, and returns its path."""
    record = f"{information}/RECORD"
    lines = [f"{each.name},{digest(each.data)},{len(each.data)}" for each in members]
    text = "".join(f"{line}\n" for line in [*lines, f"{record},,"])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member in [*members, Member(record, text.encode())]:
            entry = zipfile.ZipInfo(member.name, date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix: the mode counts
            entry.external_attr = (0o100000 | member.mode) << 16
            archive.writestr(entry, member.data, compresslevel=9)
    return path


def package():
    """Returns the files of the Python package."""
    folder = PACKAGE / "scregistry"
    paths = [path for path in folder.rglob("*") if path.suffix == ".py" or path.name == "py.typed"]
    return [Member(path.relative_to(PACKAGE).as_posix(), path.read_bytes()) for path in sorted(paths)]


def needs_of_package():
    """Returns the versions of Python, and the packages of each extra, from pyproject.toml."""
    text = (PACKAGE / "pyproject.toml").read_text(encoding="utf-8")
    python = re.search(r'^requires-python = "(.+)"$', text, re.MULTILINE)[1]
    section = text.partition("[project.optional-dependencies]\n")[2].partition("\n[")[0]
    lines = (line.partition(" = ") for line in section.splitlines() if line)
    return python, {name: json.loads(packages) for name, _, packages in lines}


def suite(place):
    """Returns the files of the conformance suite, which the program looks for below its prefix."""
    return [
        Member(
            f"{place}/{path.relative_to(SUITE).as_posix()}", path.read_bytes(),
            0o755 if path.stat().st_mode & 0o100 else 0o644)
        for path in sorted(SUITE.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]


def extras(groups):
    """Returns the lines of METADATA for the extras."""
    lines = []
    for name, packages in groups.items():
        lines.append(f"Provides-Extra: {name}\n")
        lines += [f"Requires-Dist: {each}; extra == '{name}'\n" for each in packages]
    return "".join(lines)


def digest(data):
    """Returns the hash in the form of RECORD."""
    value = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
    return f"sha256={value.decode()}"
