"""Writes the small Parquet files that the tests read, each with another feature of the format.

usage: parquet_fixtures.py DIR

Needs the packages of Tests/Suites/parquet-requirements.txt. The files are in Tests/Fixtures/parquet;
ParquetSample.swift has the same rows.
"""

import datetime
import decimal
import sys
from pathlib import Path

import duckdb
import fastparquet
import numpy
import pandas
import polars
import pyarrow
import pyarrow.parquet

ROWS = 120
EPOCH = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)


def sample(rows=ROWS):
    """The table that most files contain."""
    numbers = range(rows)
    times = [EPOCH + datetime.timedelta(minutes=number) for number in numbers]
    return pyarrow.table({
        "start": [time.strftime("%Y-%m-%dT%H:%M:%SZ") for time in times],
        "datakey": [f"s3://bücket/a b/file%20{number}.cdf" for number in numbers],
        "filesize": pyarrow.array([number * 1_000_003 - 5 for number in numbers], pyarrow.int64()),
        "instrument": [None if number % 11 == 3 else f"fgm{number % 4}" for number in numbers],
        "count": pyarrow.array(
            [None if number % 5 == 2 else number % 3 for number in numbers], pyarrow.int64()),
        "value": [number / 8 for number in numbers],
        "flag": [number % 3 == 0 for number in numbers],
        "time": pyarrow.array(times, pyarrow.timestamp("us", "UTC")),
    })


def types(rows=ROWS):
    """Columns of the other types, and nested ones, of which no value can be read."""
    numbers = range(rows)
    none = pyarrow.nulls(rows, pyarrow.int64())
    return pyarrow.table({
        "int32": pyarrow.array([number - 60 for number in numbers], pyarrow.int32()),
        "group": pyarrow.array([{"a": number, "b": [number]} for number in numbers]),
        "float": pyarrow.array([number / 4 for number in numbers], pyarrow.float32()),
        "fixed": pyarrow.array([b"%05d" % number for number in numbers], pyarrow.binary(5)),
        "list": pyarrow.array([list(range(number % 4)) for number in numbers]),
        "half": pyarrow.array([numpy.float16(number) for number in numbers], pyarrow.float16()),
        "decimal": pyarrow.array(
            [decimal.Decimal(number) / 100 for number in numbers], pyarrow.decimal128(25, 2)),
        "none": none,
        "last": pyarrow.array([f"row {number}" for number in numbers]),
    })


def write_pyarrow(folder):
    def write(name, table=None, **options):
        pyarrow.parquet.write_table(
            sample() if table is None else table, folder / f"pyarrow-{name}.parquet",
            store_schema=False, **options)

    for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
        write(codec, compression=codec)
    write("v2", data_page_version="2.0")
    # The older name of the dictionary encoding.
    write("version1", version="1.0")
    write("checksums", write_page_checksum=True, compression="zstd")
    write("pages", data_page_size=64, write_batch_size=10, compression="none")
    write("fallback", dictionary_pagesize_limit=256, write_batch_size=10, data_page_size=64)
    write("groups", row_group_size=50)
    write("empty", sample().slice(0, 0))
    strings = ["start", "datakey", "instrument"]
    write("delta", use_dictionary=False, column_encoding={
        "start": "DELTA_BYTE_ARRAY", "datakey": "DELTA_LENGTH_BYTE_ARRAY",
        "instrument": "DELTA_BYTE_ARRAY", "filesize": "DELTA_BINARY_PACKED",
        "count": "DELTA_BINARY_PACKED", "time": "DELTA_BINARY_PACKED",
        "value": "BYTE_STREAM_SPLIT", "flag": "RLE"})
    write("split", use_dictionary=False, column_encoding={
        "filesize": "BYTE_STREAM_SPLIT", "count": "BYTE_STREAM_SPLIT",
        "time": "BYTE_STREAM_SPLIT", "value": "BYTE_STREAM_SPLIT"})
    required = pyarrow.schema([
        field.with_nullable(field.name in ("instrument", "count")) for field in sample().schema])
    write("required", sample().cast(required))
    write("int96", use_deprecated_int96_timestamps=True)
    write("nanoseconds", sample().set_column(
        7, "time", sample()["time"].cast(pyarrow.timestamp("ns", "UTC"))))
    write("types", types())
    write("types-plain", types(), use_dictionary=False, data_page_version="2.0", column_encoding={
        "int32": "DELTA_BINARY_PACKED", "float": "BYTE_STREAM_SPLIT", "fixed": "DELTA_BYTE_ARRAY",
        "half": "BYTE_STREAM_SPLIT", "decimal": "BYTE_STREAM_SPLIT",
        "last": "DELTA_LENGTH_BYTE_ARRAY"})


def write_tiny(folder):
    """Files so small that a test can damage each byte."""
    table = sample(9).select(["start", "instrument", "filesize"])
    options = {"store_schema": False, "data_page_size": 40, "write_batch_size": 4}
    pyarrow.parquet.write_table(
        table, folder / "tiny-dictionary.parquet", compression="snappy", **options)
    pyarrow.parquet.write_table(
        table, folder / "tiny-delta.parquet", use_dictionary=False, compression="none",
        data_page_version="2.0", column_encoding={
            "start": "DELTA_BYTE_ARRAY", "instrument": "DELTA_LENGTH_BYTE_ARRAY",
            "filesize": "DELTA_BINARY_PACKED"}, **options)
    pyarrow.parquet.write_table(
        table, folder / "tiny-split.parquet", use_dictionary=False, compression="zstd",
        column_encoding={"filesize": "BYTE_STREAM_SPLIT"}, **options)


def write_others(folder):
    table = sample()
    frame = table.to_pandas()
    frame["count"] = frame["count"].astype("Int64")
    frame.to_parquet(folder / "pandas-index.parquet", index=True)
    polars.from_arrow(table).write_parquet(folder / "polars.parquet")
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.register("sample", table)
    for version in ["v1", "v2"]:
        connection.execute(
            f"copy sample to '{folder}/duckdb-{version}.parquet' (format parquet, "
            f"parquet_version {version})")
    fastparquet.write(str(folder / "fastparquet.parquet"), frame)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write_pyarrow(folder)
    write_others(folder)
    write_tiny(folder)


if __name__ == "__main__":
    main()
