#!/usr/bin/env python3
"""Makes one good pair of a source and its mirror and many mirrors with one fault each, and checks that
`scregistry mirror verify` finds each fault, names it rightly, and finds nothing else.

usage: mirror_test.py TOOL [--only NAME]

Needs nothing but Python 3. Exit code 0 if all is well, 1 if not.
"""
import calendar
import csv
import gzip
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zipfile

TOOL = os.path.abspath(sys.argv[1])
ONLY = sys.argv[3] if len(sys.argv) > 3 and sys.argv[2] == "--only" else None
SOURCE, MIRROR = "s3://spdf/cdaweb/", "s3://m/cdaweb/data/"
MAP = f"{SOURCE}={MIRROR}"
failures = []
count = 0


def content(number, size):
    """Bytes that differ for each file."""
    seed = hashlib.sha256(str(number).encode()).digest()
    return (seed * (size // 32 + 1))[:size]


class Tree:
    """The files of one side by their keys."""

    def __init__(self, files=None):
        self.files = dict(files or {})

    def copy(self):
        return Tree(self.files)

    def write(self, folder):
        for key, data in self.files.items():
            path = pathlib.Path(folder, key)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def text(self, key):
        return self.files[key].decode()

    def edit(self, key, old, new):
        text = self.text(key)
        assert old in text, (key, old)
        self.files[key] = text.replace(old, new, 1).encode()

    def lines(self, key):
        return self.text(key).splitlines()

    def put_lines(self, key, lines):
        self.files[key] = ("\n".join(lines) + "\n").encode()

    def catalog(self, change):
        document = json.loads(self.files["catalog.json"])
        change(document)
        self.files["catalog.json"] = json.dumps(document, indent=1).encode()


DATASETS = {"mms_fgm": (2019, 2021, 6), "ace_mag": (2020, 2020, 8)}


def make_side(root, name, contact):
    """A complete registry below a root."""
    tree = Tree()
    entries = []
    number = 0
    for dataset, (first, last, files) in DATASETS.items():
        for year in range(first, last + 1):
            rows = ["# start, stop, datakey, filesize, checksum, checksum_algorithm"]
            for month in range(1, files + 1):
                number += 1
                key = f"{dataset}/data/{year}/{dataset}_{year}{month:02}01_v1.cdf"
                data = content(number, 300 + 17 * number)
                tree.files[key] = data
                rows.append(
                    f"{year}-{month:02}-01T00:00:00Z,{year}-{month:02}-01T23:59:59Z,{root}{key},{len(data)},"
                    f"{hashlib.sha256(data).hexdigest()},SHA-256")
            tree.put_lines(f"{dataset}/{dataset}_{year}.csv", rows)
        entries.append({
            "id": dataset, "index": f"{root}{dataset}/", "title": f"{dataset} data",
            "start": f"{first}-01-01T00:00:00Z", "stop": f"{last}-{files:02}-01T23:59:59Z",
            "modification": "2025-01-02T00:00:00Z", "indextype": "csv", "filetype": "cdf"})
    tree.files["catalog.json"] = json.dumps({
        "version": "1.1", "endpoint": root, "name": name, "egress": "public, no-egress",
        "contact": contact, "status": {"code": 1200, "message": "OK"}, "catalog": entries}, indent=1).encode()
    return tree


GOOD = make_side(SOURCE, "SPDF", "Jane Doe, jane@example.com"), make_side(MIRROR, "Copy", "Joe Doe, joe@example.org")
FGM, ACE = "mms_fgm/mms_fgm_2020.csv", "ace_mag/ace_mag_2020.csv"
OBJECT = "mms_fgm/data/2020/mms_fgm_20200301_v1.cdf"
FIRST = "mms_fgm/data/2019/mms_fgm_20190101_v1.cdf"


def run(source, mirror, *options, env=None):
    """Runs the program; gives the exit code, the report, and the lines of the objects."""
    with tempfile.TemporaryDirectory() as folder:
        out, objects = f"{folder}/report.json", f"{folder}/objects.ndjson"
        command = [TOOL, "mirror", "verify", source, mirror, "--no-config", "-q", "-o", f"json={out}", "--deterministic",
                   "--max-per-rule", "1000"]
        if "--state" not in options and "--objects" not in options:
            command += ["--objects", objects]
        result = subprocess.run(command + list(options), capture_output=True, text=True, timeout=300, env=env)
        report = json.loads(pathlib.Path(out).read_text()) if os.path.exists(out) else None
        lines = []
        if os.path.exists(objects):
            lines = [json.loads(line) for line in pathlib.Path(objects).read_text().splitlines()]
        return result.returncode, report, lines, result.stderr


def check(name, ok, what):
    global count
    count += 1
    if not ok:
        failures.append(f"{name}: {what}")
        print(f"FAILED {name}: {what}", file=sys.stderr)


def found(report):
    """The rules that have findings, with their numbers."""
    return {} if report is None else {rule: number for rule, number in report["summary"]["byRule"].items() if number}


def pair(source, mirror, work):
    """Runs work with two folders."""
    with tempfile.TemporaryDirectory() as folder:
        one, two = f"{folder}/source", f"{folder}/mirror"
        os.mkdir(one)
        os.mkdir(two)
        source.write(one)
        mirror.write(two)
        return work(one, two)


# --- Faults -------------------------------------------------------------------------------------------------

FAULTS = []


def fault(name, expected, exit_code=1, options=()):
    """Declares a fault: what it changes, and the findings that it must give."""
    def take(change):
        FAULTS.append((name, expected, exit_code, options, change))
        return change
    return take


def replace_row(key, number, change):
    def apply(tree):
        lines = tree.lines(key)
        lines[number] = change(lines[number])
        tree.put_lines(key, lines)
    return apply


def fields(change):
    """Changes the fields of a row."""
    def apply(line):
        parts = line.split(",")
        change(parts)
        return ",".join(parts)
    return apply


def set_field(number, value):
    def change(parts):
        parts[number] = value(parts[number]) if callable(value) else value
    return fields(change)


# objects of the mirror
fault("object missing", {"MIR001": 1})(lambda s, m: m.files.pop(OBJECT))
fault("two objects missing", {"MIR001": 2})(
    lambda s, m: [m.files.pop(key) for key in [OBJECT, OBJECT.replace("0301", "0201")]])
fault("object truncated", {"MIR003": 1})(lambda s, m: m.files.update({OBJECT: m.files[OBJECT][:-1]}))
fault("object longer", {"MIR003": 1})(lambda s, m: m.files.update({OBJECT: m.files[OBJECT] + b"x"}))
fault("object empty", {"MIR003": 1})(lambda s, m: m.files.update({OBJECT: b""}))
fault("object with one byte changed", {"MIR003": 1}, options=("--require", "content"))(
    lambda s, m: m.files.update({OBJECT: b"!" + m.files[OBJECT][1:]}))
fault("last byte changed", {"MIR003": 1}, options=("--require", "content"))(
    lambda s, m: m.files.update({OBJECT: m.files[OBJECT][:-1] + b"!"}))
fault("two objects exchanged", {"MIR003": 2}, options=("--require", "content"))(
    lambda s, m: m.files.update({OBJECT: m.files[OBJECT.replace("0301", "0201")],
                                 OBJECT.replace("0301", "0201"): m.files[OBJECT]}))
fault("extra object", {"MIR005": 1})(lambda s, m: m.files.update({"mms_fgm/data/2020/other.cdf": b"1"}))
fault("extra object outside a dataset", {"MIR005": 1})(lambda s, m: m.files.update({"other/x.cdf": b"1"}))
# the source changed
fault("source object replaced, index not", {"MIR004": 1})(lambda s, m: s.files.update({OBJECT: b"new" * 200}))
fault("source object replaced by one of the same size", {"MIR004": 1}, options=("--require", "content"))(
    lambda s, m: s.files.update({OBJECT: b"!" + s.files[OBJECT][1:]}))
fault("source object gone", {"MIR004": 1})(lambda s, m: s.files.pop(OBJECT))


@fault("source object and row replaced, modification new", {"MIR004": 1})
def _(s, m):
    s.files[OBJECT] = b"new" * 200
    replace_row(FGM, 3, lambda line: set_field(4, hashlib.sha256(s.files[OBJECT]).hexdigest())(
        set_field(3, "600")(line)))(s)
    s.catalog(lambda c: c["catalog"][0].update(modification="2025-02-02T00:00:00Z"))


@fault("source object and row replaced, modification old", {"MIR004": 1, "MIR038": 1})
def _(s, m):
    s.files[OBJECT] = b"new" * 200
    replace_row(FGM, 3, lambda line: set_field(4, hashlib.sha256(s.files[OBJECT]).hexdigest())(
        set_field(3, "600")(line)))(s)


@fault("source has a new file that the mirror lacks", {"MIR001": 1, "MIR010": 1})
def _(s, m):
    key = "mms_fgm/data/2021/mms_fgm_20210701_v1.cdf"
    s.files[key] = b"12345"
    s.put_lines("mms_fgm/mms_fgm_2021.csv", s.lines("mms_fgm/mms_fgm_2021.csv") + [
        f"2021-07-01T00:00:00Z,2021-07-01T23:59:59Z,{SOURCE}{key},5,{hashlib.sha256(b'12345').hexdigest()},SHA-256"])


@fault("index and object of the mirror agree, and differ from the source's", {"MIR004": 1, "MIR038": 1})
def _(s, m):
    m.files[OBJECT] = b"old" * 10
    replace_row(FGM, 3, lambda line: set_field(4, hashlib.sha256(m.files[OBJECT]).hexdigest())(
        set_field(3, "30")(line)))(m)


# rows of the mirror
fault("first row missing", {"MIR010": 1})(lambda s, m: m.put_lines(FGM, m.lines(FGM)[:1] + m.lines(FGM)[2:]))
fault("row in the middle missing", {"MIR010": 1})(lambda s, m: m.put_lines(FGM, m.lines(FGM)[:3] + m.lines(FGM)[4:]))
fault("last row missing", {"MIR010": 1})(lambda s, m: m.put_lines(FGM, m.lines(FGM)[:-1]))
fault("two rows missing", {"MIR010": 2})(lambda s, m: m.put_lines(FGM, m.lines(FGM)[:3] + m.lines(FGM)[5:]))
fault("row twice", {"MIR011": 1})(lambda s, m: m.put_lines(FGM, m.lines(FGM)[:4] + m.lines(FGM)[3:]))
fault("extra row of an absent file", {"MIR011": 1})(
    lambda s, m: m.put_lines(FGM, m.lines(FGM) + [f"2020-09-01T00:00:00Z,2020-09-01T01:00:00Z,{MIRROR}mms_fgm/data/x.cdf,1,,"]))


@fault("extra row of an extra file", {"MIR011": 1})
def _(s, m):
    m.files["mms_fgm/data/x.cdf"] = b"1"
    m.put_lines(FGM, m.lines(FGM) + [f"2020-09-01T00:00:00Z,2020-09-01T01:00:00Z,{MIRROR}mms_fgm/data/x.cdf,1,,"])


fault("start changed", {"MIR012": 1})(lambda s, m: replace_row(FGM, 3, set_field(0, "2020-03-01T00:00:01Z"))(m))
fault("stop changed", {"MIR012": 1})(lambda s, m: replace_row(FGM, 3, set_field(1, "2020-03-02T00:00:00Z"))(m))
fault("start in another form", {"MIR012": 1})(lambda s, m: replace_row(FGM, 3, set_field(0, "2020-03-01T00:00Z"))(m))
fault("row's size changed", {"MIR012": 1})(lambda s, m: replace_row(FGM, 3, set_field(3, "7"))(m))
fault("row's checksum changed", {"MIR012": 1})(
    lambda s, m: replace_row(FGM, 3, set_field(4, lambda t: t[:-1] + ("0" if t[-1] != "0" else "1")))(m))
fault("row's algorithm changed", {"MIR012": 1})(lambda s, m: replace_row(FGM, 3, set_field(5, "MD5"))(m))
fault("column missing in a row", {"MIR012": 1})(lambda s, m: replace_row(FGM, 3, lambda line: line.rsplit(",", 1)[0])(m))
fault("column too many in a row", {"MIR012": 1})(lambda s, m: replace_row(FGM, 3, lambda line: line + ",x")(m))
fault("columns dropped from a file", {"MIR012": 6})(
    lambda s, m: m.put_lines(FGM, [",".join(line.split(",")[:4]) for line in m.lines(FGM)]))
fault("datakey of another file", {"MIR012": 1})(
    lambda s, m: replace_row(FGM, 3, set_field(2, lambda t: t.replace("_v1", "_v2")))(m))
fault("rows in reverse order", {"MIR017": 1})(lambda s, m: m.put_lines(FGM, m.lines(FGM)[:1] + m.lines(FGM)[:0:-1]))
fault("two rows exchanged", {"MIR017": 1})(
    lambda s, m: m.put_lines(FGM, m.lines(FGM)[:2] + [m.lines(FGM)[3], m.lines(FGM)[2]] + m.lines(FGM)[4:]))
fault("index file missing", {"MIR018": 1})(lambda s, m: m.files.pop(FGM))
fault("index file too many", {"MIR019": 1})(
    lambda s, m: m.files.update({"mms_fgm/mms_fgm_2018.csv": b"# start, stop, datakey, filesize\n"}))
fault("index file empty", {"MIR010": 6})(lambda s, m: m.files.update({FGM: b""}))
fault("index file cut in a row", {"MIR010": 3, "MIR012": 1})(
    lambda s, m: m.files.update({FGM: "\n".join(m.lines(FGM)[:4]).encode()[:-70]}))
# addresses
fault("row not rewritten", {"MIR013": 1})(
    lambda s, m: replace_row(FGM, 3, set_field(2, lambda t: t.replace(MIRROR, SOURCE)))(m))
fault("file not rewritten", {"MIR013": 6})(lambda s, m: m.files.update({FGM: s.files[FGM]}))
fault("row rewritten twice", {"MIR014": 1})(
    lambda s, m: replace_row(FGM, 3, set_field(2, lambda t: t.replace("/cdaweb/data/", "/cdaweb/data/data/", 1)))(m))
fault("file rewritten twice", {"MIR014": 6})(
    lambda s, m: m.files.update({FGM: m.text(FGM).replace("/cdaweb/data/", "/cdaweb/data/data/").encode()}))
fault("address inside an address", {"MIR015": 1})(
    lambda s, m: replace_row(FGM, 3, set_field(2, lambda t: "s3://m/x/" + t))(m))
fault("source's address inside an address", {"MIR015": 1})(
    lambda s, m: replace_row(FGM, 3, set_field(2, lambda t: MIRROR + t.replace(MIRROR, SOURCE)))(m))
fault("row to another bucket", {"MIR016": 1})(
    lambda s, m: replace_row(FGM, 3, set_field(2, lambda t: t.replace("s3://m/", "s3://other/")))(m))
fault("file to another bucket", {"MIR016": 6})(
    lambda s, m: m.files.update({FGM: m.text(FGM).replace("s3://m/", "s3://other/").encode()}))
fault("row to another bucket by its old path", {"MIR016": 1})(
    lambda s, m: replace_row(FGM, 3, set_field(2, lambda t: t.replace(MIRROR, "s3://other/cdaweb/")))(m))
# catalogs
fault("catalog missing", {"MIR040": 1})(lambda s, m: m.files.pop("catalog.json"))
fault("dataset missing", {"MIR030": 1})(lambda s, m: m.catalog(lambda c: c["catalog"].pop(0)))
fault("dataset too many", {"MIR031": 1})(
    lambda s, m: m.catalog(lambda c: c["catalog"].append(dict(c["catalog"][0], id="other", index=f"{MIRROR}other/"))))
fault("title changed", {"MIR032": 1})(lambda s, m: m.catalog(lambda c: c["catalog"][0].update(title="other")))
fault("filetype changed", {"MIR032": 1})(lambda s, m: m.catalog(lambda c: c["catalog"][0].update(filetype="fits")))
fault("field dropped", {"MIR032": 1})(lambda s, m: m.catalog(lambda c: c["catalog"][0].pop("title")))
fault("field added", {"MIR032": 1})(lambda s, m: m.catalog(lambda c: c["catalog"][0].update(about="x")))
fault("start changed in the catalog", {"MIR032": 1})(
    lambda s, m: m.catalog(lambda c: c["catalog"][0].update(start="2019-01-02T00:00:00Z")))
fault("stop changed in the catalog", {"MIR032": 1})(
    lambda s, m: m.catalog(lambda c: c["catalog"][0].update(stop="2022-01-02T00:00:00Z")))
fault("index not rewritten", {"MIR033": 1})(
    lambda s, m: m.catalog(lambda c: c["catalog"][0].update(index=f"{SOURCE}mms_fgm/")))
fault("index rewritten twice", {"MIR033": 1})(
    lambda s, m: m.catalog(lambda c: c["catalog"][0].update(index="s3://m/cdaweb/data/data/mms_fgm/")))
fault("index in another bucket", {"MIR033": 1})(
    lambda s, m: m.catalog(lambda c: c["catalog"][0].update(index="s3://other/mms_fgm/")))
fault("endpoint is the source's", {"MIR035": 1})(lambda s, m: m.catalog(lambda c: c.update(endpoint=SOURCE)))
fault("endpoint of somebody else", {"MIR035": 1})(lambda s, m: m.catalog(lambda c: c.update(endpoint="s3://other/")))
fault("name is the source's", {"MIR036": 1}, 0)(lambda s, m: m.catalog(lambda c: c.update(name="SPDF")))
fault("contact is the source's", {"MIR037": 1}, 0)(
    lambda s, m: m.catalog(lambda c: c.update(contact="Jane Doe, jane@example.com")))
fault("catalog late", {"MIR039": 1}, options=("--max-lag", "P3D"))(
    lambda s, m: m.catalog(lambda c: c["catalog"][0].update(modification="2024-12-02T00:00:00Z")))
fault("catalog a little late", {}, 0, ("--max-lag", "P3D"))(
    lambda s, m: m.catalog(lambda c: c["catalog"][0].update(modification="2025-01-01T00:00:00Z")))
# one cause, one headline
fault("mirror empty", {"MIR007": 1})(lambda s, m: m.files.clear())
fault("no objects", {"MIR007": 1})(
    lambda s, m: [m.files.pop(key) for key in list(m.files) if key.endswith(".cdf")])
fault("a dataset without objects", {"MIR007": 1})(
    lambda s, m: [m.files.pop(key) for key in list(m.files) if key.endswith(".cdf") and key.startswith("ace")])
fault("no row rewritten", {"MIR013": 1})(
    lambda s, m: [m.files.update({key: s.files[key]}) for key in list(m.files) if key.endswith(".csv")])
fault("everything one directory deeper", {"MIR007": 1})(
    lambda s, m: [m.files.update({"deeper/" + key: m.files.pop(key)}) for key in list(m.files) if key.endswith(".cdf")])


@fault("names that collide", {"MIR008": 1}, 0)
def _(s, m):
    for tree, root in [(s, SOURCE), (m, MIRROR)]:
        key = OBJECT.replace("mms_fgm_2020", "MMS_fgm_2020")
        tree.files[key] = b"1"
        tree.put_lines(FGM, tree.lines(FGM) + [f"2020-09-01T00:00:00Z,2020-09-01T01:00:00Z,{root}{key},1,,"])


# not faults
fault("the good pair", {}, 0)(lambda s, m: None)
for level in ["listed", "size", "content"]:
    fault(f"the good pair at {level}", {}, 0, ("--require", level))(lambda s, m: None)
fault("directory placeholders and temporary files", {}, 0)(
    lambda s, m: m.files.update({"mms_fgm/data/.DS_Store": b"", "mms_fgm/x.cdf.part": b"1", "mms_fgm/y.tmp": b"", "mms_fgm/z~": b""}))
fault("own documents", {}, 0)(
    lambda s, m: m.files.update({"mirror.json": b"{}", "site.json": b"{}", "mms_fgm/mms_fgm.json": b"{}"}))
fault("source's file without a row", {}, 0)(lambda s, m: s.files.update({"readme.txt": b"hello"}))
fault("CRLF in the mirror's index", {}, 0)(
    lambda s, m: m.files.update({FGM: m.files[FGM].replace(b"\n", b"\r\n")}))
fault("quotes in the mirror's index", {}, 0)(
    lambda s, m: m.put_lines(FGM, m.lines(FGM)[:1] + [",".join(f'"{f}"' for f in l.split(",")) for l in m.lines(FGM)[1:]]))
fault("partial mirror by id", {}, 0, ("--dataset", "ace_*"))(
    lambda s, m: [m.files.pop(key) for key in list(m.files) if key.startswith("mms")])


@fault("partial mirror by time", {}, 0, ("--start", "2020-03-01", "--stop", "2021-03-01"))
def _(s, m):
    for key in list(m.files):
        if "mms_fgm_2019" in key or "_20200101" in key or "_20200201" in key:
            m.files.pop(key)
        elif any(f"_2021{n:02}01" in key for n in range(3, 13)):
            m.files.pop(key)
    m.put_lines(FGM, m.lines(FGM)[:1] + m.lines(FGM)[3:])
    m.put_lines(ACE, m.lines(ACE)[:1] + m.lines(ACE)[3:])
    m.put_lines("mms_fgm/mms_fgm_2021.csv", m.lines("mms_fgm/mms_fgm_2021.csv")[:3])
    m.catalog(lambda c: [c["catalog"][0].update(start="2020-03-01T00:00:00Z", stop="2021-03-01T00:00:00Z"),
                         c["catalog"][1].update(start="2020-03-01T00:00:00Z")])


fault("range of the source in a partial mirror", {"MIR034": 3}, 0, ("--start", "2020-03-01", "--stop", "2021-03-01"))(
    lambda s, m: None)


def faults():
    for name, expected, exit_code, options, change in FAULTS:
        if ONLY and ONLY not in name:
            continue
        source, mirror = GOOD[0].copy(), GOOD[1].copy()
        change(source, mirror)
        code, report, lines, error = pair(source, mirror, lambda one, two: run(one, two, "--map", MAP, *options))
        check(name, found(report) == expected, f"expected {expected}, found {found(report)} {error[:300]}")
        check(name, all(set(line) >= {"key", "verdict", "level", "evidence"} for line in lines), "a line lacks members")
        check(name, code == exit_code, f"exit code {code}, not {exit_code}")


# --- Other forms of a side, and hostile input -----------------------------------------------------------------

def listing(tree, prefix="", bucket="spdf", encryption=None, md5=True):
    """An inventory of a tree as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    names = ["Bucket", "Key", "Size", "LastModifiedDate", "ETag"] + (["EncryptionStatus"] if encryption else [])
    writer.writerow(names)
    for key, data in tree.files.items():
        etag = hashlib.md5(data).hexdigest() if md5 else "x" * 20
        writer.writerow([bucket, prefix + key, len(data), "2025-01-02T00:00:07.326Z", etag] + ([encryption] if encryption else []))
    return out.getvalue().encode()


def forms():
    with tempfile.TemporaryDirectory() as folder:
        def write(name, data):
            path = f"{folder}/{name}"
            pathlib.Path(path).write_bytes(data)
            return path

        def expect(name, result, rules, code, level=None):
            check(name, found(result[1]) == rules, f"expected {rules}, found {found(result[1])} {result[3][:400]}")
            check(name, result[0] == code, f"exit code {result[0]}, not {code}: {result[3][:300]}")
            if level and result[1]:
                check(name, set(result[1]["mirror"]["levels"]) == {level}, f"levels {result[1]['mirror']['levels']}")

        three = Tree({f"d/{n}.cdf": content(n, 100) for n in "abc"})
        one = Tree({"d/a.cdf": three.files["d/a.cdf"]})
        # M1: HelioCloud's own comparison says that nothing is missing
        source = write("s.csv.gz", gzip.compress(listing(three)))
        expect("M1 inventories", run(source, write("m.csv", listing(one, bucket="m")), "--map", "s3://spdf/=s3://m/"),
               {"MIR007": 1}, 1)
        unsorted = Tree(dict(reversed(list(three.files.items()))))
        expect("unsorted inventories", run(source, write("m.csv", listing(unsorted, bucket="m"))), {}, 0, "etag")
        # M2: the same size, one digit changed
        other = three.copy()
        other.files["d/b.cdf"] = b"!" + other.files["d/b.cdf"][1:]
        result = run(source, write("m.csv", listing(other, bucket="m")))
        expect("M2 plain listing", result, {}, 0)
        check("M2 level", [line["level"] for line in result[2]] == ["etag", "size", "etag"], result[2])
        result = run(write("s.csv", listing(three, encryption="SSE-S3")), write("m.csv", listing(other, bucket="m", encryption="NOT-SSE")))
        expect("M2 known encryption", result, {"MIR002": 1}, 1)
        # M4: KMS
        result = run(write("s.csv", listing(three, encryption="SSE-KMS")), write("m.csv", listing(other, bucket="m", encryption="SSE-KMS")),
                     "--require", "etag")
        expect("M4 KMS at etag", result, {"MIR006": 1}, 3)
        sums = write("SHA256SUMS", "".join(f"{hashlib.sha256(d).hexdigest()}  {k}\n" for k, d in three.files.items()).encode())
        result = run(write("s.csv", listing(three, encryption="SSE-KMS")), write("m.csv", listing(other, bucket="m", encryption="SSE-KMS")),
                     "--require", "digest", "--source-evidence", sums, "--mirror-evidence", sums)
        expect("M4 KMS with lists", result, {}, 0, "digest")
        # M6: ETags of another store
        result = run(write("s.csv", listing(three, md5=False)), write("m.csv", listing(three, bucket="m")), "--require", "etag")
        expect("M6 opaque ETags", result, {"MIR006": 3}, 3)
        # M7: directory placeholders
        stubs = Tree(dict(three.files, **{"d/": b"", "e/": b""}))
        expect("M7 placeholders", run(write("s.csv", listing(stubs)), write("m.csv", listing(three, bucket="m"))), {}, 0)
        # M8: NFC and NFD
        names = Tree({"d/\u00f6.cdf": b"1", "d/o\u0308.cdf": b"2"})
        result = run(write("s.csv", listing(names)), write("m.csv", listing(names, bucket="m")))
        expect("M8 forms of letters", result, {"MIR008": 1}, 0)
        check("M8 both are kept", len(result[2]) == 2, result[2])
        # two keys that meet
        two = Tree({"a/1.cdf": b"1", "b/1.cdf": b"2"})
        result = run(write("s.csv", listing(two)), write("m.csv", listing(two, bucket="m")), "--map", "s3://spdf/a/=s3://m/x/",
                     "--map", "s3://spdf/b/=s3://m/x/")
        check("keys that meet", result[0] == 2 and "s3://spdf/a/1.cdf" in result[3] and "s3://spdf/b/1.cdf" in result[3], result[3])
        # usage
        for name, options in [("bad map", ["--map", "s3://a=s3://b"]), ("no such dataset", ["--dataset", "x"]),
                              ("empty scope", ["--start", "2020", "--stop", "2019"])]:
            check(name, run(source, write("m.csv", listing(three)), *options)[0] == 2, "exit code is not 2")
        check("source itself", run(folder, folder)[0] == 2, "exit code is not 2")
        os.mkdir(f"{folder}/inner")
        result = run(folder, f"{folder}/inner")
        check("mirror inside the source", result[0] == 2 and "inside" in result[3], result[3])
        # a listing that is cut
        snapshot = f"{folder}/s.ndjson"
        GOOD[0].write(f"{folder}/tree")
        subprocess.run([TOOL, "snapshot", f"{folder}/tree", "-o", snapshot, "-q"], check=True)
        GOOD[1].write(f"{folder}/copy")
        expect("snapshot and directory", run(snapshot, f"{folder}/copy"), {}, 0)
        expect("directory and snapshot", run(f"{folder}/tree", snapshot, "--map", f"{SOURCE}={SOURCE}"), {}, 0)
        text = pathlib.Path(snapshot).read_bytes().splitlines(keepends=True)
        cut = write("cut.ndjson", b"".join(text[:10]))
        result = run(cut, f"{folder}/copy")
        check("cut listing of the source", result[0] == 3, f"exit code {result[0]} {found(result[1])}")
        result = run(f"{folder}/tree", cut, "--map", f"{SOURCE}={SOURCE}")
        check("cut listing of the mirror", result[0] == 3 and not found(result[1]).get("MIR001"), f"{result[0]} {found(result[1])}")
        # a snapshot that was edited proves nothing, whatever was changed in it
        complete = b"".join(text)
        last = json.loads(text[-1])
        for name, edited in (
                ("an object is gone", b"".join(text[:3] + text[4:])),
                ("a key", re.sub(rb'"key":"', b'"key":"x', complete, count=1)),
                ("a size", re.sub(rb'"size":\d+', b'"size":7', complete, count=5)),
                ("the count", complete.replace(b'"count":%d' % last["count"], b'"count":%d' % (last["count"] + 1))),
                ("a line after the end", complete + b'{"key":"z","size":1}\n')):
            path = write("edited.ndjson", edited)
            check(f"edited: {name}", edited != complete, "nothing was changed")
            for side, result in (("source", run(path, f"{folder}/copy")),
                                 ("mirror", run(f"{folder}/tree", path, "--map", f"{SOURCE}={SOURCE}"))):
                verdicts = {line["verdict"] for line in result[2]}
                check(f"edited snapshot of the {side}: {name}", result[0] == 3 and verdicts <= {"unknown", "not-mirrored"}
                      and set(found(result[1])) <= {"MIR006"}, f"{result[0]} {verdicts} {found(result[1])}")
        # a listing that contradicts itself
        for name, text in (("sizes", "key,size\nd/a.cdf,100\nd/a.cdf,99\n"),
                           ("ETags", "key,size,etag\nd/a.cdf,100,aa\nd/a.cdf,100,bb\n")):
            result = run(write("twice.csv", text.encode()), write("m.csv", listing(one, bucket="m")), "--map", "s3://spdf/=s3://m/")
            check(f"a listing with two {name}", result[0] == 3 and result[2][0]["verdict"] == "unknown"
                  and "contradicts itself" in result[2][0]["reason"], f"{result[0]} {result[2]} {result[3]}")
        # old versions and delete markers are no objects
        text = "Bucket,Key,Size,IsLatest,IsDeleteMarker\nspdf,d/a.cdf,7,false,false\nspdf,d/a.cdf,100,true,false\n" \
               "spdf,d/b.cdf,,true,true\nspdf,d/b.cdf,3,false,false\n"
        expect("old versions and delete markers", run(write("versions.csv", text.encode()), write("m.csv", listing(one, bucket="m"))), {}, 0)
        # hostile keys
        odd = Tree({"d/a\x1b[31mb.cdf": b"1", "d/line\nend.cdf": b"2", "d/'quote\".cdf": b"3"})
        result = run(write("s.csv", listing(odd)), write("m.csv", listing(Tree(), bucket="m") + b""), "--max-per-rule", "9")
        check("hostile keys", result[0] == 1, f"exit code {result[0]} {result[3]}")
        # samples
        result = run(f"{folder}/tree", f"{folder}/copy", "--map", MAP, "--sample", "5", "--seed", "7")
        drawn = sorted(line["key"] for line in result[2] if line.get("sampled"))
        again = run(f"{folder}/tree", f"{folder}/copy", "--map", MAP, "--sample", "5", "--seed", "7")
        check("sample is drawn again", drawn == sorted(line["key"] for line in again[2] if line.get("sampled")) and drawn, drawn)
        order = sorted((line["key"] for line in result[2]), key=lambda key: hashlib.sha256(b"7\0" + key.encode()).digest())
        check("sample by SHA-256", set(order[:5]) <= set(drawn), (order[:5], drawn))
        # resume
        state, objects = f"{folder}/state.ndjson", f"{folder}/o.ndjson"
        first = run(f"{folder}/tree", f"{folder}/copy", "--map", MAP, "--state", state, "--objects", objects)
        check("state", first[0] == 0 and os.path.getsize(state) > 0, first[3])
        full = pathlib.Path(objects).read_text()
        lines = pathlib.Path(state).read_text().splitlines()
        keys = [json.loads(line)["key"] for line in full.splitlines()]
        half = len("".join(full.splitlines(keepends=True)[:10]).encode())
        part = json.loads(lines[-1])
        part.pop("done")
        part.update(through=keys[9], objects=half, totals=[])
        pathlib.Path(state).write_text(lines[0] + "\n" + json.dumps(part) + "\n{\"thr")
        second = run(f"{folder}/tree", f"{folder}/copy", "--map", MAP, "--state", state, "--objects", objects)
        check("resume", second[0] == 0 and pathlib.Path(objects).read_text() == full, second[3])
        third = run(f"{folder}/tree", f"{folder}/copy", "--map", MAP, "--seed", "1", "--state", state, "--objects", objects)
        check("state of another run", third[0] == 2 and "seed" in third[3], third[3])


# --- Statements, repair lists, several copies, generations ------------------------------------------------------

def tool(*words):
    return subprocess.run([TOOL, *words], capture_output=True, text=True, timeout=300)


def statements(folder, one, two):
    """A statement is the same in every run, is recomputed, and shows that it was edited."""
    path = pathlib.Path(folder, "mirror.json")
    make = ["mirror", "statement", one, two, "--map", MAP, "--sample", "4", "--seed", "3", "--operator", "Joe", "--deterministic", "-q"]
    done = tool(*make, "-o", f"json={path}", "-o", f"markdown={folder}/mirror.md")
    check("statement", done.returncode == 0, done.stderr)
    first = path.read_bytes()
    tool(*make, "-o", f"json={path}")
    check("statement has the same bytes", path.read_bytes() == first, "")
    document = json.loads(first)
    check("statement's verdict", document["verdict"] == {"complete": True, "consistent": True, "undetermined": False}, document["verdict"])
    check("statement's schema", tool("schema", "validate", "mirror-statement", str(path)).returncode == 0, "")
    again = ["mirror", "check-statement", str(path), "--source", one, "--mirror", two]
    done = tool(*again)
    check("statement is recomputed", done.returncode == 0 and not done.stdout, done.stdout + done.stderr)
    path.write_bytes(first.replace(b'"same": 26', b'"same": 27'))
    done = tool(*again)
    check("edited statement", done.returncode == 1 and "edited" in done.stdout and "verification/same" in done.stdout, done.stdout)
    path.write_bytes(first)
    victim = pathlib.Path(two, OBJECT)
    data = victim.read_bytes()
    victim.unlink()
    done = tool(*again)
    check("statement that no longer holds", done.returncode == 1 and "verdict/complete" in done.stdout, done.stdout)
    victim.write_bytes(data)
    extra = pathlib.Path(two, "mms_fgm/data/2020/extra.cdf")
    extra.write_bytes(b"1")
    done = tool(*again)
    check("statement of a mirror that has more now", done.returncode == 1 and "verification/extra: stated 0, found 1" in done.stdout,
          f"{done.returncode} {done.stdout}")
    done = tool(*make, "-o", f"json={path}")
    check("statement of an extra object", done.returncode == 1 and json.loads(path.read_text())["verification"]["extra"] == 1,
          f"{done.returncode} {done.stderr}")
    done = tool(*again)
    check("an extra object that is stated", done.returncode == 0, done.stdout)
    extra.unlink()
    path.write_text("{}")
    check("no statement", tool(*again).returncode == 2, "")


def repairs(folder, one, two):
    """What to copy and to delete, in every form."""
    objects = f"{folder}/repair.ndjson.gz"
    odd = "mms_fgm/data/2020/o'dd name.cdf"
    victim, extra = pathlib.Path(two, OBJECT), pathlib.Path(two, odd)
    data = victim.read_bytes()
    victim.unlink()
    extra.write_bytes(b"1")
    done = tool("mirror", "verify", one, two, "--map", MAP, "--objects", objects, "--no-config", "-q")
    check("repair: verification", done.returncode == 1, done.stderr)
    roots = ["--source", SOURCE, "--mirror", MIRROR, "--map", MAP]
    expected = {
        ("keys",): OBJECT, ("rclone",): OBJECT, ("keys", "--delete"): odd, ("rclone", "--delete"): odd,
        ("aws",): f"aws s3 cp '{SOURCE}{OBJECT}' '{MIRROR}{OBJECT}'",
        ("s5cmd",): f"cp --raw '{SOURCE}{OBJECT}' '{MIRROR}{OBJECT}'",
        ("aws", "--delete"): "aws s3 rm '" + MIRROR + odd.replace("'", "'\\''") + "'",
        ("batch-manifest", "--delete"): "m,cdaweb/data/mms_fgm/data/2020/o%27dd%20name.cdf",
    }
    for words, line in expected.items():
        done = tool("mirror", "repair", objects, "--as", words[0], *words[1:], *roots)
        check(f"repair as {' '.join(words)}", done.returncode == 0 and done.stdout == line + "\n", done.stdout + done.stderr)
    # S3 Batch Operations can only put a prefix before the keys of the source.
    done = tool("mirror", "repair", objects, "--as", "batch-manifest", *roots)
    check("repair as a manifest that would copy to other keys", done.returncode == 2 and "S3 Batch" in done.stderr, done.stderr)
    done = tool("mirror", "repair", objects, "--as", "batch-manifest", "--source", SOURCE, "--mirror", "s3://m/copy/cdaweb/")
    check("repair as a manifest", done.returncode == 0 and done.stdout == f"spdf,cdaweb/{OBJECT}\n", done.stdout + done.stderr)
    check("repair without roots", tool("mirror", "repair", objects, "--as", "aws").returncode == 2, "")
    victim.write_bytes(data)
    extra.unlink()


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))


def structure(*fields):
    """A structure of Thrift's compact protocol: numbers are i32 or i64, lists have structures, texts or numbers."""
    out, last = b"", 0
    for number, kind, value in fields:
        code = {"i32": 5, "i64": 6, "text": 8, "list": 9, "struct": 12}[kind]
        out += bytes([number - last << 4 | code])
        last = number
        if kind in ("i32", "i64"):
            out += varint(value << 1)
        elif kind == "text":
            out += varint(len(value)) + value.encode()
        elif kind == "struct":
            out += value
        else:
            code = 12 if isinstance(value[0], bytes) else 8 if isinstance(value[0], str) else 5
            out += bytes([len(value) << 4 | code])
            for item in value:
                out += item if code == 12 else varint(len(item)) + item.encode() if code == 8 else varint(item << 1)
    return out + b"\0"


def parquet(lines, times):
    """An index file as Parquet; its times are text or timestamps."""
    names = [name.strip() for name in lines[0].lstrip("# ").split(",")]
    columns = list(zip(*(line.split(",") for line in lines[1:])))
    count = len(lines) - 1
    data, chunks, schema = b"PAR1", [], [structure((4, "text", "schema"), (5, "i32", len(names)))]
    for name, values in zip(names, columns):
        isTime = times and name in ("start", "stop")
        if isTime or name == "filesize":
            numbers = [calendar.timegm(time.strptime(v, "%Y-%m-%dT%H:%M:%SZ")) * 1000 if isTime else int(v) for v in values]
            page, kind, converted = struct.pack(f"<{count}q", *numbers), 2, 9 if isTime else None
        else:
            page, kind, converted = b"".join(struct.pack("<I", len(v)) + v.encode() for v in values), 6, 0
        schema.append(structure((1, "i32", kind), (3, "i32", 0), (4, "text", name),
                                *([] if converted is None else [(6, "i32", converted)])))
        head = structure((1, "i32", 0), (2, "i32", len(page)), (3, "i32", len(page)), (5, "struct", structure(
            (1, "i32", count), (2, "i32", 0), (3, "i32", 3), (4, "i32", 3))))
        size = len(head) + len(page)
        chunks.append(structure((2, "i64", len(data)), (3, "struct", structure(
            (1, "i32", kind), (2, "list", [0]), (3, "list", [name]), (4, "i32", 0), (5, "i64", count), (6, "i64", size), (7, "i64", size),
            (9, "i64", len(data))))))
        data += head + page
    group = structure((1, "list", chunks), (2, "i64", len(data)), (3, "i64", count))
    footer = structure((1, "i32", 1), (2, "list", schema), (3, "i64", count), (4, "list", [group]))
    return data + footer + struct.pack("<I", len(footer)) + b"PAR1"


def zipped(lines, key):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(key.split("/")[-1], "\n".join(lines) + "\n")
    return out.getvalue()


def formats(folder, one, two):
    """Index files of any format are compared row by row, also with those of another one."""
    packs = {
        "csv": lambda lines, key: ("\n".join(lines) + "\n").encode(), "csv.zip": zipped,
        "csv.gz": lambda lines, key: gzip.compress(("\n".join(lines) + "\n").encode()),
        "parquet": lambda lines, key: parquet(lines, False), "parquet of times": lambda lines, key: parquet(lines, True)}

    def make(side, name, change=None):
        tree = side.copy()
        for key in [key for key in tree.files if key.endswith(".csv")]:
            lines = tree.lines(key)
            if change and key == FGM:
                change(lines)
            del tree.files[key]
            tree.files[f"{key[:-4]}.{name.split()[0]}"] = packs[name](lines, key)
        path = tempfile.mkdtemp(dir=folder)
        tree.write(path)
        return path

    def larger(lines):
        fields = lines[2].split(",")
        lines[2] = ",".join(fields[:3] + [str(int(fields[3]) + 1)] + fields[4:])

    def later(lines):
        lines[2] = lines[2].replace("T23:59:59Z", "T23:59:58Z")

    changes = {"no change": (None, {}), "a row less": (lambda lines: lines.pop(2), {"MIR010": 1}),
               "another stop": (later, {"MIR012": 1}), "another size": (larger, {"MIR012": 1})}
    for first, second in [("csv", "csv.zip"), ("csv.zip", "csv.zip"), ("csv", "csv.gz"), ("csv", "parquet"), ("csv", "parquet of times"),
                          ("parquet of times", "csv"), ("parquet", "parquet"), ("parquet", "parquet of times")]:
        source = make(GOOD[0], first)
        for name, (change, rules) in changes.items():
            result = run(source, make(GOOD[1], second, change), "--map", MAP)
            check(f"index files as {first} and {second} with {name}", found(result[1]) == rules and result[0] == (1 if rules else 0),
                  f"{result[0]} {found(result[1])} {result[3]}")
        notes = result[1]["mirror"]["copies"][0].get("notes", [])
        isOther = ("parquet" in first) != ("parquet" in second)
        check(f"note about {first} and {second}", any("another format" in note for note in notes) == isOther, notes)


def itself(folder, one, two):
    """A side is not compared with itself, under whatever name."""
    path, link = f"{folder}/itself.csv", f"{folder}/itself-link.csv"
    pathlib.Path(path).write_bytes(listing(GOOD[0]))
    os.symlink(path, link)
    for name, sides in (("a listing", (path, path)), ("a link to a listing", (path, link)), ("a directory", (one, one + "/"))):
        for command in ("verify", "statement"):
            done = tool("mirror", command, *sides, "-q")
            check(f"{command} of {name} against itself", done.returncode == 2 and "is the source itself" in done.stderr,
                  f"{done.returncode} {done.stdout[:200]} {done.stderr}")


def multipart(folder, one, two):
    """An ETag of an upload in parts is no MD5, also if it looks like one."""
    for flag, verdict in (("false", "differs"), ("true", "unknown")):
        sides = []
        for name, etag in (("one", "d41d8cd98f00b204e9800998ecf8427e"), ("two", "59adb24ef3cdbe0297f05b395827453f")):
            sides.append(f"{folder}/multipart-{name}-{flag}.csv")
            pathlib.Path(sides[-1]).write_text(
                f"key,size,etag,is_multipart_uploaded,encryption_status\nd/a.cdf,10,{etag},{flag},NOT-SSE\n")
        lines = run(*sides, "--require", "etag")[2]
        check(f"uploaded in parts is {flag}", [line["verdict"] for line in lines] == [verdict], lines)


def empty(folder, one, two):
    """Two empty objects are the same, whatever their ETags."""
    sides = []
    for name, etag in (("one", "d41d8cd98f00b204e9800998ecf8427e"), ("two", "59adb24ef3cdbe0297f05b395827453f-1")):
        sides.append(f"{folder}/empty-{name}.csv")
        pathlib.Path(sides[-1]).write_text(f"key,size,etag\nd/a.cdf,0,{etag}\n")
    for level in ("size", "etag", "digest"):
        code, report, lines, error = run(*sides, "--require", level)
        check(f"empty objects at {level}", code == 0 and [(line["verdict"], line["level"]) for line in lines] == [("same", "digest")],
              f"{code} {lines} {error}")
        levels = run(*sides, "--require", level, "--objects", "/dev/null")[1]["mirror"]["levels"]
        check(f"levels of empty objects at {level}", levels == report["mirror"]["levels"], levels)


def doubtful(folder, one, two):
    """The source's object that disagrees with the source's index is not copied over a good one."""
    source, objects = f"{folder}/doubtful", f"{folder}/doubtful.ndjson"
    tree = GOOD[0].copy()
    tree.files[OBJECT] = tree.files[OBJECT][:10]
    del tree.files[FIRST]
    tree.write(source)
    done = tool("mirror", "verify", source, two, "--map", MAP, "--objects", objects, "--no-config", "-q")
    done = tool("mirror", "repair", objects)
    check("repair spares the good copy", done.returncode == 1 and not done.stdout and f"1 object left out, such as {OBJECT}" in done.stderr,
          f"{done.returncode} {done.stdout} {done.stderr}")
    done = tool("mirror", "repair", objects, "--delete")
    check("nothing to delete", done.returncode == 0 and not done.stdout and not done.stderr, done.stdout + done.stderr)
    # An object that was replaced together with its row is copied.
    data = b"a new version"
    tree = GOOD[0].copy()
    old = tree.files[OBJECT]
    tree.files[OBJECT] = data
    tree.edit(FGM, f"{len(old)},{hashlib.sha256(old).hexdigest()}", f"{len(data)},{hashlib.sha256(data).hexdigest()}")
    tree.write(source)
    tool("mirror", "verify", source, two, "--map", MAP, "--objects", objects, "--no-config", "-q")
    done = tool("mirror", "repair", objects)
    check("repair copies a replaced object", done.returncode == 0 and done.stdout == OBJECT + "\n", done.stdout + done.stderr)


def copies(folder, one, two):
    """Three copies: which one differs from the others."""
    three = f"{folder}/three"
    GOOD[1].write(three)
    pathlib.Path(three, OBJECT).write_bytes(b"damaged")
    out = f"{folder}/three.json"
    done = tool("mirror", "verify", one, two, three, "--map", MAP, "--no-config", "-q", "-o", f"json={out}")
    report = json.loads(pathlib.Path(out).read_text())
    check("a mirror differs from the others", done.returncode == 1 and report["mirror"]["alone"] == {three: 1}, report["mirror"].get("alone"))
    pathlib.Path(two, OBJECT).write_bytes(b"damaged")
    data = pathlib.Path(one, OBJECT).read_bytes()
    done = tool("mirror", "verify", one, two, three, "--map", MAP, "--no-config", "-q", "-o", f"json={out}")
    report = json.loads(pathlib.Path(out).read_text())
    check("the source differs from the others", report["mirror"]["alone"] == {one: 1}, report["mirror"].get("alone"))
    objects = f"{folder}/copies.ndjson"
    tool("mirror", "verify", one, two, three, "--map", MAP, "--no-config", "-q", "--objects", objects)
    done = tool("mirror", "repair", objects, "--copy", two)
    check("repair spares what the source has alone", done.returncode == 1 and not done.stdout and OBJECT in done.stderr, done.stdout + done.stderr)
    victims = [pathlib.Path(side, FIRST) for side in (two, three)]
    for victim in victims:
        victim.unlink()
    tool("mirror", "verify", one, two, three, "--map", MAP, "--no-config", "-q", "--objects", objects, "-o", f"json={out}")
    done = tool("mirror", "repair", objects, "--copy", two)
    check("repair copies what no mirror has yet", done.returncode == 1 and done.stdout == FIRST + "\n", done.stdout + done.stderr)
    report = json.loads(pathlib.Path(out).read_text())
    check("what no mirror has yet is no fault of the source", report["mirror"]["alone"] == {one: 1}, report["mirror"].get("alone"))
    for victim in victims:
        victim.write_bytes(pathlib.Path(one, FIRST).read_bytes())
    pathlib.Path(two, OBJECT).write_bytes(data)
    back = f"{folder}/back.json"
    done = tool("report", "convert", out, "-o", f"json={back}", "-q")
    if os.path.exists(back):
        check("a report is read back", json.loads(pathlib.Path(back).read_text())["mirror"] == report["mirror"], done.stderr)
    ndjson = tool("mirror", "verify", one, two, "--map", MAP, "--no-config", "-q", "-o", "ndjson").stdout
    types = [json.loads(line)["type"] for line in ndjson.splitlines()]
    check("ndjson", types == ["header", "mirror", "summary"], types)


def generations(folder, one, two):
    """The state of the source that the mirror has, among earlier copies."""
    newer, current = GOOD[0].copy(), f"{folder}/current"
    newer.put_lines(FGM, newer.lines(FGM)[:-1])
    newer.write(f"{folder}/one-ago")
    newest = newer.copy()
    newest.put_lines(FGM, newest.lines(FGM)[:-1])
    newest.write(current)
    out = f"{folder}/generations.json"
    tool("mirror", "verify", current, two, "--map", MAP, "--no-config", "-q", "-o", f"json={out}", "--earlier", f"{folder}/one-ago",
         "--earlier", one)
    lag = json.loads(pathlib.Path(out).read_text())["mirror"]["lag"]
    check("generations", lag.get("generationsBehind") == 2, lag)


def evidence(folder, one, two):
    """Several lists of checksums are merged; those that contradict each other prove nothing."""
    keys = sorted(str(path.relative_to(one)) for path in pathlib.Path(one).rglob("*.cdf"))

    def sums(name, root, some, change=lambda text: text):
        path = pathlib.Path(folder, name)
        path.write_text("".join(f"{change(hashlib.sha256(pathlib.Path(root, key).read_bytes()).hexdigest())}  {key}\n" for key in some))
        return str(path)

    half = len(keys) // 2
    ours = [sums("s1.sha256", one, keys[:half]), sums("s2.sha256", one, keys[half - 1:])]
    theirs = [sums("m1.sha256", two, keys[1:]), sums("m2.sha256", two, keys[:1])]
    options = ["--map", MAP, "--require", "digest"]
    for path in ours:
        options += ["--source-evidence", path]
    for path in theirs:
        options += ["--mirror-evidence", path]
    result = run(one, two, *options)
    check("several lists", result[0] == 0 and {line["level"] for line in result[2]} == {"digest"},
          f"{result[0]} {[(line['key'], line['level']) for line in result[2]]} {result[3]}")
    wrong = sums("s3.sha256", one, keys[2:3], lambda text: text[::-1])
    result = run(one, two, *options, "--source-evidence", wrong)
    verdicts = {line["key"]: (line["verdict"], line.get("reason")) for line in result[2]}
    bad = [key for key, (verdict, _) in verdicts.items() if verdict == "unknown"]
    check("lists that contradict each other", result[0] == 3 and bad == [keys[2]] and "contradicts itself" in verdicts[keys[2]][1],
          f"{result[0]} {verdicts}")
    result = run(one, two, *options, "--source-evidence", wrong, "--require", "content")
    check("content decides", result[0] == 0, f"{result[0]} {found(result[1])} {result[3]}")


def merged(folder, one, two):
    """Reports of two mirrors, or of two datasets, become one report."""
    three = f"{folder}/other"
    shutil.copytree(two, three)
    next(pathlib.Path(three).rglob("*.cdf")).unlink()
    for name, mirror in (("a", two), ("b", three)):
        tool("mirror", "verify", one, mirror, "--map", MAP, "-q", "-o", f"json={folder}/{name}.json", "--deterministic", "--no-config")
    texts = []
    for order in ("ab", "ba", "abba"):
        done = tool("report", "merge", *(f"{folder}/{name}.json" for name in order), "-o", f"json={folder}/all.json", "-q", "--no-config")
        texts.append(pathlib.Path(folder, "all.json").read_bytes())
        check(f"merge {order}", done.returncode == 1, done.stderr)
    report = json.loads(texts[0])
    names = [copy["name"] for copy in report["mirror"]["copies"]]
    check("merged mirrors", names == sorted([two, three]) and report["mirror"]["verdicts"].get("missing") == 1, report["mirror"])
    check("merged in any order", len(set(texts)) == 1, "the bytes differ")
    ids = [entry["id"] for entry in json.loads(pathlib.Path(one, "catalog.json").read_text())["catalog"]]
    for number, name in enumerate(ids):
        tool("mirror", "verify", one, two, "--map", MAP, "-q", "-o", f"json={folder}/d{number}.json", "--deterministic", "--no-config",
             "--dataset", name)
    tool("report", "merge", *(f"{folder}/d{number}.json" for number in range(len(ids))), "-o", f"json={folder}/all.json", "-q", "--no-config")
    parts = json.loads(pathlib.Path(folder, "all.json").read_text())["mirror"]
    whole = json.loads(pathlib.Path(folder, "a.json").read_text())["mirror"]
    check("merged datasets", parts["verdicts"] == whole["verdicts"], f"{parts['verdicts']} {whole['verdicts']}")
    done = tool("mirror", "verify", one, two, "--map", MAP, "-q", "-o", f"json={folder}/c.json", "--deterministic", "--no-config", "--require", "listed")
    done = tool("report", "merge", f"{folder}/a.json", f"{folder}/c.json", "-o", "json", "-q", "--no-config")
    check("reports of other levels", done.returncode == 2 and "required level" in done.stderr, done.stderr)


def hashes(folder, one, two):
    """A snapshot keeps checksums and encryption that a listing has, and the comparison uses them."""
    for name, root in (("s", one), ("m", two)):
        lines = []
        for path in sorted(pathlib.Path(root).rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                lines.append({"Path": str(path.relative_to(root)), "Size": len(data), "ModTime": "2025-01-02T00:00:00Z", "IsDir": False,
                              "Hashes": {"md5": hashlib.md5(data).hexdigest(), "sha1": hashlib.sha1(data).hexdigest()}})
        pathlib.Path(folder, f"{name}.json").write_text(json.dumps(lines))
        done = tool("snapshot", f"{folder}/{name}.json", "-o", f"{folder}/{name}.ndjson", "-q")
        check("snapshot of hashes", done.returncode == 0, done.stderr)
    text = pathlib.Path(folder, "s.ndjson").read_text().splitlines()[1]
    check("snapshot has a checksum", '"checksum":{"algorithm":"sha1","type":"full"' in text, text)
    result = run(f"{folder}/s.ndjson", two, "--map", MAP)
    check("snapshot with checksums and directory", result[0] == 0, f"{result[0]} {found(result[1])} {result[3]}")
    inventory = pathlib.Path(folder, "kms.csv")
    inventory.write_bytes(listing(Tree({"d/a.cdf": b"1"}), encryption="SSE-KMS"))
    tool("snapshot", str(inventory), "-o", f"{folder}/kms.ndjson", "-q")
    text = pathlib.Path(folder, "kms.ndjson").read_text().splitlines()[1]
    check("snapshot has the encryption", '"encryption":"SSE-KMS"' in text, text)
    tree = Tree({f"d/{name}.cdf": content(number, 50) for number, name in enumerate("abc")})
    for name in "xy":
        pathlib.Path(folder, f"{name}.json").write_text(json.dumps([
            {"Path": key, "Size": len(data), "IsDir": False, "Hashes": {"sha256": hashlib.sha256(data + (b"!" if name + key == "yd/b.cdf" else b"")).hexdigest()}}
            for key, data in tree.files.items()]))
    result = run(f"{folder}/x.json", f"{folder}/y.json", "--map", "s3://x/=s3://y/", "--require", "digest")
    check("hashes of listings", found(result[1]) == {"MIR002": 1} and result[0] == 1, f"{result[0]} {found(result[1])} {result[3]}")


def many_rows(folder, one, two):
    """A year with many rows that are all elsewhere needs little memory, and its rows are named rightly."""
    number = 120_000
    start = "2020-01-01T00:00:00Z"

    def documents(root, order, change=lambda key: key):
        catalog = {"version": "1.1", "endpoint": root, "name": root, "egress": "public", "contact": root,
                   "status": {"code": 1200, "message": "OK"}, "catalog": [{
                       "id": "ds", "index": f"{root}ds/", "title": "t", "start": start, "stop": "2021-01-01T00:00:00Z",
                       "modification": "2025-01-01T00:00:00Z", "indextype": "csv", "filetype": "cdf"}]}
        rows = "".join(f"2020-01-01T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}Z,2020-02-01T00:00:00Z,{change(f'{root}d/{n:07}.cdf')},9\n"
                       for n in order)
        # One object, so that the mirror is not empty, which would be the only finding.
        return {"catalog.json": json.dumps(catalog).encode(), "ds/ds_2020.csv": b"# start, stop, datakey, filesize\n" + rows.encode(),
                "d/0000000.cdf": b"123456789"}

    source = Tree(documents("s3://a/", range(number)))
    source.write(f"{folder}/rows-a")
    mixed = [n * 7919 % number for n in range(number)]
    for name, tree, rules in (
            ("reordered", documents("s3://b/", mixed), {"MIR017": 1}),
            ("reordered and not rewritten", documents("s3://b/", mixed, lambda key: key.replace("s3://b/", "s3://a/")), {"MIR013": number}),
            ("elsewhere", documents("s3://b/", mixed, lambda key: key.replace("/d/", "/e/")), {"MIR010": number, "MIR011": number})):
        place = f"{folder}/rows-b"
        shutil.rmtree(place, ignore_errors=True)
        Tree(tree).write(place)
        out = f"{folder}/rows.json"
        command = [TOOL, "mirror", "verify", f"{folder}/rows-a", place, "--map", "s3://a/=s3://b/", "--no-config", "-q", "-o", f"json={out}"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE)
        process.stderr.read()
        _, _, usage = os.wait4(process.pid, 0)
        names = found(json.loads(pathlib.Path(out).read_text()))
        names.pop("MIR007", None)
        # Neither side has the other objects.
        names.pop("MIR009", None)
        check(f"many rows {name}", names == rules, names)
        check(f"memory of many rows {name}", usage.ru_maxrss < 220_000, f"{usage.ru_maxrss} KB")


def quotes(folder, one, two):
    """A datakey with a double quote, which its row doubles."""
    for root, tree in ((f"{folder}/quote-a", GOOD[0]), (f"{folder}/quote-b", GOOD[1])):
        tree = tree.copy()
        tree.put_lines(FGM, [f'{line.split(",s3://")[0]},"s3://{line.split(",s3://")[1].split(",", 1)[0].replace("20200301", chr(34) * 2)}",'
                             f'{line.split(",s3://")[1].split(",", 1)[1]}' if "20200301_v1" in line else line for line in tree.lines(FGM)])
        tree.files[OBJECT.replace("20200301", '"')] = tree.files.pop(OBJECT)
        tree.write(root)
    for level in ("size", "content"):
        result = run(f"{folder}/quote-a", f"{folder}/quote-b", "--map", MAP, "--require", level)
        check(f"doubled quotes at {level}", result[0] == 0 and {line["verdict"] for line in result[2]} == {"same"},
              f"{result[0]} {found(result[1])} {result[2]} {result[3]}")
    pathlib.Path(folder, "quote-b", OBJECT.replace("20200301", '"')).unlink()
    result = run(f"{folder}/quote-a", f"{folder}/quote-b", "--map", MAP)
    check("doubled quotes, and the object is missing", found(result[1]) == {"MIR001": 1}, f"{found(result[1])}")


def odd_names(folder, one, two):
    """An object that a row names is data, whatever its name; others of such names are not."""
    names = ["mms_fgm_2030.csv", "note.tmp", ".hidden.cdf", "x.part", "y~", "site.json", "index.html"]
    for root, tree, address in ((f"{folder}/odd-a", GOOD[0], SOURCE), (f"{folder}/odd-b", GOOD[1], MIRROR)):
        tree = tree.copy()
        tree.put_lines(FGM, tree.lines(FGM) + [f"2020-12-{day + 1:02}T00:00:00Z,2020-12-{day + 1:02}T12:00:00Z,{address}more/{name},3,,"
                                               for day, name in enumerate(names)])
        tree.files |= {f"more/{name}": b"123" for name in names}
        tree.files["other/z.tmp"] = b"1"
        tree.write(root)
    result = run(f"{folder}/odd-a", f"{folder}/odd-b", "--map", MAP)
    same = [line["key"] for line in result[2] if line["verdict"] == "same" and line["key"].startswith("more/")]
    check("odd names", result[0] == 0 and len(same) == len(names) and "other/z.tmp" not in str(result[2]),
          f"{result[0]} {found(result[1])} {same} {result[3]}")
    pathlib.Path(folder, "odd-b/more/note.tmp").unlink()
    result = run(f"{folder}/odd-a", f"{folder}/odd-b", "--map", MAP)
    check("odd name is missing", found(result[1]) == {"MIR001": 1}, found(result[1]))


def garbage(folder, one, two):
    """A file that has no rows is not compared, and gives no objects."""
    for name, text in (("a page", b"<html>404</html>\n"), ("words", b"garbage\n,,,\n"), ("bytes", bytes(range(256)) * 9)):
        for side in (0, 1):
            trees = [tree.copy() for tree in GOOD]
            trees[side].files[FGM] = text
            result = pair(*trees, lambda a, b: run(a, b, "--map", MAP))
            check(f"{name} as index file of side {side}", result[0] == 3 and not found(result[1]) and all(line["key"] for line in result[2]),
                  f"{result[0]} {found(result[1])} {result[3]}")
    result = run(one, two, two, "--map", MAP)
    check("one mirror twice", result[0] == 2 and "twice" in result[3], f"{result[0]} {result[3]}")


def indexed(folder, one, two):
    """The digest in the index tells that the mirror's object is another one, without a byte of the source."""
    other = f"{folder}/indexed"
    shutil.copytree(two, other)
    path = pathlib.Path(other, OBJECT)
    path.write_bytes(b"!" + path.read_bytes()[1:])
    sums = pathlib.Path(folder, "indexed.sha256")
    sums.write_text("".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(other)}\n"
                            for file in pathlib.Path(other).rglob("*.cdf")))
    result = run(one, other, "--map", MAP, "--require", "digest", "--mirror-evidence", str(sums))
    check("damaged by the index", result[0] == 1 and found(result[1]) == {"MIR003": 1}, f"{result[0]} {found(result[1])} {result[3]}")
    digest = hashlib.md5(b"123").hexdigest()
    pathlib.Path(folder, "md5.json").write_text(json.dumps([{"Path": "d/x.cdf", "Size": 3, "IsDir": False, "Hashes": {"md5": digest}}]))
    pathlib.Path(folder, "etag.csv").write_text(f"key,size,etag\nd/x.cdf,3,{digest}\n")
    result = run(f"{folder}/md5.json", f"{folder}/etag.csv", "--map", "s3://x/=s3://y/", "--require", "digest")
    check("an MD5 and an ETag", result[0] == 0 and result[2][0]["level"] == "digest", f"{result[0]} {result[2]} {result[3]}")
    # rclone lsjson names the directories at the limit of its depth, or that a filter empties.
    pathlib.Path(folder, "folded.json").write_text(json.dumps([
        {"Path": "d/x.cdf", "Size": 3, "IsDir": False}, {"Path": "d/more", "Size": -1, "IsDir": True}]))
    result = run(f"{folder}/md5.json", f"{folder}/folded.json", "--map", "s3://x/=s3://y/")
    check("a directory without content", result[0] == 3 and "without content: d/more" in json.dumps(result[1]), f"{result[0]} {result[3]}")


def scopes(folder, one, two):
    """A scope in which there is nothing is refused, and never passes."""
    for name, options, word in (
            ("times", ["--start", "1990-01-01", "--stop", "1991-01-01"], "--start"),
            ("a pattern", ["--include", "nothing/**"], "--include nothing/**"),
            ("an address", ["--include", f"{SOURCE}mms_fgm/**"], "write --include 'mms_fgm/**'"),
            ("an address of what to skip", ["--exclude", f"{SOURCE}mms_fgm/**"], "write --exclude"),
            ("a size", ["--max-size", "1"], "--max-size 1"),
            ("a dataset", ["--dataset", "nope"], "nope"),
            ("one of two datasets", ["--dataset", "mms_fgm", "--dataset", "nope"], "nope")):
        result = run(one, two, "--map", MAP, *options)
        check(f"an empty scope by {name}", result[0] == 2 and word in result[3], f"{result[0]} {result[3]}")
    partial(folder, one)
    for name in ("empty-a", "empty-b"):
        os.mkdir(f"{folder}/{name}")
    result = run(f"{folder}/empty-a", f"{folder}/empty-b", "--map", MAP)
    check("two empty directories", result[0] == 3 and "nothing was compared" in result[3], f"{result[0]} {result[3]}")


def partial(folder, one):
    """Rows and objects outside a scope of keys or sizes are not missing: rows, index files, datasets."""
    limit = 500
    small = {key for key, data in GOOD[1].files.items() if len(data) <= limit}
    large = sum(1 for key, data in GOOD[1].files.items() if "/data/" in key and len(data) > limit)
    rows = sum(1 for key in GOOD[1].files if "/data/" in key)
    ace = sum(1 for key in GOOD[1].files if key.startswith("ace_mag/data/"))
    for name, options, keeps, outside in (
            ("--include", ["--include", "mms_fgm/**"], lambda key: key.startswith("mms_fgm/"), ace),
            ("--exclude", ["--exclude", "ace_mag/**"], lambda key: key.startswith("mms_fgm/"), ace),
            ("--include of a year", ["--include", "*/data/2020/*"], lambda key: "/2020/" in key,
             rows - sum(1 for key in GOOD[1].files if "/data/2020/" in key)),
            ("--max-size", ["--max-size", str(limit)], lambda key: key in small, large)):
        for has_all in (False, True):
            tree, kept = GOOD[1].copy(), set()
            for key in [key for key in tree.files if "/data/" in key and not keeps(key)]:
                del tree.files[key]
            for key in [key for key in tree.files if key.endswith(".csv")]:
                lines = [line for line in tree.lines(key) if line.startswith("#") or keeps(line.split(",")[2][len(MIRROR):])]
                if len(lines) > 1:
                    kept.add(key.split("/")[0])
                    if not has_all:
                        tree.put_lines(key, lines)
                elif not has_all:
                    del tree.files[key]
            if not has_all:
                tree.catalog(lambda document: document.update(
                    catalog=[entry for entry in document["catalog"] if entry["id"] in kept]))
            mirror = tempfile.mkdtemp(dir=folder)
            tree.write(mirror)
            result = run(one, mirror, "--map", MAP, *options)
            what = "with all rows" if has_all else "without the rows outside"
            copy = result[1] and result[1]["mirror"]["copies"][0]
            check(f"{name} {what}", result[0] == 0 and found(result[1]) == {} and copy["outOfScope"]["rows"] == outside,
                  f"{result[0]} {found(result[1])} {copy and copy.get('outOfScope')} {result[3]}")
            # A row in the scope is missing all the same.
            key = next(key for key in tree.files if key.endswith(".csv") and any(keeps(line.split(",")[2][len(MIRROR):]) for line in tree.lines(key)[1:]))
            lost = next(line for line in tree.lines(key)[1:] if keeps(line.split(",")[2][len(MIRROR):]))
            tree.put_lines(key, [line for line in tree.lines(key) if line != lost])
            tree.write(mirror)
            result = run(one, mirror, "--map", MAP, *options)
            check(f"{name} {what}, one is missing", result[0] == 1 and found(result[1]) == {"MIR010": 1}, f"{result[0]} {found(result[1])}")


def unread(folder, one, two):
    """What an index file that can't be read says is not known, and never outside the scope."""
    other = f"{folder}/unread"
    shutil.copytree(two, other)
    pathlib.Path(other, OBJECT).unlink()
    path = pathlib.Path(other, FGM)
    packed = gzip.compress(path.read_bytes())
    path.unlink()
    pathlib.Path(f"{path}.gz").write_bytes(packed[:len(packed) // 2])
    result = run(one, other, "--map", MAP)
    verdicts = {line["key"]: line["verdict"] for line in result[2]}
    check("an index file of the mirror is cut", result[0] == 1 and found(result[1]) == {"MIR001": 1} and verdicts[OBJECT] == "missing"
          and "not-mirrored" not in verdicts.values(), f"{result[0]} {found(result[1])} {verdicts}")
    source = f"{folder}/unread-source"
    shutil.copytree(one, source)
    path = pathlib.Path(source, FGM)
    path.unlink()
    pathlib.Path(f"{path}.gz").write_bytes(packed[:len(packed) // 2])
    result = run(source, other, "--map", MAP)
    verdicts = {line["key"]: line["verdict"] for line in result[2]}
    check("an index file of the source is cut", result[0] == 3 and verdicts[OBJECT] == "unknown" and "not-mirrored" not in verdicts.values(),
          f"{result[0]} {found(result[1])} {verdicts}")


def named(folder, one, two):
    """The lines of several mirrors name them, and a list of repairs takes one."""
    three, objects = f"{folder}/named", f"{folder}/named.ndjson"
    shutil.copytree(two, three)
    pathlib.Path(three, OBJECT).unlink()
    tool("mirror", "verify", one, two, three, "--map", MAP, "--no-config", "-q", "--objects", objects)
    lines = [json.loads(line) for line in pathlib.Path(objects).read_text().splitlines()]
    missing = [line["copy"] for line in lines if line["verdict"] == "missing"]
    check("lines name the mirror", missing == [three] and {line["copy"] for line in lines} == {two, three}, missing)
    pathlib.Path(folder, "line.json").write_text(json.dumps(lines[0]))
    check("a line of several mirrors fits the schema", tool("schema", "validate", "mirror-object", f"{folder}/line.json").returncode == 0, "")
    done = tool("mirror", "repair", objects)
    check("repair of several mirrors", done.returncode == 2 and "--copy" in done.stderr, done.stderr)
    for name, text in ((two, ""), (three, OBJECT + "\n")):
        done = tool("mirror", "repair", objects, "--copy", name)
        check("repair of one of several mirrors", done.returncode == 0 and done.stdout == text, done.stdout + done.stderr)


def headlines(folder, one, two):
    """One cause is one finding; rules without input are not reported as passed."""
    result = run(one, two, "--map", MAP, "--require", "crc")
    check("no checksums", result[0] == 3 and found(result[1]) == {"MIR006": 1}, f"{result[0]} {found(result[1])}")
    message = [finding["message"] for finding in result[1]["findings"]]
    check("no checksums: the number", message[0].startswith(f"{len(result[2])} of {len(result[2])} objects"), message)
    outcomes = {rule["rule"]: rule["outcome"] for rule in result[1]["coverage"]["perRule"]}
    check("rows were compared", outcomes["MIR010"] == "pass" and outcomes["MIR002"] == "not-evaluated"
          and outcomes["MIR039"] == "not-applicable", outcomes)
    report = f"{folder}/listings.txt"
    for name, root in (("la", one), ("lb", two)):
        tool("snapshot", root, "-o", f"{folder}/{name}.ndjson", "-q")
    done = tool("mirror", "verify", f"{folder}/la.ndjson", f"{folder}/lb.ndjson", "--map", MAP, "--no-config", "-o", f"full={report}")
    text = pathlib.Path(report).read_text()
    check("listings have no rows", done.returncode == 0 and "MIR010" not in "".join(
        line for line in text.splitlines() if "pass" in line), text)
    sums = pathlib.Path(folder, "elsewhere.sha256")
    sums.write_text(f"{'0' * 64}  /data/elsewhere.cdf\n")
    result = subprocess.run([TOOL, "mirror", "verify", one, two, "--map", MAP, "--no-config", "--mirror-evidence", sums],
                            capture_output=True, text=True)
    check("a list of no object", "none of its 1 paths, such as /data/elsewhere.cdf" in result.stderr, result.stderr)


def interrupted(folder, one, two):
    """A run that is killed again and again gets to its end by its state."""
    big = [f"{folder}/big-a", f"{folder}/big-b"]
    for root in big:
        os.makedirs(f"{root}/d")
        for number in range(150):
            pathlib.Path(root, f"d/{number:04}.cdf").write_bytes(content(number, 1 << 21))
    state, objects = f"{folder}/kill.state", f"{folder}/kill.objects"
    command = [TOOL, "mirror", "verify", *big, "--map", "s3://a/=s3://b/", "--require", "content", "-j", "1", "--no-config", "-q",
               "--state", state, "--objects", objects]
    for attempt in range(3):
        before = pathlib.Path(state).read_text().count('"through"') if attempt else 0
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        limit = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < limit:
            if os.path.exists(state) and pathlib.Path(state).read_text().count('"through"') > before:
                break
            time.sleep(0.05)
        if process.poll() is None:
            check("a state in the midst of a run", time.monotonic() < limit, f"attempt {attempt}")
            process.kill()
        process.wait()
    code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    lines = [json.loads(line)["key"] for line in pathlib.Path(objects).read_text().splitlines()]
    check("interrupted runs get to the end", code == 0 and len(lines) == len(set(lines)) == 150, f"{code} {len(lines)}")
    # Finished objects count only while they are listed as they were.
    os.remove(state)
    os.remove(objects)
    # The last object takes long, so that the signal finds the others finished.
    for root in big:
        pathlib.Path(root, "d/9999.cdf").touch()
        os.truncate(f"{root}/d/9999.cdf", 20 << 30)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(3)
    process.terminate()
    process.wait()
    for root in big:
        os.truncate(f"{root}/d/9999.cdf", 1000)
    check("a state after a signal", '"through"' in pathlib.Path(state).read_text(), pathlib.Path(state).read_text()[-300:])
    path = pathlib.Path(big[1], "d/0000.cdf")
    times, whole = path.stat(), path.read_bytes()
    for change in ["shorter", "gone"]:
        if change == "gone":
            path.unlink()
        else:
            path.write_bytes(whole[:10])
        done = subprocess.run(command, capture_output=True, text=True)
        check(f"a finished object that is {change}", done.returncode == 2 and "listed differently" in done.stderr
              and "start over" in done.stderr, f"{done.returncode} {done.stderr}")
    path.write_bytes(whole)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    check("the run continues with the same objects", code == 0, code)


def signalled(folder, one, two):
    """A signal ends a run with a state in order: it keeps finished objects, also after a large one."""
    sides = [f"{folder}/term-a", f"{folder}/term-b"]
    for root in sides:
        os.makedirs(f"{root}/d")
        # The first object takes long, and the others are finished before it.
        with open(f"{root}/d/0000.cdf", "wb") as file:
            file.truncate(20 << 30)
        for number in range(1, 200):
            pathlib.Path(root, f"d/{number:04}.cdf").write_bytes(content(number, 1000))
    state, objects = f"{folder}/term.state", f"{folder}/term.objects"
    command = [TOOL, "mirror", "verify", *sides, "--map", "s3://a/=s3://b/", "--require", "content", "-j", "3", "--no-config",
               "--state", state, "--objects", objects]
    for number in (signal.SIGTERM, signal.SIGINT):
        # Shells let programs in the background ignore SIGINT.
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        time.sleep(1.5)
        check(f"{number.name} finds it running", process.poll() is None, process.returncode)
        begun = time.monotonic()
        process.send_signal(number)
        _, text = process.communicate(timeout=60)
        check(number.name, process.returncode == -number and "the same command continues" in text and time.monotonic() - begun < 10,
              f"{process.returncode} {text}")
    lines = [json.loads(line) for line in pathlib.Path(state).read_text().splitlines()]
    looks = [line["key"] for line in lines if line.get("type") == "look"]
    check("looks after an open one are kept, each once", len(looks) == len(set(looks)) > 20, len(looks))
    for root in sides:
        os.truncate(f"{root}/d/0000.cdf", 1 << 20)
        # Not read again: its size and time of modification are those of the state.
        path = pathlib.Path(root, looks[0])
        times = path.stat()
        path.write_bytes(b"!" + path.read_bytes()[1:])
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    path.write_bytes(b"?" + path.read_bytes()[1:])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    done = subprocess.run(command, capture_output=True, text=True)
    lines = [json.loads(line) for line in pathlib.Path(objects).read_text().splitlines()]
    keys = [line["key"] for line in lines]
    check("after a signal", done.returncode == 0 and len(keys) == len(set(keys)) == 200 and keys == sorted(keys)
          and {line["level"] for line in lines} == {"content"}, f"{done.returncode} {len(keys)} {done.stderr}")
    # The file of objects must be the one of the state.
    text = pathlib.Path(state).read_text().splitlines()
    last = json.loads(text[-1])
    last.pop("done")
    last.update(through="d/0150.cdf", objects=os.path.getsize(objects))
    pathlib.Path(state).write_text(text[0] + "\n" + json.dumps(last) + "\n")
    pathlib.Path(objects).write_text("")
    done = subprocess.run(command, capture_output=True, text=True)
    check("objects of another run", done.returncode == 2 and "0 bytes" in done.stderr, f"{done.returncode} {done.stderr}")
    done = subprocess.run(command[:-2], capture_output=True, text=True)
    check("state of a run with objects", done.returncode == 2 and "its objects is true, not false" in done.stderr, done.stderr)
    shutil.rmtree(sides[0])
    shutil.rmtree(sides[1])


def mapped(folder, one, two):
    """Several mirrors at different addresses, each with its own map; one copy twice is refused."""
    other = make_side("s3://third/x/", "Third", "Ann, ann@example.net")
    three = f"{folder}/mapped-three"
    other.write(three)
    command = ["mirror", "verify", one, two, three, "--no-config"]
    done = tool(*command, "--map", f"{two}:{MAP}", "--map", f"{three}:{SOURCE}=s3://third/x/")
    check("a map of each mirror", done.returncode == 0, done.stdout + done.stderr)
    done = tool(*command, "--map", MAP, "--map", f"{SOURCE}=s3://third/x/")
    check("maps of nobody", done.returncode == 2 and "two meanings" in done.stderr, done.stderr)
    link = f"{folder}/mapped-link"
    os.symlink(two, link)
    for name in (two, two + "/", link, os.path.relpath(two)):
        done = tool("mirror", "verify", one, two, name, "--map", MAP, "--no-config")
        check(f"one copy twice, {name}", done.returncode == 2 and "twice" in done.stderr, f"{done.returncode} {done.stderr}")
    os.unlink(link)


def voted(folder, one, two):
    """Lines say who stands alone, and the source that does is named instead of its mirrors."""
    three, out, objects = f"{folder}/voted-three", f"{folder}/voted.json", f"{folder}/voted.objects"
    GOOD[1].write(three)
    path = pathlib.Path(one, OBJECT)
    data = path.read_bytes()
    path.write_bytes(b"!" + data[1:])
    kept = {}
    for side in (one, two, three):
        for file in pathlib.Path(side).glob("*/*.csv"):
            # Without checksums, the index does not decide.
            kept[file] = file.read_bytes()
            file.write_text("\n".join(",".join(line.split(",")[:4]) for line in file.read_text().splitlines()) + "\n")
    pathlib.Path(three, FIRST).write_bytes(b"?" + pathlib.Path(two, FIRST).read_bytes()[1:])
    done = tool("mirror", "verify", one, two, three, "--map", MAP, "--no-config", "--require", "content", "-o", f"json={out}",
                "--objects", objects)
    report = json.loads(pathlib.Path(out).read_text())
    places = sorted((finding["rule"], finding["location"]["uri"]) for finding in report["findings"])
    check("who stands alone is named", done.returncode == 1 and places == sorted([("MIR002", f"{one}/{OBJECT}"), ("MIR002", f"{three}/{FIRST}")])
          and found(report) == {"MIR002": 2}, f"{done.returncode} {places} {found(report)}")
    messages = {finding["location"]["uri"]: finding["message"] for finding in report["findings"]}
    check("what to do is said", "look at the source" in messages[f"{one}/{OBJECT}"]
          and "agree with the source" in messages[f"{three}/{FIRST}"], messages)
    lines = [json.loads(line) for line in pathlib.Path(objects).read_text().splitlines()]
    alone = {(line["key"], line["copy"]): line["alone"] for line in lines if "alone" in line}
    check("lines name who stands alone", alone == {(OBJECT, two): [one], (OBJECT, three): [one], (FIRST, three): [three]}, alone)
    check("every object has a line for each mirror", len(lines) == 2 * len({line["key"] for line in lines}), len(lines))
    check("schema of lines", all(tool("schema", "validate", "mirror-object", write).returncode == 0 for write in [
        one_line(folder, line) for line in lines if "alone" in line]), "")
    done = tool("mirror", "repair", objects, "--copy", two)
    check("no repair from a source that stands alone", done.returncode == 1 and not done.stdout, done.stdout + done.stderr)
    path.write_bytes(data)
    more = [pathlib.Path(side, "mms_fgm/data/2020/more.cdf") for side in (two, three)]
    for file in more:
        file.write_bytes(b"more")
    tool("mirror", "verify", one, two, three, "--map", MAP, "--no-config", "--objects", objects)
    done = tool("mirror", "repair", objects, "--copy", two, "--delete")
    check("nothing is deleted that most copies have", done.returncode == 1 and not done.stdout and "most copies have the same" in done.stderr,
          done.stdout + done.stderr)
    for file in more:
        file.unlink()
    for file, rows in kept.items():
        file.write_bytes(rows)


def one_line(folder, line):
    """A file with one line of JSON."""
    path = f"{folder}/line-{hashlib.sha256(json.dumps(line).encode()).hexdigest()[:8]}.json"
    pathlib.Path(path).write_text(json.dumps(line))
    return path


def drawn(folder, one, two):
    """The size of a sample is said before it is read, and what strata add has a limit."""
    out = f"{folder}/drawn.json"
    for options, added in (([], None), (["--sample-added", "2"], 2), (["--sample-added", "0"], 0)):
        objects = f"{folder}/drawn.objects"
        done = tool("mirror", "verify", one, two, "--map", MAP, "--no-config", "--sample", "2", "-o", f"json={out}", "--objects", objects, *options)
        sample = json.loads(pathlib.Path(out).read_text())["mirror"]["sample"]
        lines = [json.loads(line) for line in pathlib.Path(objects).read_text().splitlines()]
        sampled = [line for line in lines if line.get("sampled")]
        check(f"sample {options}", done.returncode == 0 and sample["drawn"] == 2 and added in (None, sample["added"])
              and len(sampled) == 2 + sample["added"] and sample["bytes"] == sum(line["source"]["size"] for line in sampled), sample)
        check(f"notice {options}", "reads the content of 2 drawn " + (f"and {sample['added']} added " if sample["added"] else "") + "object" in done.stderr, done.stderr)
    check("an added sample without one", tool("mirror", "verify", one, two, "--sample-added", "2").returncode == 2, "")
    path = pathlib.Path(folder, "drawn-statement.json")
    make = ["mirror", "statement", one, two, "--map", MAP, "--sample", "2", "--sample-added", "1", "-q", "-o", f"json={path}"]
    check("statement of a limited sample", tool(*make).returncode == 0
          and tool("schema", "validate", "mirror-statement", str(path)).returncode == 0, "")
    done = tool("mirror", "check-statement", str(path), "--source", one, "--mirror", two)
    check("a limited sample is recomputed", done.returncode == 0, done.stdout + done.stderr)


def causes(folder, one, two):
    """One cause is one finding: a source that is listed in part, documents of another endpoint."""
    many = Tree({f"d/{number:03}.cdf": content(number, 10) for number in range(60)})
    few = Tree({key: data for key, data in many.files.items() if key < "d/010"})
    sides = [f"{folder}/cause-{name}.csv" for name in ("few", "many")]
    for side, tree in zip(sides, (few, many)):
        pathlib.Path(side).write_bytes(listing(tree))
    code, report, lines, _ = run(*sides)
    message = report["findings"][0]["message"]
    check("most objects are extra", found(report) == {"MIR005": 1} and message.startswith("50 of the mirror's 60 objects are extra"), message)
    code, report, lines, _ = run(one, two, "--map", f"{SOURCE}=s3://elsewhere/")
    message = [finding["message"] for finding in report["findings"] if finding["rule"] == "MIR035"]
    check("documents of another endpoint", code == 1 and not {"MIR033", "MIR016"} & set(found(report))
          and message and f"pass --map {SOURCE}={MIRROR}" in message[0], f"{found(report)} {message}")
    done = tool("mirror", "statement", *sides, "-q", "--map", "s3://spdf/=s3://m/")
    check("statement of two listings with a map", done.returncode == 1 and '"extra": 50' in done.stdout, f"{done.returncode} {done.stderr}")
    for side in sides:
        pathlib.Path(side).write_text("key,size\nd/a.cdf,1\n")
    done = tool("mirror", "statement", *sides, "-q")
    check("statement about nobody", done.returncode == 2 and "--map" in done.stderr, f"{done.returncode} {done.stderr}")
    if os.path.exists("/dev/full"):
        done = tool("mirror", "statement", one, two, "--map", MAP, "-q", "-o", "json=/dev/full")
        check("statement on a full disk", done.returncode == 4 and "/dev/full" in done.stderr and "No space left" in done.stderr,
              f"{done.returncode} {done.stderr}")
    pathlib.Path(two, "manifest.json").write_text("{}")
    done = tool("mirror", "verify", one, two, "--map", MAP, "--no-config")
    check("a directory with the manifest of an inventory", f"give {two}/manifest.json" in done.stderr, done.stderr)
    pathlib.Path(two, "manifest.json").unlink()


def stated(folder, one, two):
    """One copy is read and a list states the other, whichever of them it is."""
    tree = Tree({f"d/{number}.cdf": content(number, 100) for number in range(3)})
    side, sums, other = f"{folder}/stated", f"{folder}/stated.md5", f"{folder}/stated.csv"
    tree.write(side)
    pathlib.Path(other).write_text("key,size\n" + "".join(f"{key},{len(data)}\n" for key, data in tree.files.items()))
    pathlib.Path(sums).write_text("".join(f"{hashlib.md5(data).hexdigest()}  {key}\n" for key, data in tree.files.items()))
    etags = f"{folder}/stated-etags.csv"
    pathlib.Path(etags).write_bytes(listing(tree))
    for name, words in (("mirror", [side, other, "--mirror-evidence", sums]), ("source", [other, side, "--source-evidence", sums]),
                        ("ETags of the mirror", [side, etags]), ("ETags of the source", [etags, side])):
        code, report, lines, text = run(words[0], words[1], "--require", "content", *words[2:])
        # A list about a mirror has no content: only its bytes do.
        wanted = (0, ("same", "content")) if "source" in name else (3, ("unknown", "digest"))
        check(f"a list states the {name}", (code, {(line["verdict"], line["level"]) for line in lines}) == (wanted[0], {wanted[1]}),
              f"{code} {lines} {text}")
        if "ETag" not in name:
            check(f"lines with a list of the {name}", all(line["source"]["checksum"] == line["mirror"]["checksum"] for line in lines), lines[0])
    pathlib.Path(side, "d/1.cdf").write_bytes(b"!" + tree.files["d/1.cdf"][1:])
    for words in ([side, other, "--mirror-evidence", sums], [other, side, "--source-evidence", sums]):
        code, report, lines, _ = run(words[0], words[1], "--require", "content", *words[2:])
        same = "same" if words[0] == other else "unknown"
        check("a list that contradicts a copy", code == 1 and [line["verdict"] for line in lines] == [same, "differs", same], lines)


def lags(folder, one, two):
    """A mirror that lags by no more than is allowed is not at fault for what is newer than its state."""
    newer = GOOD[0].copy()
    fresh = {}
    for dataset, year, month in (("mms_fgm", 2021, 7), ("mms_fgm", 2022, 1), ("ace_mag", 2020, 9)):
        file, key = f"{dataset}/{dataset}_{year}.csv", f"{dataset}/data/{year}/{dataset}_{year}{month:02}01_v1.cdf"
        fresh[key] = b"new" * month
        lines = newer.lines(file) if file in newer.files else ["# start, stop, datakey, filesize, checksum, checksum_algorithm"]
        lines.append(f"{year}-{month:02}-01T00:00:00Z,{year}-{month:02}-01T23:59:59Z,{SOURCE}{key},{len(fresh[key])},"
                     f"{hashlib.sha256(fresh[key]).hexdigest()},SHA-256")
        newer.put_lines(file, lines)
    newer.files.update(fresh)

    def later(document):
        document["catalog"][0].update(stop="2022-01-01T23:59:59Z", modification="2025-01-05T00:00:00Z")
        document["catalog"][1].update(stop="2020-09-01T23:59:59Z")
    newer.catalog(later)
    current = f"{folder}/lag-current"
    newer.write(current)
    command = ["mirror", "verify", current, two, "--map", MAP, "--no-config"]
    out, objects = f"{folder}/lag.json", f"{folder}/lag.objects"
    done = tool(*command)
    check("a lag without a limit", done.returncode == 1 and "lags the source by 214 days by rows, 3 days by modification" in done.stderr,
          done.stderr)
    done = tool(*command, "--max-lag", "300d", "-o", f"json={out}", "--objects", objects)
    report = json.loads(pathlib.Path(out).read_text())
    lag = report["mirror"]["lag"]
    check("a lag within the limit", done.returncode == 0 and not found(report) and lag["newerRows"] == 3 and lag["newerObjects"] == 3,
          f"{done.returncode} {found(report)} {lag} {done.stderr}")
    check("a lag in words", "lags the source by 214 days by rows, 3 days by modification; the allowed lag explains 3 rows and 3 objects"
          in done.stderr, done.stderr)
    lines = [json.loads(line) for line in pathlib.Path(objects).read_text().splitlines()]
    check("lines of a lag", {line["key"] for line in lines if line.get("lagging")} == set(fresh)
          and all(line["verdict"] == "missing" for line in lines if line.get("lagging")), lines[:2])
    for form in ("html", "markdown"):
        path = f"{folder}/lag.{form}"
        done = tool("mirror", "statement", current, two, "--map", MAP, "--max-lag", "300d", "-q", "-o", f"{form}={path}")
        check(f"statement of a lag as {form}", done.returncode == 0 and "214 days by rows" in pathlib.Path(path).read_text(), done.stderr)
    path = pathlib.Path(folder, "lag-statement.json")
    tool("mirror", "statement", current, two, "--map", MAP, "--max-lag", "300d", "-q", "-o", f"json={path}")
    check("statement of a lag", tool("schema", "validate", "mirror-statement", str(path)).returncode == 0, "")
    check("schema of lines of a lag", all(tool("schema", "validate", "mirror-object", one_line(folder, line)).returncode == 0
                                          for line in lines if line.get("lagging")), "")
    done = tool(*command, "--max-lag", "30d", "-o", f"json={out}")
    report = json.loads(pathlib.Path(out).read_text())
    rules = found(report)
    clocks = [finding["message"] for finding in report["findings"] if finding["rule"] == "MIR039"]
    check("a lag beyond the limit", done.returncode == 1 and rules.get("MIR001") == 3 and rules.get("MIR010") == 2 and rules.get("MIR018") == 1
          and len(clocks) == 1 and "214 days by rows, 3 days by modification" in clocks[0], f"{rules} {clocks}")
    # Each row of a file that the mirror lacks counts.
    two_more = f"{folder}/lag-rows"
    longer = newer.copy()
    for month in (2, 3):
        file, key = "mms_fgm/mms_fgm_2022.csv", f"mms_fgm/data/2022/mms_fgm_2022{month:02}01_v1.cdf"
        longer.files[key] = b"new" * month
        longer.put_lines(file, longer.lines(file) + [
            f"2022-{month:02}-01T00:00:00Z,2022-{month:02}-01T23:59:59Z,{SOURCE}{key},{len(longer.files[key])},"
            f"{hashlib.sha256(longer.files[key]).hexdigest()},SHA-256"])
    longer.catalog(lambda document: document["catalog"][0].update(stop="2022-03-01T23:59:59Z"))
    longer.write(two_more)
    done = tool("mirror", "verify", two_more, two, "--map", MAP, "--no-config", "--max-lag", "900d", "-o", f"json={out}")
    lag = json.loads(pathlib.Path(out).read_text())["mirror"]["lag"]
    check("rows of a missing file in the lag", done.returncode == 0 and lag["newerRows"] == 5 and lag["newerObjects"] == 5,
          f"{done.returncode} {lag} {done.stderr}")
    # Older rows are no lag.
    older = f"{folder}/lag-older"
    faulty = GOOD[1].copy()
    faulty.put_lines(FGM, faulty.lines(FGM)[:3] + faulty.lines(FGM)[4:])
    faulty.files.pop(OBJECT)
    faulty.write(older)
    done = tool("mirror", "verify", current, older, "--map", MAP, "--no-config", "--max-lag", "300d", "-o", f"json={out}")
    rules = found(json.loads(pathlib.Path(out).read_text()))
    check("a gap is no lag", done.returncode == 1 and rules == {"MIR001": 1, "MIR010": 1}, f"{rules} {done.stderr}")
    # An earlier state explains replaced and deleted files, too.
    edited = newer.copy()
    edited.files[OBJECT] = b"replaced" * 90
    lines = edited.lines(FGM)
    row = lines[3].split(",")
    row[3:5] = [str(len(edited.files[OBJECT])), hashlib.sha256(edited.files[OBJECT]).hexdigest()]
    edited.put_lines(FGM, lines[:3] + [",".join(row)] + lines[4:-1])
    edited.files.pop("mms_fgm/data/2020/mms_fgm_20200601_v1.cdf")
    edited.catalog(lambda document: document["catalog"][0].update(title="another"))
    edited.write(f"{folder}/lag-edited")
    command = ["mirror", "verify", f"{folder}/lag-edited", two, "--map", MAP, "--no-config", "--earlier", one, "-o", f"json={out}"]
    done = tool(*command, "--max-lag", "300d")
    report = json.loads(pathlib.Path(out).read_text())
    check("an earlier state within the limit", done.returncode == 0 and not found(report) and report["mirror"]["lag"]["newerObjects"] == 5
          and "1 generation" in done.stderr, f"{done.returncode} {found(report)} {report['mirror']['lag']} {done.stderr}")
    check("an earlier state without a limit", tool(*command).returncode == 1, "")


def both(folder, one, two):
    """What source and mirror lack, or have truncated, alike; a mirror that differs has its page and its exit code."""
    pages = {name: pathlib.Path(folder, f"both.{name}") for name in ("html", "markdown")}
    outputs = [word for name, path in pages.items() for word in ("-o", f"{name}={path}")]
    done = tool("mirror", "verify", one, two, "--map", MAP, "--no-config", "-q", "--sample", "4", "--seed", "3", *outputs)
    texts = {name: path.read_text() for name, path in pages.items()}
    for name, text in texts.items():
        missing = [word for word in ("Mirror", "same", SOURCE, "Levels by year", "size+", "2019", "mms_fgm", "drawn with the seed 3", "size")
                   if word not in text]
        check(f"{name} of a mirror", done.returncode == 0 and not missing, f"{missing} {done.stderr}")
    check("page of a mirror", "No index file was read" not in texts["html"] and "Verification of a mirror" in texts["html"], "")
    sides = [pathlib.Path(side, OBJECT) for side in (one, two)]
    data = sides[0].read_bytes()
    for side in sides:
        side.unlink()
    code, report, lines, _ = run(one, two, "--map", MAP)
    check("both lack it", code == 0 and found(report) == {"MIR009": 1}, f"{code} {found(report)}")
    statement = ["mirror", "statement", one, two, "--map", MAP, "-q", "-o", f"json={folder}/both.json"]
    check("statement of what both lack", tool(*statement).returncode == 0, "")
    sides[0].write_bytes(data)
    check("statement of a mirror that lacks an object", tool(*statement).returncode == 1, "")
    for side in sides:
        side.write_bytes(data[:50])
    code, report, lines, _ = run(one, two, "--map", MAP)
    line = next(line for line in lines if line["key"] == OBJECT)
    check("both are truncated", code == 1 and found(report) == {"MIR003": 1} and line.get("damaged") and line["verdict"] == "same",
          f"{code} {found(report)} {line}")
    for side in sides:
        side.write_bytes(data)
    link = pathlib.Path(two, "mms_fgm/data/outside")
    link.symlink_to("/usr/share")
    done = tool("mirror", "verify", one, two, "--map", MAP, "--no-config")
    check("link out of a mirror", "pass --links" not in done.stdout + done.stderr, done.stdout + done.stderr)
    link.unlink()


def find(root, path, keys=None):
    """A listing of the keys below a root, as find -printf gives it."""
    lines = [f"{file.stat().st_size}\t1700000000.0\t{file.relative_to(root)}\n"
             for file in sorted(pathlib.Path(root).rglob("*")) if file.is_file()]
    pathlib.Path(path).write_text("".join(line for line in lines if keys is None or keys(line.split("\t")[2].strip())))


def unseen(folder, one, two):
    """Unseen objects and documents are neither the same nor wrong, in the report, the notices and the statement."""
    path, out = f"{folder}/unseen.find", f"{folder}/unseen.json"

    def statement():
        done = tool("mirror", "statement", one, path, "--map", MAP, "-q", "-o", f"json={out}")
        return done, json.loads(pathlib.Path(out).read_text())["verification"]

    for name, keys, wanted in [
        ("all", None, {}), ("no index", lambda key: not key.endswith(".csv"), {"MIR018": 4}),
        ("no catalog", lambda key: key != "catalog.json", {"MIR040": 1}),
        ("one index", lambda key: key != ACE, {"MIR018": 1}),
    ]:
        find(two, path, keys)
        code, report, _, error = run(one, path, "--map", MAP)
        check(f"listing with {name}", found(report) == wanted and code == (1 if wanted else 0), f"{code} {found(report)} {error}")
        check(f"notice of a listing with {name}", "index files were not compared" in " ".join(report["mirror"]["copies"][0]["notes"]), f"{report['mirror']}")
        done, stated = statement()
        check(f"statement on a listing with {name}", stated["notEvaluated"].get("MIR010") and done.returncode == code, f"{done.returncode} {stated}")
    find(two, path, lambda key: key.endswith(".cdf"))
    code, report, _, _ = run(one, path, "--map", MAP)
    check("listing of the data alone", code == 0 and not found(report), f"{code} {found(report)}")
    bare = f"{folder}/bare"
    shutil.copytree(one, bare)
    pathlib.Path(bare, "catalog.json").unlink()
    code, report, _, error = run(bare, two, "--map", MAP)
    check("source without its catalog", code == 3, f"{code} {error}")
    shutil.rmtree(bare)
    # A line without its end may be truncated.
    for name, first, second in [
        ("find", "5\t1700000000.0\tk1\n5\t1700000000.0\tk2\n", "5\t1700000000.0\tk1\n5\t1700000000.0\tk"),
        ("csv", "key,size\nk1,1001\nk2,1002\n", "key,size\nk1,1001\nk2,10"),
        ("ls", "2026-11-24 04:19:09       1001 k1\n2026-11-24 04:19:09       1002 k2\n", "2026-11-24 04:19:09       1001 k1\n2026-11-24 04:19:09       1002 k"),
    ]:
        whole, cut = f"{folder}/whole.{name}", f"{folder}/cut.{name}"
        pathlib.Path(whole).write_text(first)
        pathlib.Path(cut).write_text(second)
        for pair in [(whole, cut), (cut, whole)]:
            code, report, lines, _ = run(*pair)
            check(f"truncated {name}", code == 3 and not {line["verdict"] for line in lines} - {"same", "unknown"}, f"{code} {lines}")
    # A listing knows nothing of what came after it.
    tree = pathlib.Path(folder, "newer")
    tree.mkdir()
    for key in ("k1", "k2"):
        (tree / key).write_text("12345")
    old = f"{folder}/old.ndjson.gz"
    made = tool("snapshot", str(tree), "--out", old)
    time.sleep(1.1)
    (tree / "k3").write_text("12345")
    (tree / "k2").write_text("123")
    new = f"{folder}/new.find"
    pathlib.Path(new).write_text("".join(f"{item.stat().st_size}\t{item.stat().st_mtime}\t{item.name}\n" for item in sorted(tree.iterdir())))
    for pair in [(new, old), (old, new)]:
        code, report, lines, error = run(*pair)
        verdicts = {line["key"]: line["verdict"] for line in lines}
        check("older listing", made.returncode == 0 and code == 3 and verdicts == {"k1": "same", "k2": "unknown", "k3": "unknown"}, f"{made.stderr} {code} {verdicts} {error}")
    shutil.rmtree(tree)


def checked(folder, one, two):
    """A statement is recomputed with its lag and its lists; each member that was changed is named."""
    path = f"{folder}/checked.json"

    sums = f"{folder}/checked.sums"
    with open(sums, "w") as file:
        for item in sorted(pathlib.Path(one).rglob("*.cdf")):
            file.write(f"{hashlib.sha256(item.read_bytes()).hexdigest()}  {item.relative_to(one)}\n")
    done = tool("mirror", "statement", one, two, "--map", MAP, "-q", "--source-evidence", sums, "-o", f"json={path}")
    alone = tool("mirror", "check-statement", path, "--source", one, "--mirror", two, "-q")
    check("statement on a list", done.returncode == 0 and alone.returncode == 3 and "--source-evidence" in alone.stderr, f"{alone.returncode} {alone.stdout} {alone.stderr}")
    same = tool("mirror", "check-statement", path, "--source", one, "--mirror", two, "-q", "--source-evidence", sums)
    check("statement with its list", same.returncode == 0, f"{same.returncode} {same.stdout} {same.stderr}")
    with open(sums, "a") as file:
        file.write("\n")
    other = tool("mirror", "check-statement", path, "--source", one, "--mirror", two, "-q", "--source-evidence", sums)
    check("statement with another list", other.returncode == 1 and "verification/evidence" in other.stdout, f"{other.returncode} {other.stdout}")
    tool("mirror", "statement", one, two, "--map", MAP, "-q", "-o", f"json={path}")
    document = json.loads(pathlib.Path(path).read_text())
    for name, change in [
        ("mirror/endpoint", lambda it: it["mirror"].update(endpoint="s3://elsewhere/")),
        ("mirror/name", lambda it: it["mirror"].update(name="Other")),
        ("mirror/contact", lambda it: it["mirror"].update(contact="x@example.org")),
        ("verification/lag", lambda it: it["verification"].update(lag={"rows": 86400})),
        ("more", lambda it: it.update(more=1)),
    ]:
        edited = json.loads(json.dumps(document))
        change(edited)
        pathlib.Path(folder, "edited.json").write_text(json.dumps(edited))
        result = tool("mirror", "check-statement", f"{folder}/edited.json", "--source", one, "--mirror", two, "-q")
        check(f"statement with another {name}", result.returncode == 1 and f"\n{name}" in result.stdout, f"{result.returncode} {result.stdout}")
    for endpoint, words in [("http://127.0.0.2:9/", "not a public address"), (f"{folder}/source/", "must not name files")]:
        edited = json.loads(json.dumps(document))
        edited["source"]["endpoint"] = endpoint
        pathlib.Path(folder, "edited.json").write_text(json.dumps(edited))
        result = tool("mirror", "check-statement", f"{folder}/edited.json", "--mirror", two, "-q", "--retries", "0")
        check(f"statement that leads to {endpoint}", result.returncode in (2, 3) and words in result.stderr, f"{result.returncode} {result.stderr}")
    state = tool("mirror", "verify", one, two, "--map", MAP, "-q", "--state", "/dev/zero")
    check("state that is a device", state.returncode == 2 and "is not a file" in state.stderr, f"{state.returncode} {state.stderr}")


def served(folder, one, two):
    """A web server gets keys as URLs have them, and says that it can't be listed."""
    import functools
    import http.server
    import threading

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    keys = ["a%20b.dat", "q?x.dat", "h#y.dat", "per cent.dat", "ü.dat", "100%.dat"]
    sides = [pathlib.Path(folder, name) for name in ("odd-source", "odd-mirror")]
    for side, root in zip(sides, ("s3://s/", "s3://t/")):
        (side / "x").mkdir(parents=True)
        rows = ["# start, stop, datakey, filesize"]
        for number, key in enumerate(keys):
            (side / "x" / key).write_bytes(content(number, 100 + number))
            rows.append(f"2020-01-{number + 1:02}T00:00:00Z,2020-01-{number + 1:02}T12:00:00Z,{root}x/{key},{100 + number}")
        (side / "x/x_2020.csv").write_text("\n".join(rows) + "\n")
        (side / "catalog.json").write_text(json.dumps({
            "version": "1.1", "endpoint": root, "name": root, "contact": f"{root} a@b.org", "catalog": [{
                "id": "x", "index": f"{root}x/", "title": "x", "start": "2020-01-01T00:00:00Z", "stop": "2020-01-06T12:00:00Z",
                "modification": "2025-01-02T00:00:00Z", "indextype": "csv", "filetype": "dat"}]}))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(sides[1])))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    for level in ("size", "content"):
        code, report, lines, error = run(str(sides[0]), address, "--map", "s3://s/=s3://t/", "--require", level)
        verdicts = {line["key"]: line["verdict"] for line in lines}
        check(f"odd keys of a web server, {level}", code == 0 and verdicts == {f"x/{key}": "same" for key in keys}, f"{code} {found(report)} {verdicts} {error}")
    # A run that the server refuses halfway keeps what it has read.
    state, gets = f"{folder}/refused.state", []

    class Refusing(Handler):
        def do_GET(self):
            if self.path.startswith("/x/") and not self.path.endswith(".csv"):
                gets.append(self.path)
                if refuses(len(gets)):
                    return self.send_error(503)
            super().do_GET()

    refusing = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Refusing, directory=str(sides[1])))
    threading.Thread(target=refusing.serve_forever, daemon=True).start()
    place = f"http://127.0.0.1:{refusing.server_port}/"
    options = ["--map", "s3://s/=s3://t/", "--require", "content", "--state", state, "--retries", "0", "-j", "1"]
    for refuses, wanted, most in [(lambda n: n > 3, 3, 6), (lambda n: n == 1, 3, 3), (lambda n: False, 0, 1)]:
        gets.clear()
        code, report, lines, error = run(str(sides[0]), place, *options)
        check(f"refused halfway, {most}", code == wanted and len(gets) <= most, f"{code} {gets} {error}")
    check("refused halfway, in the end", report["mirror"]["copies"][0]["verdicts"] == {"same": len(keys)}, f"{report['mirror']['copies']}")
    refusing.shutdown()
    check("what a web server can't tell", "MIR005" in json.dumps(report["coverage"]) and "can't be listed" in " ".join(report["mirror"]["copies"][0]["notes"]),
          f"{report['coverage']}")
    server.shutdown()


def unfinished(folder, one, two):
    """What a run that ended early leaves is no list of objects, and nothing is listed for a copy that is not there."""
    out = pathlib.Path(folder, "unfinished.ndjson")
    done = tool("mirror", "verify", one, f"{folder}/absent", "--map", MAP, "--no-config", "-q", "--objects", str(out))
    check("a run that can't begin has no list", done.returncode != 0 and not out.exists(), done.stderr)
    out.write_text("")
    done = tool("mirror", "repair", str(out))
    check("an empty list", done.returncode == 2 and "no line of an object" in done.stderr, done.stderr)
    copies = [two, f"{folder}/second"]
    shutil.copytree(two, copies[1], dirs_exist_ok=True)
    tool("mirror", "verify", one, *copies, "--map", MAP, "--no-config", "-q", "--objects", str(out))
    check("a list of a finished run", out.exists() and not pathlib.Path(f"{out}.part").exists(), "")
    done = tool("mirror", "repair", str(out), "--copy", "neither")
    check("a copy that is not in the list", done.returncode == 2 and copies[1] in done.stderr, done.stderr)


def counted_once(folder, one, two):
    """A finding about an object is one finding in every format."""
    other = f"{folder}/counted"
    shutil.copytree(two, other)
    os.remove(f"{other}/{OBJECT}")
    names = {name: f"{folder}/counted.{name}" for name in ("json", "sarif", "gitlab", "csv", "markdown")}
    tool("mirror", "verify", one, other, "--map", MAP, "--no-config", "-q", *[
        word for name, path in names.items() for word in ("-o", f"{name}={path}")])
    text = {name: pathlib.Path(path).read_text() for name, path in names.items()}
    wanted = [f["rule"] for f in json.loads(text["json"])["findings"]].count("MIR001")
    counts = {"sarif": [r["ruleId"] for r in json.loads(text["sarif"])["runs"][0]["results"]].count("MIR001"),
              "gitlab": [f["check_name"] for f in json.loads(text["gitlab"])].count("MIR001"),
              "csv": text["csv"].count(",MIR001,"), "markdown": text["markdown"].count("| error | MIR001 ")}
    check("one finding in every format", wanted == 1 and counts["sarif"] == counts["gitlab"] == counts["csv"] == counts["markdown"] == 1,
          f"{wanted} {counts}")


def only_listed(folder, one, two):
    """A mirror that is only a listing has no content; what its listing states is a digest at most."""
    tree = GOOD[1]
    sums = f"{folder}/only-listed.json"
    pathlib.Path(sums).write_text(json.dumps([
        {"Path": key, "Size": len(data), "IsDir": False, "Hashes": {"sha256": hashlib.sha256(data).hexdigest()}}
        for key, data in tree.files.items()]))
    code, report, lines, error = run(one, sums, "--map", MAP, "--require", "content")
    levels = {line["level"] for line in lines}
    check("a listing is no content", code == 3 and "content" not in levels and "digest" in levels, f"{code} {levels} {error}")
    code, report, lines, error = run(one, sums, "--map", MAP, "--require", "digest")
    check("a listing states digests", code == 0 and {line["level"] for line in lines} == {"digest"}, f"{code} {error}")


def others():
    with tempfile.TemporaryDirectory() as folder:
        one, two = f"{folder}/source", f"{folder}/mirror"
        GOOD[0].write(one)
        GOOD[1].write(two)
        for work in (statements, repairs, formats, itself, empty, multipart, doubtful, copies, generations, evidence, merged, hashes, unseen, checked, served, quotes, odd_names, garbage, indexed, scopes, unread, named,
                     headlines, both, lags, mapped, voted, drawn, causes, stated, unfinished, counted_once, only_listed, interrupted,
                     signalled, many_rows):
            work(folder, one, two)


faults()
if not ONLY or ONLY == "others":
    forms()
    others()
print(f"{len(FAULTS)} mirrors, {count} checks, {len(failures)} failures")
sys.exit(1 if failures else 0)
