#!/usr/bin/env python3
"""Measures the bars for Parquet: reading, validating, a day of a year, and writing.

usage: parquet.py SCREGISTRY [ROWS]

Needs the packages of Tests/Suites/parquet-requirements.txt, and a release build. All figures are of one
run on one machine; CPU is user and system time of the process, the best of three.
"""
import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import polars
import pyarrow
import pyarrow.parquet

PEER_READ = """
import sys, pyarrow.parquet, pyarrow
pyarrow.set_cpu_count(1)
pyarrow.parquet.read_table(sys.argv[1], columns=["start", "stop", "datakey", "filesize"], use_threads=False)
"""
PEER_WRITE = """
import sys, polars
polars.read_parquet(sys.argv[1]).write_parquet(sys.argv[2], compression="zstd")
"""


# A process counts the memory of the one that started it until it is another program, and this one is large.
RUN = """
import json, os, subprocess, sys, time
start = time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
error = child.stderr.read().decode(errors="replace")
_, status, usage = os.wait4(child.pid, 0)
print(json.dumps({
    "figures": [usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024],
    "code": os.waitstatus_to_exitcode(status), "error": error[-600:]}))
"""


def cost(command, times=3):
    """The least CPU seconds and wall seconds of a command, and the most memory in MB."""
    best = None
    for _ in range(times):
        command = [str(word) for word in command]
        output = subprocess.run([sys.executable, "-c", RUN, *command], stdout=subprocess.PIPE, check=True).stdout
        result = json.loads(output)
        if result["code"] not in (0, 1):
            sys.exit(f"{' '.join(command)}: {result['error']}")
        figures = result["figures"]
        best = figures if best is None or figures[0] < best[0] else best
    return best


def catalog(folder, kind, last):
    (folder / "ds").mkdir(parents=True)
    (folder / "catalog.json").write_text(json.dumps({
        "version": "1.1", "name": "n", "contact": "c, c@example.com", "egress": "public, no-egress",
        "endpoint": "s3://b/", "status": {"code": 1200, "message": "OK"},
        "catalog": [{
            "id": "ds", "index": "s3://b/ds/", "title": "t", "start": "2020-01-01T00:00:00Z", "stop": last,
            "modification": "2025-01-01T00:00:00Z", "indextype": kind, "filetype": "cdf"}]}))


def line(name, figure, bar, unit=""):
    good = "" if bar is None else ("  ok" if figure <= bar else "  MISSED")
    limit = "" if bar is None else f"  (bar {bar:.2f})"
    print(f"{name:<58} {figure:8.2f}{unit}{limit}{good}", flush=True)


def main():
    tool = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_600_000
    python = sys.executable
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        begin = datetime.datetime(2020, 1, 1)
        step = 366 * 86400 // (count + 1)
        times = [(begin + datetime.timedelta(seconds=n * step)).isoformat() + "Z" for n in range(count + 1)]
        table = pyarrow.table({
            "start": times[:-1], "stop": times[1:],
            "datakey": [f"s3://b/mms1/fgm/{t[:4]}/{t[5:7]}/mms1_fgm_{t[:10]}_{n:07d}.cdf" for n, t in enumerate(times[:-1])],
            "filesize": pyarrow.array([10_000 + n * 7919 % 9_000_000 for n in range(count)], pyarrow.int64())})
        files = {"pyarrow": root / "pyarrow.parquet", "polars": root / "polars.parquet"}
        pyarrow.parquet.write_table(table, files["pyarrow"])
        polars.from_arrow(table).write_parquet(files["polars"])
        csv = root / "csv"
        catalog(csv, "csv", times[-1])
        with open(csv / "ds/ds_2020.csv", "w", encoding="utf-8") as out:
            out.write("# start, stop, datakey, filesize\n")
            for start, stop, key, size in zip(*(column.to_pylist() for column in table.columns)):
                out.write(f"{start},{stop},{key},{size}\n")
        for maker, path in files.items():
            folder = root / f"index-{maker}"
            catalog(folder, "parquet", times[-1])
            os.link(path, folder / "ds/ds_2020.parquet")
            own = cost([tool, "files", folder, "ds", "--map", f"s3://b/={folder}/", "--format", "uris"])
            peer = cost([python, "-c", PEER_READ, path])
            start = cost([python, "-c", "import pyarrow.parquet"])
            metadata = pyarrow.parquet.ParquetFile(path).metadata
            group = max(
                sum(metadata.row_group(n).column(c).total_compressed_size for c in range(4))
                for n in range(metadata.num_row_groups)) / 2**20
            line(f"files of {maker}'s file, CPU, by pyarrow's without its start", own[0] / max(0.01, peer[0] - start[0]), 2, " x")
            line(f"files of {maker}'s file, memory", own[2], group + 32, " MB")
            check = cost([tool, "validate", folder])
            plain = cost([tool, "validate", csv])
            line(f"validate of {maker}'s file, memory", check[2], group + 32, " MB")
            line(f"validate of {maker}'s file, CPU, by that of CSV", check[0] / plain[0], 3, " x")
        folder = root / "own"
        catalog(folder, "csv", times[-1])
        os.link(csv / "ds/ds_2020.csv", folder / "ds/ds_2020.csv")
        convert = cost([tool, "convert", folder, "--dataset", "ds", "--to", "parquet", "--force"], times=1)
        own = folder / "ds/ds_2020.parquet"
        compressed = root / "zstd.parquet"
        write = cost([python, "-c", PEER_WRITE, files["polars"], compressed])
        line("size of our file, by that of Polars with zstd", own.stat().st_size / compressed.stat().st_size, 1.1, " x")
        line("convert from CSV with all checks, CPU, by Polars writing", convert[0] / write[0], 2, " x")
        none = cost([tool, "version"])
        whole = cost([tool, "files", folder, "ds", "--map", f"s3://b/={folder}/", "--format", "uris"])
        day = cost([tool, "files", folder, "ds", "--map", f"s3://b/={folder}/", "--format", "uris",
                    "--start", "2020-07-01", "--stop", "2020-07-02"])
        line("a day of our file, wall beyond start, by the whole file", (day[1] - none[1]) / (whole[1] - none[1]), 1 / 8, " x")
        groups = pyarrow.parquet.ParquetFile(own).metadata
        line("row groups of our file", groups.num_row_groups, None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
