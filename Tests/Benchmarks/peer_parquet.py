"""Reads or writes one Parquet file, as a peer.

usage: peer_parquet.py read FILE       with pyarrow on one thread, the four columns
       peer_parquet.py start           only imports pyarrow
       peer_parquet.py write IN OUT    with Polars and zstd; IN is read first
       peer_parquet.py load IN         the same without writing
"""
import sys

action, *files = sys.argv[1:]
if action in ("read", "start"):
    import pyarrow
    import pyarrow.parquet

    pyarrow.set_cpu_count(1)
    if files:
        columns = ["start", "stop", "datakey", "filesize"]
        print(len(pyarrow.parquet.read_table(files[0], columns=columns, use_threads=False)))
else:
    import polars

    table = polars.read_parquet(files[0])
    if action == "write":
        table.write_parquet(files[1], compression="zstd")
    print(len(table))
