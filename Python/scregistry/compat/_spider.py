"""Surveys of all datasets, as cloudcatalog has them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Optional

from ..errors import ScregistryError

if TYPE_CHECKING:
    from .cloudcatalog import CloudCatalog

Spans = list[list[str]]


def tree(
    catalog: Optional[str] = None,
    returnvars: bool = False,
    printme: bool = True,
    collection: Optional[str] = None,
) -> Any:
    """Print how many datasets each group has; a group is what comes before the first ``_``.

    Parameters
    ----------
    catalog : str, optional
        The address of the global registry.
    returnvars : bool
        Whether to return the id, start and stop of each dataset of the last bucket that has some,
        and that bucket.
    printme : bool
        Whether to print the buckets, too.
    collection : str, optional
        Only datasets of this collection.
    """
    from .cloudcatalog import CatalogRegistry, CloudCatalog

    ids: list[str] = []
    spans: Optional[Spans] = None
    last: Optional[CloudCatalog] = None
    for bucket in CatalogRegistry(catalog).get_registry():
        if printme:
            print(f"{bucket['endpoint']},{bucket['region']}")
        try:
            last = CloudCatalog(bucket["endpoint"])
        except ScregistryError as error:
            if printme:
                print(f"{bucket['endpoint']} can't be read: {error}")
            continue
        entries = [
            each
            for each in last.get_entries_dict()
            if collection is None or collection in each.get("collections", [])
        ]
        if entries:
            ids += [f"{each['id']}: {each.get('title', '')}" for each in entries]
            spans = [[each["id"], each["start"], each["stop"]] for each in entries]
    groups = [
        list(group)
        for _, group in groupby(
            sorted(ids, key=str.casefold), lambda label: label.split("_")[0].lower()
        )
    ]
    if printme:
        print(len(groups))
    for group in groups:
        print(f"*{group[0].split('_')[0]} has {len(group)} datasets")
    return (spans, last) if returnvars else None


def spider(
    spiderset: Optional[Spans] = None,
    fr: Optional[CloudCatalog] = None,
    noisy: bool = True,
    create_manifest: bool = False,
) -> None:
    """Count the files of each dataset and year into ``spiderout.txt``.

    Parameters
    ----------
    spiderset : list of [id, start, stop], optional
        The datasets (default: those of `tree`).
    fr : CloudCatalog, optional
        Their bucket.
    noisy : bool
        Whether to print each line, too.
    create_manifest : bool
        Whether to write all files into ``manifest_spider.txt``.
    """
    from contextlib import ExitStack

    if spiderset is None or fr is None:
        spiderset, fr = tree(returnvars=True, printme=False)
    spans = sorted(spiderset or [])
    if fr is None:
        return
    with ExitStack() as stack:
        counts = stack.enter_context(open("spiderout.txt", "w", encoding="utf-8"))
        manifest = None
        if create_manifest:
            manifest = stack.enter_context(open("manifest_spider.txt", "w", encoding="utf-8"))
        for id, start, stop in spans:
            for year in range(int(start[:4]), int(stop[:4]) + 1):
                begin = start if year == int(start[:4]) else f"{year}-01-01T00:00:00Z"
                try:
                    frame = fr.request_cloud_catalog(id, begin, f"{year}-12-31T23:59:59Z")
                    line = f"{id}, {year}: {len(frame)} entries."
                    if manifest is not None:
                        frame.to_csv(manifest, index=False)
                except (ScregistryError, ValueError) as error:
                    line = f"{id}, {year} can't be read: {error}"
                print(line, file=counts)
                if noisy:
                    print(line)
