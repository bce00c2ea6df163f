"""Calls of cloudcatalog, one case per row of the table in docs/guide/python.md.

usage: compat_cases.py cloudcatalog|scregistry

Prints the results as JSON. Both interpreters run this file: that of cloudcatalog with the pandas
that it needs, and that of scregistry with the present one.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import sys
import tempfile
from typing import Any, Callable

BUCKET = "s3://a-bucket-name/"
ID = "an_id_from_data_registry_catalog"
SPAN = ("2007-02-01T00:00:00Z", "2008-01-20T00:00:00Z")
CASES: dict[str, Callable[[Any], Any]] = {}


def case(row: str) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    def note(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        CASES[row] = function
        return function

    return note


def plain(frame: Any) -> Any:
    """A frame as JSON. Strings are objects in one pandas and strings in the next."""
    kinds = ["text" if str(kind) in ("object", "str") else str(kind) for kind in frame.dtypes]
    return [list(frame.columns), kinds, [[str(v) for v in row] for row in frame.values.tolist()]]


def of(call: Callable[[], Any]) -> Any:
    """The result, or the class of the error that callers can catch."""
    try:
        return call()
    except (ValueError, KeyError) as error:
        return "ValueError" if isinstance(error, ValueError) else "KeyError"


@case("`CatalogRegistry(url)`")
def _(cc: Any) -> Any:
    return cc.CatalogRegistry(os.environ["ROOT_CATALOG_REGISTRY_URL"]).get_catalog()


@case("`ROOT_CATALOG_REGISTRY_URL`")
def _(cc: Any) -> Any:
    return cc.CatalogRegistry().get_catalog()


@case("`CatalogRegistry()` of a missing document")
def _(cc: Any) -> Any:
    registry = cc.CatalogRegistry(os.environ["ROOT_CATALOG_REGISTRY_URL"] + ".none")
    return [
        registry.get_catalog(),
        registry.get_registry(),
        registry.get_entries(),
        registry.get_entries_name_region(),
        registry.get_endpoint("A HelioCloud"),
    ]


@case("`CatalogRegistry.get_catalog`")
def _(cc: Any) -> Any:
    return cc.CatalogRegistry().get_catalog()


@case("`CatalogRegistry.get_registry`")
def _(cc: Any) -> Any:
    return cc.CatalogRegistry().get_registry()


@case("`CatalogRegistry.get_entries`")
def _(cc: Any) -> Any:
    return cc.CatalogRegistry().get_entries()


@case("`CatalogRegistry.get_entries_name_region`")
def _(cc: Any) -> Any:
    return cc.CatalogRegistry().get_entries_name_region()


@case("`CatalogRegistry.get_endpoint`")
def _(cc: Any) -> Any:
    registry = cc.CatalogRegistry()
    return [
        registry.get_endpoint("GSFC HelioCloud"),
        registry.get_endpoint("Nobody"),
        registry.get_endpoint("HelioCloud", "us-west"),
        registry.get_endpoint("HelioCloud", force_first=True),
        of(lambda: registry.get_endpoint("HelioCloud")),
    ]


@case("`CloudCatalog(bucket)`")
def _(cc: Any) -> Any:
    return [
        cc.CloudCatalog(name).bucket_name
        for name in (BUCKET, "a-bucket-name", "s3://a-bucket-name")
    ]


@case("`cache_folder, cache`")
def _(cc: Any) -> Any:
    with tempfile.TemporaryDirectory() as scratch:
        folder = os.path.join(scratch, "kept")
        client = cc.CloudCatalog(BUCKET, cache_folder=folder, cache=True)
        frames = [client.request_cloud_catalog(ID, *SPAN) for _ in range(2)]
        return [os.listdir(folder) != [], client.cache_folder == folder, *map(plain, frames)]


@case("`altcatalog`")
def _(cc: Any) -> Any:
    return cc.CloudCatalog(BUCKET, altcatalog="other.json").get_entries_id_title()


@case("`client_kwargs`")
def _(cc: Any) -> Any:
    client = cc.CloudCatalog(
        BUCKET,
        endpoint_url=os.environ["AWS_ENDPOINT_URL"],
        region_name="eu-central-1",
        aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
    )
    return client.get_entries_id_title()


@case("`UnavailableData`")
def _(cc: Any) -> Any:
    name = f"{cc.__name__}.main" if cc.__name__ == "cloudcatalog" else cc.__name__
    kind = sys.modules[name].UnavailableData
    try:
        return cc.CloudCatalog("closed")
    except kind:
        return "UnavailableData"


@case("`CloudCatalog.get_catalog`")
def _(cc: Any) -> Any:
    return cc.CloudCatalog(BUCKET).get_catalog()


@case("`CloudCatalog.get_entries_id_title`")
def _(cc: Any) -> Any:
    return cc.CloudCatalog(BUCKET).get_entries_id_title()


@case("`CloudCatalog.get_entries_dict`")
def _(cc: Any) -> Any:
    return cc.CloudCatalog(BUCKET).get_entries_dict()


@case("`CloudCatalog.get_entry`")
def _(cc: Any) -> Any:
    client = cc.CloudCatalog(BUCKET)
    return [client.get_entry(ID), client.get_entry(ID.upper()), client.get_entry("none")]


@case("`CloudCatalog.robust_get_entry`")
def _(cc: Any) -> Any:
    client = cc.CloudCatalog(BUCKET)
    return [client.robust_get_entry(ID.upper()), client.robust_get_entry("none")]


@case("`CloudCatalog.request_cloud_catalog`")
def _(cc: Any) -> Any:
    client = cc.CloudCatalog(BUCKET)
    return [
        plain(client.request_cloud_catalog(ID, *SPAN)),
        plain(client.request_cloud_catalog(ID, "2007-02-01T00", "2007-02-20T12:30")),
        client.request_cloud_catalog("none", *SPAN).empty,
        of(lambda: client.request_cloud_catalog(ID, *reversed(SPAN))),
        of(lambda: client.request_cloud_catalog(ID, "2007-02-01", "2007-03-01")),
        of(lambda: client.request_cloud_catalog(ID, "February", "March")),
    ]


@case("`overwrite`")
def _(cc: Any) -> Any:
    with tempfile.TemporaryDirectory() as scratch:
        client = cc.CloudCatalog(BUCKET, cache_folder=scratch, cache=True)
        return [
            plain(client.request_cloud_catalog(ID, *SPAN, overwrite=each)) for each in (False, True)
        ]


@case("extra columns")
def _(cc: Any) -> Any:
    frame = cc.CloudCatalog(BUCKET).request_cloud_catalog(
        "with_columns", "2012-01-01T00:00:00Z", "2013-01-01T00:00:00Z"
    )
    return plain(frame.rename(columns=str.strip))


@case("`hapi_request_cloud_catalog`")
def _(cc: Any) -> Any:
    client = cc.CloudCatalog(BUCKET)
    found = client.hapi_request_cloud_catalog(ID, *SPAN)
    none = client.hapi_request_cloud_catalog(ID, "1990-01-01T00:00:00Z", "1991-01-01T00:00:00Z")
    return [str(found.dtype), found.tolist(), str(none.dtype), len(none)]


@case("`hapi_metadata`")
def _(cc: Any) -> Any:
    made = cc.hapi_metadata(ID, server=BUCKET)
    # cloudcatalog lists the size twice; the words of the descriptions and the widths are its own.
    names = [each["name"] for each in made.pop("parameters")]
    return [made, list(dict.fromkeys(names)), of(lambda: cc.hapi_metadata("none", server=BUCKET))]


@case("`hapi_cloudcatalog`")
def _(cc: Any) -> Any:
    frame, meta = cc.hapi_cloudcatalog(BUCKET, ID, *SPAN)
    return [plain(frame), meta["id"]]


@case("`CloudCatalog.ls_wildcard`")
def _(cc: Any) -> Any:
    client = cc.CloudCatalog(BUCKET)
    frame = client.request_cloud_catalog(ID, *SPAN)
    return [
        client.ls_wildcard(frame, f"{ID}_2007*_v0.cdf", **options)
        for options in ({}, {"use_basename": True})
    ] + [cc.CloudCatalog.ls_wildcard(frame, "*_v1.cdf")]


@case("`CloudCatalog.stream`")
def _(cc: Any) -> Any:
    client, seen = cc.CloudCatalog(BUCKET), []
    # Some of these files do not exist.
    frame = client.request_cloud_catalog(ID, "2007-03-01T00:00:00Z", "2007-06-01T00:00:00Z")
    client.stream(
        frame,
        lambda file, start, stop, size: seen.append([file.read().decode(), start, stop, int(size)]),
    )
    return seen


@case("`CloudCatalog.stream_uri`")
def _(cc: Any) -> Any:
    client, seen = cc.CloudCatalog(BUCKET), []
    frame = client.request_cloud_catalog(ID, *SPAN)
    client.stream_uri(
        frame, lambda uri, start, stop, size: seen.append([uri, start, stop, int(size)])
    )
    return seen


@case("`CloudCatalog.reverse_lookup_ids`")
def _(cc: Any) -> Any:
    client = cc.CloudCatalog(BUCKET)
    return [
        client.reverse_lookup_ids("name/indices"),
        client.reverse_lookup_ids("NAME"),
        client.reverse_lookup_ids("NAME/I", ignore_case=True),
        client.reverse_lookup_ids(r"^s3://a.*/$", regex=True),
        client.reverse_lookup_ids("a.*"),
    ]


@case("`CloudCatalog.sample_file`")
def _(cc: Any) -> Any:
    client = cc.CloudCatalog(BUCKET)
    return [client.sample_file(ID), client.sample_file("none")]


@case("`EntireCatalogSearch`")
def _(cc: Any) -> Any:
    return cc.EntireCatalogSearch().combined_catalog


@case("`EntireCatalogSearch.search_by_id`")
def _(cc: Any) -> Any:
    return cc.EntireCatalogSearch().search_by_id("AIA_")


@case("`EntireCatalogSearch.search_by_title`")
def _(cc: Any) -> Any:
    return cc.EntireCatalogSearch().search_by_title("images")


@case("`EntireCatalogSearch.search_by_keywords`")
def _(cc: Any) -> Any:
    search = cc.EntireCatalogSearch()
    return [
        search.search_by_keywords(words)
        for words in (["useful", "MISSION"], ["a"], ["nothing like it"], [])
    ]


@case("`fetch_S3orURL`")
def _(cc: Any) -> Any:
    return [
        cc.fetch_S3orURL(f"{BUCKET}catalog.json"),
        cc.fetch_S3orURL("a-bucket-name/catalog.json", rawbytes=True).read().decode(),
        cc.fetch_S3orURL(f"{BUCKET}none.json"),
        cc.fetch_S3orURL(os.environ["ROOT_CATALOG_REGISTRY_URL"]),
    ]


@case("`tree`")
def _(cc: Any) -> Any:
    spans, last = cc.tree(os.environ["ROOT_CATALOG_REGISTRY_URL"], returnvars=True, printme=False)
    return [spans, last.bucket_name]


@case("`spider`")
def _(cc: Any) -> Any:
    spans = [[ID, "2006-12-30T00:00:00Z", "2008-03-04T00:30:00Z"]]
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        cc.spider(spans, cc.CloudCatalog(BUCKET), noisy=False, create_manifest=True)
        with open("spiderout.txt") as counts, open("manifest_spider.txt") as manifest:
            return [counts.read(), manifest.read()]


def main() -> None:
    logging.disable(logging.CRITICAL)
    name = {"scregistry": "scregistry.compat.cloudcatalog"}.get(sys.argv[1], sys.argv[1])
    client = importlib.import_module(name)
    output, sys.stdout = sys.stdout, sys.stderr
    json.dump({row: function(client) for row, function in CASES.items()}, output)


if __name__ == "__main__":
    main()
