#!/usr/bin/env python3
"""Makes the data that run.py measures with: bucket copies of s3://gov-nasa-hdrl-data1/, always the same bytes.

usage: generate.py DIRECTORY SET...       (sets: see SETS; existing sets are kept)

A series is written day by day from a template, so that a gigabyte takes a few seconds.
"""
import datetime
import hashlib
import json
import os
import random
import shutil
import sys

BUCKET = "s3://gov-nasa-hdrl-data1/"
REGISTRIES = "sdo/aia/registries/"
DATASET = "aia_0094"
HEADER = "# start, stop, datakey, filesize\n"
FIRST_DAY = datetime.date(2010, 5, 13)
DAYS = (datetime.date(2022, 1, 1) - FIRST_DAY).days
EXPOSURE = 12
SECONDS_A_DAY = 86_400
ROWS = 1_624_900

# name -> (rows, keys in no order, every stop without Z, bytes on disk); the catalog has entries for rows.
SETS = {
    "ordered-1x": (ROWS, False, False, 224e6),
    "ordered-10x": (10 * ROWS, False, False, 2.24e9),
    "shuffled-1x": (ROWS, True, False, 239e6),
    "shuffled-10x": (10 * ROWS, True, False, 2.39e9),
    "wrong-1x": (ROWS, False, True, 223e6),
    "catalog-10k": (10_000, False, False, 6e6),
}


def clock(second, separator):
    return separator.join(f"{part:02}" for part in (second // 3600, second // 60 % 60, second % 60))


def day_template(rows, shuffled, stop_end):
    """The rows of one day. @DASHED@ and @FLAT@ are placeholders for its date, %s for a row's random directory."""
    directory = "%s/" if shuffled else ""
    lines = []
    for row in range(rows):
        second = row * SECONDS_A_DAY // rows
        size = 15_379_200 - 2_880 * (row * 7_919 % 613)
        lines.append(
            f"@DASHED@T{clock(second, ':')}Z,@DASHED@T{clock(second + EXPOSURE, ':')}{stop_end},"
            f"{BUCKET}sdo/aia/{directory}@FLAT@/0094/sdo_aia_h2_@FLAT@T{clock(second, '')}_0094_v1.fits,{size}\n"
        )
    return "".join(lines)


def write_series(root, rows, shuffled, wrong):
    """Spreads rows evenly over the days of the mission, one file per year, and writes a matching catalog."""
    folder = os.path.join(root, REGISTRIES)
    os.makedirs(folder)
    source = random.Random(94)
    fewest = rows // DAYS
    templates = {count: day_template(count, shuffled, "" if wrong else "Z") for count in (fewest, fewest + 1)}
    out = None
    for index in range(DAYS):
        day = FIRST_DAY + datetime.timedelta(days=index)
        if out is None or day.month == day.day == 1:
            if out:
                out.close()
            out = open(os.path.join(folder, f"{DATASET}_{day.year}.csv"), "w", encoding="ascii", newline="")
            out.write(HEADER)
        count = (index + 1) * rows // DAYS - index * rows // DAYS
        text = templates[count]
        if shuffled:
            names = source.randbytes(4 * count).hex()
            text %= tuple(names[place:place + 8] for place in range(0, 8 * count, 8))
        out.write(text.replace("@DASHED@", day.isoformat()).replace("@FLAT@", f"{day:%Y%m%d}"))
    out.close()
    last_second = (count - 1) * SECONDS_A_DAY // count + EXPOSURE
    write_catalog(root, [{
        "id": DATASET,
        "index": BUCKET + REGISTRIES,
        "title": "SDO AIA 94 Angstrom level 1 images",
        "start": f"{FIRST_DAY}T00:00:00Z",
        "stop": f"{day}T{clock(last_second, ':')}Z",
        "modification": "2023-05-04T00:00:00Z",
        "indextype": "csv",
        "filetype": "fits",
    }])


def write_entries(root, count):
    """Only a catalog, whose entries vary in length like those of CDAWeb."""
    entries = []
    for number in range(count):
        name = f"MMS{number % 4 + 1}_{('FGM', 'FEEPS', 'FPI', 'MEC', 'EDP')[number % 5]}_BRST_L2_{number:05}"
        path = name.lower().replace("_", "/")
        entries.append({
            "id": name,
            "index": f"{BUCKET}spdf/cdaweb/data/mms/{path}/",
            "title": f"Magnetospheric Multiscale, instrument set {number}, burst mode, level 2" + ", selected intervals" * (number % 3),
            "start": f"{2015 + number % 5}-{number % 12 + 1:02}-01T00:00:00.000Z",
            "stop": f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}T23:59:59.999Z",
            "modification": f"2024-{number % 12 + 1:02}-01T12:00:00.000Z",
            "indextype": "csv",
            "filetype": "cdf",
            "resource": f"https://cdaweb.gsfc.nasa.gov/misc/NotesM.html#{name}",
            "about": "https://lasp.colorado.edu/mms/sdc/public/",
        })
    write_catalog(root, entries)


def write_catalog(root, entries):
    catalog = {
        "version": "1.1",
        "endpoint": BUCKET,
        "name": "Benchmark registry",
        "egress": "public, no-egress",
        "status": {"code": 1200, "message": "OK"},
        "contact": "Benchmark desk, benchmark@heliocloud.example.org",
        "description": "Made by Tests/Benchmarks/generate.py",
        "citation": "none; the data do not exist",
        "catalog": entries,
    }
    with open(os.path.join(root, "catalog.json"), "w", encoding="ascii") as out:
        json.dump(catalog, out, indent=2)
        out.write("\n")


def edition():
    """Changes with this file, so that data of an older generator are replaced."""
    with open(__file__, "rb") as source:
        return hashlib.sha256(source.read()).hexdigest()


def is_complete(directory, name):
    try:
        with open(os.path.join(directory, name + ".complete"), encoding="ascii") as marker:
            return marker.read() == edition()
    except OSError:
        return False


def make(directory, name):
    root = os.path.join(directory, name)
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(root)
    rows, shuffled, wrong, _ = SETS[name]
    if name.startswith("catalog"):
        write_entries(root, rows)
    else:
        write_series(root, rows, shuffled, wrong)
    with open(os.path.join(directory, name + ".complete"), "w", encoding="ascii") as marker:
        marker.write(edition())


def main(directory, names):
    os.makedirs(directory, exist_ok=True)
    wanted = [name for name in names if not is_complete(directory, name)]
    for name in wanted:
        shutil.rmtree(os.path.join(directory, name), ignore_errors=True)
    needed = sum(SETS[name][3] for name in wanted) * 1.1
    free = shutil.disk_usage(directory).free
    if needed > free:
        sys.exit(f"generate.py: {directory} has {free / 1e9:.1f} GB free, and {', '.join(wanted)} need {needed / 1e9:.1f} GB")
    for name in wanted:
        print(f"making {name} ({SETS[name][3] / 1e6:,.0f} MB)", file=sys.stderr, flush=True)
        make(directory, name)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
