"""The benchmarks of files in which every row is odd, and of the formats of `files`, all against clean rows.

The clean file and the odd ones have the same rows, so the ratios of CPU are those of the spelling.
"""
import datetime
import hashlib
import json
import os
import shutil

import generate
from measure import Command

ROWS = 2_000_000
STEP = 15
FIRST = datetime.datetime(2020, 1, 1)
FORMATS = ("text", "json", "ndjson", "hapi-csv", "hapi-json", "uris")


def key(number):
    return f"s3://b/ds/{number:07}.cdf"


def row(start, stop, number):
    return f"{start}Z,{stop}Z,{key(number)},1\n"


def platform(time):
    return time.replace("T", " ") + "+00:00"


# name -> (the limit of its ratio, the row with times without zone and its number)
KINDS = {
    "clean": (None, row),
    "platform times": (4, lambda start, stop, n: f"{platform(start)},{platform(stop)},{key(n)},1\n"),
    "quotes": (4, lambda start, stop, n: f'"{start}Z","{stop}Z","{key(n)}","1"\n'),
    "CRLF": (4, lambda start, stop, n: f"{start}Z,{stop}Z,{key(n)},1\r\n"),
    "spaces": (4, lambda start, stop, n: f"{start}Z, {stop}Z, {key(n)}, 1\n"),
    "times without Z": (8, lambda start, stop, n: f"{start},{stop},{key(n)},1\n"),
    "times in lower case": (8, lambda start, stop, n: row(start, stop, n).lower()),
    "no filesize": (8, lambda start, stop, n: f"{start}Z,{stop}Z,{key(n)},\n"),
    "a comment after each row": (8, lambda start, stop, n: row(start, stop, n) if n % 2 else "# note\n"),
    "keys of adjacent rows repeat": (8, lambda start, stop, n: row(start, stop, n // 2)),
    "keys of distant rows repeat": (8, lambda start, stop, n: row(start, stop, n % (ROWS // 2))),
}


def times():
    """Start and stop of each row, without zone."""
    for number in range(ROWS):
        day, second = divmod(number * STEP, generate.SECONDS_A_DAY)
        date = (FIRST + datetime.timedelta(days=day)).strftime("%Y-%m-%dT")
        yield date + generate.clock(second, ":"), date + generate.clock(second + 5, ":")


def make(folder, kind):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "ds"))
    last = FIRST + datetime.timedelta(seconds=STEP * (ROWS - 1) + 5)
    generate.write_catalog(folder, [{
        "id": "ds", "index": "s3://b/ds/", "title": "Rows that are " + kind, "start": "2020-01-01T00:00:00Z",
        "stop": last.strftime("%Y-%m-%dT%H:%M:%SZ"), "modification": "2024-01-01T00:00:00Z", "indextype": "csv",
        "filetype": "cdf"}])
    with open(os.path.join(folder, "catalog.json"), encoding="ascii") as file:
        catalog = json.load(file)
    with open(os.path.join(folder, "catalog.json"), "w", encoding="ascii") as file:
        json.dump(catalog | {"endpoint": "s3://b/"}, file)
    text = KINDS[kind][1]
    with open(os.path.join(folder, "ds", "ds_2020.csv"), "w", encoding="ascii", newline="") as index:
        index.write(generate.HEADER.replace("\n", "\r\n") if kind == "CRLF" else generate.HEADER)
        index.writelines(text(start, stop, number) for number, (start, stop) in enumerate(times()))


def folders(data):
    """The folder of each kind; makes those that are absent, or of an older generator."""
    with open(__file__, "rb") as source:
        edition = generate.edition() + hashlib.sha256(source.read()).hexdigest()
    made = {}
    for kind in KINDS:
        made[kind] = os.path.join(data, "odd-" + kind.replace(" ", "-"))
        marker = made[kind] + ".complete"
        if not os.path.exists(marker) or open(marker, encoding="ascii").read() != edition:
            make(made[kind], kind)
            with open(marker, "w", encoding="ascii") as file:
                file.write(edition)
    return made


def measure(bench, data):
    made = folders(data)
    shell = ["/bin/sh", "-c"]
    commands = []
    for kind, folder in made.items():
        # Findings make the exit code 1; what counts is the time.
        commands.append(Command(f"validate, {kind}", [
            *shell, f"{bench.tool} validate --jobs 1 '{folder}' > /dev/null; test $? -le 1"]))
        commands.append(Command(f"files, {kind}", [
            *shell, f"{bench.tool} files --quiet --format csv '{folder}' ds > /dev/null"]))
    for name in FORMATS:
        commands.append(Command(f"files, {name}", [
            *shell, f"{bench.tool} files --format {name} '{made['clean']}' ds > /dev/null"]))
    bench.run(*commands)

    def cpu_ratio(one, other):
        return one.cpu / other.cpu

    for kind, (limit, _) in KINDS.items():
        if limit:
            for command in ("validate", "files"):
                bench.add(f"CPU: `{command}`, {kind} ÷ clean rows", [f"{command}, {kind}", f"{command}, clean"],
                          cpu_ratio, limit)
    for name in FORMATS:
        bench.add(f"CPU: `files --format {name}` ÷ csv", [f"files, {name}", "files, clean"], cpu_ratio, 4)
