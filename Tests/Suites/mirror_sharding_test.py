#!/usr/bin/env python3
"""Divides verifications of mirrors among shards and checks that the merged report and lines of
objects are, byte for byte, those of one run; and that lost parts are named, and different and
outdated ones refused.

usage: mirror_sharding_test.py TOOL

Needs nothing but Python 3. Exit code 0 if all is well, 1 if not.
"""
import json
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time

from shard_checks import TOOL, check, end, run

CONTENT = ["--require", "content"]
chance = random.Random(20261129)


def make_registry(folder, files=180):
    """Writes a registry with its objects."""
    entries = []
    for dataset in ("alpha", "beta"):
        (folder / dataset).mkdir(parents=True)
        for year in (2001, 2002):
            rows = []
            for number in range(files // 4):
                key = f"{dataset}/{year}/{number:03}.cdf"
                place = folder / key
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(bytes([number % 251]) * (100 + number))
                start = f"{year}-01-01T{number // 60:02}:{number % 60:02}:00Z"
                rows.append(f"{start},{start},s3://made/{key},{100 + number}")
            (folder / dataset / f"{dataset}_{year}.csv").write_text(
                "# start, stop, datakey, filesize\n" + "\n".join(rows) + "\n")
        entries.append({
            "id": dataset, "index": f"s3://made/{dataset}/", "title": dataset,
            "start": "2001-01-01T00:00:00Z", "stop": "2003-01-01T00:00:00Z",
            "modification": "2003-01-01T00:00:00Z", "indextype": "csv", "filetype": "cdf"})
    (folder / "catalog.json").write_text(json.dumps({
        "version": "1.1", "endpoint": "s3://made/", "name": "made", "contact": "a@b.org",
        "catalog": entries}))


def make_sides(place):
    """A source, a mirror with faults of every kind, and an equal one."""
    make_registry(place / "source")
    shutil.copytree(place / "source", place / "good")
    shutil.copytree(place / "source", place / "bad")
    bad = place / "bad"
    (bad / "alpha/2001/003.cdf").unlink()
    (bad / "alpha/2001/extra.cdf").write_bytes(b"more")
    (bad / "beta/2002/009.cdf").write_bytes(b"short")
    for name in ("alpha/2002/010.cdf", "beta/2001/011.cdf", "beta/2002/012.cdf"):
        size = (bad / name).stat().st_size
        (bad / name).write_bytes(b"\xff" * size)


def single(folder, sides, place, options):
    """One run; its exit code."""
    place.mkdir(parents=True, exist_ok=True)
    return run(["mirror", "verify", *sides, *options, "-q", "--deterministic",
                "--objects", place / "objects", "-o", f"json={place / 'json'}",
                "-o", f"ndjson={place / 'ndjson'}"], folder).returncode


def make_plan(folder, sides, plan, shards, options):
    """Makes a plan."""
    done = run(["plan", "--for", "mirror", *sides, *options, "-q", "--shards", shards,
                "--out", plan], folder)
    assert done.returncode == 0, done.stderr


def do_shard(folder, plan, number, count, part, environment=None, *more):
    """Does one shard."""
    shard = ["--shard", f"{number}/{count}"] if number else ["--shard", "auto"]
    return run(["mirror", "verify", "--plan", plan, *shard, "--exit-zero", "-q", "-o",
                f"ndjson={part}", *more], folder, environment)


def do_shards(folder, plan, count, place):
    """Does all shards in an order of chance."""
    place.mkdir(parents=True, exist_ok=True)
    parts = []
    for number in chance.sample(range(1, count + 1), count):
        part = place / f"part-{number}"
        done = do_shard(folder, plan, number, count, part)
        assert done.returncode == 0, (number, done.stderr)
        parts.append(part)
    return parts


def merge(folder, plan, parts, place):
    """Merges parts, with the lines of the objects."""
    place.mkdir(parents=True, exist_ok=True)
    return run(["mirror", "verify", "--plan", plan, "-q", "--deterministic", "--objects",
                place / "objects", "-o", f"json={place / 'json'}",
                "-o", f"ndjson={place / 'ndjson'}", "--parts", *parts], folder)


def differing(one, other):
    """The files that differ."""
    return [name for name in ("json", "ndjson", "objects")
            if (one / name).read_bytes() != (other / name).read_bytes()]


def compare(name, folder, place, sides, options, counts):
    """Checks that the result of the parts is that of one run."""
    code = single(folder, sides, place / "one", options)
    plan = place / "plan"
    for count in counts:
        make_plan(folder, sides, plan, count, options)
        parts = do_shards(folder, plan, count, place / f"parts-{count}")
        merged = merge(folder, plan, parts, place / "merged")
        check(f"{name} {count}", merged.returncode == code and not differing(
            place / "one", place / "merged"), f"{merged.returncode} for {code}: {merged.stderr}")
    return plan, parts, code


def main():
    """Runs all checks."""
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        make_sides(place)
        compare("equal sides", place, place / "w1", ["source", "good"], CONTENT, [1, 7])
        compare("two mirrors", place, place / "w2", ["source", "good", "bad"], CONTENT, [2])
        compare("a sample", place, place / "w3", ["source", "bad"],
                ["--sample", "30", "--seed", "5"], [2])
        compare("a scope", place, place / "w4", ["source", "bad"],
                [*CONTENT, "--dataset", "beta", "--start", "2002-01-01T00:00:00Z"], [2])
        compare("nothing to look at", place, place / "w5", ["source", "bad"], [], [2])
        compare("two findings per rule", place, place / "w6", ["source", "bad"],
                [*CONTENT, "--max-per-rule", "2"], [2])
        work = place / "work"
        compare("different sides", place, work, ["source", "bad"], CONTENT, [1, 2, 40])
        plan, parts, code = compare(
            "different sides", place, work, ["source", "bad"], CONTENT, [7])
        refusals(place, work, plan, parts)
        others(place, work, plan, parts, code)
        killed(place, work, plan, code)
        changed(place, work)


def refusals(place, work, plan, parts):
    """Parts that must not be merged, and lost ones."""
    def merged(name, parts, code, words):
        done = merge(place, plan, parts, work / "refused")
        text = done.stderr + (
            (work / "refused/json").read_text() if (work / "refused/json").exists() else "")
        check(name, done.returncode == code and words in text, f"{done.returncode} {done.stderr}")

    lost = next(part for part in parts if part.name == "part-3")
    rest = [part for part in parts if part != lost]
    done = merge(place, plan, rest, work / "lost")
    report = json.loads((work / "lost/json").read_text())
    check("a lost part", done.returncode in (1, 3) and not report["complete"],
          f"{done.returncode} {done.stderr}")
    check("a lost part is named", "3/7" in json.dumps(report), done.stderr)
    lines = [json.loads(line) for line in (work / "lost/objects").read_text().splitlines()]
    check("objects of a lost part are not evaluated", any(
        line["verdict"] == "unknown" and "no part" in line["reason"] for line in lines))
    good = place / "w1/plan"
    done = merge(place, good, [place / "w1/parts-7/part-2"], work / "lost")
    check("exit 3 without other findings", done.returncode == 3, done.stderr)

    def changed_part(old, new, start):
        lines = parts[0].read_text().splitlines(keepends=True)
        for index, line in enumerate(lines):
            if line.startswith(start) and old in line:
                lines[index] = line.replace(old, new, 1)
                break
        else:
            raise AssertionError(f"no {old}")
        path = work / "changed"
        path.write_text("".join(lines))
        return path

    header = '{"type":"part"'
    merged("another version", [changed_part('"version":"', '"version":"0', header), *parts[1:]],
           2, "made by scregistry 0")
    merged("other rules", [changed_part('"rules":"', '"rules":"0', header), *parts[1:]],
           2, "other rules")
    merged("a damaged part",
           [changed_part('"verdict":"', '"verdict":"same","x":"', '{"type":"look"'), *parts[1:]],
           2, "damaged")
    cut = work / "cut"
    cut.write_text("".join(parts[0].read_text().splitlines(keepends=True)[:-1]))
    merged("a truncated part", [cut, *parts[1:]], 3, "truncated")
    merged("a report that is no part", [work / "one/ndjson"], 2, "not a part of a plan")
    other = work / "other-plan"
    make_plan(place, ["source", "bad"], other, 7, [*CONTENT, "--seed", "3"])
    stranger = work / "stranger"
    do_shard(place, other, 1, 7, stranger)
    merged("a part of other options", [*parts, stranger], 2, "another plan")
    done = run(["validate", "--plan", plan, "--shard", "1/2", "-o", f"ndjson={work / 'none'}"],
               place)
    check("validate refuses the plan", done.returncode == 2 and "mirror" in done.stderr,
          done.stderr)
    for words in (["source", "bad"], ["--require", "size"], ["--shard", "8/7"], [],
                  ["--shard", "1/7"], ["--item", "0", "-o", "ndjson"]):
        done = run(["mirror", "verify", "--plan", plan, *words], place)
        check(f"refused: {words}", done.returncode == 2, done.stderr)


def others(place, work, plan, parts, code):
    """Other ways to the same result."""
    done = merge(place, plan, [*parts, parts[0], parts[2]], work / "merged")
    check("doubled parts", done.returncode == code and not differing(
        work / "one", work / "merged"), done.stderr)
    done = run(["report", "merge", "--plan", plan, *parts, "-q", "--deterministic",
                "-o", f"json={work / 'merged/json'}"], place)
    check("report merge", done.returncode == code and (
        work / "merged/json").read_bytes() == (work / "one/json").read_bytes(), done.stderr)
    three = do_shards(place, plan, 3, work / "three")
    done = merge(place, plan, three, work / "merged")
    check("three shards of a plan of seven", done.returncode == code and not differing(
        work / "one", work / "merged"), done.stderr)
    lines = [line for line in plan.read_text().splitlines() if '"type":"item"' in line]
    items = [word for number, line in enumerate(lines[:9])
             for word in ("--item", line if number % 2 else json.loads(line)["id"])]
    rest = [word for line in lines[9:] for word in ("--item", json.loads(line)["id"])]
    for name, words in (("i1", items), ("i2", rest)):
        run(["mirror", "verify", "--plan", plan, *words, "--exit-zero", "-q", "-o",
             f"ndjson={work / name}"], place)
    done = merge(place, plan, [work / "i2", work / "i1"], work / "merged")
    check("items", done.returncode == code and not differing(
        work / "one", work / "merged"), done.stderr)
    do_shard(place, plan, 0, 0, work / "auto", {"JOB_COMPLETION_INDEX": "2"})
    check("auto", (work / "auto").read_bytes() == (work / "parts-7/part-3").read_bytes())
    one = run(["mirror", "statement", "source", "bad", *CONTENT, "--deterministic", "-q"], place)
    two = run(["mirror", "statement", "--plan", plan, "--deterministic", "-q", "--parts", *parts],
              place)
    check("statement", one.stdout == two.stdout and one.returncode == two.returncode,
          two.stderr)
    done = do_shard(place, plan, 1, 7, "-")
    check("a part on standard output",
          done.stdout == (work / "parts-7/part-1").read_text(), done.stderr)


def killed(place, work, plan, code):
    """A worker that is killed leaves no part, and its shard can run again."""
    part = work / "killed"
    process = subprocess.Popen(
        [TOOL, "mirror", "verify", "--plan", plan, "--shard", "2/7", "-q", "-o", f"ndjson={part}"],
        cwd=place)
    time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    if part.exists():  # It was faster.
        part.unlink()
    parts = [work / f"parts-7/part-{n}" for n in (1, 3, 4, 5, 6, 7)]
    done = merge(place, plan, parts, work / "lost")
    check("a killed worker", "2/7" in (work / "lost/json").read_text(), done.stderr)
    do_shard(place, plan, 2, 7, part)
    done = merge(place, plan, [*parts, part], work / "merged")
    check("a killed worker that ran again", done.returncode == code and not differing(
        work / "one", work / "merged"), done.stderr)


def changed(place, work):
    """Sides that change between a part and the merge."""
    for side in ("source", "good"):
        for name in ("source", "good"):
            shutil.rmtree(place / f"now-{name}", ignore_errors=True)
            shutil.copytree(place / name, place / f"now-{name}")
        plan = work / "changing"
        make_plan(place, ["now-source", "now-good"], plan, 3, CONTENT)
        parts = do_shards(place, plan, 3, work / "changing-parts")
        file = place / f"now-{side}" / "beta/2001/007.cdf"
        size = file.stat().st_size
        file.write_bytes(b"\0" * (size + 1))
        done = merge(place, plan, parts, work / "changed-merge")
        lines = [json.loads(line)
                 for line in (work / "changed-merge/objects").read_text().splitlines()]
        odd = [line for line in lines if line["verdict"] != "same"]
        check(f"a changed object of {side}",
              done.returncode in (1, 3)
              and [line["key"] for line in odd] == ["beta/2001/007.cdf"],
              f"{done.returncode} {odd[:3]} {done.stderr}")
        file.write_bytes(b"\0" * size)  # Only its content is another one.
        parts = [*do_shards(place, plan, 3, work / "changing-new"), *parts]
        done = merge(place, plan, parts, work / "changed-merge")
        check(f"unequal parts of a changed {side}",
              done.returncode == 2 and "differ in the item" in done.stderr, done.stderr)


main()
end("mirror sharding")
