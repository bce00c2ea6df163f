"""The rules of index files in a hundred lines, written from the specification, with Python's csv module.

It is slow and simple, and knows files with a header, four columns and one row per line: what the generator of
differential_index.py writes.
"""

import calendar
import csv
import datetime
import re

LEAP_SECONDS = {
    "1972-06-30", "1972-12-31", "1973-12-31", "1974-12-31", "1975-12-31", "1976-12-31", "1977-12-31", "1978-12-31",
    "1979-12-31", "1981-06-30", "1982-06-30", "1983-06-30", "1985-06-30", "1987-12-31", "1989-12-31", "1990-12-31",
    "1992-06-30", "1993-06-30", "1994-06-30", "1995-12-31", "1997-06-30", "1998-12-31", "2005-12-31", "2008-12-31",
    "2012-06-30", "2015-06-30", "2016-12-31"}
FORM = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?)?)?)?Z", re.ASCII)

# Reported once per file, where they are first.
HABITS = {"row-time-without-minutes", "row-time-finer-than-milliseconds"}

# With a field too many, these show that fields are in other columns.
SHIFTED = {
    "row-time-malformed", "row-time-impossible", "row-time-without-z", "row-time-with-point-for-colon", "datakey-empty",
    "datakey-not-absolute", "filesize-not-an-integer"}


def instant(text):
    """The time as (days, seconds, nanoseconds), and the length of its form; or a rule that it breaks."""
    found = FORM.fullmatch(text)
    if not found:
        if text == "static":
            return "static-row", None
        if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d\.", text, re.ASCII):
            return "row-time-with-point-for-colon", None
        if FORM.fullmatch(text + "Z") or FORM.fullmatch(text[:-1] + "Z") and text[-1:] == "z" \
                or FORM.fullmatch(re.sub(r"[+-]\d\d:?\d\d$", "Z", text)) and "T" in text:
            return "row-time-without-z", None
        return "row-time-malformed", None
    year, month, day, hour, minute, second = (int(part or least) for part, least in zip(found.groups(), (0, 1, 1, 0, 0, 0)))
    is_leap = (hour, minute, second) == (23, 59, 60) and f"{year:04}-{month:02}-{day:02}" in LEAP_SECONDS
    try:
        date = datetime.date(year, month, day)
        datetime.time(hour, minute, 59 if is_leap else second)
    except ValueError:
        return "row-time-impossible", None
    nanoseconds = int((found[7] or "").ljust(9, "0"))
    return None, ((date.toordinal(), hour * 3600 + minute * 60 + second, nanoseconds), len(text), is_leap, year)


def ends_before(stop, start):
    """Whether a stop is certainly before a start: a day, month or year may be all of it."""
    (days, seconds, _), length = stop[0], stop[1]
    if length >= 20:
        return stop[0] < start[0]
    date = datetime.date.fromordinal(days)
    if length == 5:
        days += 366 if calendar.isleap(date.year) else 365
    elif length == 8:
        days += calendar.monthrange(date.year, date.month)[1]
    else:
        seconds += {11: 86400, 14: 3600, 17: 60}[length]
    return (days + seconds // 86400, seconds % 86400, 0) <= start[0]


def fields_of(line):
    """The fields of a line without the spaces around them and without the quotes around a whole field."""
    fields = [field.strip(" \t") for field in next(csv.reader([line], skipinitialspace=True), [])]
    return [field[1:-1] if len(field) > 1 and field[0] == field[-1] == "'" else field for field in fields]


def size_rule(text):
    if not re.fullmatch(r"-?\d+", text, re.ASCII):
        return "filesize-not-an-integer"
    size = int(text)
    if size < 0:
        return "filesize-negative"
    return "filesize-zero" if size == 0 else "filesize-too-large" if size >= 1 << 63 else None


def key_rules(key, bucket):
    if not key:
        return {"datakey-empty"}
    unsafe = {"datakey-unsafe"} if {".", ".."} & set(key.split("/")) else set()
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/]+)(?:/(.*))?$", key)
    if not found:
        return {"datakey-not-absolute"} | unsafe | ({"datakey-names-no-file"} if key.endswith("/") else set())
    rules = unsafe
    # Clients know schemes in lower case only.
    if found[1] != found[1].lower():
        rules.add("datakey-not-absolute")
    elif found[2] != bucket:
        rules.add("datakey-in-another-bucket")
    if not found[3] or found[3].endswith("/"):
        rules.add("datakey-names-no-file")
    return rules


def check(lines, year, bucket="b"):
    """The findings, as (line, rule), and the rows that a reader gets."""
    findings, rows, seen, previous, doubtful, lengths = set(), [], set(), None, None, {}
    times = []
    for number, line in enumerate(lines, 1):
        if number == 1:
            continue
        if not line.strip(" \t"):
            findings.add((number, "blank-line"))
            continue
        fields = fields_of(line)
        if len(fields) < 4:
            findings.add((number, "fields-missing"))
            continue
        # Commas alone at the end shift no field.
        has_more = any(fields[4:])
        if len(fields) > 4:
            findings.add((number, "field-count-differs"))
        rules = set()
        before = dict(lengths), len(times), previous, doubtful
        moments = []
        for place, text in enumerate(fields[:2]):
            rule, time = instant(text)
            moments.append(time)
            if rule:
                rules.add(rule)
                continue
            lengths[time[1]] = lengths.get(time[1], 0) + 1
            times.append((number, time[1]))
            if time[2]:
                rules.add("row-leap-second")
            if time[1] < 17:
                rules.add("row-time-without-minutes")
            if time[1] > 24:
                rules.add("row-time-finer-than-milliseconds")
        start, stop = moments
        if start:
            # A start that is probably wrong says nothing about the order of others, but starts that are
            # wrong in the same way can be compared with one another.
            doubt = None
            if start[3] != year:
                rules.add("row-of-another-year")
                doubt = start[3]
            elif stop and ends_before(stop, start):
                rules.add("row-stop-before-start")
                doubt = "after its stop"
            earlier = previous
            if doubt:
                earlier = doubtful[0] if doubtful and doubtful[1] == doubt else None
                doubtful = start[0], doubt
            else:
                previous = start[0]
            if earlier and start[0] < earlier:
                rules.add("row-out-of-order")
            if earlier and start[0] == earlier:
                rules.add("start-repeated")
        rules |= key_rules(fields[2], bucket)
        if fields[2] and fields[2] in seen:
            rules.add("datakey-repeated")
        seen.add(fields[2])
        rules |= {size_rule(fields[3])} - {None}
        if has_more and rules & SHIFTED:
            # The fields are those of other columns, which is one fault.
            lengths, previous, doubtful = before[0], *before[2:]
            del times[before[1]:]
            continue
        findings |= {(number, rule) for rule in rules}
        if start and fields[2] and not has_more:
            rows.append((fields[0], fields[1] if stop else None, fields[2], None if size_rule(fields[3]) in {
                "filesize-not-an-integer", "filesize-negative", "filesize-too-large"} else int(fields[3])))
    for habit in HABITS:
        lines_with_it = sorted(line for line, rule in findings if rule == habit)
        findings -= {(line, habit) for line in lines_with_it[1:]}
    most = max(lengths, key=lambda length: (lengths[length], length), default=None)
    findings |= {(number, "precision-differs") for number, length in times if length != most}
    return findings, rows
