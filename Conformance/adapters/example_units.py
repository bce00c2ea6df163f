#!/usr/bin/env python3
"""An adapter to copy: it answers the unit tables. Replace the functions with your own."""
import datetime
import json
import re
import sys

TIME = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(T[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)?)?)?)?Z"
JUNES = {1972, 1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015}
DECEMBERS = {*range(1972, 1980), 1987, 1989, 1990, 1995, 1998, 2005, 2008, 2016}
TYPES = "fits csv cdf netcdf3 netcdf4 hdf5 datamap txt binary other".split()
PAIRS = ({"free", "user-pays"}, {"public", "private"}, {"egress-allowed", "no-egress"})
NAME = r"([A-Za-z0-9_-]+)_([0-9]{4})\.(csv|csv\.zip|parquet)"


def time(text):
    found = re.fullmatch(TIME, text)
    if not found or found[4] and not re.fullmatch(r"T([01].|2[0-3])(:[0-5].(:[0-5].*)?)?|T23:59:60.*", found[4]):
        return {"valid": False}
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    if ":60" in (found[4] or "")[6:] and not {(6, 30): year in JUNES, (12, 31): year in DECEMBERS}.get((month, day)):
        return {"valid": False}
    try:
        return {"valid": bool(datetime.date(year, month, day))}
    except ValueError:
        return {"valid": False}


def egress(text):
    words = [word for word in re.split(r"[\s,]+", text.strip()) if word]
    known = all(word in set().union({"other"}, *PAIRS) for word in words)
    return {"valid": bool(words) and known and not any(pair <= set(words) for pair in PAIRS)}


def file_name(text):
    found = re.fullmatch(NAME, text)
    return {"id": found[1], "year": int(found[2]), "type": found[3].replace(".", "-")} if found else {"valid": False}


def csv_split(line):
    field = r"""\s*(?:"((?:[^"]|"")*)"|'([^']*)'|((?:[^\s,"'‘’“”„](?:[^,]*[^\s,"'‘’“”])?)?))\s*"""
    if not re.fullmatch(f"{field}(?:,{field})*", line):
        return {"valid": False}
    found = [each for each in re.finditer(f"(?:^|,){field}(?=,|$)", line)]
    return [each[1].replace('""', '"') if each[1] is not None else each[2] or each[3] or "" for each in found]


FUNCTIONS = {
    "time": time, "egress": egress, "file-name": file_name, "csv-split": csv_split,
    "dataset-id": lambda text: {"valid": bool(re.fullmatch("[A-Za-z0-9_-]+", text))},
    "index-uri": lambda text: {"valid": bool(re.fullmatch(r"(?!file:)[a-z0-9]+://[^/]+/(.*/)?", text))},
    "filetype": lambda text: {"valid": all(word in TYPES for word in text.lower().split(","))},
    "row-year": lambda text: int(text[:4]),
    "version": lambda text: {"valid": bool(re.fullmatch(r"[0-9]+\.[0-9]+(\.[0-9]+)?", text))},
}
ABOUT = {"name": "example_units", "version": "1", "language": "python", "classes": ["unit"],
         "specVersions": ["1.1"], "functions": list(FUNCTIONS), "grades": ["verdict"]}
for message in map(json.loads, sys.stdin):
    if message["cmd"] == "stop":
        break
    answer = {"protocol": 1, "implementation": ABOUT} if message["cmd"] == "start" else {"ok": True}
    if message["cmd"] == "run":
        case = message["case"]["input"]
        answer = {"seq": message["seq"], "result": {"value": FUNCTIONS[case["function"]](*case["args"])}}
    print(json.dumps(answer), flush=True)
