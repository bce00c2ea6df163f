"""Servers and buckets for the tests.

The servers are those of Tests/Servers/with-servers.sh, which sets SCREGISTRY_TEST_SERVERS.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from registries import REGISTRY_NAME, buckets, global_registry

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY / "Conformance" / "data"


@pytest.fixture(scope="session")
def servers():
    folder = os.environ.get("SCREGISTRY_TEST_SERVERS")
    if folder is None:
        pytest.skip("run this with Tests/Suites/python_test.sh, which starts the servers")
    return json.loads(Path(folder, "servers.json").read_text()) | {"folder": folder}


@pytest.fixture(scope="session")
def moto(servers):
    """The address and the credentials of an S3 server with the buckets of the tests."""
    import s3fs

    place = servers["moto"]
    files = s3fs.S3FileSystem(
        key=place["key"],
        secret=place["secret"],
        endpoint_url=place["url"],
        client_kwargs={"region_name": place["region"]},
        skip_instance_cache=True,
    )
    for name, objects in buckets().items():
        if not files.exists(name):
            files.mkdir(name, region_name=place["region"])
        for key, content in objects.items():
            files.pipe_file(f"{name}/{key}", content)
    web = Path(servers["folder"], "web", "python")
    web.mkdir(exist_ok=True)
    (web / REGISTRY_NAME).write_text(json.dumps(global_registry()))
    return place | {"registry": f"{servers['nginx']['url']}/python/{REGISTRY_NAME}"}


@pytest.fixture
def cloud(moto, monkeypatch, tmp_path):
    """The same, as the environment of programs that know nothing of the tests."""
    for name, value in {
        "AWS_ENDPOINT_URL": moto["url"],
        "AWS_ACCESS_KEY_ID": moto["key"],
        "AWS_SECRET_ACCESS_KEY": moto["secret"],
        "AWS_DEFAULT_REGION": moto["region"],
        "AWS_REGION": moto["region"],
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "ROOT_CATALOG_REGISTRY_URL": moto["registry"],
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    return moto


@pytest.fixture
def registry(tmp_path):
    """A copy of a bucket with three datasets."""
    return Path(shutil.copytree(DATA / "demo-good", tmp_path / "demo-good"))


@pytest.fixture
def without_pyarrow(monkeypatch):
    """Lists as on a machine without pyarrow."""
    from scregistry import _rows

    monkeypatch.setattr(_rows, "has_pyarrow", lambda: False)
