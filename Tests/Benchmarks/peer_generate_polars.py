"""Index files of an inventory with Polars: the latest versions, stops, a sorted file for each dataset and year.

usage: peer_generate_polars.py DIRECTORY OUT      the parts of the inventory are CSV or Parquet
"""
import glob
import os
import sys

import polars as pl

from inventory import BUCKET, PATTERN

folder, out = sys.argv[1:]
os.makedirs(os.path.join(out, "index"), exist_ok=True)
columns = {"bucket": pl.String, "key": pl.String, "size": pl.Int64, "modified": pl.String, "etag": pl.String,
           "class": pl.String}
parquet = sorted(glob.glob(os.path.join(folder, "data", "*.parquet")))
objects = pl.read_parquet(parquet, columns=["key", "size"]) if parquet else pl.concat([
    pl.read_csv(file, has_header=False, schema=columns)
    for file in sorted(glob.glob(os.path.join(folder, "data", "*.csv.gz")))])
name = pl.col("key").str.extract_groups(PATTERN)
hour = pl.duration(hours=1)
rows = (
    objects.lazy()
    .select("key", "size", name.struct["1"].alias("id"),
            name.struct["2"].str.strptime(pl.Datetime("us"), "%Y%m%d%H%M%S").alias("start"),
            name.struct["3"].str.split(".").list.eval(pl.element().cast(pl.Int64) + 1_000_000).list.eval(
                pl.element().cast(pl.String)).list.join(".").alias("version"))
    .drop_nulls("id")
    .sort("id", "start", "version")
    .unique(["id", "start"], keep="last", maintain_order=True)
    .with_columns(pl.min_horizontal(pl.col("start").shift(-1).over("id").fill_null(pl.col("start") + hour),
                                    pl.col("start") + hour).alias("stop"))
    .select("id", pl.col("start").dt.year().alias("year"),
            pl.col("start").dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias("# start"),
            pl.col("stop").dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias(" stop"),
            (f"s3://{BUCKET}/" + pl.col("key")).alias(" datakey"), pl.col("size").alias(" filesize"))
    .collect()
)
for (dataset, year), part in rows.partition_by(["id", "year"], as_dict=True, include_key=False).items():
    part.write_csv(os.path.join(out, "index", f"{dataset}_{year}.csv"), quote_style="never")
print(len(rows))
