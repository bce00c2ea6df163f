"""HAPI: the info of a list of files, and hapiclient over a tree of static files."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

import scregistry

SCHEMA = json.loads((Path(__file__).parent / "hapi_info.schema.json").read_text())


def _run(*words) -> str:
    return subprocess.run(
        [scregistry.find_program(), *map(str, words)], check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def schema():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    return jsonschema.Draft7Validator(SCHEMA)


@pytest.fixture
def static(registry):
    """The copy with an entry that has no times, and a row that has none."""
    path = registry / "catalog.json"
    catalog = json.loads(path.read_text())
    entry = catalog["catalog"][0]
    catalog["catalog"].append(
        {name: entry[name] for name in ("title", "indextype", "filetype")}
        | {"id": "static", "index": entry["index"], "start": "static"}
    )
    path.write_text(json.dumps(catalog))
    (registry / "sdo/aia/registries/static_static.csv").write_text(
        "# start, stop, datakey, filesize\n,,s3://example-helio/a,1\n"
    )
    return registry


def test_info_meets_the_schema(registry, schema):
    for dataset in scregistry.open(registry).datasets:
        info = dataset.hapi_info()
        schema.validate(info)
        assert info["x_id"] == dataset.id and info["x_title"] == dataset.title


def test_info_of_an_entry_without_times(static, schema):
    schema.validate(scregistry.open(static)["static"].hapi_info())


def test_what_the_schema_refuses(registry, schema):
    info = scregistry.open(registry)["aia_0094"].hapi_info()
    assert not schema.is_valid(info | {"id": "aia_0094"})
    assert not schema.is_valid(info | {"startDate": None})
    assert not schema.is_valid(info | {"parameters": info["parameters"][2:]})


@pytest.mark.parametrize("format", ["hapi-csv", "hapi-json"])
def test_header_of_files(registry, schema, format):
    text = _run("files", registry, "aia_0094", "--format", format, "--start", "2019-06")
    if format == "hapi-csv":
        header, rows = json.loads(text.splitlines()[0][1:]), text.splitlines()[1:]
    else:
        header = json.loads(text)
        rows = header.pop("data")
    schema.validate(header)
    assert header["format"] == format[5:] and len(rows) == 63


def test_hapiclient_reads_a_static_tree(registry, servers, tmp_path):
    from hapiclient import hapi

    web = Path(servers["folder"], "web", "hapi-tree")
    shutil.rmtree(web, ignore_errors=True)
    tree = web / "aia_0094" / "hapi"
    tree.mkdir(parents=True)
    ok = {"HAPI": "3.1", "status": {"code": 1200, "message": "OK"}}
    (tree / "catalog").write_text(json.dumps(ok | {"catalog": [{"id": "aia_0094"}]}))
    (tree / "capabilities").write_text(json.dumps(ok | {"outputFormats": ["csv"]}))
    (tree / "info").write_text(_run("show", registry, "aia_0094", "--format", "hapi"))
    csv = _run("files", registry, "aia_0094", "--format", "hapi-csv")
    (tree / "data").write_text("".join(csv.splitlines(keepends=True)[1:]))

    server = f"{servers['nginx']['url']}/hapi-tree/aia_0094/hapi"
    options = {"usecache": False, "cache": False, "cachedir": str(tmp_path)}
    assert [each["id"] for each in hapi(server, **options)["catalog"]] == ["aia_0094"]
    info = hapi(server, "aia_0094", **options)
    assert [each["name"] for each in info["parameters"]] == ["start", "stop", "datakey", "filesize"]
    data, _ = hapi(
        server, "aia_0094", "", info["startDate"], info["stopDate"], **(options | {"format": "csv"})
    )
    files = scregistry.open(registry)["aia_0094"].files()
    assert data["datakey"].tolist() == files.datakeys
    assert data["filesize"].tolist() == files.rows.column(3)
    assert data["start"][0].decode() == "2019-01-01T00:00:02.120000000Z"
