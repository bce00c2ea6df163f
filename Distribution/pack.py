#!/usr/bin/env python3
"""usage: pack.py PROGRAM DIRECTORY

Packs a built scregistry for other machines. Writes into DIRECTORY and replaces the files of an
earlier run, but refuses if DIRECTORY has any other file:

    scregistry                                   the program without symbols
    scregistry-VERSION-linux-x86_64.tar.gz       with licenses, README, docs and completions
    scregistry-VERSION-py3-none-manylinux_….whl  for pip: the program, the Python package, the suite
    scregistry-VERSION.spdx.json                 what the program contains
    scr-conformance-YEAR.NUMBER.tar.gz           the conformance suite alone: data, schemas, checker, runner
    scr_conformance-YEAR.NUMBER-….whl            the same for pip
    SHA256SUMS                                   of all but the program

The version is the one that the program reports. The tag of the wheel follows from the symbol versions
that the program needs. The same sources and tools give the same bytes, in any directory and at any
time: dates are SOURCE_DATE_EPOCH, or 1980 if that is not set. Exit code 2 if the
program cannot be packed.
"""

import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

import elf
import sbom
import suite
import wheel

SOURCES = Path(__file__).resolve().parent.parent
TEXTS = {
    "LICENSE": SOURCES / "LICENSE",
    "NOTICES.md": SOURCES / "Distribution/NOTICES.md",
    "README.md": SOURCES / "README.md",
}
LINK = re.compile(r"\]\(([^)#\s]+)")


def documents():
    """The README, the documents, and the files of the repository that they link to; the archive has room for them."""
    found = set()
    waiting = [SOURCES / "README.md", *(SOURCES / "docs").rglob("*.md")]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.suffix != ".md":
            continue
        for link in LINK.findall(path.read_text(encoding="utf-8")):
            target = (path.parent / link).resolve()
            if ":" in link or not target.is_relative_to(SOURCES):
                continue
            waiting += [target] if target.is_file() else [item for item in target.rglob("*") if item.is_file()]
    return sorted(path for path in found if is_source(path) and path.relative_to(SOURCES).as_posix() not in TEXTS)


def is_source(path):
    """Whether a build did not make a file."""
    return path.name != "Package.resolved" and not any(part.startswith(".") for part in path.relative_to(SOURCES).parts)


FIRST_ZIP_TIME = 315532800  # 1980-01-01: zip files know no earlier time
# Hashes that depend on the directory of the build, and that nothing reads when the program runs.
TRACES_OF_THE_BUILD = [".note.gnu.build-id", ".swift_modhash"]
VERSION = re.compile(r"\d+\.\d+\.\d+((a|b|rc|\.dev)\d+)?")


class CannotPack(Exception):
    """The reason is its text."""


def output_of(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def version_of(program):
    """Runs the program, so that its version and that of the packages cannot differ."""
    answer = output_of(program, "version").decode().split()
    if len(answer) < 2 or answer[0] != "scregistry" or not VERSION.fullmatch(answer[1]):
        raise CannotPack(f"the program says {' '.join(answer)!r}, which is not a version to pack")
    return answer[1]


def strip(program, target):
    tool = shutil.which("strip") or shutil.which("llvm-strip")
    if tool is None:
        raise CannotPack("neither strip nor llvm-strip is installed (Debian: binutils)")
    removed = [f"--remove-section={name}" for name in TRACES_OF_THE_BUILD]
    output_of(tool, *removed, "-o", str(target), str(program))
    target.chmod(0o755)


def manual_of(program):
    """The page for man(1)."""
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch, "scregistry.1")
        output_of(sys.executable, "-B", str(SOURCES / "Distribution" / "reference.py"), str(program), "--manual", str(page))
        return page.read_bytes()


def write_archive(path, folder, members, seconds):
    """Writes a .tar.gz of (name, data, mode), owned by root, in the order of the names."""
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as zipped:
        with tarfile.open(fileobj=zipped, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for name, data, mode in sorted(members):
                entry = tarfile.TarInfo(f"{folder}/{name}")
                entry.size, entry.mode, entry.mtime = len(data), mode, seconds
                entry.uname = entry.gname = "root"
                archive.addfile(entry, io.BytesIO(data))


def make_room(directory):
    """Removes what an earlier run wrote, and nothing else."""
    directory.mkdir(parents=True, exist_ok=True)
    earlier = list(directory.iterdir())
    for path in earlier:
        if not (path.is_file() and re.fullmatch(r"(scregistry|scr[-_]conformance)(-.+)?|SHA256SUMS", path.name)):
            raise CannotPack(f"{directory} contains {path.name}, which pack.py did not write")
    for path in earlier:
        path.unlink()


def pack(program, directory):
    seconds = max(int(os.environ.get("SOURCE_DATE_EPOCH") or 0), FIRST_ZIP_TIME)
    needs = elf.read(program)
    tag = wheel.tag_for(needs)
    version = version_of(program)

    make_room(directory)
    stripped = directory / "scregistry"
    strip(program, stripped)
    texts = {name: path.read_bytes() for name, path in TEXTS.items()}

    members = [("scregistry", stripped.read_bytes(), 0o755)]
    members += [(name, text, 0o644) for name, text in texts.items()]
    members += [(path.relative_to(SOURCES).as_posix(), path.read_bytes(), 0o644) for path in documents()]
    for shell in ("bash", "fish", "zsh"):
        script = output_of(str(stripped), "--generate-completion-script", shell)
        members.append((f"completions/scregistry.{shell}", script, 0o644))
    members.append(("man/man1/scregistry.1", manual_of(stripped), 0o644))
    folder = f"scregistry-{version}-linux-{needs.machine}"
    archive = directory / f"{folder}.tar.gz"
    write_archive(archive, folder, members, seconds)

    date = time.gmtime(seconds)[:6]
    package = wheel.write(directory, version, tag, stripped.read_bytes(), texts, date)

    contents = directory / f"scregistry-{version}.spdx.json"
    contents.write_bytes(sbom.document(version, stripped.read_bytes(), seconds))

    suite_folder = f"scr-conformance-{suite.version()}"
    suite_archive = directory / f"{suite_folder}.tar.gz"
    suite_members = [*suite.members(), *((name, text, 0o644) for name, text in suite.texts().items())]
    write_archive(suite_archive, suite_folder, suite_members, seconds)
    suite_package = suite.write_wheel(directory, date)

    made = [archive, package, contents, suite_archive, suite_package]
    with open(directory / "SHA256SUMS", "w") as sums:
        for path in sorted(made):
            sums.write(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
    for path in (stripped, *made):
        print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")
    print("needs glibc {}.{} or later; no libraries other than ".format(*needs.glibc()), end="")
    print(", ".join(sorted(needs.libraries)))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.splitlines()[0])
    try:
        pack(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
    except (CannotPack, elf.NotPortable, OSError, subprocess.CalledProcessError) as error:
        print(f"pack: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
