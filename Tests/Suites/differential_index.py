#!/usr/bin/env python3
"""Compares the findings and rows of random index files with those of index_oracle.py.

usage: differential_index.py TOOL [--count FILES] [--seed SEED] [--batch FILES]
"""

import datetime
import random
import sys
import tempfile

import index_oracle
from differential import Clock, options, smaller
from index_registry import HEADER, findings, listed, write

# The rules that the oracle knows.
RULES = {
    "blank-line", "fields-missing", "field-count-differs", "row-time-malformed", "row-time-impossible",
    "row-time-without-z", "row-time-with-point-for-colon", "static-row", "row-leap-second", "row-time-without-minutes",
    "row-time-finer-than-milliseconds", "precision-differs", "row-out-of-order", "start-repeated",
    "row-stop-before-start", "row-of-another-year", "datakey-empty", "datakey-not-absolute",
    "datakey-in-another-bucket", "datakey-unsafe", "datakey-names-no-file", "datakey-repeated",
    "filesize-not-an-integer", "filesize-negative", "filesize-zero", "filesize-too-large"}
TIMES = [
    lambda t: t[:-1], lambda t: t[:-1] + "+00:00", lambda t: t[:-1] + "z", lambda t: t.replace("T", " "),
    lambda t: t[:13] + t[16:], lambda t: t[:16] + "Z", lambda t: t[:16] + "." + t[17:19] + "Z", lambda t: t[:10] + "Z",
    lambda t: t[:13] + "Z", lambda t: t[:4] + "Z", lambda t: t[:5] + "13" + t[7:], lambda t: t[:8] + "32" + t[10:],
    lambda t: t[:5] + "02-29" + t[10:], lambda t: t[:11] + "24" + t[13:], lambda t: t[:17] + "60Z",
    lambda t: t[:11] + "23:59:60Z", lambda t: t[:5] + "12-31T23:59:60Z", lambda t: t[:-1] + ".123456Z",
    lambda t: t[:-1] + ".5Z", lambda t: t[:-1] + ".000Z", lambda t: "", lambda t: "static", lambda t: "None",
    lambda t: "0000" + t[4:], lambda t: t + "Z", lambda t: t[:4] + t[5:7] + t[8:], lambda t: t[:4] + "-001" + t[10:],
    lambda t: "2009" + t[4:], lambda t: "2099" + t[4:], lambda t: t[:5] + "01" + t[7:],
    lambda t: t.replace("-", "/"), lambda t: "٢" + t[1:], lambda t: t[:-1] + "." + "1" * 10 + "Z"]
KEYS = [
    lambda k: k[len("s3://b"):], lambda k: k[len("s3://b/"):], lambda k: "", lambda k: k.replace("//b/", "//c/"),
    lambda k: k.replace("/ds/", "/../"), lambda k: k.replace("/ds/", "/./"), lambda k: "s3://b/ds/", lambda k: "s3://b/",
    lambda k: "s3://b", lambda k: k.replace("s3://", "S3://"), lambda k: "s3:" + k[4:], lambda k: k + "ü", lambda k: k + ".",
    lambda k: k.replace("/ds/", "/ds//"), lambda k: "s3://b/ds/0.cdf", lambda k: k + " x", lambda k: k + "?a=%2F"]
SIZES = ["", "0", "00", "-1", "-0", "+5", "1.5", "1e3", "NaN", "9223372036854775807", "9223372036854775808",
         "99999999999999999999", "0005", "1 000", "0x10", "٣", "5.", "null", "-"]
STYLES = [lambda f: f'"{f}"', lambda f: f" {f}", lambda f: f"{f} ", lambda f: f"\t{f}", lambda f: f"'{f}'",
          lambda f: f' "{f}" ']


def file_of(random, year):
    """The lines of a random index file: most rows are good, and decide what the file is like."""
    moment = datetime.datetime(year, 1, 1) + datetime.timedelta(seconds=random.randrange(86400 * 300))
    form = random.choice(["%Y-%m-%dT%H:%M:%SZ"] * 3 + ["%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%S.000Z"])
    rows = []
    rate = random.choice([0, 0.05, 0.15, 0.3])
    for number in range(random.randrange(8, 40)):
        moment += datetime.timedelta(seconds=random.choice([0, 60, 3600, 7777, 86400]))
        stop = moment + datetime.timedelta(seconds=random.choice([0, 59, 3599]))
        row = [moment.strftime(form), stop.strftime(form), f"s3://b/ds/{number}.cdf", str(random.randrange(1, 1 << 40))]
        if random.random() < rate:
            change(random, row)
        rows.append(",".join(row) if row else random.choice(["", " ", "\t "]))
    return [HEADER, *rows]


def change(random, row):
    """Makes one or two fields of a row odd."""
    for place in random.sample(range(5), random.choice([1, 1, 2])):
        if place == 4:
            row[:] = random.choice([row[:3], row[:2], row[:1], [*row, ""], [*row, "7", "x"], []])
            return
        if random.random() < 0.1:
            row[place] = random.choice(STYLES)(row[place])
        elif place < 2:
            row[place] = random.choice(TIMES)(row[place])
        else:
            row[place] = random.choice(KEYS)(row[2]) if place == 2 else random.choice(SIZES)


def differences(tool, folder, files, with_rows):
    """What differs, by the name of the dataset."""
    write(folder, files)
    found, wrong = findings(tool, folder, RULES), {}
    for name, (year, lines) in files.items():
        expected, rows = index_oracle.check(lines, year)
        actual = found.get(name, set())
        if actual != expected:
            wrong[name] = f"missing {sorted(expected - actual)}, surplus {sorted(actual - expected)}"
        elif name in with_rows:
            rows = sorted((key, str(size)) for _, _, key, size in rows)
            got = listed(tool, folder, name)
            # Rows whose times only people can read are listed too; the oracle reads none of them.
            missing = [row for row in rows if row not in got]
            if missing:
                wrong[name] = f"files lacks {missing}"
    return wrong


def main():
    chosen = options(__doc__, 4000, batch=1000)
    clock, source = Clock(), random.Random(chosen.seed)
    with tempfile.TemporaryDirectory(prefix="scregistry-index-") as folder:
        for start in range(0, chosen.count, chosen.batch):
            files = {}
            for number in range(start, min(chosen.count, start + chosen.batch)):
                year = source.choice([2010, 2012, 2016])
                files[f"d{number}"] = (year, file_of(source, year))
            wrong = differences(chosen.tool, folder, files, set(list(files)[:: max(1, chosen.batch // 20)]))
            if wrong:
                name, words = next(iter(wrong.items()))
                year, lines = files[name]
                rest = smaller(lines[1:], lambda rows: bool(
                    differences(chosen.tool, folder, {name: (year, [HEADER, *rows])}, {name})))
                again = differences(chosen.tool, folder, {name: (year, [HEADER, *rest])}, {name})
                print(f"{len(wrong)} of {len(files)} files differ; {name}_{year}.csv: {words}\nsmaller:")
                print("\n".join([HEADER, *rest]), f"\n{again.get(name)}")
                sys.exit(1)
    clock.end(f"index files: {chosen.count} agree")


main()
