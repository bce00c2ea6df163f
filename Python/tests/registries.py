"""The buckets of the tests: those that the document of scregistry 0.3.1 names, and one more."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

REGISTRY_NAME = "HelioDataRegistry.json"
DATA_BUCKET = "helio-data"


def buckets() -> dict[str, dict[str, bytes]]:
    """Return the objects of each bucket, by key."""
    made = {
        "a-bucket-name": _bucket(
            "a-bucket-name",
            [
                _dataset(
                    "an_id_from_data_registry_catalog",
                    "Vector magnetometer of a useful mission",
                    start=datetime(2006, 12, 30),
                    step=timedelta(days=11),
                    count=40,
                    kind="cdf",
                ),
                _dataset(
                    "another_id",
                    "Spectra",
                    start=datetime(2010, 1, 1),
                    step=timedelta(days=1),
                    count=3,
                    kind="cdf",
                ),
            ],
        ),
        "gov-nasa-hdrl-data1": _bucket(
            "gov-nasa-hdrl-data1",
            [
                _dataset(
                    "aia_0094",
                    "SDO AIA 94 Angstrom EUV images",
                    start=datetime(2010, 5, 13),
                    step=timedelta(hours=31),
                    count=300,
                    kind="fits",
                ),
                _dataset(
                    "aia_0171",
                    "SDO AIA 171 Angstrom EUV images",
                    start=datetime(2010, 5, 13),
                    step=timedelta(hours=31),
                    count=20,
                    kind="fits",
                ),
            ],
        ),
        "helio-public": _bucket(
            "helio-public",
            [
                _dataset(
                    "mms1_feeps_brst_electron",
                    "MMS1 FEEPS burst electrons",
                    start=datetime(2015, 9, 1),
                    step=timedelta(hours=7),
                    count=100,
                    kind="cdf",
                ),
            ],
        ),
        "closed": {
            "catalog.json": json.dumps(
                {
                    "version": "1.1",
                    "endpoint": "s3://closed/",
                    "name": "Closed",
                    "catalog": [],
                    "status": {"code": 1400, "message": "moved to tape"},
                }
            ).encode()
        },
    }
    first = made["a-bucket-name"]
    first["other.json"] = first["catalog.json"].replace(b"another_id", b"other_id")
    _add_columns(first)
    made[DATA_BUCKET] = {}
    for objects in made.values():
        made[DATA_BUCKET].update(objects.pop("data", {}))
    return made


def global_registry() -> dict:
    """Return the document that lists the buckets."""

    def entry(name, region, title):
        return {"endpoint": f"s3://{name}/", "name": title, "region": region}

    return {
        "version": "1.1",
        "modification": "2024-01-01T00:00:00Z",
        "registry": [
            entry("a-bucket-name", "eu-central-1", "A HelioCloud"),
            entry("gov-nasa-hdrl-data1", "us-east-1", "GSFC HelioCloud"),
            entry("helio-public", "us-east-1", "HelioCloud"),
            entry("a-bucket-name", "us-west-2", "HelioCloud"),
        ],
    }


def content(key: str) -> bytes:
    """Return the content of a data file."""
    return f"data of {key}\n".encode() * 3


def _bucket(name: str, datasets: list[dict]) -> dict:
    objects: dict = {"data": {}}
    entries = []
    for dataset in datasets:
        index = f"s3://{name}/indices/"
        rows: dict[int, list[str]] = {}
        for number, start in enumerate(dataset["times"]):
            stop = start + timedelta(minutes=30)
            key = f"{dataset['id']}/{start:%Y}/{dataset['id']}_{start:%Y%m%dT%H%M}_v{number % 2}"
            key += f".{dataset['kind']}"
            if number < 12:
                objects["data"][key] = content(key)
            row = f"{_text(start)},{_text(stop)},s3://{DATA_BUCKET}/{key},{len(content(key))}"
            rows.setdefault(start.year, []).append(row)
        for year, lines in rows.items():
            text = "# start, stop, datakey, filesize\n" + "\n".join(lines) + "\n"
            objects[f"indices/{dataset['id']}_{year}.csv"] = text.encode()
        entries.append(
            {
                "id": dataset["id"],
                "index": index,
                "title": dataset["title"],
                "start": _text(dataset["times"][0]),
                "stop": _text(dataset["times"][-1] + timedelta(minutes=30)),
                "modification": "2024-01-01T00:00:00Z",
                "indextype": "csv",
                "filetype": dataset["kind"],
            }
        )
    entries[0]["tags"] = ["useful", "demo"]
    catalog = {
        "version": "1.1",
        "endpoint": f"s3://{name}/",
        "name": name,
        "egress": "public",
        "status": {"code": 1200, "message": "OK"},
        "contact": "data desk",
        "description": "For tests",
        "catalog": entries,
    }
    objects["catalog.json"] = json.dumps(catalog, indent=2).encode()
    return objects


def _add_columns(objects: dict) -> None:
    """Add a dataset whose index has columns of its own."""
    catalog = json.loads(objects["catalog.json"])
    catalog["catalog"].append(
        catalog["catalog"][1]
        | {"id": "with_columns", "start": "2012-01-01T00:00:00Z", "stop": "2012-02-01T00:00:00Z"}
    )
    objects["catalog.json"] = json.dumps(catalog).encode()
    objects["indices/with_columns_2012.csv"] = (
        b"# start, stop, datakey, filesize, quality, note\n"
        b"2012-01-01T00:00:00Z,2012-01-01T01:00:00Z,s3://helio-data/w/1,5,3,good\n"
        b"2012-01-02T00:00:00Z,2012-01-02T01:00:00Z,s3://helio-data/w/2,6,4,bad\n"
    )


def _dataset(id: str, title: str, *, start, step, count: int, kind: str) -> dict:
    times = [start + step * number for number in range(count)]
    return {"id": id, "title": title, "times": times, "kind": kind}


def _text(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%S}Z"
