#!/usr/bin/env python3
"""Divides validations among shards and checks that the merged report is, byte for byte and in every
format, that of one run; and that lost, different and outdated parts are refused.

usage: sharding_test.py TOOL [--only NAME]

Needs nothing but Python 3. Exit code 0 if all is well, 1 if not.
"""
import concurrent.futures
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from shard_checks import TOOL, check, end, run

ONLY = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else None
ROOT = pathlib.Path(__file__).resolve().parents[2]
FORMATS = [
    "text", "full", "json", "ndjson", "sarif", "junit", "github", "gitlab", "markdown", "html",
    "csv", "agent"]
COUNTS = [1, 2, 7, 40]
chance = random.Random(20261128)


def outputs(folder):
    """The options that write every format into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return [word for form in FORMATS for word in ("-o", f"{form}={folder / form}")]


def single(folder, targets, place, options=()):
    """The reports of one run."""
    return run(
        ["validate", *targets, *options, "--deterministic", "-q", *outputs(place)], folder)


def make_plan(folder, targets, plan, shards, options=()):
    """Makes a plan."""
    return run(
        ["plan", *targets, *options, "--deterministic", "-q", "--shards", shards, "--out", plan],
        folder)


def do_shard(folder, plan, number, count, part):
    """Does one shard."""
    return run(
        ["validate", "--plan", plan, "--shard", f"{number}/{count}", "--exit-zero", "-q", "-o",
         f"ndjson={part}"], folder)


def do_shards(folder, plan, count, place):
    """Does all shards in an order of chance."""
    place.mkdir(parents=True, exist_ok=True)
    parts = []
    for number in chance.sample(range(1, count + 1), count):
        part = place / f"part-{number}.ndjson"
        done = do_shard(folder, plan, number, count, part)
        assert done.returncode == 0, (number, done.stderr)
        parts.append(part)
    return parts


def merge(folder, plan, parts, place):
    """Merges parts into reports in every format."""
    return run(
        ["report", "merge", "--plan", plan, *parts, "-q", "--deterministic", *outputs(place)],
        folder)


def differing(one, other):
    """The formats whose reports differ."""
    return [f for f in FORMATS
            if (one / f).read_bytes() != (other / f).read_bytes()]


def compare(name, folder, targets, counts=COUNTS, options=()):
    """Checks that the report of the parts is that of one run, for several numbers of shards."""
    if ONLY and ONLY not in name:
        return
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        whole = single(folder, targets, place / "one", options)
        for count in counts:
            plan = place / f"plan-{count}"
            made = make_plan(folder, targets, plan, count, options)
            if made.returncode != 0:
                # What can't be checked can't be planned.
                check(f"{name} {count}", whole.returncode in (2, 3), made.stderr)
                return
            parts = do_shards(folder, plan, count, place / f"parts-{count}")
            merged = merge(folder, plan, parts, place / f"merged-{count}")
            if merged.returncode != whole.returncode:
                check(f"{name} {count}", False, f"exit {merged.returncode}: {merged.stderr}")
                continue
            found = differing(place / "one", place / f"merged-{count}")
            detail = ""
            if found:
                kept = pathlib.Path(tempfile.gettempdir(), "sharding-differences")
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(place, kept)
                detail = f"{found} differ, see {kept}"
            check(f"{name} {count}", not found, detail)


# MARK: - Registries

def time_text(year, number):
    """A time of a year."""
    return f"{year}-{1 + number % 12:02}-{1 + number % 28:02}T{number % 24:02}:00:00Z"


def make_registry(folder, datasets, faulty=False, name="made"):
    """Writes a registry with index files of many years.

    With faults of every kind that needs several files: missing years, ties of precisions, repeated
    datakeys, rows that overlap, wrong starts and stops, a damaged archive.
    """
    entries = []
    for dataset, years in datasets.items():
        directory = folder / dataset
        directory.mkdir(parents=True, exist_ok=True)
        for year in years:
            rows = []
            for month in range(1, 13):
                start = f"{year}-{month:02}-01T00:00:00Z"
                stop = f"{year}-{month:02}-02T00:00:00Z"
                key = f"s3://{name}/{dataset}/{year}/{month:02}.cdf"
                rows.append([start, stop, key, str(1000 + month * year % 977)])
            if faulty:
                spoil(rows, year, dataset, name)
            lines = "".join(",".join(row) + "\n" for row in rows)
            (directory / f"{dataset}_{year}.csv").write_text(
                "# start, stop, datakey, filesize\n" + lines)
        entries.append({
            "id": dataset, "index": f"s3://{name}/{dataset}/", "title": dataset,
            "start": f"{years[0]}-01-01T00:00:00Z", "stop": f"{years[-1]}-12-02T00:00:00Z",
            "modification": f"{years[-1] + 1}-01-01T00:00:00Z", "indextype": "csv",
            "filetype": "cdf"})
    if faulty:
        first = folder / entries[0]["id"]
        files = sorted(first.iterdir())
        files[len(files) // 2].unlink()
        (first / f"{entries[0]['id']}_2050.csv.zip").write_bytes(b"PK\3\4 no archive")
        (first / "stray_1999.csv").write_text("1999-01-01T00:00:00Z,x,y\n")
        entries[-1]["stop"] = "1900-01-01T00:00:00Z"
    catalog = {
        "version": "1.1", "endpoint": f"s3://{name}/", "name": name, "contact": "a@b.org",
        "catalog": entries}
    (folder / "catalog.json").write_text(json.dumps(catalog, indent=1))


def spoil(rows, year, dataset, name):
    """Puts faults into the rows of a year, depending on the year."""
    match year % 6:
        case 0:
            # As many times with milliseconds as without.
            for row in rows[:6]:
                row[0] = row[0].replace("Z", ".000Z")
                row[1] = row[1].replace("Z", ".000Z")
        case 1: rows[3][2] = f"s3://{name}/{dataset}/{year - 1}/04.cdf"
        case 2: rows[4], rows[5] = rows[5], rows[4]
        case 3: rows[2][3] = "-7"
        case 4: rows[11][1] = f"{year + 2}-01-01T00:00:00Z"
        case 5:
            rows[7][0] = "not a time"
            rows.append(list(rows[0]))


def made_registries():
    """Generated registries."""
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        make_registry(place / "good", {"alpha": range(1980, 2020), "beta": range(2000, 2003)})
        make_registry(
            place / "bad", {f"ds{n}": range(1990, 2003 + n) for n in range(5)}, faulty=True,
            name="bad")
        compare("good registry of many years", place, ["good"])
        compare("faulty registry of many years", place, ["bad"])
        compare("two registries", place, ["good", "bad"], [1, 7])
        compare("a registry and one of its files", place, ["bad", "bad/ds1/ds1_1992.csv"], [2])
        compare("lone files", place, ["bad/ds1/ds1_1992.csv", "bad/ds1/ds1_1990.csv"], [2])
        compare("a document", place, ["bad/catalog.json"], [2])
        compare("a working directory", place / "bad", ["."], [7])
        compare("a profile", place, ["bad"], [7], ["--profile", "client-safe"])
        compare("two findings per rule", place, ["bad"], [7], ["--max-per-rule", "2"])
        compare("only documents", place, ["bad"], [2], ["--depth", "metadata"])
        configured(place)
        refusals(place)


def configured(place):
    """A configuration with overrides and suppressions, and a baseline."""
    (place / "scregistry.yml").write_text("""\
version: 1
rules:
  IDX016: warning
overrides:
  - paths: ["ds1/*"]
    rules: {IDX016: info}
suppress:
  - rule: IDX015
    reason: known
    datasets: ["ds2"]
""")
    shown = run(["validate", "bad", "-q"], place)
    check("the configuration can be read", shown.returncode != 2, shown.stderr)
    compare("a configuration", place, ["bad"], [1, 7])
    made = run(["baseline", "create", "bad/", "--output", "known.json"], place)
    if made.returncode in (0, 1):
        compare("a baseline", place, ["bad"], [7], ["--baseline", "known.json"])
    os.unlink(place / "scregistry.yml")


# MARK: - Refusals

def refusals(place):
    """Parts that must not be merged."""
    if ONLY and ONLY not in "refusals":
        return
    plan = place / "plan.ndjson"
    assert make_plan(place, ["bad"], plan, 4).returncode == 0
    parts = do_shards(place, plan, 4, place / "parts")
    one = place / "one"
    single(place, ["bad"], one)

    def merged(name, parts, code, words):
        done = merge(place, plan, parts, place / "refused")
        check(f"refusals: {name}", done.returncode == code and re.search(words, done.stderr),
              f"{done.returncode} {done.stderr}")

    merged("a lost shard", parts[1:], 3, "no part")
    done = merge(place, plan, [*parts, parts[0]], place / "doubled")
    check("refusals: a doubled part is accepted",
          done.returncode == 1 and not differing(one, place / "doubled"), done.stderr)
    other = changed_part(parts[0], place / "other-1", '"version":"', '"version":"0')
    merged("another version", [other, *parts[1:]], 2, "made by scregistry 0")
    other = changed_part(parts[0], place / "other-2", '"rules":"', '"rules":"0')
    merged("other rules", [other, *parts[1:]], 2, "other rules")
    other = changed_part(parts[0], place / "other-3", '"rows":12', '"rows":13')
    merged("an unequal doubled part", [*parts, other], 2, "differ in the item")
    text = parts[0].read_text().splitlines(keepends=True)
    cut = place / "cut"
    cut.write_text("".join(text[:-1]))
    merged("a truncated part", [cut, *parts[1:]], 3, "truncated")
    merged("a report that is no part", [one / "ndjson"], 2, "not a part of a plan")
    second = place / "second.ndjson"
    make_plan(place, ["bad"], second, 5)
    stranger = place / "stranger"
    do_shard(place, second, 1, 5, stranger)
    merged("a part of another plan", [*parts, stranger], 2, "another plan")
    damaged = place / "damaged.ndjson"
    damaged.write_text(plan.read_text().replace('"bytes":', '"bytes":1', 1))
    done = do_shard(place, damaged, 1, 4, place / "x")
    check("refusals: a damaged plan", done.returncode == 2 and "damaged" in done.stderr, done.stderr)
    times(place, plan, parts)
    choices(place, plan, one)
    environments(place, plan, parts)
    killed(place, plan, one)
    changed_source(place)
    without_source(place)


def changed_part(part, path, old, new):
    """A part with one change in the lines for the merge."""
    lines = part.read_text().splitlines(keepends=True)
    for index, line in enumerate(lines):
        if old in line and line.startswith(('{"type":"part"', '{"type":"facts"')):
            lines[index] = line.replace(old, new, 1)
            break
    else:
        raise AssertionError(f"no {old} in {part}")
    path.write_text("".join(lines))
    return path


def times(place, plan, parts):
    """Parts with and without the present time must not be mixed."""
    timed = place / "timed.ndjson"
    run(["plan", "bad", "-q", "--shards", 2, "--out", timed], place)
    again = place / "timed-2.ndjson"
    run(["plan", "bad", "-q", "--shards", 2, "--out", again], place)
    check("refusals: plans of a day are the same", timed.read_bytes() == again.read_bytes())
    one, two = place / "t1", place / "t2"
    do_shard(place, timed, 1, 2, one)
    run(["validate", "--plan", timed, "--shard", "2/2", "--deterministic", "--exit-zero", "-q",
         "-o", f"ndjson={two}"], place)
    done = merge(place, timed, [one, two], place / "refused")
    check("refusals: two present times", done.returncode == 2 and "present time" in done.stderr,
          done.stderr)


def choices(place, plan, one):
    """Other numbers of shards, and single items, of the same plan."""
    parts = do_shards(place, plan, 3, place / "three")
    done = merge(place, plan, parts, place / "merged-three")
    check("refusals: three shards of a plan of four",
          done.returncode == 1 and not differing(one, place / "merged-three"), done.stderr)
    lines = [line for line in plan.read_text().splitlines() if '"type":"item"' in line]
    parts = []
    for number, line in enumerate(lines):
        part = place / f"item-{number}"
        name = json.loads(line)["id"] if number % 2 else line
        done = run(["validate", "--plan", plan, "--item", name, "--exit-zero", "-q", "-o",
                    f"ndjson={part}"], place)
        if done.returncode:
            check(f"refusals: item {number}", False, done.stderr)
        parts.append(part)
    done = merge(place, plan, parts, place / "merged-items")
    check("refusals: items one by one",
          done.returncode == 1 and not differing(one, place / "merged-items"), done.stderr)
    done = run(["validate", "--plan", plan, "--item", "0", "-o", "ndjson=none"], place)
    check("refusals: an unknown item", done.returncode == 2 and "no item 0" in done.stderr)
    done = run(["validate", "--plan", plan, "--shard", "1/4", "-o", "json=none"], place)
    check("refusals: a part without facts", done.returncode == 2 and "ndjson=FILE" in done.stderr, done.stderr)
    for words in (["--shard", "1/4", "bad"], [], ["--shard", "5/4"], ["--shard", "1/2",
                  "--profile", "strict"]):
        done = run(["validate", "--plan", plan, *words], place)
        check(f"refusals: {words}", done.returncode == 2, done.stderr)


ENGINES = [
    {"AWS_BATCH_JOB_ARRAY_INDEX": "2", "AWS_BATCH_JOB_ARRAY_SIZE": "4"},
    {"AWS_BATCH_JOB_ARRAY_INDEX": "2"},
    {"JOB_COMPLETION_INDEX": "2"},
    {"SLURM_ARRAY_TASK_ID": "12", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_COUNT": "4"},
    {"SLURM_ARRAY_TASK_ID": "14", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_COUNT": "4",
     "SLURM_ARRAY_TASK_STEP": "2"},
    {"CLOUD_RUN_TASK_INDEX": "2", "CLOUD_RUN_TASK_COUNT": "4"},
    {"CI_NODE_INDEX": "3", "CI_NODE_TOTAL": "4"},
    {"CIRCLE_NODE_INDEX": "2", "CIRCLE_NODE_TOTAL": "4"},
    {"BUILDKITE_PARALLEL_JOB": "2", "BUILDKITE_PARALLEL_JOB_COUNT": "4"},
    {"TEST_SHARD_INDEX": "2", "TEST_TOTAL_SHARDS": "4"},
]
FOREIGN = [
    ({}, "none of the variables"),
    ({"JOB_COMPLETION_INDEX": "4"}, "4 shards"),
    ({"JOB_COMPLETION_INDEX": "two"}, "not a number"),
    ({"JOB_COMPLETION_INDEX": "1", "CI_NODE_INDEX": "1"}, "are set"),
]


def environments(place, plan, parts):
    """The shard that an engine's environment gives."""
    expected = next(p for p in parts if p.name == "part-3.ndjson")
    lines = [line for line in expected.read_text().splitlines() if line.startswith('{"type":"facts')]
    for number, environment in enumerate(ENGINES):
        part = place / f"engine-{number}"
        status = place / "status"
        if "TEST_SHARD_INDEX" in environment:
            environment = {**environment, "TEST_SHARD_STATUS_FILE": str(status)}
        done = run(["validate", "--plan", plan, "--shard", "auto", "--exit-zero", "-q", "-o",
                    f"ndjson={part}"], place, environment)
        found = [line for line in part.read_text().splitlines()
                 if line.startswith('{"type":"facts')] if part.exists() else []
        check(f"refusals: {environment}", found == lines, done.stderr)
    check("refusals: Bazel sees that shards are understood", status.exists())
    for environment, words in FOREIGN:
        done = run(["validate", "--plan", plan, "--shard", "auto", "-o", "ndjson=none"], place, environment)
        check(f"refusals: {environment}", done.returncode == 2 and words in done.stderr,
              done.stderr)


def killed(place, plan, one):
    """A worker that is killed leaves no part, and its shard can run again."""
    parts = []
    for number in range(1, 5):
        part = place / f"killed-{number}"
        command = [TOOL, "validate", "--plan", plan, "--shard", f"{number}/4", "--exit-zero", "-q",
                   "-o", f"ndjson={part}"]
        if number == 2:
            process = subprocess.Popen(command, cwd=place)
            time.sleep(0.002)
            process.send_signal(signal.SIGKILL)
            process.wait()
            if part.exists():  # It was faster.
                part.unlink()
        else:
            subprocess.run(command, cwd=place, check=True)
            parts.append(part)
    done = merge(place, plan, parts, place / "refused")
    check("refusals: a killed worker", done.returncode == 3 and "2/4" in done.stderr, done.stderr)
    parts.append(place / "killed-2")
    do_shard(place, plan, 2, 4, parts[-1])
    done = merge(place, plan, parts, place / "merged-killed")
    check("refusals: a killed worker that ran again",
          done.returncode == 1 and not differing(one, place / "merged-killed"), done.stderr)


def changed_source(place):
    """A source that changes between the plan and its parts."""
    for name in ["catalog.json", "ds1/ds1_1992.csv"]:
        copy = place / "changing"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(place / "bad", copy)
        plan = place / "changing.ndjson"
        make_plan(place, ["changing"], plan, 3)
        file = copy / name
        file.write_bytes(file.read_bytes().replace(b"1", b"2", 1))  # of the same size
        parts = []
        words = ""
        for number in range(1, 4):
            part = place / f"changing-{number}"
            done = run(["validate", "--plan", plan, "--shard", f"{number}/3", "-q", "-o",
                        f"ndjson={part}"], place)
            words += part.read_text() if part.exists() else done.stderr
            parts.append(part)
        check(f"refusals: a part says that {name} changed", "has changed since the plan" in words)
        done = merge(place, plan, parts, place / "refused")
        check(f"refusals: {name} has changed",
              done.returncode == 3 and f"{name} has changed since the plan" in done.stderr,
              done.stderr)


def without_source(place):
    """A merge needs no source, unless the order of datakeys leaves open whether they repeat."""
    for name, decided in [("good", True), ("bad", False)]:
        copy = place / "moving"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(place / name, copy)
        before = single(place, ["moving"], place / "before")
        plan = place / "moving.ndjson"
        make_plan(place, ["moving"], plan, 3)
        parts = do_shards(place, plan, 3, place / "moving-parts")
        shutil.rmtree(copy)
        done = merge(place, plan, parts, place / "after")
        if decided:
            check("refusals: a merge without the source",
                  done.returncode == before.returncode
                  and not differing(place / "before", place / "after"), done.stderr)
        else:
            check("refusals: a merge that needs the source",
                  done.returncode == 3 and "read the file again" in done.stderr, done.stderr)


def suite_data():
    """The registries of the conformance suite, as they are: one by one, then all together."""
    data = ROOT / "Conformance/data"
    names = [folder.name for folder in sorted(data.iterdir()) if folder.is_dir()]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(lambda n: compare(f"suite: {n}", data, [n], [2]), names):
            pass
        codes = pool.map(
            lambda n: run(["validate", n, "-q", "-o", "csv=/dev/null"], data).returncode, names)
        usable = [name for name, code in zip(names, codes) if code != 2]
    compare("suite: all together", data, usable, COUNTS)


made_registries()
suite_data()
end("sharding")
