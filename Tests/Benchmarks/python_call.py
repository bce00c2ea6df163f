"""Makes one call in a running Python and prints what it cost, after its imports.

usage: python_call.py FIGURE CALL DIRECTORY DATASET ROWS
FIGURE is wall or cpu, in nanoseconds, or memory: by how many bytes the call raised the peak of the process. The memory of
a program that it starts is not in it; Linux would count that of this process, too (spawn.py says why).
"""
import sys
import time

FIGURE, CALL, DIRECTORY, DATASET, ROWS = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5])


def cloudcatalog():
    """The client before scregistry; it reads only S3 and the web, so its fetch function reads the directory instead."""
    import io
    import json

    import cloudcatalog
    import cloudcatalog.main

    def local(address, region=None, rawbytes=False, max_lines=None, **_):
        with open(f"{DIRECTORY}/{address.removeprefix('s3://').split('/', 1)[1]}", "rb") as file:
            content = file.read()
        return io.BytesIO(content) if rawbytes else json.loads(content)

    cloudcatalog.main.fetch_S3orURL = local
    catalog = cloudcatalog.CloudCatalog("s3://gov-nasa-hdrl-data1/")
    entry = catalog.get_entry(DATASET)
    return lambda: catalog.request_cloud_catalog(DATASET, start_date=entry["start"], stop_date=entry["stop"])


def seed():
    import pandas  # noqa: F401

    import scregistry
    import scregistry._arrow  # noqa: F401
    import scregistry._frames  # noqa: F401

    registry = scregistry.FileRegistry(DIRECTORY)
    entry = registry.get_entry(DATASET)
    return lambda: registry.request_file_registry(DATASET, start_date=entry["start"], stop_date=entry["stop"])


def files():
    import scregistry
    import scregistry._arrow  # noqa: F401
    import scregistry._frames  # noqa: F401

    return scregistry.open(DIRECTORY)[DATASET].files()


def polars():
    import polars  # noqa: F401

    return files().to_polars


def notebook():
    """What a notebook shows, each time."""
    listed = files().load()
    return lambda: [listed._repr_html_()] * ROWS


def astropy():
    import astropy.table
    import astropy.time  # noqa: F401

    listed = files().load()
    listed[:1].to_astropy()  # astropy imports parts of itself when they are first used
    return listed.to_astropy


def peak():
    with open("/proc/self/status", encoding="ascii") as status:
        fields = dict(line.split(":", 1) for line in status)
    return int(fields["VmHWM"].split()[0]) * 1024


call = {"cloudcatalog": cloudcatalog, "seed": seed, "polars": polars, "notebook": notebook, "astropy": astropy}[CALL]()
before = peak()
wall, cpu = time.perf_counter_ns(), time.process_time_ns()
found = call()
wall, cpu = time.perf_counter_ns() - wall, time.process_time_ns() - cpu
memory = peak() - before
if len(found) != ROWS:
    sys.exit(f"{len(found)} rows instead of {ROWS}")
print({"wall": wall, "cpu": cpu, "memory": memory}[FIGURE])
