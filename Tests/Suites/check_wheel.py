#!/usr/bin/env python3
"""usage: check_wheel.py WHEEL

Compares a wheel with its RECORD: every member is listed once, with its hash and size, the program
is executable, and name and tag are those of METADATA and WHEEL. Exit code 1 if not.
"""

import base64
import csv
import email
import hashlib
import io
import sys
import zipfile
from pathlib import Path


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
    wheel = email.message_from_bytes(archive.read(f"{information}/WHEEL"))
    if wheel.get_all("Tag") != ["-".join(tag)]:
        yield "the tag in WHEEL differs from the file name"


if __name__ == "__main__":
    found = list(faults(sys.argv[1]))
    for fault in found:
        print(f"check_wheel: {fault}", file=sys.stderr)
    sys.exit(1 if found else 0)
