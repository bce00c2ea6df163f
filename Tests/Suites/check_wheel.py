#!/usr/bin/env python3
"""usage: check_wheel.py WHEEL

Compares a wheel with its RECORD: every member is listed once, with its hash and size, the program
is executable, name and tag are those of METADATA and WHEEL, the Python package compiles and needs no
other package, and the conformance suite is complete. Exit code 1 if not.
"""

import base64
import csv
import email
import hashlib
import io
import sys
import zipfile
from pathlib import Path

SUITE = Path(__file__).resolve().parents[2] / "Conformance"


def faults(path):
    name, version, *tag = Path(path).stem.split("-")
    information = f"{name}-{version}.dist-info"
    archive = zipfile.ZipFile(path)
    members = archive.namelist()
    rows = list(csv.reader(io.StringIO(archive.read(f"{information}/RECORD").decode())))

    if sorted(members) != sorted(row[0] for row in rows):
        yield "the files in RECORD are not those of the wheel"
    if members[-1] != f"{information}/RECORD":
        yield "RECORD is not the last member"
    for member, digest, size in rows:
        data = archive.read(member)
        value = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        own = member.endswith("/RECORD")
        if (digest, size) != (("", "") if own else (f"sha256={value}", str(len(data)))):
            yield f"hash or size of {member} is wrong"

    program = archive.getinfo(f"{name}-{version}.data/scripts/{name}")
    if program.external_attr >> 16 != 0o100755:
        yield "the program is not executable"
    metadata = email.message_from_bytes(archive.read(f"{information}/METADATA"))
    if (metadata["Name"], metadata["Version"]) != (name, version):
        yield "name or version in METADATA differ from the file name"
    for license_file in metadata.get_all("License-File"):
        if f"{information}/licenses/{license_file}" not in members:
            yield f"{license_file} is missing"
    for requirement in metadata.get_all("Requires-Dist") or []:
        if "extra ==" not in requirement:
            yield f"{requirement} is required, but the package needs no other one"
    yield from faults_of_package(archive, members, name)
    suite = f"{name}-{version}.data/data/share/scregistry/conformance/"
    in_wheel = {member[len(suite):]: archive.read(member) for member in members if member.startswith(suite)}
    on_disk = {
        path.relative_to(SUITE).as_posix(): path.read_bytes() for path in SUITE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    if in_wheel != on_disk:
        yield "the conformance suite is not that of the sources"
    wheel = email.message_from_bytes(archive.read(f"{information}/WHEEL"))
    if wheel.get_all("Tag") != ["-".join(tag)]:
        yield "the tag in WHEEL differs from the file name"


def faults_of_package(archive, members, name):
    for required in ("__init__.py", "py.typed", "compat/cloudcatalog.py"):
        if f"{name}/{required}" not in members:
            yield f"{name}/{required} is missing"
    for member in members:
        if member.startswith(f"{name}/") and member.endswith(".py"):
            try:
                compile(archive.read(member), member, "exec")
            except SyntaxError as error:
                yield f"{member}: {error}"


if __name__ == "__main__":
    found = list(faults(sys.argv[1]))
    for fault in found:
        print(f"check_wheel: {fault}", file=sys.stderr)
    sys.exit(1 if found else 0)
