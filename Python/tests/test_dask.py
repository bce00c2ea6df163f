"""Validations on a cluster of worker processes."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

distributed = pytest.importorskip("distributed")

import scregistry.dask

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def make_client():
    """Makes a client of a new cluster of four processes."""
    clients = []

    def make():
        cluster = distributed.LocalCluster(
            n_workers=4, threads_per_worker=1, processes=True, dashboard_address=None
        )
        clients.append((distributed.Client(cluster), cluster))
        return clients[-1][0]

    yield make
    for client, cluster in clients:
        client.close()
        cluster.close()


def write_registry(folder, *, datasets, years, rows):
    """Write a registry with some faults."""
    import json

    entries = []
    for number in range(datasets):
        name = f"ds{number}"
        (folder / name).mkdir(parents=True)
        for year in range(2000, 2000 + years):
            lines = ["# start, stop, datakey, filesize"]
            for row in range(rows):
                minute, hour, day = row % 60, row // 60 % 24, row // 1440
                start = f"{year}-{1 + day // 28:02}-{1 + day % 28:02}T{hour:02}:{minute:02}:00Z"
                size = "x" if row == 5 and year % 3 == 0 else "17"
                lines.append(f"{start},{start},s3://b/{name}/{year}/{row:06}.cdf,{size}")
            (folder / name / f"{name}_{year}.csv").write_text("\n".join(lines) + "\n")
        entries.append(
            {
                "id": name,
                "index": f"s3://b/{name}/",
                "title": name,
                "start": "2000-01-01T00:00:00Z",
                "stop": f"{2000 + years}-01-01T00:00:00Z",
                "modification": "2024-01-01T00:00:00Z",
                "indextype": "csv",
                "filetype": "cdf",
            }
        )
    catalog = {
        "version": "1.1",
        "endpoint": "s3://b/",
        "name": "b",
        "contact": "a@b.org",
        "catalog": entries,
    }
    (folder / "catalog.json").write_text(json.dumps(catalog))


def without_run(report):
    return {key: value for key, value in report.json.items() if key != "run"}


def test_equals_one_run(make_client, tmp_path):
    write_registry(tmp_path / "r", datasets=3, years=12, rows=200)
    alone = scregistry.validate(tmp_path / "r", config=False)
    found = scregistry.dask.validate(make_client(), tmp_path / "r", config=False)
    assert len(found.findings) > 0
    assert without_run(found) == without_run(alone)


def test_a_killed_worker(make_client, tmp_path):
    write_registry(tmp_path / "r", datasets=4, years=25, rows=4000)
    alone = scregistry.validate(tmp_path / "r", config=False)
    client = make_client()
    victim = min(client.run(os.getpid).values())
    killed = threading.Event()

    def kill():
        # As soon as a worker has something to do.
        while not any(client.processing().values()):
            time.sleep(0.01)
        os.kill(victim, signal.SIGKILL)
        killed.set()

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    found = scregistry.dask.validate(client, [tmp_path / "r"], config=False)
    thread.join(20)
    assert killed.is_set()
    assert without_run(found) == without_run(alone)


def test_on_servers(make_client, cloud):
    options = {
        "endpoint_url": cloud["url"],
        "access_key": cloud["key"],
        "secret_key": cloud["secret"],
        "region": cloud["region"],
    }
    target = "s3://helio-public/"
    alone = scregistry.validate(target, config=False, **options)
    found = scregistry.dask.validate(make_client(), target, config=False, **options)
    assert without_run(found) == without_run(alone)


def test_errors_of_the_plan(make_client, tmp_path):
    with pytest.raises(scregistry.ScregistryError):
        scregistry.dask.validate(make_client(), tmp_path / "absent", config=False)
