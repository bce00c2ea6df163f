"""Compares two listings with a full outer join in DuckDB: what is missing, extra, or differs in size or ETag.

usage: peer_mirror_duckdb.py LEFT.csv RIGHT.csv THREADS
"""
import sys

import duckdb

JOIN = """
SELECT count(*) FILTER (r.key IS NULL), count(*) FILTER (l.key IS NULL), count(*) FILTER (l.size <> r.size),
       count(*) FILTER (l.size = r.size AND l.etag <> r.etag), count(*)
FROM read_csv($left, header = true) l FULL OUTER JOIN read_csv($right, header = true) r ON l.key = r.key
"""

connection = duckdb.connect()
connection.execute(f"SET threads = {int(sys.argv[3])}")
print(*connection.execute(JOIN, {"left": sys.argv[1], "right": sys.argv[2]}).fetchone())
