"""Validations and verifications of mirrors on a cluster of worker processes."""

from __future__ import annotations

import contextlib
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


@contextlib.contextmanager
def killed_worker(client):
    """Kill a worker as soon as one has something to do."""
    victim = min(client.run(os.getpid).values())
    killed = threading.Event()

    def kill():
        while not any(client.processing().values()):
            time.sleep(0.01)
        os.kill(victim, signal.SIGKILL)
        killed.set()

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    yield
    thread.join(20)
    assert killed.is_set()


def test_a_killed_worker(make_client, tmp_path):
    write_registry(tmp_path / "r", datasets=4, years=25, rows=4000)
    alone = scregistry.validate(tmp_path / "r", config=False)
    client = make_client()
    with killed_worker(client):
        found = scregistry.dask.validate(client, [tmp_path / "r"], config=False)
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


def write_sides(folder, *, files):
    """Write a source and a mirror that differs in some objects of equal size."""
    import json
    import shutil

    source = folder / "source"
    (source / "ds").mkdir(parents=True)
    lines = ["# start, stop, datakey, filesize"]
    for number in range(files):
        (source / f"ds/{number:05}.cdf").write_bytes(bytes([number % 251]) * 4096)
        start = f"2001-01-{1 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:00Z"
        lines.append(f"{start},{start},s3://b/ds/{number:05}.cdf,4096")
    (source / "ds/ds_2001.csv").write_text("\n".join(lines) + "\n")
    entry = {
        "id": "ds",
        "index": "s3://b/ds/",
        "title": "ds",
        "start": "2001-01-01T00:00:00Z",
        "stop": "2002-01-01T00:00:00Z",
        "modification": "2024-01-01T00:00:00Z",
        "indextype": "csv",
        "filetype": "cdf",
    }
    catalog = {
        "version": "1.1",
        "endpoint": "s3://b/",
        "name": "b",
        "contact": "a@b.org",
        "catalog": [entry],
    }
    (source / "catalog.json").write_text(json.dumps(catalog))
    shutil.copytree(source, folder / "mirror")
    for number in range(0, files, 37):
        (folder / f"mirror/ds/{number:05}.cdf").write_bytes(b"\xff" * 4096)
    (folder / "mirror/ds/00001.cdf").unlink()
    return source, folder / "mirror"


def verified_alone(source, mirror, *words):
    import json

    from scregistry._run import output_of
    from scregistry.access import Access

    command = ["mirror", "verify", *words, "--output=json", "--quiet", "--no-config"]
    return json.loads(
        output_of(
            [*command, "--", str(source), str(mirror)], access=Access.of({}), accept=(0, 1, 3)
        )
    )


def test_verify_equals_one_run(make_client, tmp_path):
    source, mirror = write_sides(tmp_path, files=400)
    alone = verified_alone(source, mirror, "--require=content", "--dataset=ds")
    found = scregistry.dask.verify(
        make_client(), source, mirror, require="content", dataset="ds", config=False
    )
    assert len(found.findings) > 0
    assert without_run(found) == {key: value for key, value in alone.items() if key != "run"}


def test_verify_with_a_killed_worker(make_client, tmp_path):
    source, mirror = write_sides(tmp_path, files=3000)
    alone = verified_alone(source, mirror, "--require=content")
    client = make_client()
    with killed_worker(client):
        found = scregistry.dask.verify(client, source, [mirror], require="content", config=False)
    assert without_run(found) == {key: value for key, value in alone.items() if key != "run"}
