#!/usr/bin/env python3
"""Compares how the tool and Python's datetime read times: which exist, and which of two is the earlier one.

usage: differential_times.py TOOL [--count ROWS] [--seed SEED]
"""

import random
import sys
import tempfile

import index_oracle
from differential import Clock, options, smaller
from index_registry import HEADER, findings, write

RULES = {"row-time-malformed", "row-time-impossible", "row-time-without-z", "row-time-with-point-for-colon",
         "row-leap-second", "row-stop-before-start", "static-row"}
# Which of these a text breaks that is not a time is a matter of taste.
FORMS = {"row-time-malformed", "row-time-without-z", "row-time-with-point-for-colon", "static-row"}
ROWS_PER_FILE = 20_000


def table():
    """Every day that exists or almost exists in years with different leap rules, and every leap second."""
    for year in [0, 1, 4, 100, 400, 1582, 1600, 1700, 1900, 1969, 1970, 1972, 2000, 2023, 2024, 2100, 2400, 9999]:
        for month in range(14):
            for day in [0, 1, 27, 28, 29, 30, 31, 32]:
                yield f"{year:04}-{month:02}-{day:02}T00:00:00Z"
    for year in range(1970, 2030):
        for day in ["06-30", "12-31", "03-31", "09-30"]:
            for time in ["23:59:60", "23:59:59", "00:00:60", "23:58:60"]:
                yield f"{year}-{day}T{time}Z"
    for hour in [0, 23, 24, 25, 99]:
        for minute in [0, 59, 60, 99]:
            for second in [0, 59, 60, 61, 99]:
                yield f"2010-05-06T{hour:02}:{minute:02}:{second:02}Z"


def moment(random):
    """A random time near a few instants, in any precision; some are odd."""
    year = random.choice([1, 1999, 2000, 2016, 2017, 9999])
    month, day = random.choice([(1, 1), (2, 28), (2, 29), (3, 1), (12, 31)])
    hour, minute, second = random.choice([(0, 0, 0), (0, 0, 1), (12, 30, 15), (23, 59, 59), (23, 59, 60)])
    text = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    length = random.choice([4, 7, 10, 13, 16, 19, 19, 19])
    text = text[:length]
    if length == 19 and random.random() < 0.5:
        text += "." + random.choice(["0", "5", "9", "000", "001", "999", "000000", "123456789", "000000001", "500"])
    text += "Z"
    if random.random() < 0.2:
        place = random.randrange(len(text))
        text = text[:place] + random.choice(["", *"0159-:TZ.+ztW "]) + text[place + random.choice([0, 1]):]
    return text.strip()


def grouped(findings):
    return {(line, "row-time-malformed" if rule in FORMS else rule) for line, rule in findings if rule in RULES}


def difference(tool, folder, rows):
    """Rows that the tool and the oracle judge otherwise."""
    lines = [HEADER, *(f"{start},{stop},s3://b/{number},1" for number, (start, stop) in enumerate(rows))]
    write(folder, {"d": (2010, lines)})
    found = grouped(findings(tool, folder, RULES).get("d", set()))
    expected = grouped(index_oracle.check(lines, 2010)[0])
    return [(rows[line - 2], rule, "the tool only" if (line, rule) in found else "the oracle only")
            for line, rule in sorted(found ^ expected)]


def main():
    chosen = options(__doc__, 40000)
    clock, source = Clock(), random.Random(chosen.seed)
    rows = [(time, time) for time in table()]
    rows += [(moment(source), moment(source)) for _ in range(chosen.count)]
    with tempfile.TemporaryDirectory(prefix="scregistry-times-") as folder:
        for start in range(0, len(rows), ROWS_PER_FILE):
            some = rows[start:start + ROWS_PER_FILE]
            wrong = difference(chosen.tool, folder, some)
            if wrong:
                rest = smaller([row for row, _, _ in wrong], lambda part: bool(difference(chosen.tool, folder, part)))
                print(f"{len(wrong)} of {len(some)} rows differ\nsmaller:")
                for row, rule, who in difference(chosen.tool, folder, rest):
                    print(f"{row[0]} {row[1]}: {rule} says {who}")
                sys.exit(1)
    clock.end(f"times: {2 * len(rows)} agree")


main()
