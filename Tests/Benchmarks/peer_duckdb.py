"""The plain checks of index files with DuckDB on one thread: times, order, stop after start, size, bucket.

usage: peer_duckdb.py BUCKET FILE...      prints rows and faulty values; exits 1 when there are any
"""
import sys

import duckdb

CHECKS = """
WITH parsed AS (
    SELECT try_strptime(c0, '%Y-%m-%dT%H:%M:%SZ') AS start, try_strptime(c1, '%Y-%m-%dT%H:%M:%SZ') AS stop,
           starts_with(c2, $bucket) AS inside, try_cast(c3 AS BIGINT) AS size
    FROM read_csv($file, header = false, skip = 1, auto_detect = false, delim = ',', quote = '', escape = '',
                  columns = {'c0': 'VARCHAR', 'c1': 'VARCHAR', 'c2': 'VARCHAR', 'c3': 'VARCHAR'})
), neighbours AS (SELECT *, lag(start) OVER () AS previous FROM parsed)
SELECT count(*),
       count(*) FILTER (start IS NULL) + count(*) FILTER (stop IS NULL) + count(*) FILTER (start < previous)
       + count(*) FILTER (stop < start) + count(*) FILTER (NOT inside) + count(*) FILTER (size IS NULL OR size < 0)
FROM neighbours
"""

connection = duckdb.connect()
connection.execute("SET threads = 1")
rows = faults = 0
for file in sys.argv[2:]:
    counts = connection.execute(CHECKS, {"bucket": sys.argv[1], "file": file}).fetchone()
    rows += counts[0]
    faults += counts[1]
print(rows, faults)
sys.exit(faults > 0)
