"""The benchmarks of Parquet: reading what four writers make, validating it, a day of a year, writing, an inventory."""
import hashlib
import os
import shutil
import subprocess
import sys

import generate
import inventory
from measure import Command
from publishing import peer, publish
from reader import free_port, server
from report import Row

HERE = os.path.dirname(os.path.abspath(__file__))
MAKER, PEER = os.path.join(HERE, "parquet_files.py"), os.path.join(HERE, "peer_parquet.py")
ROWS, OBJECTS = 1_600_000, 2_000_000
WRITERS = ("pyarrow", "pandas", "polars", "duckdb")
# The size of the largest row group in the file of a writer, in bytes.
LARGEST_GROUP = """import sys, pyarrow.parquet
file = pyarrow.parquet.ParquetFile(sys.argv[1]).metadata
groups = [file.row_group(n) for n in range(file.num_row_groups)]
print(max(sum(group.column(n).total_compressed_size for n in range(4)) for group in groups))"""
NGINX = """
daemon off; worker_processes 1; {user} pid {folder}/nginx.pid; error_log {folder}/nginx-error.log;
events {{ worker_connections 64; }}
http {{
  log_format bytes $bytes_sent; access_log {folder}/access.log bytes; default_type application/octet-stream;
  client_body_temp_path {folder}/temp; proxy_temp_path {folder}/temp; fastcgi_temp_path {folder}/temp;
  uwsgi_temp_path {folder}/temp; scgi_temp_path {folder}/temp;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


def make(folder, python):
    """Makes the files once; returns why that failed, or None."""
    with open(MAKER, "rb") as source:
        edition = hashlib.sha256(source.read()).hexdigest() + generate.edition()
    marker = folder + ".complete"
    if os.path.exists(marker) and open(marker, encoding="ascii").read() == edition:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    source = os.path.join(os.path.dirname(folder), "inventory-2m")
    inventory.main(source, OBJECTS)
    done = subprocess.run([python, "-B", MAKER, folder, str(ROWS), source], capture_output=True, text=True)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["no message"])[-1]
    shutil.copy(os.path.join(source, "mission.yml"), os.path.join(folder, "inventory"))
    with open(marker, "w", encoding="ascii") as file:
        file.write(edition)
    return None


def files(bench, registry, *options):
    words = [bench.tool, "files", registry, "ds", "--map", f"s3://b/={registry}/", "--format", "csv", *options]
    return ["/bin/sh", "-c", 'exec "$@" > /dev/null', "sh", *words]


def reading(bench, folder, python):
    csv, start = "validate of the same rows in CSV", "pyarrow, start-up alone"
    bench.run(Command(csv, [bench.tool, "validate", os.path.join(folder, "csv")]),
              Command(start, [python, PEER, "start"]))
    for writer in WRITERS:
        registry = os.path.join(folder, writer)
        path = os.path.join(registry, "ds", "ds_2020.parquet")
        read, check, theirs = f"files, {writer}'s file", f"validate, {writer}'s file", f"pyarrow reads {writer}'s file"
        bench.run(Command(read, files(bench, registry)), Command(check, [bench.tool, "validate", registry]),
                  Command(theirs, [python, PEER, "read", path], output=str(ROWS)))
        bench.add(f"CPU: files of {writer}'s file ÷ pyarrow on one thread without its start", [read, theirs, start],
                  lambda own, peer, start: own.cpu / (peer.cpu - start.cpu), 2)
        bench.add(f"CPU: validate of {writer}'s file ÷ of CSV", [check, csv], lambda own, csv: own.cpu / csv.cpu, 3)
        answer = subprocess.run([python, "-c", LARGEST_GROUP, path], capture_output=True, text=True, check=True)
        group = int(answer.stdout)
        for name in (read, check):
            bench.add(f"memory: {name}, less its largest row group of {group / 1e6:.0f} MB", [name],
                      lambda run, group=group: (run.memory - group) / 1e6, 32, "MB")


def writing(bench, folder, python):
    source, ours = os.path.join(folder, "own"), os.path.join(folder, "converted")
    convert, write, load = "convert from CSV with all checks", "Polars writes", "Polars reads only"
    polars = os.path.join(folder, "polars", "ds", "ds_2020.parquet")
    out = os.path.join(folder, "zstd-again.parquet")
    bench.run(
        Command(convert, ["/bin/sh", "-c", 'rm -rf "$1"; cp -r "$0" "$1"; shift; exec "$@"', source, ours,
                          bench.tool, "convert", ours, "--dataset", "ds", "--to", "parquet", "--force"]),
        Command(write, [python, PEER, "write", polars, out], output=str(ROWS)),
        Command(load, [python, PEER, "load", polars], output=str(ROWS)))
    bench.add("CPU: convert from CSV with all checks ÷ Polars writing with zstd", [convert, write, load],
              lambda own, write, load: own.cpu / (write.cpu - load.cpu), 2)
    if convert not in bench.figures:
        return
    size = os.path.getsize(os.path.join(ours, "ds", "ds_2020.parquet"))
    ratio = size / os.path.getsize(os.path.join(folder, "zstd.parquet"))
    bench.rows.append(Row("size: our file ÷ Polars' with zstd", ratio, "", "≤ 1.1", ratio <= 1.1))
    day = ["--start", "2020-07-01", "--stop", "2020-07-02"]
    whole, part, start = "files, all of our file", "files, a day of our file", "scregistry version"
    bench.run(Command(whole, files(bench, ours)), Command(part, files(bench, ours, *day)),
              Command(start, [bench.tool, "version"]))
    bench.add("wall: a day of our file ÷ all of it, without start-up", [part, whole, start],
              lambda part, whole, start: (part.wall - start.wall) / (whole.wall - start.wall), 1 / 8)
    sent = bytes_sent(bench, folder, ours, day)
    if sent is None:
        bench.failures["bytes of a day"] = "nginx is missing (Debian: apt-get install nginx-light)"
    else:
        bench.rows.append(Row("bytes from nginx: a day of our file ÷ its size", sent / size, "", "≤ 0.05",
                              sent / size <= 0.05))


def bytes_sent(bench, folder, registry, options):
    """What a web server sent of the index file for a query; None without nginx."""
    nginx = shutil.which("nginx") or ("/usr/sbin/nginx" if os.path.exists("/usr/sbin/nginx") else None)
    if not nginx:
        return None
    os.makedirs(os.path.join(folder, "temp"), exist_ok=True)
    log, port = os.path.join(folder, "access.log"), free_port()
    with open(log, "w", encoding="ascii"):
        pass
    configuration = os.path.join(folder, "nginx.conf")
    with open(configuration, "w", encoding="ascii") as file:
        user = "user root;" if os.geteuid() == 0 else ""
        file.write(NGINX.format(folder=folder, port=port, root=registry, user=user))
    url = f"http://127.0.0.1:{port}/"
    with server(port, [nginx, "-c", configuration]):
        subprocess.run([bench.tool, "files", url, "ds", "--map", f"s3://b/={url}", "--format", "csv", "--no-cache", *options],
                       stdout=subprocess.DEVNULL, check=True)
    with open(log, encoding="ascii") as file:
        return sum(int(line) for line in file)


def from_inventory(bench, folder, python):
    source, out = os.path.join(folder, "inventory"), os.path.join(folder, "registry")
    ours = "generate, Parquet inventory of 2 million objects"
    peers = {"duckdb": "the same rows of Parquet with DuckDB", "polars": "the same rows of Parquet with Polars"}
    bench.run(
        publish(bench, ours, os.path.join(source, "manifest.json"), os.path.join(source, "mission.yml"), out),
        *[peer(name, python, script, source, os.path.join(folder, f"registry-{script}")) for script, name in peers.items()])
    bench.add("wall: registry of a Parquet inventory ÷ the faster of DuckDB and Polars", [ours, *peers.values()],
              lambda own, one, other: own.wall / min(one.wall, other.wall), 1)
    bench.add("memory: registry of a Parquet inventory", [ours], lambda run: run.memory / 1e6, 256, "MB")


def measure(bench, data, python):
    if not python:
        return
    folder = os.path.join(data, "parquet")
    print("making Parquet files", file=sys.stderr, flush=True)
    if failure := make(folder, python):
        bench.failures["Parquet"] = failure
        return
    reading(bench, folder, python)
    writing(bench, folder, python)
    from_inventory(bench, folder, python)
