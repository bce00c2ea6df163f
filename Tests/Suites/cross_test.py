#!/usr/bin/env python3
"""Sends the same queries to the Python client (cloudcatalog 1.3.3) and to scregistry.

usage: cross_test.py FOLDER TOOL [--markdown]
       (FOLDER is that of with-servers.sh, with running servers; run this with the python of its venv)

The script puts the same registries into buckets of moto's S3 and compares the rows. They must be equal where the
client is right. Where it is known to be wrong, this file lists both results, and they are checked, too.
"""
import csv
import io
import json
import logging
import os
import pathlib
import random
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent.parent / "Conformance" / "data"
GUIDE = HERE.parent.parent / "docs" / "guide" / "read.md"
HEADER = "# start, stop, datakey, filesize\n"

folder, tool = pathlib.Path(sys.argv[1]), sys.argv[2]
server = json.loads((folder / "servers.json").read_text())["moto"]
os.environ |= {
    "AWS_ENDPOINT_URL": server["url"], "AWS_ACCESS_KEY_ID": server["key"], "AWS_DEFAULT_REGION": server["region"],
    "AWS_SECRET_ACCESS_KEY": server["secret"], "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}
import boto3  # noqa: E402  (reads the environment)
import cloudcatalog  # noqa: E402
import pandas  # noqa: E402

logging.disable(logging.CRITICAL)
s3 = boto3.client("s3")


def publish(bucket, files):
    """Makes a bucket with exactly these files."""
    try:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": server["region"]})
    except s3.exceptions.BucketAlreadyOwnedByYou:
        for old in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
            s3.delete_object(Bucket=bucket, Key=old["Key"])
    for key, text in files.items():
        s3.put_object(Bucket=bucket, Key=key, Body=text if isinstance(text, bytes) else text.encode())


def catalog(bucket, entries, **fields):
    full = [{"id": "ds", "index": f"s3://{bucket}/ds/", "title": "A dataset", "start": "2015-01-01T00:00:00Z",
             "stop": "2016-12-31T23:59:59Z", "indextype": "csv", "filetype": "cdf"} | entry for entry in entries]
    return json.dumps({"version": "1.1", "status": {"code": 1200, "message": "OK"}, "catalog": full} | fields)


def of_client(bucket, dataset, start, stop):
    """The rows that the client returns, or the name of the error that it raises."""
    try:
        found = cloudcatalog.CloudCatalog(f"s3://{bucket}/").request_cloud_catalog(
            dataset, start_date=start, stop_date=stop)
    except Exception as error:  # any error is a result
        return type(error).__name__
    if not isinstance(found, pandas.DataFrame) or found.empty:
        return []
    return [(row["start"].isoformat(), None if pandas.isna(row["stop"]) else row["stop"].isoformat(),
             str(row["datakey"]), str(row["filesize"])) for _, row in found.iterrows()]


def of_tool(bucket, dataset, start, stop):
    """The rows that the tool writes, or its exit code."""
    run = subprocess.run(
        [tool, "files", f"s3://{bucket}/", dataset, "--start", start, "--stop", stop, "--format", "csv", "--no-cache",
         "--quiet"], capture_output=True, text=True)
    # The rows that could be read are there, also where the exit code says that some could not.
    if run.returncode not in (0, 3):
        return f"exit {run.returncode}"
    rows = list(csv.reader(io.StringIO(run.stdout)))[1:]

    def time(text):
        return pandas.to_datetime(text.removesuffix("Z")).isoformat() if text else None

    return [(time(row[0]), time(row[1]), row[2], row[3]) for row in rows]


failures = []
asked = 0


def compare(bucket, dataset, start, stop):
    global asked
    asked += 1
    theirs, ours = of_client(bucket, dataset, start, stop), of_tool(bucket, dataset, start, stop)
    if theirs != ours:
        failures.append(f"{bucket} {dataset} {start} {stop}: the client returns {str(theirs)[:300]}, "
                        f"the tool {str(ours)[:300]}")


# --- Where the client is right: equal rows ---

def hours(bucket, year, count, step=3600):
    rows = []
    for number in range(count):
        first = pandas.Timestamp(f"{year}-01-01") + pandas.Timedelta(seconds=number * step)
        last = first + pandas.Timedelta(seconds=step - 1)
        rows.append(f"{first.isoformat()}Z,{last.isoformat()}Z,"
                    f"s3://{bucket}/ds/f{year}{number:05}.cdf,{number + 1}\n")
    return "".join(rows)


def equal_rows():
    for name in ["demo-good"]:
        files = {str(path.relative_to(DATA / name)): path.read_bytes()
                 for path in (DATA / name).rglob("*") if path.is_file()}
        publish("example-helio", files)
        for entry in json.loads(files["catalog.json"])["catalog"]:
            compare("example-helio", entry["id"], entry["start"], entry["stop"])
            for year in range(2015, 2021):
                # Records that started before the range: see below.
                compare("example-helio", entry["id"], f"{year}-01-01T00:00:00Z", f"{year}-07-15T12:00:00Z",
                        *(["--starting-in-range"] if False else []))
    plain = {"header": HEADER, "bare header": "start,stop,datakey,filesize\n", "CRLF": HEADER}
    for number, (form, header) in enumerate(plain.items()):
        bucket = f"cross-{number}"
        body = header + hours(bucket, 2015, 3000)
        if form == "CRLF":
            body = body.replace("\n", "\r\n")
        publish(bucket, {"catalog.json": catalog(bucket, [{}]), "ds/ds_2015.csv": body,
                         "ds/ds_2016.csv": header + hours(bucket, 2016, 500)})
        dice = random.Random(number)
        for _ in range(5):
            one, two = sorted(pandas.Timestamp("2015-01-02") + pandas.Timedelta(minutes=dice.randrange(43_000))
                              for _ in range(2))
            compare(bucket, "ds", one.isoformat() + "Z", two.isoformat() + "Z")
        compare(bucket, "ds", "2015-01-01T00:00:00Z", "2017-01-01T00:00:00Z")
        compare(bucket, "ds", "2015-01-01T00:59:59Z", "2015-01-01T01:00:00Z")
        compare(bucket, "ds", "2015-01-01T05:00:00Z", "2015-01-01T05:00:00Z")
    bucket = "cross-quotes"
    publish(bucket, {"catalog.json": catalog(bucket, [{}]),
                     "ds/ds_2015.csv": HEADER + '"2015-01-01T00:00:00Z","2015-01-01T01:00:00Z","s3://b/q.cdf","7"\n'})
    compare(bucket, "ds", "2015-01-01T00:00:00Z", "2015-02-01T00:00:00Z")
    bucket = "cross-minutes"
    publish(bucket, {"catalog.json": catalog(bucket, [{}]),
                     "ds/ds_2015.csv": HEADER + "2015-01-01T00:00Z,2015-01-01T01:00Z,s3://b/m.cdf,7\n"})
    compare(bucket, "ds", "2015-01-01T00:00:00Z", "2015-02-01T00:00:00Z")


# --- Where the client is wrong: both results ---

def row(start, stop, name, size=1):
    return f"{start},{stop},s3://b/{name},{size}\n"


A = row("2015-03-01T00:00:00Z", "2015-03-01T01:00:00Z", "a")
ALL = ("2015-01-01T00:00:00Z", "2017-01-01T00:00:00Z")
FAULTS = [
    # the case, files or entries, time, names from the client (or its error), names from the tool
    ("a record that began in the year before",
     {"ds/ds_2015.csv": HEADER + row("2015-12-31T23:00:00Z", "2016-01-01T01:00:00Z", "a"),
      "ds/ds_2016.csv": HEADER + row("2016-01-01T01:00:00Z", "2016-01-01T02:00:00Z", "b")},
     ("2016-01-01T00:00:00Z", "2016-01-02T00:00:00Z"), "b", "a b", [{}], {}),
    ("files after the stop of the catalog",
     {"ds/ds_2015.csv": HEADER + A,
      "ds/ds_2016.csv": HEADER + row("2016-03-01T00:00:00Z", "2016-03-01T01:00:00Z", "b")},
     ALL, "a", "a b", [{"stop": "2015-12-31T00:00:00Z"}], {}),
    ("another entry without a title", {"ds/ds_2015.csv": HEADER + A}, ALL, "KeyError", "a", [{}, "no title"], {}),
    ("another entry whose index ends without a slash", {"ds/ds_2015.csv": HEADER + A}, ALL, "ValueError", "a",
     [{}, {"id": "other", "index": "s3://b/x"}], {}),
    ("a catalog without a status", {"ds/ds_2015.csv": HEADER + A}, ALL, "ValueError", "a", [{}], {"status": None}),
    ("a status as a string", {"ds/ds_2015.csv": HEADER + A}, ALL, "AttributeError", "a", [{}], {"status": "1200/OK"}),
    ("a version of three parts", {"ds/ds_2015.csv": HEADER + A}, ALL, "ValueError", "a", [{}], {"version": "1.1.0"}),
    ("an index without a header", {"ds/ds_2015.csv": A + row("2015-04-01T00:00:00Z", "2015-04-01T01:00:00Z", "b")},
     ALL, "b", "a b", [{}], {}),
    ("an index out of order",
     {"ds/ds_2015.csv": HEADER + row("2015-04-01T00:00:00Z", "2015-04-01T01:00:00Z", "b") + A},
     ALL, "b a", "a b", [{}], {}),
    ("times of several lengths",
     {"ds/ds_2015.csv": HEADER + A + row("2015-04-01T00:00Z", "2015-04-01T01:00Z", "b")},
     ALL, "ValueError", "a b", [{}], {}),
    ("a comma in a quoted datakey, single quotes",
     {"ds/ds_2015.csv": HEADER + "'2015-03-01T00:00:00Z','2015-03-01T01:00:00Z','s3://b/a','1'\n"},
     ALL, "a'", "a", [{}], {}),
    ("an empty index file", {"ds/ds_2015.csv": HEADER + A, "ds/ds_2016.csv": ""}, ALL, "EmptyDataError", "a", [{}], {}),
    ("an invalid row", {"ds/ds_2015.csv": HEADER + A + "nonsense,nonsense,nonsense,1\n"}, ALL, "ValueError", "a",
     [{}], {}),
    ("three columns, version 0.4: the last row of a year",
     {"ds/ds_2015.csv": "# start, datakey, filesize\n2015-03-01T00:00:00Z,s3://b/a,1\n2015-04-01T00:00:00Z,s3://b/b,1\n"},
     ALL, "a", "a b", [{}], {"version": "0.4"}),
    ("three columns, version 1.1",
     {"ds/ds_2015.csv": "# start, datakey, filesize\n2015-03-01T00:00:00Z,s3://b/a,1\n"}, ALL, "IndexError", "a", [{}], {}),
    ("index files in zip", {"ds/ds_2015.csv.zip": "zip"}, ALL, "", "a", [{"indextype": "csv-zip"}], {}),
    ("a file of several years, queried for a later one",
     {"ds/ds_2014.csv": HEADER + row("2014-01-01T00:00:00Z", "2016-06-01T00:00:00Z", "a")},
     ("2016-02-01T00:00:00Z", "2016-03-01T00:00:00Z"), "", "a",
     [{"start": "2014-01-01T00:00:00Z", "multiyear": True}], {}),
]


def zipped(text):
    import zipfile
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ds_2015.csv", text)
    return target.getvalue()


def names(rows):
    return rows if isinstance(rows, str) else " ".join(found[2].rsplit("/", 1)[-1] for found in rows)


def known_faults():
    table = []
    for number, (what, files, time, client, own, entries, fields) in enumerate(FAULTS):
        bucket = f"cross-fault-{number}"
        made = json.loads(catalog(bucket, [entry for entry in entries if isinstance(entry, dict)], **fields))
        if "no title" in entries:
            made["catalog"].append({"id": "other", "index": "s3://b/x/"})
        made = {key: value for key, value in made.items() if value is not None}
        files = {key: zipped(HEADER + A) if text == "zip" else text for key, text in files.items()}
        publish(bucket, {"catalog.json": json.dumps(made)} | files)
        theirs, ours = names(of_client(bucket, "ds", *time)), names(of_tool(bucket, "ds", *time))
        table.append((what, theirs, ours))
        if (theirs, ours) != (client, own):
            failures.append(f"{what}: the client returns {theirs!r} ({client!r} expected), the tool {ours!r} ({own!r})")
    return table


equal_rows()
table = known_faults()
markdown = "| case | cloudcatalog 1.3.3 | scregistry |\n|---|---|---|\n" + "".join(
    f"| {what} | {theirs or 'nothing'} | {ours or 'nothing'} |\n" for what, theirs, ours in table)
if "--markdown" in sys.argv:
    print(markdown, end="")
elif f"<!-- cross:begin -->\n{markdown}<!-- cross:end -->" not in GUIDE.read_text(encoding="utf-8"):
    failures.append(f"{GUIDE.name} has another table of known faults; --markdown prints the present one")
for failure in failures:
    print(failure, file=sys.stderr)
print(f"{asked} queries with equal results, {len(table)} known faults of the client"
      + (f"; {len(failures)} failures" if failures else ""))
sys.exit(1 if failures else 0)
