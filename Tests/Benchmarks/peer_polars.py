"""The plain checks of index files with Polars on one thread: times, order, stop after start, size, bucket.

usage: peer_polars.py BUCKET FILE...      prints rows and faulty values; exits 1 when there are any
"""
import os
import sys

os.environ["POLARS_MAX_THREADS"] = "1"  # read when polars is imported
import polars

bucket = sys.argv[1]
columns = dict.fromkeys(("start", "stop", "datakey", "filesize"), polars.String)


def time(column):
    return polars.col(column).str.to_datetime("%Y-%m-%dT%H:%M:%SZ", strict=False)


def check(file):
    parsed = polars.scan_csv(file, has_header=False, skip_rows=1, schema=columns, quote_char=None).select(
        start=time("start"),
        stop=time("stop"),
        inside=polars.col("datakey").str.starts_with(bucket),
        size=polars.col("filesize").cast(polars.Int64, strict=False),
    )
    faults = (
        polars.col("start").is_null().sum()
        + polars.col("stop").is_null().sum()
        + (polars.col("start") < polars.col("start").shift(1)).sum()
        + (polars.col("stop") < polars.col("start")).sum()
        + (~polars.col("inside")).sum()
        + (polars.col("size").is_null() | (polars.col("size") < 0)).sum()
    )
    return parsed.select(rows=polars.len(), faults=faults).collect().row(0)


counts = [check(file) for file in sys.argv[2:]]
rows, faults = (sum(column) for column in zip(*counts))
print(rows, faults)
sys.exit(faults > 0)
