"""Reads from the ELF headers what a Linux program needs from the machine that it runs on."""

import struct
from pathlib import Path
from typing import NamedTuple

MACHINES = {62: "x86_64"}
PROGRAM_LOAD, PROGRAM_DYNAMIC = 1, 2
TAG_NEEDED, TAG_STRINGS, TAG_VERSIONS, TAG_VERSION_COUNT = 1, 5, 0x6FFFFFFE, 0x6FFFFFFF
TAGS_RUN_PATH = 15, 29

# Every Linux with glibc has these, whatever else is installed.
BASE_LIBRARIES = {
    "ld-linux-x86-64.so.2",
    "libc.so.6",
    "libdl.so.2",
    "libgcc_s.so.1",
    "libm.so.6",
    "libpthread.so.0",
    "librt.so.1",
}


class NotPortable(Exception):
    """The program would not run on the machines that the tag of the wheel names."""


class Needs(NamedTuple):
    machine: str  # such as x86_64
    libraries: list  # names of the shared libraries
    versions: dict  # library -> names of the symbol versions

    def glibc(self):
        """Returns the oldest glibc that is enough, as (2, 34)."""
        foreign = sorted(set(self.libraries) - BASE_LIBRARIES)
        if foreign:
            raise NotPortable(f"it needs {', '.join(foreign)}, which not every machine has")
        found = [(2, 0)]
        for name in sorted({name for names in self.versions.values() for name in names}):
            kind, _, number = name.partition("_")
            if name == "GLIBC_ABI_DT_RELR":
                found.append((2, 36))
            elif kind == "GLIBC":
                try:
                    found.append(tuple(int(part) for part in number.split("."))[:2])
                except ValueError:
                    raise NotPortable(f"it needs the symbol version {name}") from None
            elif kind != "GCC":
                raise NotPortable(f"it needs the symbol version {name}")
        return max(found)


def read(path):
    """Returns what the program at a path needs."""
    data = Path(path).read_bytes()
    if data[:6] != b"\x7fELF\x02\x01":
        raise NotPortable(f"{path} is not a 64-bit little-endian ELF file")
    number = struct.unpack_from("<H", data, 18)[0]
    if number not in MACHINES:
        raise NotPortable(f"{path} is for the machine {number}; only x86-64 is packed")
    segments = list(read_segments(data))
    tags = list(read_dynamic_section(data, segments))
    values = dict(tags)
    strings = file_offset(segments, values[TAG_STRINGS])

    def text(offset):
        start = strings + offset
        return data[start : data.index(b"\0", start)].decode()

    versions = {}
    if TAG_VERSIONS in values:
        start = file_offset(segments, values[TAG_VERSIONS])
        for library, name in read_versions(data, start, values[TAG_VERSION_COUNT]):
            versions.setdefault(text(library), []).append(text(name))
    libraries = [text(value) for tag, value in tags if tag == TAG_NEEDED]
    paths = [text(value) for tag, value in tags if tag in TAGS_RUN_PATH]
    if paths:
        raise NotPortable(f"it looks for libraries in {', '.join(paths)}; link it with --disable-local-rpath")
    return Needs(MACHINES[number], libraries, versions)


def read_segments(data):
    """Yields (type, offset, address, size) of the program headers."""
    table = struct.unpack_from("<Q", data, 32)[0]
    size, count = struct.unpack_from("<HH", data, 54)
    for index in range(count):
        fields = struct.unpack_from("<IIQQQQ", data, table + index * size)
        yield fields[0], fields[2], fields[3], fields[5]


def read_dynamic_section(data, segments):
    """Yields (tag, value) up to the end mark."""
    dynamic = next((segment for segment in segments if segment[0] == PROGRAM_DYNAMIC), None)
    if dynamic is None:
        raise NotPortable("it has no dynamic section")
    for offset in range(dynamic[1], dynamic[1] + dynamic[3], 16):
        tag, value = struct.unpack_from("<qQ", data, offset)
        if tag == 0:
            return
        yield tag, value


def read_versions(data, offset, count):
    """Yields (library, version), both as offsets of names, for each symbol version needed."""
    for _ in range(count):
        _, names, library, first, following = struct.unpack_from("<HHIII", data, offset)
        place = offset + first
        for _ in range(names):
            _, _, _, name, step = struct.unpack_from("<IHHII", data, place)
            yield library, name
            place += step
        offset += following


def file_offset(segments, address):
    """Returns the offset in the file of a memory address."""
    for kind, offset, start, size in segments:
        if kind == PROGRAM_LOAD and start <= address < start + size:
            return address - start + offset
    raise NotPortable(f"the address {address:#x} is in no segment")
