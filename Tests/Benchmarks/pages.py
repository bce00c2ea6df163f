"""The benchmarks of pages and sites: their sizes, how long they take to make, and to open in Chromium.

A page is opened by `open_page.py` in the environment of `Tests/Suites/pages.sh`; without it, only sizes and times are measured.
"""
import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

import generate
from measure import Command
from report import Row

HERE = os.path.dirname(os.path.abspath(__file__))
VENV_PYTHON = os.path.normpath(os.path.join(HERE, "..", "..", ".build", "pages", "venv", "bin", "python"))
FIRST = datetime.datetime(2015, 1, 1)
HOURS = 4
# name -> datasets, rows of each, whether each row has faults
SETS = {"pages-100": (100, 2_000, True), "pages-1000": (1_000, 1_000, True), "site-1000": (1_000, 10_000, False)}
ONE_MEGABYTE = 1e6


def write_dataset(folder, name, rows, faulty, starts):
    """One index file for each year; of faulty rows, each has a filesize that is no number."""
    directory = os.path.join(folder, name)
    os.makedirs(directory)
    years = {}
    for number in range(rows):
        # A gap in each thousand.
        if number % 1000 < 40 and number > 100:
            continue
        start, stop = starts[number], starts[number + 1]
        size = "x" if faulty else 1_000_000 + number * 7 % 5000
        line = f"{start},{stop},s3://b/{name}/{start[:4]}/{name}_{number:06}.cdf,{size}\n"
        years.setdefault(start[:4], []).append(line)
    for year, lines in years.items():
        with open(os.path.join(directory, f"{name}_{year}.csv"), "w", encoding="ascii", newline="") as file:
            file.write(generate.HEADER)
            file.writelines(lines)


def make(folder, kind):
    count, rows, faulty = SETS[kind]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    times = [FIRST + datetime.timedelta(hours=HOURS * number) for number in range(rows + 1)]
    starts = [time.strftime("%Y-%m-%dT%H:%M:%SZ") for time in times]
    entries = []
    for number in range(count):
        name = f"mission{number // 20:02}_instrument{number:04}"
        write_dataset(folder, name, rows, faulty, starts)
        entries.append({
            "id": name, "index": f"s3://b/{name}/", "title": f"Instrument {number}, level 2", "start": starts[0],
            "stop": starts[rows], "modification": "2024-01-01T00:00:00Z", "indextype": "csv", "filetype": "cdf"})
    generate.write_catalog(folder, entries)
    path = os.path.join(folder, "catalog.json")
    with open(path, encoding="ascii") as file:
        catalog = json.load(file)
    with open(path, "w", encoding="ascii") as file:
        json.dump(catalog | {"endpoint": "s3://b/"}, file)


def folders(data):
    with open(__file__, "rb") as source:
        edition = generate.edition() + hashlib.sha256(source.read()).hexdigest()
    made = {}
    for kind in SETS:
        made[kind] = os.path.join(data, kind)
        marker = made[kind] + ".complete"
        if not os.path.exists(marker) or open(marker, encoding="ascii").read() != edition:
            make(made[kind], kind)
            with open(marker, "w", encoding="ascii") as file:
                file.write(edition)
    return made


def opened(page):
    """Seconds and megabytes that Chromium needs for a page; None if it can't be measured."""
    if not os.path.exists(VENV_PYTHON):
        return None
    done = subprocess.run([VENV_PYTHON, os.path.join(HERE, "open_page.py"), page], capture_output=True, text=True)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return None
    return [float(word) for word in done.stdout.split()]


def row(bench, what, value, bar, unit):
    met = None if value is None else value <= bar
    bench.rows.append(Row(what, value, unit, f"≤ {bar:g} {unit}", met))


def measure(bench, data):
    made = folders(data)
    with tempfile.TemporaryDirectory() as folder:
        for kind, bar in (("pages-100", 1), ("pages-1000", 3)):
            page = os.path.join(folder, kind + ".html")
            subprocess.run(
                [bench.tool, "validate", made[kind], "--quiet", "--output", f"html={page}"], check=False)
            size = os.path.getsize(page) / ONE_MEGABYTE if os.path.exists(page) else None
            count, rows, _ = SETS[kind]
            name = f"{count:,} datasets, {count * rows:,} faulty rows"
            row(bench, f"size: page of {name}", size, bar, "MB")
            took = opened(page) if size else None
            row(bench, f"wall: Chromium opens the page of {name}", took and took[0], 2, "s")
            row(bench, f"memory: Chromium, for the page of {name}", took and took[1], 150, "MB")
        out = os.path.join(folder, "site")
        shell = f"rm -rf '{out}' && {bench.tool} site --quiet --jobs 2 '{made['site-1000']}' --out '{out}'"
        bench.run(Command("site of 1,000 datasets", ["/bin/sh", "-c", shell]))
        bench.add("wall: site of 1,000 datasets of 10,000 rows, two jobs", ["site of 1,000 datasets"],
                  lambda run: run.wall, 5, "s")
