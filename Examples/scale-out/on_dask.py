"""Validates registries on a Dask cluster.

usage: on_dask.py SCHEDULER TARGET...

SCHEDULER is the address of a scheduler, such as tcp://host:8786; "local" makes four processes here.
"""

import sys

from dask.distributed import Client, LocalCluster

import scregistry.dask

if __name__ == "__main__":
    scheduler, *targets = sys.argv[1:]
    local = LocalCluster(n_workers=4, threads_per_worker=1) if scheduler == "local" else None
    with Client(local or scheduler) as client:
        report = scregistry.dask.validate(client, targets)
    print(report)
    sys.exit(0 if report else 1)
