"""Index files of an inventory with DuckDB: the latest versions, stops, a sorted file for each dataset and year.

usage: peer_generate_duckdb.py DIRECTORY OUT      the parts of the inventory are CSV or Parquet
"""
import os
import sys

import duckdb

from inventory import BUCKET, PATTERN

ROWS = f"""
CREATE TABLE rows AS
WITH objects AS (
    SELECT Key AS key, Size AS size, regexp_extract(Key, '{PATTERN}', ['id', 'time', 'version']) AS name
    FROM {{inventory}}
), files AS (
    SELECT name.id AS id, strptime(name.time, '%Y%m%d%H%M%S') AS start, 's3://{BUCKET}/' || key AS datakey, size,
           name.version AS version
    FROM objects WHERE name.id <> ''
), latest AS (
    SELECT id, start, arg_max(datakey, list_transform(string_split(version, '.'), lambda part: part::INTEGER)) AS datakey,
           arg_max(size, list_transform(string_split(version, '.'), lambda part: part::INTEGER)) AS size
    FROM files GROUP BY id, start
)
SELECT id, year(start) AS year, start,
       least(coalesce(lead(start) OVER (PARTITION BY id ORDER BY start), start + INTERVAL 1 HOUR),
             start + INTERVAL 1 HOUR) AS stop, datakey, size
FROM latest
"""
CSV = """read_csv($files, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"',
                  columns = {'Bucket': 'VARCHAR', 'Key': 'VARCHAR', 'Size': 'BIGINT', 'LastModified': 'VARCHAR',
                             'ETag': 'VARCHAR', 'StorageClass': 'VARCHAR'})"""
TEXT = "'%Y-%m-%dT%H:%M:%SZ'"

folder, out = sys.argv[1:]
os.makedirs(os.path.join(out, "index"), exist_ok=True)
connection = duckdb.connect()
connection.execute("SET preserve_insertion_order = false")
if os.path.exists(os.path.join(folder, "data", "00.parquet")):
    inventory, files = "read_parquet($files)", "*.parquet"
else:
    inventory, files = CSV, "*.csv.gz"
connection.execute(ROWS.replace("{inventory}", inventory), {"files": os.path.join(folder, "data", files)})
connection.execute("CREATE TABLE ordered AS SELECT * FROM rows ORDER BY id, year, start")
for name, year in connection.execute("SELECT DISTINCT id, year FROM ordered").fetchall():
    path = os.path.join(out, "index", f"{name}_{year}.csv")
    connection.execute(
        f"COPY (SELECT strftime(start, {TEXT}) AS \"# start\", strftime(stop, {TEXT}) AS \" stop\", datakey AS \" datakey\","
        f" size AS \" filesize\" FROM ordered WHERE id = '{name}' AND year = {year} ORDER BY start) TO '{path}' (HEADER, QUOTE '')")
print(connection.execute("SELECT count(*) FROM ordered").fetchone()[0])
