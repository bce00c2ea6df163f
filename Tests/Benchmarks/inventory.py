#!/usr/bin/env python3
"""Makes an S3 Inventory of a mission, always the same, as input for publishing.

usage: inventory.py DIRECTORY OBJECTS
       inventory.py - OBJECTS

Writes manifest.json, mission.yml and data/*.csv.gz to DIRECTORY. Twenty datasets share the objects, about one file per
hour for ten years; one file in fifty has two versions. The parts are in no order, like Amazon's.
With -, lines of key and size go to standard output; the datasets take turns.
"""
import datetime
import gzip
import hashlib
import json
import os
import random
import shutil
import sys

BUCKET = "bench-mission"
SPACECRAFT, INSTRUMENTS = range(1, 5), ("fgm", "fpi", "edp", "scm", "feeps")
DATASETS = [(craft, instrument) for craft in SPACECRAFT for instrument in INSTRUMENTS]
FIRST = datetime.datetime(2015, 9, 1)
STEP = 3161
PARTS = 16
SCHEMA = "Bucket, Key, Size, LastModifiedDate, ETag, StorageClass"
# The form of names for the scripts of the peers.
PATTERN = r"^mms/mms[1-4]/[a-z]+/brst/l2/\d{4}/\d\d/(mms[1-4]_[a-z]+_brst_l2)_(\d{14})_v([0-9.]+)\.cdf$"

MISSION = """\
version: 1
bucket: {endpoint: s3://bench-mission/, name: Mission, contact: "Someone, someone@example.org"}
time-precision: second
datasets:
  - id: mms{craft}_{instrument}_brst_l2
    title: MMS {craft} {instrument}
    filetype: cdf
    match: mms/mms{craft:[1-4]}/{instrument}/brst/l2/%Y/%m/mms{craft}_{instrument}_brst_l2_%Y%m%d%H%M%S_v{version}.cdf
    stop: next-start
    maximum-gap: PT1H
    versions: latest
    index: s3://bench-mission/index/
"""


def keys(craft, instrument, count):
    """The keys and sizes of one dataset's files."""
    for number in range(count):
        time = FIRST + datetime.timedelta(seconds=number * STEP)
        start = f"mms/mms{craft}/{instrument}/brst/l2/{time:%Y/%m}/mms{craft}_{instrument}_brst_l2_{time:%Y%m%d%H%M%S}"
        if number % 50 == 49:
            yield f"{start}_v7.1.9.cdf", 900_000 + number % 977
            yield f"{start}_v7.1.10.cdf", 910_000 + number % 977
        elif number % 50 < 48:
            yield f"{start}_v7.1.9.cdf", 900_000 + number % 977


def rows(objects):
    """About that many lines of the inventory, shuffled within blocks."""
    source = random.Random(5)
    blocks = []
    for craft, instrument in DATASETS:
        block = []
        for key, size in keys(craft, instrument, objects // len(DATASETS)):
            etag = hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()
            block.append(f'"{BUCKET}","{key}","{size}","2026-01-31T10:11:12.000Z","{etag}","STANDARD"\n')
            if len(block) == 500:
                blocks.append("".join(source.sample(block, len(block))))
                block = []
        blocks.append("".join(block))
    source.shuffle(blocks)
    return blocks


def main(folder, objects):
    if os.path.exists(os.path.join(folder, "complete")):
        return
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "data"))
    blocks, files = rows(objects), []
    for part in range(PARTS):
        text = "".join(blocks[part::PARTS]).encode()
        name = f"data/{part:02}.csv.gz"
        packed = gzip.compress(text, 6, mtime=0)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(packed)
        files.append({"key": name, "size": len(packed), "MD5checksum": hashlib.md5(packed).hexdigest()})
    with open(os.path.join(folder, "manifest.json"), "w", encoding="utf-8") as file:
        json.dump({"sourceBucket": BUCKET, "destinationBucket": "arn:aws:s3:::inventories", "version": "2016-11-30",
                   "creationTimestamp": "1769900000000", "fileFormat": "CSV", "fileSchema": SCHEMA, "files": files}, file)
    with open(os.path.join(folder, "mission.yml"), "w", encoding="utf-8") as file:
        file.write(MISSION)
    open(os.path.join(folder, "complete"), "w").close()


def stream(objects):
    """About that many lines of key and size, in the order of time; the datasets take turns."""
    first, digits = datetime.datetime(1970, 1, 1), "%Y%m%d%H%M%S"
    sys.stdout.write("key,size\n")
    for step in range(objects // len(DATASETS)):
        time = first + datetime.timedelta(seconds=step * 307)
        folder, clock = time.strftime("%Y/%m"), time.strftime(digits)
        sys.stdout.write("".join(
            f"mms/mms{craft}/{instrument}/brst/l2/{folder}/mms{craft}_{instrument}_brst_l2_{clock}_v7.1.9.cdf,{900_000 + step % 977}\n"
            for craft, instrument in DATASETS))


if __name__ == "__main__":
    if sys.argv[1] == "-":
        stream(int(sys.argv[2]))
    else:
        main(sys.argv[1], int(sys.argv[2]))
