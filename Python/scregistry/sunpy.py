"""Adds the buckets of the Shared Cloud Registry to sunpy's Fido.

Examples
--------
>>> import scregistry.sunpy  # doctest: +SKIP
>>> from sunpy.net import Fido, attrs as a  # doctest: +SKIP
>>> found = Fido.search(  # doctest: +SKIP
...     a.Time("2015-06-01", "2015-06-02"), a.Instrument.aia,
...     a.scregistry.Bucket("s3://gov-nasa-hdrl-data1/"))
>>> Fido.fetch(found, path="data/{file}")  # doctest: +SKIP
"""

from __future__ import annotations

import csv
import fnmatch
import io
import os
import tempfile
from pathlib import Path
from typing import Any, Optional

import astropy.units as u
import numpy
import parfive
from astropy.time import Time
from sunpy.net import attrs as a
from sunpy.net.attr import and_
from sunpy.net.base_client import BaseClient, QueryResponseTable

from . import _catalogs
from ._rows import PlainRows
from .access import Access
from .bucket import Bucket, Dataset
from .bucket import open as open_bucket
from .errors import ScregistryError
from .file_list import FileList
from .sunpy_attrs import Bucket as BucketAttribute
from .sunpy_attrs import DataID
from .sunpy_mapping import MAPPING, Meaning, Rule, meaning_of

__all__ = ["ACCESS", "MAPPING", "Rule", "ScregistryClient"]

# How buckets are accessed, as the options of scregistry.open.
ACCESS: dict[str, Any] = {}

PROVIDERS = ("scregistry", "heliocloud")
KNOWN = {a.Time, a.Instrument, a.Source, a.Wavelength, a.Provider, BucketAttribute, DataID}
# The columns of a table; those that an index adds follow, with this in front of their names.
EXTRA = "index "


class ScregistryClient(BaseClient):  # type: ignore[misc]
    """Finds files in the buckets of the Shared Cloud Registry.

    It takes ``a.Time`` with any of ``a.Instrument``, ``a.Source``, ``a.Wavelength``,
    ``a.Provider``, ``a.scregistry.Bucket`` and ``a.scregistry.DataID``. Without a bucket it
    searches those of the global registry.
    """

    @property
    def info_url(self) -> str:
        """The address of the registry of buckets."""
        return "https://heliocloud.org"

    @classmethod
    def _attrs_module(cls) -> tuple[str, str]:
        return "scregistry", "scregistry.sunpy_attrs"

    @classmethod
    def register_values(cls) -> dict[Any, Any]:
        """Return the values that Fido completes."""
        return {a.Provider: [("scregistry", "The Shared Cloud Registry of HelioCloud.")]}

    @classmethod
    def _can_handle_query(cls, *query: Any) -> bool:
        kinds = {type(each) for each in query}
        if a.Time not in kinds or not kinds <= KNOWN or len(kinds) < 2:
            return False
        providers = [each.value.lower() for each in query if isinstance(each, a.Provider)]
        return all(each in PROVIDERS for each in providers)

    def search(self, *query: Any, **options: Any) -> QueryResponseTable:
        """Return a table with a row per file.

        Parameters
        ----------
        *query
            The attributes.
        """
        wanted = list(getattr(and_(*query), "attrs", query))
        time = next(each for each in wanted if isinstance(each, a.Time))
        rows: list[dict[str, Any]] = []
        for dataset in self._datasets(wanted):
            meaning = meaning_of(dataset.entry)
            if not _matches(dataset.entry, meaning, wanted):
                continue
            files = dataset.files(time.start, time.end)
            rows += [_row(files, position, dataset, meaning) for position in range(len(files))]
        return self._table(rows)

    @staticmethod
    def _datasets(wanted: list[Any]) -> list[Dataset]:
        named = [each.value for each in wanted if isinstance(each, BucketAttribute)]
        if named:
            return [each for name in named for each in open_bucket(name, **ACCESS).datasets]
        access = Access.of(ACCESS)
        try:
            registry = _catalogs.global_registry(None, access=access)
        except ScregistryError as error:
            # Other clients of Fido may know the answer.
            _catalogs.logger.warning("scregistry: %s", error)
            return []
        endpoints = list(
            dict.fromkeys(
                str(each["endpoint"])
                for each in registry.get("registry", [])
                if each.get("endpoint")
            )
        )
        found: list[Dataset] = []
        for endpoint, (catalog, fault) in zip(
            endpoints, _catalogs.catalogs(endpoints, access=access)
        ):
            if catalog is not None:
                found += Bucket(endpoint, catalog=catalog, access=access).datasets
            else:
                _catalogs.logger.warning("scregistry: %s", fault)
        return found

    def _table(self, rows: list[dict[str, Any]]) -> QueryResponseTable:
        names = list(dict.fromkeys(name for row in rows for name in row))
        table = QueryResponseTable(client=self)
        for name in names or ["Start Time", "End Time", "Bucket", "DataID", "Datakey"]:
            values = [row.get(name) for row in rows]
            if name in ("Start Time", "End Time"):
                values = Time(values or numpy.empty(0, "U23"), format="isot", scale="utc")
            elif name == "Wavelength":
                known = [numpy.nan if value is None else value for value in values]
                values = numpy.array(known) * u.angstrom
            elif name == "Size":
                values = (numpy.array(values, dtype=float) / 1e6) * u.Mbyte
            table[name] = values
        table.hide_keys = [name for name in table.colnames if name.startswith(EXTRA)]
        table.client = self
        return table

    def fetch(
        self, query_results: Any, *, path: Any, downloader: Any = None, **options: Any
    ) -> parfive.Results:
        """Download files and verify them.

        Parameters
        ----------
        query_results : QueryResponseTable
            The files.
        path : str or path
            Where to write, with ``{file}`` for the name of the file.

        Returns
        -------
        parfive.Results
            The paths, and what could not be downloaded.
        """
        results = parfive.Results()
        groups: dict[tuple[str, str], list[Any]] = {}
        for row in query_results:
            groups.setdefault((str(row["Bucket"]), str(row["DataID"])), []).append(row)
        for (bucket, id), rows in groups.items():
            dataset = open_bucket(bucket, **ACCESS).dataset(id)
            for row, place in zip(rows, _places(rows, str(path))):
                try:
                    _download(
                        row, dataset=dataset, to=place, overwrite=bool(options.get("overwrite"))
                    )
                    results.append(path=str(place), url=str(row["Datakey"]))
                except ScregistryError as error:
                    results.add_error(str(place), str(row["Datakey"]), error)
        return results


def _matches(entry: dict[str, Any], meaning: Meaning, wanted: list[Any]) -> bool:
    words = set(str(entry.get("id", "")).upper().replace("-", "_").split("_"))
    for each in wanted:
        if isinstance(each, DataID):
            if not fnmatch.fnmatch(str(entry.get("id")).lower(), each.value.lower()):
                return False
        elif isinstance(each, a.Wavelength):
            low, high = (
                limit.to_value(u.angstrom, equivalencies=u.spectral())
                for limit in (each.min, each.max)
            )
            if meaning.wavelength is None or not low - 0.5 <= meaning.wavelength <= high + 0.5:
                return False
        elif isinstance(each, (a.Instrument, a.Source)):
            name = each.value.upper()
            known = meaning.source if isinstance(each, a.Source) else meaning.instrument
            # Without a rule, the words of the id count.
            if name != known if known is not None else name not in words:
                return False
    return True


def _row(files: FileList, position: int, dataset: Dataset, meaning: Meaning) -> dict[str, Any]:
    fields = files.rows.fields(position)
    start, stop = (
        None if time is None else time.replace(tzinfo=None).isoformat(timespec="milliseconds")
        for time in fields[:2]
    )
    row = {
        "Start Time": start or stop,
        "End Time": stop or start,
        "Source": meaning.source,
        "Instrument": meaning.instrument,
        "Wavelength": meaning.wavelength,
        "Size": fields[3] if fields[3] is not None else numpy.nan,
        "Bucket": dataset.bucket.address,
        "DataID": dataset.id,
        "Datakey": fields[2],
    }
    row.update((EXTRA + name, text) for name, text in zip(files.columns[4:], fields[4:]))
    return row


def _places(rows: list[Any], template: str) -> list[Path]:
    """Return the path of each file; files with equal names get their directories, too."""
    keys = [str(row["Datakey"]) for row in rows]
    names = [key.rpartition("/")[2] for key in keys]
    parents: dict[str, set[str]] = {}
    for key, name in zip(keys, names):
        parents.setdefault(name, set()).add(key)
    places = []
    for row, key, name in zip(rows, keys, names):
        if len(parents[name]) > 1:
            name = key.partition("://")[2].replace("/", "_")
        columns = {
            column.lower().replace(" ", "_"): row[column]
            for column in row.colnames
            if not column.startswith(EXTRA)
        }
        places.append(Path(template.format(**(columns | {"file": name}))).expanduser())
    return places


def _download(row: Any, *, dataset: Dataset, to: Path, overwrite: bool) -> None:
    """Download the file of a row; it appears only when it is complete and verified."""
    files = _list_of(row, dataset=dataset)
    size: Optional[int] = files[0].filesize
    if to.exists() and not overwrite and size is not None and to.stat().st_size == size:
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".scregistry-", dir=to.parent) as scratch:
        (path,) = files.fetch(scratch, progress=False)
        os.replace(path, to)


def _list_of(row: Any, *, dataset: Dataset) -> FileList:
    extra = [name for name in row.colnames if name.startswith(EXTRA)]
    megabytes = float(row["Size"].to_value(u.Mbyte))
    size = "" if numpy.isnan(megabytes) else str(round(megabytes * 1e6))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["start", "stop", "datakey", "filesize", *(x[len(EXTRA) :] for x in extra)])
    writer.writerow(
        [
            "",
            "",
            row["Datakey"],
            size,
            *("" if row[name] is None else row[name] for name in extra),
        ]
    )
    part = PlainRows(text.getvalue().encode())
    files = dataset.files()
    return FileList([], access=files.access, entry=dataset.entry, part=part, copy=files.copy)
