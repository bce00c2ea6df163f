"""Runs the program where something is missing: /proc, standard input, a locale, the width of the terminal.

usage: surroundings_test.py TOOL

Parts that need a namespace of mounts are skipped, with a line, where the user may not make one.
"""

import concurrent.futures
import fcntl
import os
import pty
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent.parent
GOOD = str(SOURCES / "Conformance" / "data" / "demo-good")
FAULTY = str(SOURCES / "Conformance" / "data" / "demo-faulty")
tool = str(Path(sys.argv[1]).resolve())
COMMANDS = [
    ["validate", FAULTY], ["validate", FAULTY, "-o", "json", "--deterministic"], ["validate", "--jobs", "2", GOOD],
    ["files", GOOD, "aia_0094", "--start", "2020-01/P1M"], ["files", GOOD, "aia_0094", "--summary"],
    ["tree", GOOD, "--datasets"], ["datasets", GOOD], ["fix", "--dry-run", FAULTY], ["explain", "IDX014"],
    ["cat", GOOD, "aia_0094", "--index"], ["schema", "show", "catalog"], ["--help"], ["version"], ["valdate", "."],
    ["conformance", "list", "--suite", str(SOURCES / "Conformance"), "--area", "index"],
]
faults = []


def check(name, condition, detail=""):
    if not condition:
        faults.append(f"{name}: {detail}")


def run(words, prefix=(), environment=None, **settings):
    done = subprocess.run([*prefix, tool, *words], capture_output=True, timeout=120, check=False,
                          env=os.environ | {"HOME": "/nonexistent"} | (environment or {}), **settings)
    # How long a run took is not the same twice.
    return done.returncode, done.stdout, b"\n".join(
        line for line in done.stderr.split(b"\n") if b" rows/s" not in line)


def on_terminal(words, columns):
    """What the program shows on a terminal of some columns, and its exit code."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([tool, *words], stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
                               env=os.environ | {"COLUMNS": str(columns), "TERM": "xterm"})
    os.close(slave)
    text = b""
    while True:
        ready, _, _ = select.select([master], [], [], 30)
        if not ready:
            process.kill()
            break
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        text += part
    os.close(master)
    return process.wait(), text.decode("utf-8", "replace").replace("\r\n", "\n")


def without_proc(expected):
    """Says the same without /proc, also in a run that waits and works for more than a second."""
    hidden = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /proc && exec "$@"', "sh"]
    if shutil.which("unshare") is None or subprocess.run([*hidden, "true"], capture_output=True, check=False).returncode:
        print("surroundings: /proc can't be hidden here, so that part is skipped")
        return
    for words, answer in expected:
        found = run(words, prefix=hidden, stdin=subprocess.DEVNULL)
        check(f"without /proc: {' '.join(words)}", found == answer, f"{found[0]}, {found[2][-300:]!r}")
    # Nobody listens at port 1, so the program waits between its attempts. Several at a time, since a
    # thread that is watched through /proc ends only some runs.
    words = ["validate", "http://127.0.0.1:1/", "--retries", "3"]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: run(words, prefix=hidden, stdin=subprocess.DEVNULL), range(12)))
    for code, _, error in runs:
        check("without /proc: attempts with waits", code == 3, f"{code}, {error[-300:]!r}")
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "a_2020.csv"
        with index.open("w") as file:
            file.write("#start,stop,datakey,filesize\n")
            for minute in range(360_000):
                day, hour, of_hour = minute // 1440, minute // 60 % 24, minute % 60
                time = f"2020-{day // 28 + 1:02}-{day % 28 + 1:02}T{hour:02}:{of_hour:02}:00Z"
                file.write(f"{time},{time},s3://b/a/{minute:06}.fits,1\n")
        found = run(["validate", str(index)], prefix=hidden, stdin=subprocess.DEVNULL)
        check("without /proc: many rows", found[0] == 0, f"{found[0]}, {found[2][-300:]!r}")


def examples():
    """At 80 columns, each example in a help text is one line that can be copied."""
    for page in sorted((SOURCES / "docs" / "reference" / "commands").glob("*.md")):
        words = page.read_text().split("\n", 1)[0].removeprefix("# ").split()
        if words[0] != "scregistry":
            continue
        _, output, _ = run([*words[1:], "--help"], environment={"COLUMNS": "80"})
        _, _, part = output.decode().partition("Example")
        lines = part.split("\n\n", 1)[0].splitlines()[1:]
        check(f"examples of {' '.join(words)}", all(line.startswith("  scregistry ") for line in lines), lines)


def main():
    expected = [(words, run(words, stdin=subprocess.DEVNULL)) for words in COMMANDS]
    without_proc(expected)
    for words, answer in expected:
        name = " ".join(words)
        found = run(words, prefix=["sh", "-c", 'exec "$@" <&-', "sh"])
        check(f"with a closed standard input: {name}", found == answer, f"{found[0]}, {found[2][-300:]!r}")
        for locale in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX", "LANG": ""}, {"LC_ALL": "tr_TR.UTF-8"}, {"LC_ALL": "none"}):
            found = run(words, environment=locale, stdin=subprocess.DEVNULL)
            check(f"with {locale}: {name}", found == answer, f"{found[0]}, {found[2][-300:]!r}")
    # A program that reads standard input says so if it is closed.
    for words in (["validate", "-"], ["fix", "-"], ["report", "convert", "-"]):
        code, _, error = run(words, prefix=["sh", "-c", 'exec "$@" <&-', "sh"])
        check(f"{' '.join(words)} without standard input", code in (2, 3) and error, f"{code} {error!r}")
    for words in COMMANDS:
        code, text = on_terminal(words, columns=40)
        answer = next(answer for known, answer in expected if known == words)
        check(f"at 40 columns: {' '.join(words)}", code == answer[0], f"exit code {code}")
        check(f"at 40 columns: {' '.join(words)}", text.strip() != "", "nothing is shown")
    code, text = on_terminal(["validate", "--help"], columns=40)
    wide = [line for line in text.splitlines() if len(line) > 40 and " " in line.strip() and "scregistry" not in line]
    check("--help at 40 columns", code == 0 and not wide, f"wide lines: {wide[:3]}")
    with tempfile.TemporaryDirectory() as folder:
        gone = Path(folder) / "gone"
        gone.mkdir()
        done = subprocess.run(["sh", "-c", 'cd "$1" && rmdir "$1" && exec "$2" validate "$3"', "sh", str(gone), tool, GOOD],
                              capture_output=True, check=False)
        check("in a removed directory", done.returncode == 0, done.stderr[-300:])
    examples()
    if faults:
        sys.exit("\n".join([f"surroundings: {len(faults)} faults", *faults]))
    print(f"surroundings: {len(COMMANDS)} commands are right without /proc, standard input and a locale, and at 40 columns")


main()
