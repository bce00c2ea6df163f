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


def catalog(folder, kind, extra=None):
    (folder / "ds").mkdir(parents=True, exist_ok=True)
    (folder / "catalog.json").write_text(json.dumps({
        "version": "1.1", "name": "n", "contact": "c, c@example.com", "egress": "public, no-egress",
        "endpoint": "s3://b/", "status": {"code": 1200, "message": "OK"},
        "catalog": [{
            "id": "ds", "index": "s3://b/ds/", "title": "t", "start": f"{YEAR}-01-01T00:00:00Z",
            "stop": rows()["stop"][-1].as_py(), "modification": "2025-01-01T00:00:00Z",
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
    run(tool, "files", csv, "ds", "--map", f"s3://b/={csv}/", "--format", "parquet", "--output", path)
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
        run(tool, "snapshot", source, "--output", out)
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
    done = subprocess.run([tool, "snapshot", folder / "manifest.json", "--output", folder / "s2"], capture_output=True)
    assert done.returncode != 0 and b"MD5" in done.stdout + done.stderr, done


def refuses_orc(tool, folder):
    inventory(folder, "new", form="ORC")
    done = subprocess.run([tool, "snapshot", folder / "manifest.json", "--output", folder / "s"], capture_output=True)
    assert done.returncode != 0 and b"ORC" in done.stderr + done.stdout and b"pyarrow.orc" in done.stderr + done.stdout, done


def damaged_files_are_errors(tool, folder):
    """A file that is cut anywhere, or has a wrong byte anywhere, is never read wrongly in silence."""
    catalog(folder, "parquet")
    path = folder / "ds/ds_2020.parquet"
    pyarrow.parquet.write_table(of_year(rows(40), "2020"), path, compression="zstd", write_page_checksum=True)
    good = path.read_bytes()
    want = answer(tool, folder)
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
        assert done.returncode in (0, 3), (place, done)
        done = subprocess.run([tool, "validate", path], capture_output=True)
        assert done.returncode in (0, 1, 3), (place, done)
    path.write_bytes(good)
    assert answer(tool, folder) == want


def main():
    tool = sys.argv[1]
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
        check("damaged files", damaged_files_are_errors, tool, place("damaged"))
    print(f"{count} checks with the program, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
