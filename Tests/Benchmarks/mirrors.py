"""Compares two listings of a mission, asks a web server for checksums, and reads two copies of some gigabytes."""
import base64
import gzip
import hashlib
import json
import os
import random
import shutil
import subprocess

from measure import Command
from reader import free_port, server

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = {"2M": 2_000_000, "10M": 10_000_000, "20M": 20_000_000}
PARTS, BLOCK = 16, 500
HEADS, FILES, FILE_SIZE = 20_000, 8, 256 << 20
MAP = ["--map", "s3://bench-source/=s3://bench-mirror/"]
# The CRC64NVME of the byte x; all files of the web server have it.
NGINX = """
daemon off; worker_processes 2; {user} pid {folder}/nginx.pid; error_log {folder}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 100000; default_type application/octet-stream;
  client_body_temp_path {folder}/temp; proxy_temp_path {folder}/temp; fastcgi_temp_path {folder}/temp;
  uwsgi_temp_path {folder}/temp; scgi_temp_path {folder}/temp;
  server {{
    listen 127.0.0.1:{port}; root {folder}/copy;
    location /data/ {{ add_header x-amz-checksum-crc64nvme {crc}; add_header x-amz-checksum-type FULL_OBJECT; }}
  }}
}}
"""


def objects(count):
    """Key, size and ETag of every object, in the order of the keys."""
    for number in range(count):
        key = f"mms/mms{number * 4 // count}/fgm/brst/l2/mms_fgm_brst_l2_{number:012}_v7.1.9.cdf"
        yield key, 900_000 + number % 977, hashlib.md5(number.to_bytes(8, "little"), usedforsecurity=False).hexdigest()


def pairs(count):
    """What both sides have of every object: one in a thousand differs, in eight ways."""
    for number, one in enumerate(objects(count)):
        key, size, etag = one
        if number % 1000:
            yield one, one
            continue
        kind = number // 1000 % 8
        other = [None, (key, size + 1, etag), (key, size, etag[::-1]), (key, 0, "d41d8cd98f00b204e9800998ecf8427e"),
                 (key[:-4] + ".CDF", size, etag), (key, size, etag + "-2"), (key + ".bak", size, etag), one][kind]
        yield (None if kind == 7 else one), other


class Snapshot:
    """Writes a snapshot of sorted objects."""

    def __init__(self, path, target):
        self.file, self.digest, self.count, self.bytes = open(path, "wb", 1 << 20), hashlib.sha256(), 0, 0
        self.put({"format": "scregistry-snapshot", "schemaVersion": 1, "tool": "bench", "target": target})

    def put(self, line):
        self.file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")

    def add(self, one):
        key, size, etag = one
        line = f'{{"key":"{key}","size":{size},"etag":"{etag}"}}\n'.encode()
        self.file.write(line)
        self.digest.update(line)
        self.count += 1
        self.bytes += size

    def close(self):
        self.put({"complete": True, "count": self.count, "bytes": self.bytes, "sorted": True, "sha256": self.digest.hexdigest()})
        self.file.close()


def inventory(folder, bucket, lines):
    """An inventory in compressed parts, shuffled within blocks, like Amazon's."""
    source = random.Random(7)
    blocks = [lines[start:start + BLOCK] for start in range(0, len(lines), BLOCK)]
    for block in blocks:
        source.shuffle(block)
    source.shuffle(blocks)
    os.makedirs(os.path.join(folder, "data"))
    files = []
    for part in range(PARTS):
        text = "".join(f'"{bucket}","{key}","{size}","{etag}"\n' for block in blocks[part::PARTS] for key, size, etag in block)
        packed = gzip.compress(text.encode(), 6, mtime=0)
        name = f"data/{part:02}.csv.gz"
        with open(os.path.join(folder, name), "wb") as file:
            file.write(packed)
        files.append({"key": name, "size": len(packed), "MD5checksum": hashlib.md5(packed).hexdigest()})
    with open(os.path.join(folder, "manifest.json"), "w", encoding="utf-8") as file:
        json.dump({"sourceBucket": bucket, "destinationBucket": "arn:aws:s3:::inventories", "version": "2016-11-30",
                   "creationTimestamp": "1769900000000", "fileFormat": "CSV", "fileSchema": "Bucket, Key, Size, ETag",
                   "files": files}, file)


def listings(data, name):
    """A folder with the snapshots of both sides, and for the smallest set with inventories and plain CSV, made once."""
    folder = os.path.join(data, f"mirror-{name}")
    if os.path.exists(os.path.join(folder, "complete")):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    kept = ([], [])
    snapshots = [Snapshot(os.path.join(folder, f"{side}.ndjson"), f"s3://bench-{side}/") for side in ("source", "mirror")]
    # A changed key may come before its neighbour; the snapshots of such keys are sorted by blocks of the pairs.
    for pair in pairs(SIZES[name]):
        for side, one in enumerate(pair):
            if one:
                snapshots[side].add(one)
                if name == "2M":
                    kept[side].append(one)
    for snapshot in snapshots:
        snapshot.close()
    if name == "2M":
        for side, lines in zip(("source", "mirror"), kept):
            with open(os.path.join(folder, f"{side}.csv"), "w", encoding="utf-8") as file:
                file.write("key,size,etag\n")
                file.writelines(f"{key},{size},{etag}\n" for key, size, etag in lines)
            inventory(os.path.join(folder, side), f"bench-{side}", lines)
    open(os.path.join(folder, "complete"), "w").close()
    return folder


def verify(bench, name, source, mirror, *options, exit_code=1):
    return Command(name, [bench.tool, "mirror", "verify", source, mirror, "--no-config", "-o", "text=/dev/null", *options],
                   exit_code=exit_code)


def joins(bench, data, python, quick):
    folder = listings(data, "2M")
    names = ("mirror: snapshots, 2M", "mirror: inventories, 2M", "duckdb, outer join, 2M")
    commands = [
        verify(bench, names[0], f"{folder}/source.ndjson", f"{folder}/mirror.ndjson", *MAP),
        verify(bench, names[1], f"{folder}/source/manifest.json", f"{folder}/mirror/manifest.json", *MAP),
    ]
    if python:
        commands.append(Command(names[2], [python, os.path.join(HERE, "peer_mirror_duckdb.py"), f"{folder}/source.csv",
                                           f"{folder}/mirror.csv", "2"]))
    bench.run(*commands)
    for name, bar in zip(names, (0.5, 1)):
        bench.add(f"wall: {name} ÷ DuckDB's outer join of plain CSV", [name, names[2]], lambda own, peer: own.wall / peer.wall, bar)
        bench.add(f"memory: {name}", [name], lambda run: run.memory / 1e6, 200, "MB")
    for size in () if quick else ("10M", "20M"):
        large = f"mirror: snapshots, {size}"
        folder = listings(data, size)
        bench.run(verify(bench, large, f"{folder}/source.ndjson", f"{folder}/mirror.ndjson", *MAP))
        bench.add(f"memory: {large} ÷ 2M", [large, names[0]], lambda own, small: own.memory / small.memory, 1.1)
        bench.add(f"memory: {large}", [large], lambda run: run.memory / 1e6, 200 if size == "10M" else 400, "MB")


def crc64nvme(byte):
    value = 0xFFFFFFFFFFFFFFFF ^ byte
    for _ in range(8):
        value = value >> 1 ^ (0x9A6C9329AC4BC9B5 if value & 1 else 0)
    return (value ^ 0xFFFFFFFFFFFFFFFF).to_bytes(8, "big")


def registry(folder, root, crc):
    """The documents of one dataset whose index has checksums, and its files."""
    names = [f"data/{number // 1000:03}/{number:05}.fits" for number in range(HEADS)]
    for name in names:
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(b"x")
    with open(os.path.join(folder, "ds_2015.csv"), "w", encoding="utf-8") as index:
        index.write("# start, stop, datakey, filesize, checksum, checksum_algorithm\n")
        for number, name in enumerate(names):
            clock = f"2015-01-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
            index.write(f"{clock},{clock},{root}{name},1,{crc.hex()},CRC64NVME\n")
    entry = {"id": "ds", "index": root, "title": "t", "start": "2015-01-01T00:00:00Z", "stop": "2015-01-01T05:33:19Z",
             "modification": "2020-01-01T00:00:00Z", "indextype": "csv", "filetype": "fits"}
    with open(os.path.join(folder, "catalog.json"), "w", encoding="utf-8") as catalog:
        json.dump({"version": "1.1", "endpoint": root, "name": "n", "contact": "c", "egress": "public, free",
                   "status": {"code": 1200, "message": "OK"}, "catalog": [entry]}, catalog)
    return names


def heads(bench, data):
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    curl = shutil.which("curl")
    if not nginx or not curl:
        bench.failures["mirror: 20,000 HEADs"] = "nginx or curl is missing (Debian: apt-get install nginx-light curl)"
        return
    folder = os.path.join(data, "mirror-web")
    crc = crc64nvme(ord("x"))
    if not os.path.exists(os.path.join(folder, "complete")):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(os.path.join(folder, "temp"))
        for side in ("source", "copy"):
            registry(os.path.join(folder, side), "s3://bench-source/", crc)
        open(os.path.join(folder, "complete"), "w").close()
    port = free_port()
    base = f"http://127.0.0.1:{port}/"
    with open(os.path.join(folder, "curl.txt"), "w", encoding="utf-8") as urls:
        urls.writelines(f'url = "{base}data/{number // 1000:03}/{number:05}.fits"\n' for number in range(HEADS))
    with open(os.path.join(folder, "nginx.conf"), "w", encoding="utf-8") as conf:
        conf.write(NGINX.format(folder=folder, port=port, user="user root;" if os.geteuid() == 0 else "",
                                crc=base64.b64encode(crc).decode()))
    ours, theirs = "mirror: 20,000 HEADs with checksums", "curl --parallel, HEADs with checksums"
    with server(port, [nginx, "-c", os.path.join(folder, "nginx.conf"), "-p", folder]):
        bench.run(
            verify(bench, ours, os.path.join(folder, "source"), base, "--require", "crc", "-j", "64", exit_code=0),
            Command(theirs, [curl, "--silent", "--parallel", "--parallel-max", "64", "--head", "--config",
                             os.path.join(folder, "curl.txt")], output="200 OK"))
    bench.add("rate: HEADs with checksums ÷ curl --parallel", [ours, theirs], lambda own, peer: peer.wall / own.wall, 0.9,
              at_least=True)


def content(bench, data, programs):
    folder = os.path.join(data, "mirror-content")
    sides = [os.path.join(folder, side) for side in ("source", "mirror")]
    if not os.path.exists(os.path.join(folder, "complete")):
        shutil.rmtree(folder, ignore_errors=True)
        for side in sides:
            os.makedirs(side)
        source = random.Random(11)
        for number in range(FILES):
            block = source.randbytes(1 << 20)
            for side in sides:
                with open(os.path.join(side, f"{number}.cdf"), "wb") as file:
                    for part in range(FILE_SIZE >> 20):
                        file.write(part.to_bytes(8, "little") + block[8:])
        open(os.path.join(folder, "complete"), "w").close()
    ours, theirs, other = "mirror: content of 4 GB", "openssl dgst of both", "rclone check --download"
    names = " ".join(f"'{side}/{number}.cdf'" for number in range(FILES) for side in sides)
    commands = [
        verify(bench, ours, *sides, "--require", "content", "-j", "2", exit_code=0),
        Command(theirs, [shutil.which("sh"), "-c", f"printf '%s\\n' {names} | xargs -P 2 -n 1 openssl dgst -sha256"], output="SHA2-256"),
    ]
    if programs:
        commands.append(Command(other, [os.path.join(programs, "rclone"), "check", "--download", "--checkers", "2",
                                        "--config", "/dev/null", *sides]))
    bench.run(*commands)
    bench.add("wall: content of 4 GB ÷ openssl dgst of both", [ours, theirs], lambda own, peer: own.wall / peer.wall, 1.15)
    bench.add("wall: content of 4 GB ÷ rclone check --download", [ours, other], lambda own, peer: own.wall / peer.wall)


def syncs(bench, data, programs):
    """The same directories by size and time, as tools that copy compare them."""
    sides = [os.path.join(data, "mirror-web", side) for side in ("source", "copy")]
    if not programs or not os.path.isdir(sides[0]):
        return
    ours, other = "mirror: two directories of 20,000 files", "rclone check --size-only"
    bench.run(verify(bench, ours, *sides, exit_code=0),
              Command(other, [os.path.join(programs, "rclone"), "check", "--size-only", "--config", "/dev/null", *sides]))
    bench.add("wall: two directories of 20,000 files ÷ rclone check", [ours, other], lambda own, peer: own.wall / peer.wall)


def measure(bench, data, python, programs, quick):
    """Measures; the programs of the peers are in a folder, or None."""
    joins(bench, data, python, quick)
    heads(bench, data)
    if shutil.which("openssl"):
        content(bench, data, programs)
    else:
        bench.failures["mirror: content of 4 GB"] = "openssl is missing (Debian: apt-get install openssl)"
    syncs(bench, data, programs)
