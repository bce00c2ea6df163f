"""Asks cloudcatalog for all files of a dataset in a bucket copy; prints the nanoseconds that its call took.

usage: peer_cloudcatalog.py DIRECTORY DATASET ROWS
The client reads only from S3 and the web, so its fetch function is replaced by one that reads the directory; neither
figure contains network time.
"""
import io
import json
import sys
import time

import cloudcatalog
import cloudcatalog.main

directory, dataset, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])


def local(address, region=None, rawbytes=False, max_lines=None, **_):
    name = address.removeprefix("s3://").split("/", 1)[1]
    with open(f"{directory}/{name}", "rb") as file:
        content = file.read()
    return io.BytesIO(content) if rawbytes else json.loads(content)


cloudcatalog.main.fetch_S3orURL = local
catalog = cloudcatalog.CloudCatalog("s3://gov-nasa-hdrl-data1/")
entry = catalog.get_entry(dataset)
began = time.perf_counter_ns()
found = catalog.request_cloud_catalog(dataset, start_date=entry["start"], stop_date=entry["stop"])
took = time.perf_counter_ns() - began
if len(found) != rows:
    sys.exit(f"{len(found)} rows instead of {rows}")
print(took)
