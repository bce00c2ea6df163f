"""What both clients of the field have: the global registry, catalogs and searches in them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Optional

from ._run import output_of
from .access import Access, checked_address
from .errors import ScregistryError

logger = logging.getLogger("scregistry")


def global_registry(address: Optional[str], *, access: Access) -> dict[str, Any]:
    """Read the global registry.

    Parameters
    ----------
    address : str or None
        Its address; None for ``ROOT_CATALOG_REGISTRY_URL``, else HelioCloud's.
    access : Access
        How it is accessed.

    Returns
    -------
    dict
        The document.
    """
    words = ["buckets", "--format=document", "--quiet", *access.flags()]
    if address is not None:
        words.append(f"--registry={checked_address(address)}")
    document: dict[str, Any] = json.loads(output_of(words, access=access))
    return document


def catalog(address: str, *, access: Access) -> dict[str, Any]:
    """Read the catalog of a bucket."""
    words = ["show", "--format=json", *access.flags(), "--", checked_address(address)]
    document: dict[str, Any] = json.loads(output_of(words, access=access))
    return document


def catalogs(
    endpoints: Iterable[str], *, access: Access
) -> list[tuple[Optional[dict[str, Any]], Optional[ScregistryError]]]:
    """Read the catalogs of buckets, several at a time.

    Returns
    -------
    list of (dict or None, ScregistryError or None)
        For each bucket its catalog, or why it can't be read.
    """

    def one(
        endpoint: str,
    ) -> tuple[Optional[dict[str, Any]], Optional[ScregistryError]]:
        try:
            return catalog(endpoint, access=access), None
        except ScregistryError as error:
            return None, error

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, endpoints))


def matching_endpoints(
    entries: list[dict[str, Any]], name: str, region_prefix: str
) -> list[dict[str, Any]]:
    """Return the entries of the global registry with a name and a region that begins like this."""
    return [
        each
        for each in entries
        if each.get("name") == name and str(each.get("region", "")).startswith(region_prefix)
    ]


def entries_with(catalogs: Iterable[dict[str, Any]], field: str, part: str) -> list[dict[str, Any]]:
    """Return the entries of catalogs whose field has a part; the case of letters is ignored."""
    part = part.lower()
    return [each for each in entries_of(catalogs) if part in _lower(each.get(field))]


def entries_by_keywords(
    catalogs: Iterable[dict[str, Any]], keywords: Iterable[str]
) -> list[dict[str, Any]]:
    """Return the entries of catalogs that have any of the keywords.

    Entries in which keywords occur more often, in the id, the index and the title or as a part of
    a tag, come first.
    """
    words = [each.lower() for each in keywords]
    counted = []
    for entry in entries_of(catalogs):
        texts = [_lower(entry.get(name)) for name in ("id", "index", "title")]
        tags = entry.get("tags")
        tags = [_lower(each) for each in tags] if isinstance(tags, list) else []
        count = sum(
            sum(text.count(word) for text in texts) + sum(word in tag for tag in tags)
            for word in words
        )
        if count:
            counted.append((count, entry))
    counted.sort(key=lambda pair: -pair[0])
    return [entry for _, entry in counted]


def entries_of(catalogs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries of catalogs."""
    return [
        entry for each in catalogs for entry in each.get("catalog") or [] if isinstance(entry, dict)
    ]


def _lower(value: object) -> str:
    return value.lower() if isinstance(value, str) else ""
