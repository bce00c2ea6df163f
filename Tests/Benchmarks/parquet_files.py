"""Makes one dataset of a year as CSV and as Parquet by four writers, and an inventory in Parquet.

usage: parquet_files.py DIRECTORY ROWS INVENTORY

Each writer has its defaults. INVENTORY is a directory that `inventory.py` made; its parts become
Parquet with the columns and the types that S3 writes. Prints the number of rows.
"""
import datetime
import json
import os
import sys

import duckdb
import polars
import pyarrow
import pyarrow.parquet

from inventory import BUCKET

FIRST = datetime.datetime(2020, 1, 1)
INVENTORY_SCHEMA = (
    "message s3.inventory { required binary bucket (STRING); required binary key (STRING); optional int64 size; "
    "optional int64 last_modified_date (TIMESTAMP(MILLIS,true)); optional binary e_tag (STRING); "
    "optional binary storage_class (STRING); }")


def table(count):
    step = 366 * 86400 // (count + 1)
    times = [(FIRST + datetime.timedelta(seconds=n * step)).isoformat() + "Z" for n in range(count + 1)]
    keys = [f"s3://b/mms1/fgm/{t[:4]}/{t[5:7]}/mms1_fgm_{t[:10]}_{n:07d}.cdf" for n, t in enumerate(times[:-1])]
    sizes = pyarrow.array([10_000 + n * 7919 % 9_000_000 for n in range(count)], pyarrow.int64())
    return pyarrow.table({"start": times[:-1], "stop": times[1:], "datakey": keys, "filesize": sizes})


def registry(folder, kind, last):
    """A catalog of one dataset; returns the name of its index file without the ending."""
    os.makedirs(os.path.join(folder, "ds"), exist_ok=True)
    with open(os.path.join(folder, "catalog.json"), "w", encoding="ascii") as file:
        json.dump({
            "version": "1.1", "name": "n", "contact": "c, c@example.com", "egress": "public, no-egress",
            "endpoint": "s3://b/", "status": {"code": 1200, "message": "OK"},
            "catalog": [{
                "id": "ds", "index": "s3://b/ds/", "title": "t", "start": FIRST.isoformat() + "Z", "stop": last,
                "modification": "2025-01-01T00:00:00Z", "indextype": kind, "filetype": "cdf"}]}, file)
    return os.path.join(folder, "ds", "ds_2020")


def write_csv(path, rows):
    with open(path, "w", encoding="ascii", newline="") as out:
        out.write("# start, stop, datakey, filesize\n")
        for row in zip(*(column.to_pylist() for column in rows.columns)):
            out.write(",".join(map(str, row)) + "\n")


def write_duckdb(rows, path):
    connection = duckdb.connect()
    connection.register("rows", rows)
    connection.execute(f"COPY (SELECT * FROM rows) TO '{path}' (FORMAT parquet)")


WRITERS = {
    "pyarrow": pyarrow.parquet.write_table,
    "pandas": lambda rows, path: rows.to_pandas().to_parquet(path),
    "polars": lambda rows, path: polars.from_arrow(rows).write_parquet(path),
    "duckdb": write_duckdb,
}


def inventory(folder, source):
    """The inventory of a directory with its parts in Parquet."""
    os.makedirs(os.path.join(folder, "data"), exist_ok=True)
    files = []
    for name in sorted(os.listdir(os.path.join(source, "data"))):
        key = "data/" + name.replace(".csv.gz", ".parquet")
        path = os.path.join(folder, key)
        duckdb.execute(f"""
            COPY (SELECT Bucket AS bucket, Key AS key, Size AS size, LastModified::TIMESTAMP AS last_modified_date,
                         ETag AS e_tag, StorageClass AS storage_class
                  FROM read_csv('{os.path.join(source, "data", name)}', header = false, auto_detect = false, delim = ',',
                                quote = '"', escape = '"',
                                columns = {{'Bucket': 'VARCHAR', 'Key': 'VARCHAR', 'Size': 'BIGINT',
                                            'LastModified': 'VARCHAR', 'ETag': 'VARCHAR', 'StorageClass': 'VARCHAR'}}))
            TO '{path}' (FORMAT parquet)""")
        files.append({"key": key, "size": os.path.getsize(path)})
    with open(os.path.join(source, "manifest.json"), encoding="ascii") as file:
        manifest = json.load(file)
    manifest |= {"sourceBucket": BUCKET, "fileFormat": "Parquet", "fileSchema": INVENTORY_SCHEMA, "files": files}
    with open(os.path.join(folder, "manifest.json"), "w", encoding="ascii") as file:
        json.dump(manifest, file)


def main(folder, count, source):
    rows = table(count)
    last = rows["stop"][-1].as_py()
    write_csv(registry(os.path.join(folder, "csv"), "csv", last) + ".csv", rows)
    write_csv(registry(os.path.join(folder, "own"), "csv", last) + ".csv", rows)
    for name, write in WRITERS.items():
        write(rows, registry(os.path.join(folder, name), "parquet", last) + ".parquet")
    polars.from_arrow(rows).write_parquet(os.path.join(folder, "zstd.parquet"), compression="zstd")
    inventory(os.path.join(folder, "inventory"), source)
    print(len(rows))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
