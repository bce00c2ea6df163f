"""scregistry.compat.cloudcatalog against the real cloudcatalog 1.3.3, case by case."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from compat_cases import CASES

HERE = Path(__file__).resolve().parent
GUIDE = HERE.parents[1] / "docs" / "guide" / "python.md"


def _results(interpreter, name):
    run = subprocess.run(
        [interpreter, "-B", str(HERE / "compat_cases.py"), name], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def results():
    """The results of both, once they are there."""
    return {}


@pytest.fixture
def both(cloud, servers, results):
    # A failure is not repeated for each row.
    assert not results or "both" in results, "the calls failed before"
    if not results:
        results["begun"] = True
        client = Path(servers["folder"], "venv", "bin", "python")
        results["both"] = [_results(client, "cloudcatalog"), _results(sys.executable, "scregistry")]
    return results["both"]


@pytest.mark.parametrize("row", CASES)
def test_equal(row, both):
    client, ours = both
    assert ours[row] == client[row]


def test_table_names_each_case():
    text = GUIDE.read_text(encoding="utf-8")
    table = text.partition("<!-- compat:begin -->")[2].partition("<!-- compat:end -->")[0]
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")]
    assert rows[2:] == list(CASES)


def test_files_that_the_client_misses(cloud):
    """What differs: unreadable entries and years of the catalog do not hide files."""
    from scregistry.compat import cloudcatalog

    bucket = cloudcatalog.CloudCatalog("s3://a-bucket-name/")
    begin, end = "2007-01-05T00:00:00Z", "2007-01-21T00:00:00Z"
    frame = bucket.request_cloud_catalog("an_id_from_data_registry_catalog", begin, end)
    assert list(frame.index) == [0]
    assert re.search(r"20070110", frame["datakey"][0])


def test_own_tests_of_the_client_for_searches(cloud):
    """The searches use combined_catalog, which tests of programs replace."""
    from scregistry.compat import cloudcatalog

    search = cloudcatalog.EntireCatalogSearch()
    search.combined_catalog = [
        {
            "catalog": [
                {"id": "file1", "index": "s3://helio-public/MMS", "title": "File 1"},
                {"id": "file2", "index": "s3://helio-public/SDO", "title": "Another"},
            ]
        }
    ]
    assert [each["id"] for each in search.search_by_id("FILE1")] == ["file1"]
    assert [each["id"] for each in search.search_by_title("file")] == ["file1"]
    found = search.search_by_keywords(["file1", "s3://helio-public/"])
    assert [each["id"] for each in found] == ["file1", "file2"]
