"""Reads and writes registries with Parquet index files, and Parquet inventories, with the program.

usage: parquet_registry_test.py SCREGISTRY

Needs the packages of Tests/Suites/parquet-requirements.txt. The index files are written by pyarrow,
pandas, Polars, DuckDB and fastparquet; the tables that the program writes are read by all of them.
"""

import datetime
import hashlib
import http.server
import io
import json
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import duckdb
import fastparquet
import numpy
import pandas
import polars
import pyarrow
import pyarrow.ipc
import pyarrow.parquet

import parquet_odd_values

failures = []
ROWS = 5000
YEAR = 2020


def run(tool, *arguments, code=0, data=None):
    done = subprocess.run([tool, *map(str, arguments)], capture_output=True, input=data)
    if done.returncode != code:
        raise AssertionError(
            f"{' '.join(map(str, arguments))}: exit code {done.returncode}, not {code}: "
            f"{done.stdout[-300:]!r} {done.stderr[-600:]!r}")
    return done.stdout


def check(name, body, *arguments):
    try:
        body(*arguments)
    except Exception as problem:  # The next check should be tried, whatever is wrong here.
        failures.append(name)
        print(f"FAILED {name}: {type(problem).__name__}: {str(problem)[:700]}")


def rows(count=ROWS):
    """The rows of an index file: every tenth file has a fraction of a second in none of its times."""
    starts = [datetime.datetime(YEAR, 1, 1) + datetime.timedelta(minutes=120 * n) for n in range(count)]
    text = [f"{time.isoformat()}Z" for time in starts]
    stops = [f"{(time + datetime.timedelta(minutes=120)).isoformat()}Z" for time in starts]
    keys = [f"s3://b/ds/{time[:4]}/file {n:05d} ü,\"x\".cdf" if n % 50 == 7
            else f"s3://b/ds/{time[:4]}/file{n:05d}.cdf" for n, time in enumerate(text)]
    sizes = [1000 + 7 * n for n in range(count)]
    return pyarrow.table({
        "start": text, "stop": stops, "datakey": keys,
        "filesize": pyarrow.array(sizes, pyarrow.int64())})


def of_year(table, year):
    return table.filter(pyarrow.compute.starts_with(table["start"], f"{year}-"))


def with_times(table, unit="us", zone="UTC"):
    for position, name in enumerate(["start", "stop"]):
        times = [datetime.datetime.fromisoformat(time) for time in table[name].to_pylist()]
        column = pyarrow.array(times, pyarrow.timestamp("us", "UTC")).cast(pyarrow.timestamp(unit, zone))
        table = table.set_column(position, name, column)
    return table


def catalog(folder, kind, stop=None):
    (folder / "ds").mkdir(parents=True, exist_ok=True)
    (folder / "catalog.json").write_text(json.dumps({
        "version": "1.1", "name": "n", "contact": "c, c@example.com", "egress": "public, no-egress",
        "endpoint": "s3://b/", "status": {"code": 1200, "message": "OK"},
        "catalog": [{
            "id": "ds", "index": "s3://b/ds/", "title": "t", "start": f"{YEAR}-01-01T00:00:00Z",
            "stop": stop or rows()["stop"][-1].as_py(), "modification": "2025-01-01T00:00:00Z",
            "indextype": kind, "filetype": "cdf"}]}, indent=2))


def years():
    return sorted({text[:4] for text in rows()["start"].to_pylist()})


def csv_registry(folder):
    catalog(folder, "csv")
    for year in years():
        lines = ["# start, stop, datakey, filesize"]
        for row in of_year(rows(), year).to_pylist():
            key = row["datakey"]
            if "," in key:
                key = '"' + key.replace('"', '""') + '"'
            lines.append(f"{row['start']},{row['stop']},{key},{row['filesize']}")
        (folder / f"ds/ds_{year}.csv").write_text("\n".join(lines) + "\n")


def writers():
    """Functions that write a table, by their names."""
    def duck(version, codec):
        def write(table, path):
            connection = duckdb.connect()
            connection.execute("set timezone = 'UTC'")
            connection.register("t", table)
            connection.execute(
                f"copy t to '{path}' (format parquet, parquet_version {version}, compression {codec}, "
                "row_group_size 2048)")
        return write

    yield "pyarrow", lambda table, path: pyarrow.parquet.write_table(table, path, row_group_size=700)
    for codec in ["gzip", "zstd", "lz4", "none"]:
        yield f"pyarrow-{codec}", lambda table, path, codec=codec: pyarrow.parquet.write_table(
            table, path, compression=codec, data_page_version="2.0")
    yield "pyarrow-delta", lambda table, path: pyarrow.parquet.write_table(
        table, path, use_dictionary=False, column_encoding={
            name: "DELTA_BYTE_ARRAY" if pyarrow.types.is_string(table[name].type)
            else "DELTA_BINARY_PACKED" for name in table.column_names})
    yield "pandas", lambda table, path: table.to_pandas().to_parquet(path)
    yield "pandas-index", lambda table, path: table.to_pandas().to_parquet(path, index=True)
    yield "polars", lambda table, path: polars.from_arrow(table).write_parquet(path, row_group_size=900)
    yield "duckdb-v1", duck("v1", "snappy")
    yield "duckdb-v2", duck("v2", "zstd")
    yield "fastparquet", lambda table, path: fastparquet.write(
        str(path), table.to_pandas(), compression="SNAPPY", row_group_offsets=800)
    yield "int96", lambda table, path: pyarrow.parquet.write_table(
        table, path, use_deprecated_int96_timestamps=True)


def answer(tool, folder, *options):
    lines = run(tool, "files", folder, "ds", "--format", "ndjson", "--map", f"s3://b/={folder}/", *options)
    return [json.loads(line) for line in lines.splitlines()]


RANGES = [
    [], ["--start", "2020-03-05", "--stop", "2020-03-06"], ["--start", "2020-12-31T23:00Z"],
    ["--stop", "2020-01-02", "--starting-in-range"], ["--start", "2020-06", "--match", "*7.cdf"],
]


def reads_like_csv(tool, csv, folder, name, write, form):
    catalog(folder, "parquet")
    for year in years():
        table = of_year(rows(), year)
        if form == "times":
            table = with_times(table, "ns" if name == "int96" else "us")
        write(table, folder / f"ds/ds_{year}.parquet")
    for options in RANGES:
        want, got = answer(tool, csv, *options), answer(tool, folder, *options)
        assert want, "the ranges have rows"
        for row in got:
            for key in ["start", "stop"]:
                row[key] = row[key].replace(".000000Z", "Z")
        for row in want + got:
            for extra in [key for key in row if key not in ("start", "stop", "datakey", "filesize")]:
                del row[extra]
        assert got == want, f"{options}: {len(got)} rows, not {len(want)}: {got[:1]} {want[:1]}"
    text = run(tool, "files", folder, "ds", "--map", f"s3://b/={folder}/", "--start", "2020-02", "--stop", "2020-03")
    assert text == run(tool, "files", csv, "ds", "--map", f"s3://b/={csv}/", "--start", "2020-02", "--stop", "2020-03")


class Ranges(http.server.BaseHTTPRequestHandler):
    """Serves a folder with ranges, and notes how many bytes of index files it sent."""

    protocol_version = "HTTP/1.1"
    folder = None
    sent = 0

    def log_message(self, *arguments):
        pass

    def do_HEAD(self):
        self.answer(has_body=False)

    def do_GET(self):
        self.answer(has_body=True)

    def answer(self, has_body):
        path = self.folder / self.path.lstrip("/")
        data = path.read_bytes() if path.is_file() else b""
        size = len(data)
        wanted = self.headers.get("Range")
        if not path.is_file():
            self.send_response(404)
        elif wanted:
            first, last = wanted.removeprefix("bytes=").split("-")
            data = data[int(first):int(last or size) + 1]
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{int(first) + len(data) - 1}/{size}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", '"x"')
        self.end_headers()
        if has_body:
            self.wfile.write(data)
            if path.suffix == ".parquet":
                type(self).sent += len(data)


def reads_a_server_by_ranges(tool, folder):
    catalog(folder, "parquet")
    for year in years():
        pyarrow.parquet.write_table(
            of_year(rows(), year), folder / f"ds/ds_{year}.parquet", row_group_size=200, compression="none")
    size = (folder / "ds/ds_2020.parquet").stat().st_size
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Served", (Ranges,), {"folder": folder}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    for options, share in [(["--start", "2020-03-05", "--stop", "2020-03-06"], 0.25), ([], 1.5)]:
        server.RequestHandlerClass.sent = 0
        got = run(tool, "files", address, "ds", "--format", "ndjson", "--map", f"s3://b/={address}", *options)
        want = run(tool, "files", folder, "ds", "--format", "ndjson", "--map", f"s3://b/={folder}/", *options)
        assert got == want and want, options
        sent = server.RequestHandlerClass.sent
        assert sent < share * size, f"{options}: {sent} of {size} bytes were read"
    server.shutdown()


def tables_are_read_by_all(tool, csv, folder):
    want = with_times(rows())
    path = folder / "list.parquet"
    run(tool, "files", csv, "ds", "--map", f"s3://b/={csv}/", "--format", "parquet", "--out", path)
    table = pyarrow.parquet.read_table(path)
    assert table.schema.field("start").type == pyarrow.timestamp("us", "UTC"), table.schema
    assert table.cast(want.schema).equals(want), "pyarrow differs"
    frame = pandas.read_parquet(path, engine="pyarrow")
    assert list(frame["datakey"]) == want["datakey"].to_pylist()
    assert frame["start"][3] == pandas.Timestamp(rows()["start"][3].as_py())
    frame = polars.read_parquet(path)
    assert frame["filesize"].to_list() == want["filesize"].to_pylist()
    assert frame["stop"][5] == want["stop"][5].as_py()
    frame = duckdb.sql(f"select * from '{path}'").arrow()
    frame = frame.read_all() if hasattr(frame, "read_all") else frame
    assert frame["datakey"].to_pylist() == want["datakey"].to_pylist()
    frame = fastparquet.ParquetFile(str(path)).to_pandas()
    assert list(frame["datakey"]) == want["datakey"].to_pylist()
    assert list(frame["filesize"]) == want["filesize"].to_pylist()
    stream = run(tool, "files", csv, "ds", "--map", f"s3://b/={csv}/", "--format", "arrow")
    table = pyarrow.ipc.open_stream(stream).read_all()
    assert table.cast(want.schema).equals(want), "the Arrow stream differs"
    assert polars.read_ipc_stream(io.BytesIO(stream))["filesize"].to_list() == want["filesize"].to_pylist()


def extra_columns_have_types(tool, folder):
    catalog(folder, "csv")
    (folder / "ds/ds_2020.csv").write_text(
        "# start, stop, datakey, filesize, wave, note, good, when\n"
        "2020-01-01T00:00:00.0000015Z,2020-01-01T00:01:00.0000015Z,s3://b/ds/a.cdf,1,171,x,true,2020-01-01Z\n"
        "2020-01-01T00:01:00Z,2020-01-01T00:02:00Z,s3://b/ds/b.cdf,2,many,,false,2020-01-02Z\n")
    (folder / "ds/ds.json").write_text(json.dumps({"SCR": "1.1", "parameters": [
        {"name": "wave", "type": "int"}, {"name": "note", "type": "string"},
        {"name": "good", "type": "boolean"}, {"name": "when", "type": "isotime"}]}))
    done = subprocess.run(
        [tool, "files", folder, "ds", "--map", f"s3://b/={folder}/", "--stop", "2021", "--format", "arrow"],
        capture_output=True)
    table = pyarrow.ipc.open_stream(done.stdout).read_all()
    assert table["wave"].to_pylist() == [171, None], table["wave"]
    assert table["note"].to_pylist() == ["x", None]
    assert table["good"].to_pylist() == [True, False]
    assert table["when"].to_pylist()[1].day == 2
    assert b"many" in done.stderr, done.stderr
    assert table["start"].cast(pyarrow.int64())[0].as_py() % 10 == 1, "a start is cut"
    assert table["stop"].cast(pyarrow.int64())[0].as_py() % 10 == 2, "a stop is rounded up"


def validates(tool, folder):
    catalog(folder, "parquet")
    for year in years():
        pyarrow.parquet.write_table(of_year(rows(), year), folder / f"ds/ds_{year}.parquet", row_group_size=500)
    report = json.loads(run(tool, "validate", folder, "--output", "json", code=0))
    assert report["coverage"]["rows"] == ROWS, report["coverage"]
    table = of_year(rows(), "2020").to_pandas()
    table.loc[1233, "start"] = "2020-02-30T00:00:00Z"
    table.loc[1700, "filesize"] = -5
    table.loc[1800, "datakey"] = table.loc[3, "datakey"]
    pyarrow.parquet.write_table(
        pyarrow.Table.from_pandas(table, preserve_index=False), folder / "ds/ds_2020.parquet", row_group_size=500)
    report = json.loads(run(tool, "validate", folder, "--output", "json", code=1))
    places = {finding["rule"]: finding["location"] for finding in report["findings"]}
    assert places["IDX022"]["row"] == 1234 and places["IDX022"]["rowGroup"] == 3, places
    assert places["IDX022"]["field"] == "start" and "line" not in places["IDX022"], places["IDX022"]
    assert places["IDX037"]["row"] == 1701 and places["IDX037"]["rowGroup"] == 4, places
    assert places["IDX032"]["row"] == 1801, places["IDX032"]
    text = run(tool, "validate", folder, code=1).decode()
    assert "row 1,234 (row group 3), column start" in text, text
    github = run(tool, "validate", folder, "--output", "github", code=1).decode()
    assert "ds_2020.parquet" in github, github
    sarif = json.loads(run(tool, "validate", folder, "--output", "sarif", code=1))
    assert sarif["runs"][0]["results"]
    done = subprocess.run([tool, "fix", folder], capture_output=True)
    assert b"Parquet" in done.stdout + done.stderr, done
    client = run(tool, "validate", folder, "--profile", "client-safe", code=1).decode()
    assert "XRF025" in client, client


def converts(tool, folder):
    csv_registry(folder)
    before = {path.name: path.read_bytes() for path in (folder / "ds").iterdir()}
    run(tool, "convert", folder, "--dataset", "ds", "--to", "parquet", "--dry-run")
    assert (folder / "ds/ds_2020.csv").exists()
    run(tool, "convert", folder, "--dataset", "ds", "--to", "parquet")
    assert not list((folder / "ds").glob("*.csv"))
    assert json.loads((folder / "catalog.json").read_text())["catalog"][0]["indextype"] == "parquet"
    for year in years():
        path = folder / f"ds/ds_{year}.parquet"
        assert pyarrow.parquet.read_table(path).to_pydict() == of_year(rows(), year).to_pydict(), "the rows differ"
        assert not pyarrow.parquet.read_schema(path).field("start").nullable
    run(tool, "convert", folder, "--dataset", "ds", "--to", "csv-zip")
    assert (folder / "ds/ds_2020.csv.zip").exists() and not list((folder / "ds").glob("*.parquet"))
    run(tool, "convert", folder, "--dataset", "ds", "--to", "csv")
    after = {path.name: path.read_bytes() for path in (folder / "ds").iterdir()}
    assert after == before, "csv, parquet, csv-zip, csv is not the same"
    run(tool, "convert", folder, "--dataset", "nothing", "--to", "csv", code=2)


KEYS = ["ds/2020/a b%20c+.cdf", "ds/2020/ü.cdf"]


def inventory(folder, schema, form="Parquet"):
    """An S3 Inventory with objects whose names have times."""
    (folder / "data").mkdir(parents=True)
    days = [datetime.date(2020, 1, 1) + datetime.timedelta(days=n) for n in range(500)]
    keys = [f"ds/{day.year}/f_{day:%Y%m%d}.cdf" for day in days] + KEYS
    count = len(keys)
    table = pyarrow.table({
        "bucket": ["b"] * count, "key": keys, "version_id": pyarrow.nulls(count, pyarrow.string()),
        "is_latest": [True] * count, "is_delete_marker": [False] * count,
        "size": pyarrow.array(range(1, count + 1), pyarrow.int64()),
        "last_modified_date": pyarrow.array(
            [datetime.datetime(2024, 5, 6, tzinfo=datetime.timezone.utc)] * count, pyarrow.timestamp("ms", "UTC")),
        "e_tag": ["0123456789abcdef0123456789abcdef"] * count})
    order = sorted(range(count), key=lambda index: keys[index].encode())
    table = table.take(pyarrow.array(order))
    path = folder / "data/p0.parquet"
    pyarrow.parquet.write_table(table, path, row_group_size=100, version="1.0" if schema == "old" else "2.6")
    data = path.read_bytes()
    time = "int64 last_modified_date (TIMESTAMP_MILLIS)" if schema == "old" else \
        "int64 last_modified_date (TIMESTAMP(MILLIS,true))"
    text = "UTF8" if schema == "old" else "STRING"
    (folder / "manifest.json").write_text(json.dumps({
        "sourceBucket": "b", "destinationBucket": "arn:aws:s3:::dest", "version": "2016-11-30",
        "creationTimestamp": "1714953600000", "fileFormat": form,
        "fileSchema": f"message s3.inventory {{ required binary bucket ({text}); required binary key ({text}); "
                      f"optional {time}; }}",
        "files": [{"key": "inv/b/all/data/p0.parquet", "size": len(data),
                   "MD5checksum": hashlib.md5(data).hexdigest()}]}))
    return keys


def lists_inventories(tool, folder, schema):
    keys = inventory(folder, schema)
    for source in [folder / "manifest.json", folder / "data/p0.parquet"]:
        out = folder / "snapshot.ndjson"
        run(tool, "snapshot", source, "--out", out)
        found = [json.loads(line) for line in out.read_bytes().splitlines()]
        assert set(keys) <= {entry.get("key") for entry in found}, found[:3]
    (folder / "mission.yml").write_text(
        "version: 1\nbucket: {endpoint: s3://b/, name: n, contact: 'c, c@example.com', egress: 'public, no-egress'}\n"
        "ignore: ['ds/2020/a*', 'ds/2020/ü*']\ndatasets:\n"
        "  - id: ds\n    indextype: parquet\n    title: t\n    match: ds/%Y/f_%Y%m%d.cdf\n    stop: end-of-day\n")
    run(tool, "generate", folder / "manifest.json", "--mission", folder / "mission.yml", "--out", folder / "out")
    table = pyarrow.parquet.read_table(next((folder / "out").rglob("ds_2020.parquet")))
    assert table.num_rows == 366, table.num_rows
    assert json.loads((folder / "out/catalog.json").read_text())["catalog"][0]["indextype"] == "parquet"
    again = run(tool, "generate", folder / "manifest.json", "--mission", folder / "mission.yml", "--out", folder / "out")
    assert b"replace" not in again, again
    run(tool, "validate", folder / "out")
    run(tool, "validate", folder / "out", "--depth", "objects", "--listing", folder / "manifest.json")
    data = bytearray((folder / "data/p0.parquet").read_bytes())
    data[200] ^= 1
    (folder / "data/p0.parquet").write_bytes(data)
    done = subprocess.run([tool, "snapshot", folder / "manifest.json", "--out", folder / "s2"], capture_output=True)
    assert done.returncode != 0 and b"MD5" in done.stdout + done.stderr, done


def refuses_orc(tool, folder):
    inventory(folder, "new", form="ORC")
    done = subprocess.run([tool, "snapshot", folder / "manifest.json", "--out", folder / "s"], capture_output=True)
    assert done.returncode != 0 and b"ORC" in done.stderr + done.stdout and b"pyarrow.orc" in done.stderr + done.stdout, done


def damaged_files_are_errors(tool, folder):
    """A file that is cut anywhere, or has a wrong byte anywhere, is never read wrongly in silence."""
    catalog(folder, "parquet", stop="2020-01-04T08:00:00Z")
    path = folder / "ds/ds_2020.parquet"
    pyarrow.parquet.write_table(of_year(rows(40), "2020"), path, compression="zstd", write_page_checksum=True)
    good = path.read_bytes()
    want = answer(tool, folder)
    whole = run(tool, "files", folder, "ds", "--map", f"s3://b/={folder}/", "--format", "ndjson")
    step = max(1, len(good) // 60)
    for length in range(0, len(good), step):
        path.write_bytes(good[:length])
        done = subprocess.run([tool, "files", folder, "ds", "--map", f"s3://b/={folder}/", "--format", "ndjson"],
                              capture_output=True)
        assert done.returncode == 3, (length, done)
        done = subprocess.run([tool, "validate", path], capture_output=True)
        assert done.returncode in (1, 3), (length, done)
    for place in range(0, len(good), step):
        data = bytearray(good)
        data[place] ^= 0x5A
        path.write_bytes(data)
        done = subprocess.run([tool, "files", folder, "ds", "--map", f"s3://b/={folder}/", "--format", "ndjson"],
                              capture_output=True)
        # A byte that means nothing to readers, such as one of the name of the writer, may change.
        assert done.returncode == 3 or done.stdout == whole, (place, done)
        done = subprocess.run([tool, "validate", path], capture_output=True)
        assert done.returncode in (0, 1, 3), (place, done)
    path.write_bytes(good)
    assert answer(tool, folder) == want

def parquet_registry(folder, first_kind="parquet", **options):
    """A registry of Parquet index files; the first year may have another type."""
    catalog(folder, "parquet")
    for year in years():
        pyarrow.parquet.write_table(
            of_year(rows(), year), folder / f"ds/ds_{year}.parquet", **({"row_group_size": 500} | options))


class BadRanges(Ranges):
    """Serves a folder, with a fault in its answers to requests for ranges of index files."""

    fault = None
    requests = 0

    def answer(self, has_body):
        path = self.folder / self.path.lstrip("/")
        wanted = self.headers.get("Range")
        if path.suffix != ".parquet" or not path.is_file() or not (wanted or self.fault in ("no HEAD", "too large", "no size")):
            return super().answer(has_body)
        type(self).requests += 1
        data = path.read_bytes()
        size = len(data)
        if not wanted:
            self.send_response(405 if self.fault == "no HEAD" and not has_body else 200)
            if self.fault != "no size":
                self.send_header("Content-Length", str(size * 1000 if self.fault == "too large" else size))
            else:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            if has_body:
                self.wfile.write(data)
            return None
        first, last = (int(place) for place in wanted.removeprefix("bytes=").split("-"))
        if self.fault == "ranges are ignored":
            self.send_response(200)
            self.send_header("Content-Length", str(size))
            self.send_header("ETag", '"x"')
            self.end_headers()
            return self.wfile.write(data)
        if self.fault in ("416", "501"):
            self.send_response(int(self.fault))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        part = data[first:last + 1]
        etag = '"x"'
        if self.fault == "short":
            part = part[:len(part) // 2]
        elif self.fault == "another place":
            part = data[:len(part)]
            first = 0
        elif self.fault == "other bytes":
            part = bytes(len(part))
        elif self.fault == "another version" and self.requests > 2:
            etag = '"y"'
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{first + len(part) - 1}/{size}")
        self.send_header("Content-Length", str(len(part)))
        self.send_header("ETag", etag)
        self.end_headers()
        if self.fault == "hangs up":
            self.wfile.write(part[:1000])
            self.close_connection = True
            return None
        return self.wfile.write(part)


FAULTS = [
    "ranges are ignored", "416", "501", "short", "another place", "other bytes", "another version", "hangs up",
    "no HEAD", "too large", "no size"]


def reads_bad_servers(tool, folder, fault):
    """A server whose answers are wrong gives the rows or an error, never other rows."""
    parquet_registry(folder, compression="none", row_group_size=200)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Served", (BadRanges,), {"folder": folder, "fault": fault}))
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    query = ["ds", "--format", "ndjson", "--start", "2020-02-03", "--stop", "2020-08-03"]
    want = run(tool, "files", folder, *query, "--map", f"s3://b/={folder}/")
    done = subprocess.run(
        [tool, "files", address, *query, "--map", f"s3://b/={address}", "--retries", "1"],
        capture_output=True, timeout=120)
    assert server.RequestHandlerClass.requests, "no range was requested"
    assert done.returncode == 3 or done.returncode == 0 and done.stdout == want, (done.returncode, done.stderr)
    if done.returncode == 3:
        assert b"ds_2020.parquet" in done.stderr, done.stderr
    server.shutdown()


def varint(number):
    """A number as in the compact protocol of Thrift."""
    number *= 2
    text = bytearray()
    while number > 127:
        text.append(number & 127 | 128)
        number >>= 7
    return bytes(text) + bytes([number])


def refuses_large_parts(tool, folder):
    """A sparse file of 2 TiB, whose first column claims 1 TiB, is an error, not a lack of memory."""
    catalog(folder, "parquet", stop="2020-01-04T08:00:00Z")
    path = folder / "ds/ds_2020.parquet"
    pyarrow.parquet.write_table(of_year(rows(40), "2020"), path, compression="none")
    chunk = pyarrow.parquet.ParquetFile(path).metadata.row_group(0).column(0)
    size = path.stat().st_size
    data = path.read_bytes()
    footer = data[size - 8 - int.from_bytes(data[-8:-4], "little"):-8]
    sizes = varint(chunk.total_uncompressed_size) + b"\x16" + varint(chunk.total_compressed_size)
    assert footer.count(sizes) >= 1, "the footer of pyarrow has another layout"
    footer = footer.replace(sizes, varint(chunk.total_uncompressed_size) + b"\x16" + varint(1 << 40), 1)
    with path.open("r+b") as file:
        file.truncate(2 << 40)
        file.seek(2 << 40)
        file.write(footer + len(footer).to_bytes(4, "little") + b"PAR1")
    done = subprocess.run([tool, "files", folder, "ds"], capture_output=True)
    assert done.returncode == 3 and b"the maximum is 2147483648" in done.stderr, done
    done = subprocess.run([tool, "validate", folder], capture_output=True)
    assert done.returncode in (1, 3) and b"the maximum is" in done.stdout + done.stderr, done


def other_commands(tool, csv, folder):
    """show, tree, lookup, site and fetch say the same about a registry in CSV and in Parquet."""
    parquet_registry(folder)
    here, there = f"s3://b/={csv}/", f"s3://b/={folder}/"
    assert run(tool, "show", csv, "ds", "--coverage") == run(tool, "show", folder, "ds", "--coverage")
    one, two = run(tool, "tree", csv, "--count"), run(tool, "tree", folder, "--count")
    assert one.splitlines()[1:] == two.splitlines()[1:] and b"4392 files" in two, two
    key = rows()["datakey"][4500].as_py()
    assert run(tool, "lookup", "--bucket", folder, key).split()[:2] == [b"ds", b"s3://b/ds/"]
    absent = "s3://b/ds/2020/absent.cdf"
    assert run(tool, "lookup", "--bucket", folder, absent).split()[2:] == [f"{folder}/catalog.json".encode()]
    summary = ["--summary", "--format", "json"]
    one = run(tool, "files", csv, "ds", "--map", here, *summary)
    assert one == run(tool, "files", folder, "ds", "--map", there, *summary), one
    for source, name in [(csv, "csv"), (folder, "parquet")]:
        run(tool, "site", source, "--out", folder / f"site-{name}")
    one, two = ((folder / f"site-{name}/datasets/ds.html").read_text() for name in ["csv", "parquet"])
    assert "4,392" in two and "ds_2020.parquet" in two and "index.csv" not in two, "the page of the dataset"
    assert two.count("<tr>") == one.count("<tr>")
    recipe = re.search(r"python3 -c .*?\)&quot;", two).group().replace("&quot;", '"')
    assert recipe, "the page has a command for the addresses"
    (folder / "index.parquet").write_bytes((folder / "ds/ds_2021.parquet").read_bytes())
    printed = subprocess.run(
        ["bash", "-c", recipe.replace("python3", sys.executable)], cwd=folder, capture_output=True, check=True)
    assert printed.stdout.decode().splitlines() == of_year(rows(), 2021)["datakey"].to_pylist()
    for row in of_year(rows(), 2020).to_pylist()[:10]:
        path = folder / row["datakey"].removeprefix("s3://b/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * row["filesize"])
    run(tool, "fetch", folder, "ds", "--map", there, "--stop", "2020-01-01T19:00Z", "--out", folder / "fetched")
    found = [path for path in (folder / "fetched").rglob("*") if path.is_file() and path.suffix == ".cdf"]
    assert len(found) == 10, found


def mixed_types(tool, csv, folder):
    """A dataset may change its type from one year to the next; two files of one year are an error."""
    parquet_registry(folder)
    (folder / "ds/ds_2020.parquet").unlink()
    (folder / "ds/ds_2020.csv").write_bytes((csv / "ds/ds_2020.csv").read_bytes())
    assert answer(tool, folder) == answer(tool, csv)
    report = json.loads(run(tool, "validate", folder, "--output", "json", code=1))
    assert report["coverage"]["rows"] == ROWS, report["coverage"]
    found = {finding["rule"]: finding["location"]["key"] for finding in report["findings"]}
    assert found == {"XRF016": "catalog.json"}, found
    run(tool, "convert", folder, "--dataset", "ds", "--to", "parquet")
    assert sorted(path.name for path in (folder / "ds").iterdir()) == ["ds_2020.parquet", "ds_2021.parquet"]
    assert answer(tool, folder) == answer(tool, csv)
    (folder / "ds/ds_2020.csv").write_bytes((csv / "ds/ds_2020.csv").read_bytes())
    report = json.loads(run(tool, "validate", folder, "--output", "json", code=1))
    assert [finding["rule"] for finding in report["findings"]] == ["XRF016"], report["findings"]
    assert answer(tool, folder) == answer(tool, csv), "no row is listed twice"


MISSION = """version: 1
bucket: {endpoint: 's3://b/', name: n, contact: 'c, c@example.com', egress: 'public, no-egress'}
datasets:
  - id: ds
    indextype: parquet
    title: t
    match: ds/%Y/f_%Y%m%d.cdf
    stop: end-of-day
"""


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def updates(tool, folder):
    """A mission with indextype parquet: rows at the end, a late row, and a year without rows."""
    (folder / "mission.yml").write_text(MISSION)
    source, out = folder / "data", folder / "out"

    def put(*days):
        for day in days:
            path = source / f"ds/{day[:4]}/f_{day}.cdf"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(day.encode())

    def update(*options, code=0):
        before = files_of(out) if out.exists() else {}
        run(tool, "update" if before else "generate", source, "--mission", folder / "mission.yml", "--out", out,
            *options, code=code)
        after = files_of(out)
        return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}

    put("20191230", "20191231", "20200101", "20200102")
    assert update() == {"catalog.json", "index/ds_2019.parquet", "index/ds_2020.parquet"}
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert update() == set(), "nothing changes"
    assert times == {path: path.stat().st_mtime_ns for path in out.rglob("*")}, "nothing is written"
    put("20200103")
    assert update() == {"catalog.json", "index/ds_2020.parquet"}
    put("20191229")
    assert update() == {"catalog.json", "index/ds_2019.parquet"}
    starts = pyarrow.parquet.read_table(out / "index/ds_2019.parquet")["start"].to_pylist()
    assert starts == [f"2019-12-{day}T00:00:00Z" for day in (29, 30, 31)], starts
    put("20210101")
    assert update() == {"catalog.json", "index/ds_2021.parquet"}
    (source / "ds/2021/f_20210101.cdf").unlink()
    assert update() == set(), "a missing file is only counted"
    assert update("--prune", "--allow", "removal,earlier-end") == {"catalog.json", "index/ds_2021.parquet"}
    assert not (out / "index/ds_2021.parquet").exists()
    run(tool, "validate", out)
    # The mission changes its type: the old files go.
    (folder / "mission.yml").write_text(MISSION.replace("indextype: parquet", "indextype: csv"))
    changed = update()
    assert changed == {"catalog.json", *(f"index/ds_{year}.{kind}" for year in (2019, 2020) for kind in ("csv", "parquet"))}, changed
    run(tool, "validate", out)
    assert update() == set()


def etag_columns(tool, folder):
    """generate --with-etag: a column of ETags, described in the info document, for CSV and Parquet."""
    inventory(folder, "new")
    for kind in ["csv", "parquet"]:
        (folder / "mission.yml").write_text(
            MISSION.replace("indextype: parquet", f"indextype: {kind}") + "ignore: ['ds/2020/a*', 'ds/2020/ü*']\n")
        arguments = [folder / "manifest.json", "--mission", folder / "mission.yml", "--out", folder / kind, "--with-etag"]
        run(tool, "generate", *arguments)
        assert b"nothing changes" in run(tool, "update", *arguments)
        run(tool, "validate", folder / kind)
        info = json.loads(next((folder / kind).rglob("ds.json")).read_text())
        assert "etag" in [parameter["name"] for parameter in info["parameters"]], info
    table = pyarrow.parquet.read_table(next((folder / "parquet").rglob("ds_2020.parquet")))
    assert table.column_names == ["start", "stop", "datakey", "filesize", "etag"], table.column_names
    assert set(table["etag"].to_pylist()) == {"0123456789abcdef0123456789abcdef"}, table["etag"][0]
    lines = next((folder / "csv").rglob("ds_2020.csv")).read_text().splitlines()
    assert lines[1].endswith(",0123456789abcdef0123456789abcdef"), lines[:2]
    # A directory has no ETags: none is invented.
    path = folder / "data/ds/2020/f_20200101.cdf"
    path.parent.mkdir(parents=True)
    path.write_text("x")
    (folder / "mission.yml").write_text(MISSION)
    run(tool, "generate", folder / "data", "--mission", folder / "mission.yml", "--out", folder / "local", "--with-etag")
    table = pyarrow.parquet.read_table(next((folder / "local").rglob("ds_2020.parquet")))
    assert table["etag"].to_pylist() in ([""], [None]), table["etag"]


def verifies_mirrors(tool, folder):
    """mirror verify with inventories in Parquet on one side and on both."""
    for side in ["source", "mirror"]:
        inventory(folder / side, "new")
    sides = [folder / side / "manifest.json" for side in ["source", "mirror"]]
    run(tool, "mirror", "verify", *sides, "--require", "etag")
    snapshot = folder / "snapshot.ndjson"
    run(tool, "snapshot", sides[0], "--out", snapshot)
    run(tool, "mirror", "verify", snapshot, sides[1])
    run(tool, "mirror", "verify", sides[0], snapshot)
    path = folder / "mirror/data/p0.parquet"
    table = pyarrow.parquet.read_table(path)
    sizes = table["size"].to_pylist()
    sizes[7] += 1
    table = table.set_column(table.schema.get_field_index("size"), "size", pyarrow.array(sizes, pyarrow.int64()))
    pyarrow.parquet.write_table(table.slice(0, table.num_rows - 1), path)
    manifest = json.loads(sides[1].read_text())
    manifest["files"][0] |= {
        "size": path.stat().st_size, "MD5checksum": hashlib.md5(path.read_bytes()).hexdigest()}
    sides[1].write_text(json.dumps(manifest))
    report = json.loads(run(tool, "mirror", "verify", *sides, "--output", "json", code=1))
    counts = {rule: count for rule, count in report["summary"]["byRule"].items() if count}
    assert sorted(counts.values()) == [1, 1], counts


def main():
    tool = str(Path(sys.argv[1]).resolve())
    count = 0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        csv = root / "csv"
        csv_registry(csv)

        def place(name):
            nonlocal count
            count += 1
            folder = root / f"{count}-{name}"
            folder.mkdir()
            return folder

        for name, write in writers():
            for form in ["strings", "times"]:
                if name != "int96" or form == "times":
                    check(f"reads {name} {form}", reads_like_csv, tool, csv, place(name), name, write, form)
        check("server", reads_a_server_by_ranges, tool, place("server"))
        check("tables", tables_are_read_by_all, tool, csv, place("tables"))
        check("extra columns", extra_columns_have_types, tool, place("extras"))
        check("validate", validates, tool, place("validate"))
        check("convert", converts, tool, place("convert"))
        for schema in ["old", "new"]:
            check(f"inventory {schema}", lists_inventories, tool, place(schema), schema)
        check("ORC", refuses_orc, tool, place("orc"))
        check("large parts", refuses_large_parts, tool, place("large"))
        check("other commands", other_commands, tool, csv, place("commands"))
        check("mixed types", mixed_types, tool, csv, place("mixed"))
        check("update", updates, tool, place("update"))
        check("ETags", etag_columns, tool, place("etags"))
        check("mirrors", verifies_mirrors, tool, place("mirrors"))
        for body in parquet_odd_values.ALL:
            check(body.__name__.replace("_", " "), body, tool, place("odd"))
        for fault in FAULTS:
            check(f"server: {fault}", reads_bad_servers, tool, place("fault"), fault)
        check("damaged files", damaged_files_are_errors, tool, place("damaged"))
    print(f"{count} checks with the program, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
