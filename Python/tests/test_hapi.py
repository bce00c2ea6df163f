"""HAPI: the info of a list of files, and hapiclient over the static files of a site."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

import scregistry

SCHEMA = json.loads((Path(__file__).parent / "hapi_info.schema.json").read_text())
SERVER_SCHEMA = json.loads((Path(__file__).parent / "hapi_server.schema.json").read_text())


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
    """The copy with an entry that has no times."""
    path = registry / "catalog.json"
    catalog = json.loads(path.read_text())
    entry = catalog["catalog"][0]
    catalog["catalog"].append(
        {name: entry[name] for name in ("title", "indextype", "filetype")}
        | {"id": "static", "index": entry["index"], "start": "static"}
    )
    path.write_text(json.dumps(catalog))
    (registry / "sdo/aia/registries/static_static.csv").write_text(
        "# start, stop, datakey, filesize\n"
        "2019-01-01T00:00:00Z,2019-01-02T00:00:00Z,s3://example-helio/a,1\n"
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


def _document(path: Path) -> dict:
    document = json.loads(path.read_text())
    kind = SERVER_SCHEMA["definitions"].get(path.name)
    schema = SCHEMA if kind is None else SERVER_SCHEMA | kind
    jsonschema.Draft7Validator(schema).validate(document)
    return document


def test_site_meets_the_schemas(static, tmp_path):
    _run("site", static, "--out", tmp_path / "site", "--hapi")
    tree = tmp_path / "site" / "hapi"
    ids = [each.id for each in scregistry.open(static).datasets]
    entries = _document(tree / "catalog")["catalog"]
    assert [each["id"] for each in entries] == ids
    servers = [tree] + [tree / each["x_server"] for each in entries]
    for server in servers:
        _document(server / "about")
        assert _document(server / "capabilities")["outputFormats"] == ["csv"]
        assert _document(server / "catalog")["catalog"]
    for id, server in zip(ids, servers[1:]):
        info = _document(server / "info")
        rows = list(csv.reader((server / "data").read_text().splitlines()))
        assert info["x_id"] == id and rows
        if id != "static":
            # Every record is in the time range: start <= time < stop.
            starts = [row[0] for row in rows]
            assert starts == sorted(starts)
            assert info["startDate"] <= starts[0][:19] + "Z" and starts[-1] < info["stopDate"]
        assert info["parameters"][2]["length"] == max(len(row[2]) for row in rows)
    listed = {each["path"] for each in json.loads((tree.parent / "site.json").read_text())["files"]}
    found = {str(path.relative_to(tree.parent)) for path in tree.rglob("*") if path.is_file()}
    assert found == {path for path in listed if path.startswith("hapi/")}


@pytest.mark.parametrize("is_one_server", [False, True])
def test_hapiclient_reads_a_site(registry, servers, tmp_path, is_one_server):
    from hapiclient import hapi

    web = Path(servers["folder"], "web", "hapi-site")
    shutil.rmtree(web, ignore_errors=True)
    _run("site", registry, "--out", web, "--hapi")
    root = f"{servers['nginx']['url']}/hapi-site/hapi"
    options = {"usecache": False, "cache": False, "cachedir": str(tmp_path)}
    for entry in hapi(root, **options)["catalog"]:
        id = entry["id"]
        if is_one_server and id != id.lower():
            continue
        server = root if is_one_server else f"{root}/{entry['x_server']}"
        assert id in [each["id"] for each in hapi(server, **options)["catalog"]]
        info = hapi(server, id, **options)
        names = [each["name"] for each in info["parameters"]]
        assert names == ["start", "stop", "datakey", "filesize"]
        data, _ = hapi(server, id, "", info["startDate"], info["stopDate"], **options)
        files = scregistry.open(registry)[id].files()
        assert data["datakey"].tolist() == files.datakeys
        assert data["filesize"].tolist() == files.rows.column(3)
        if id == "aia_0094":
            assert data["start"][0].decode() == "2019-01-01T00:00:02.120000000Z"
    shutil.rmtree(web)


def test_records_are_in_the_range(registry):
    """HAPI: start <= time < stop; a file that stops where the range begins is outside of it."""
    index = registry / "sdo/aia/registries/aia_0094_2019.csv"
    index.write_text(
        "# start, stop, datakey, filesize\n"
        "2019-05-01T00:00:00Z,2019-05-02T00:00:00Z,s3://example-helio/1,1\n"
        "2019-05-02T00:00:00Z,2019-05-03T00:00:00Z,s3://example-helio/2,1\n"
        "2019-05-03T00:00:00Z,2019-05-04T00:00:00Z,s3://example-helio/3,1\n"
    )
    text = _run("files", registry, "aia_0094", "--format=hapi-csv", "--start=2019-05-02/P1D")
    assert [line.split(",")[0][:10] for line in text.splitlines()[1:]] == ["2019-05-02"]
