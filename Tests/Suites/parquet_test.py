"""Compares the reader and writer of Parquet, and the writer of Arrow, with those of other programs.

usage: parquet_test.py TOOL

Needs the packages of Tests/Suites/parquet-requirements.txt. TOOL is parquet-tool:

  SCREGISTRY_PARQUET_TOOL=1 swift build --product parquet-tool
"""

import itertools
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import fastparquet
import numpy
import pandas
import polars
import pyarrow
import pyarrow.ipc
import pyarrow.parquet

import parquet_fixtures

failures = []


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}: {done.stdout[-400:]}{done.stderr[-400:]}")
    return done.stdout


def check(name, body, *arguments):
    try:
        body(*arguments)
    except Exception as problem:  # The next file should be tried, whatever is wrong here.
        failures.append(name)
        print(f"FAILED {name}: {type(problem).__name__}: {str(problem)[:600]}")


def index_rows(rows, seed=1):
    """Rows like those of an index file."""
    random = numpy.random.default_rng(seed)
    starts = numpy.datetime64("2020-01-01T00:00:00") + numpy.arange(rows).astype("timedelta64[s]") * 19
    start = [f"{time}Z" for time in starts]
    return pyarrow.table({
        "start": start,
        "stop": [f"{time}Z" for time in starts + numpy.timedelta64(19, "s")],
        "datakey": [f"s3://b/mms1/fgm/{time[:4]}/{time[5:7]}/mms1_fgm_{time[:10]}_{row:07d}.cdf"
                    for row, time in enumerate(start)],
        "filesize": random.integers(10_000, 9_000_000, rows),
    })


def odd_rows(rows, seed):
    """Rows with nulls in runs of any length, strings of any length, and numbers of any size."""
    random = numpy.random.default_rng(seed)

    def holes(values, kind):
        period = int(random.integers(1, 40))
        gone = random.random() < 0.2
        return pyarrow.array(
            [None if gone or (row // period) % 3 == 1 else value for row, value in enumerate(values)],
            kind)

    spread = int(random.integers(1, 62))
    numbers = [int(value) for value in random.integers(-(1 << spread), 1 << spread, rows)]
    choices = int(random.integers(1, 400))
    return pyarrow.table({
        "number": pyarrow.array(numbers, pyarrow.int64()),
        "few": holes([int(value) % choices for value in numbers], pyarrow.int64()),
        "text": pyarrow.array(["aé☂" * (value % 40) + str(value % choices) for value in numbers]),
        "holes": holes([f"v{value % choices}" for value in numbers], pyarrow.string()),
        "real": holes([float(value) / 3 for value in numbers], pyarrow.float64()),
        "flag": holes([value % 3 == 0 for value in numbers], pyarrow.bool_()),
        "when": holes([value % (1 << 50) for value in numbers], pyarrow.timestamp("us", "UTC")),
    })


def text(value, kind):
    """A value as parquet-tool writes it."""
    if value is None:
        return "-"
    if pyarrow.types.is_boolean(kind):
        return "true" if value else "false"
    if pyarrow.types.is_float32(kind):
        return str(struct.unpack("<I", struct.pack("<f", value))[0])
    if pyarrow.types.is_float64(kind):
        return str(struct.unpack("<Q", struct.pack("<d", value))[0])
    if pyarrow.types.is_float16(kind):
        return "x" + struct.pack("<e", value).hex()
    if pyarrow.types.is_decimal(kind):
        return None
    if isinstance(value, str):
        return "x" + value.encode().hex()
    if isinstance(value, bytes):
        return "x" + value.hex()
    return str(value)


def expected(column):
    kind = column.type
    if pyarrow.types.is_timestamp(kind):
        column = column.cast(pyarrow.int64())
    elif pyarrow.types.is_date(kind):
        column = column.cast(pyarrow.int32())
    elif pyarrow.types.is_time(kind):
        column = column.cast(pyarrow.int32() if kind.bit_width == 32 else pyarrow.int64())
    return [text(value, kind) for value in column.to_pylist()]


def read_back(tool, path, rows_per_batch):
    """Reads a file with the tool and with pyarrow, and compares."""
    lines = run(tool, "dump", path, str(rows_per_batch)).split("\n")
    columns = [line.split() for line in lines[1:] if line.startswith("column ")]
    rows = [line.split("\t") for line in lines[1 + len(columns):-1]]
    table = pyarrow.parquet.ParquetFile(path).read([column[1] for column in columns])
    assert len(rows) == table.num_rows, f"{len(rows)} rows, not {table.num_rows}"
    for index, (_, name, kind, *_) in enumerate(columns):
        if kind == "INT96" or pyarrow.types.is_decimal(table[name].type):
            continue
        for row, (one, other) in enumerate(zip((row[index] for row in rows), expected(table[name]))):
            assert one == other, f"{name}, row {row}: {one}, not {other}"


def foreign_files(folder):
    """Files of all five writers, with all settings that change the bytes."""
    tables = {"index": index_rows(20_000), "sample": parquet_fixtures.sample(2000),
              "types": parquet_fixtures.types(3000)}
    for seed in range(6):
        tables[f"odd{seed}"] = odd_rows(5000, seed)
    for name, table in tables.items():
        for codec, page in itertools.product(
                ["none", "snappy", "gzip", "zstd", "lz4", "brotli"], ["1.0", "2.0"]):
            path = folder / f"{name}-pyarrow-{codec}-{page}.parquet"
            pyarrow.parquet.write_table(
                table, path, compression=codec, data_page_version=page,
                row_group_size=1700, data_page_size=3000, dictionary_pagesize_limit=2000,
                write_page_checksum=page == "1.0")
            yield path
        path = folder / f"{name}-pyarrow-default.parquet"
        pyarrow.parquet.write_table(table, path)
        yield path
        yield from encoded(folder, name, table)
        if name == "types":
            continue
        yield from others(folder, name, table)


def encoded(folder, name, table):
    """Files in which each column has the same encoding, where its type allows it."""
    allowed = {
        "DELTA_BINARY_PACKED": lambda kind: pyarrow.types.is_integer(kind)
        or pyarrow.types.is_timestamp(kind),
        "DELTA_BYTE_ARRAY": pyarrow.types.is_string,
        "DELTA_LENGTH_BYTE_ARRAY": pyarrow.types.is_string,
        "BYTE_STREAM_SPLIT": lambda kind: pyarrow.types.is_integer(kind)
        or pyarrow.types.is_floating(kind) or pyarrow.types.is_timestamp(kind),
        "RLE": pyarrow.types.is_boolean,
    }
    for (encoding, fits), page in itertools.product(allowed.items(), ["1.0", "2.0"]):
        columns = {field.name: encoding for field in table.schema if fits(field.type)}
        if columns:
            path = folder / f"{name}-{encoding}-{page}.parquet"
            pyarrow.parquet.write_table(
                table, path, use_dictionary=False, column_encoding=columns, data_page_version=page,
                row_group_size=1700, data_page_size=3000)
            yield path


def others(folder, name, table):
    frame = table.to_pandas()
    path = folder / f"{name}-pandas.parquet"
    frame.to_parquet(path, index=True)
    yield path
    for codec in ["uncompressed", "snappy", "gzip", "zstd", "lz4", "brotli"]:
        path = folder / f"{name}-polars-{codec}.parquet"
        polars.from_arrow(table).write_parquet(
            path, compression=codec, row_group_size=1700, data_page_size=3000)
        yield path
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.register("rows", table)
    for codec, version in itertools.product(
            ["uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4_raw"], ["v1", "v2"]):
        path = folder / f"{name}-duckdb-{codec}-{version}.parquet"
        connection.execute(f"copy rows to '{path}' (format parquet, compression {codec}, "
                           f"parquet_version {version}, row_group_size 2048)")
        yield path
    for codec in ["UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW", "BROTLI"]:
        path = folder / f"{name}-fastparquet-{codec}.parquet"
        fastparquet.write(str(path), frame, compression=codec, row_group_offsets=1700)
        yield path


def plain(values):
    """Values without the types of the library that read them."""
    def one(value):
        if value is None or value is pandas.NA or value is pandas.NaT or value != value:
            return None
        if hasattr(value, "to_pydatetime"):
            return value.to_pydatetime()
        return value.item() if hasattr(value, "item") else value
    return [one(value) for value in values]


def same(reader, columns, table):
    for name in table.column_names:
        if pyarrow.types.is_timestamp(table[name].type):
            want = table[name].cast(pyarrow.int64()).to_pylist()
            got = [None if value is None else round(value.timestamp() * 1e6)
                   for value in plain(columns[name])]
            fits = all(one == other or (one and other and abs(one - other) < 2)
                       for one, other in zip(got, want))
        else:
            want, got = table[name].to_pylist(), plain(columns[name])
            fits = got == want
        assert len(got) == len(want) and fits, f"{reader}: the column {name} differs"


def read_by_all(path, table):
    """Each of the five readers must read the same table."""
    names = table.column_names
    file = pyarrow.parquet.ParquetFile(path)
    assert file.read().cast(table.schema).equals(table), "pyarrow differs"
    pyarrow.parquet.ParquetFile(path, page_checksum_verification=True).read()
    assert file.metadata.metadata[b"spec"] == "1.1 ü".encode()
    assert file.metadata.row_group(0).sorting_columns[0].column_index == 0
    read = polars.read_parquet(path)
    same("polars", {name: read[name].to_list() for name in names}, table)
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    read = connection.sql(f"select * from '{path}'").to_arrow_table()
    same("duckdb", {name: read[name].to_pylist() for name in names}, table)
    read = pandas.read_parquet(path, dtype_backend="numpy_nullable")
    same("pandas", {name: list(read[name]) for name in names}, table)
    read = fastparquet.ParquetFile(str(path)).to_pandas()
    same("fastparquet", {name: list(read[name]) for name in names}, table)


def statistics_are_right(path, table):
    metadata = pyarrow.parquet.ParquetFile(path).metadata
    row = 0
    for group in range(metadata.num_row_groups):
        rows = table.slice(row, metadata.row_group(group).num_rows)
        row += rows.num_rows
        for index, name in enumerate(rows.column_names):
            values = [value for value in rows[name].to_pylist() if value is not None]
            found = metadata.row_group(group).column(index).statistics
            assert found.null_count == rows[name].null_count, name
            if values and not pyarrow.types.is_timestamp(rows[name].type):
                assert (found.min, found.max) == (min(values), max(values)), name


def written(tool, folder, name, table):
    """What the tool writes is read equal by all."""
    source = folder / f"{name}-source.parquet"
    pyarrow.parquet.write_table(table, source, store_schema=False)
    for codec, rows in itertools.product(["none", "snappy", "zstd"], ["16384", "777"]):
        path = folder / f"{name}-own-{codec}-{rows}.parquet"
        run(tool, "copy", source, path, codec, rows)
        check(path.name, read_by_all, path, table)
        check(path.name + " statistics", statistics_are_right, path, table)
        check(path.name + " itself", read_back, tool, path, 1000)
        again = folder / "again.parquet"
        run(tool, "copy", source, again, codec, rows)
        assert again.read_bytes() == path.read_bytes(), "writing again gives other bytes"
    path = folder / f"{name}-own.arrow"
    run(tool, "copy", source, path, "arrow")
    check(path.name, arrow_read_by_all, path, table)


def arrow_read_by_all(path, table):
    with pyarrow.ipc.open_stream(path) as stream:
        assert stream.schema.metadata == {b"spec": "1.1 ü".encode()}
        assert [field.type for field in stream.schema] == [field.type for field in table.schema]
        read = stream.read_all()
        read.validate(full=True)
        assert read.cast(table.schema).equals(table), "pyarrow differs"
    read = polars.read_ipc_stream(path)
    same("polars", {name: read[name].to_list() for name in table.column_names}, table)
    with pyarrow.ipc.open_stream(path) as stream:
        connection = duckdb.connect()
        connection.execute("set timezone = 'UTC'")
        connection.register("rows", stream)
        read = connection.sql("select * from rows").to_arrow_table()
    same("duckdb", {name: read[name].to_pylist() for name in table.column_names}, table)


def main():
    tool = sys.argv[1]
    count = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in foreign_files(folder):
            check(path.name, read_back, tool, path, 977)
            path.unlink()
            count += 1
        tables = {"index": index_rows(40_000), "sample": parquet_fixtures.sample(3000)}
        for seed in range(10, 16):
            tables[f"odd{seed}"] = odd_rows(6000, seed)
        for label, table in tables.items():
            check(label, written, tool, folder, label, table)
    if failures:
        sys.exit(f"{len(failures)} failed")
    print(f"{count} files of other programs read, {len(tables)} tables written for all of them")


if __name__ == "__main__":
    main()
