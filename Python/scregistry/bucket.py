"""Buckets and their datasets."""

from __future__ import annotations

import json
import os
from typing import Any, Optional, Union

from ._harmless import harmless
from ._run import output_of, output_of_async
from ._times import time_text
from .access import Access, checked_address
from .errors import Ambiguous, NotFound
from .file_list import FileList


def open(bucket: Union[str, os.PathLike[str]], **options: Any) -> Bucket:
    """Read the catalog of a bucket.

    Parameters
    ----------
    bucket : str or path
        ``s3://NAME/``, the name of a bucket, a URL, a directory with a copy of a bucket, or the
        address of a catalog with another name.
    **options
        See `Access`; the names of boto3, such as ``region_name``, are accepted, too.

    Returns
    -------
    Bucket
        The bucket.

    Raises
    ------
    ReadError
        If the catalog can't be read.
    """
    address, access = checked_address(bucket), Access.of(options)
    return Bucket._of(output_of(_show(address, access), access=access), address, access=access)


async def open_async(bucket: Union[str, os.PathLike[str]], **options: Any) -> Bucket:
    """Read the catalog of a bucket without blocking the event loop; see `open`."""
    address, access = checked_address(bucket), Access.of(options)
    output = await output_of_async(_show(address, access), access=access)
    return Bucket._of(output, address, access=access)


def _show(address: str, access: Access) -> list[str]:
    return ["show", "--format=json", *access.flags(), "--", address]


class Bucket:
    """A bucket: its catalog and its datasets.

    Parameters
    ----------
    address : str
        The address of the bucket.
    catalog : dict
        The content of ``catalog.json``.
    access : Access
        How the bucket is accessed.
    """

    def __init__(self, address: str, *, catalog: dict[str, Any], access: Access) -> None:
        self.address = address
        self.catalog = catalog
        self.access = access

    @classmethod
    def _of(cls, output: bytes, address: str, *, access: Access) -> Bucket:
        return cls(address, catalog=json.loads(output), access=access)

    @property
    def name(self) -> Optional[str]:
        """The name in the catalog."""
        name = self.catalog.get("name")
        return name if isinstance(name, str) else None

    @property
    def datasets(self) -> list[Dataset]:
        """The datasets that have an id, in the order of the catalog."""
        entries = self.catalog.get("catalog")
        return [
            Dataset(entry, bucket=self)
            for entry in (entries if isinstance(entries, list) else [])
            if isinstance(entry, dict) and isinstance(entry.get("id"), str)
        ]

    def dataset(self, id: str) -> Dataset:
        """Return the dataset with an id; the case of letters matters only if ids need it.

        Parameters
        ----------
        id : str
            The id.

        Raises
        ------
        NotFound
            If there is no such dataset; the help names similar ids.
        Ambiguous
            If several datasets have the id.
        """
        datasets = self.datasets
        found = [each for each in datasets if each.id == id]
        if not found:
            found = [each for each in datasets if each.id.lower() == id.lower()]
        if not found:
            raise NotFound(
                f"there is no dataset {id}",
                code="notFound",
                address=self.address,
                help=_advice(id, [each.id for each in datasets]),
            )
        if len(found) > 1:
            raise Ambiguous(
                f"{len(found)} datasets have the id {id}", code="ambiguous", address=self.address
            )
        return found[0]

    def __getitem__(self, id: str) -> Dataset:
        return self.dataset(id)

    def __repr__(self) -> str:
        return harmless(f"<Bucket {self.address}: {len(self.datasets)} datasets>")

    def _repr_html_(self) -> str:
        from ._display import html_of_bucket

        return html_of_bucket(self)


def _advice(id: str, ids: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(id.lower(), [each.lower() for each in ids], n=3)
    similar = [each for each in ids if each.lower() in near]
    if similar:
        return "Similar ids: " + ", ".join(similar) + "."
    return f"The bucket has {len(ids)} datasets; see bucket.datasets."


class Dataset:
    """A dataset: an entry of a catalog and the files that belong to it.

    Parameters
    ----------
    entry : dict
        The entry of the catalog.
    bucket : Bucket
        The bucket of the catalog.
    """

    def __init__(self, entry: dict[str, Any], *, bucket: Bucket) -> None:
        self.entry = entry
        self.bucket = bucket

    @property
    def id(self) -> str:
        """The id."""
        return str(self.entry["id"])

    @property
    def title(self) -> str:
        """The title."""
        return str(self.entry.get("title", ""))

    @property
    def start(self) -> Optional[str]:
        """The start of the time of the dataset, as in the catalog."""
        return self.entry.get("start")

    @property
    def stop(self) -> Optional[str]:
        """The end of the time of the dataset, as in the catalog."""
        return self.entry.get("stop")

    def files(
        self,
        start: Any = None,
        stop: Any = None,
        *,
        match: Optional[str] = None,
        starting_in_range: bool = False,
    ) -> FileList:
        """Return the files in a time range; they are listed when they are first needed.

        Parameters
        ----------
        start, stop : str, datetime, date, numpy.datetime64 or astropy.time.Time, optional
            The range; a file belongs to it if it stops at `start` or later and starts before
            `stop`. A year, a month or a day will do.
        match : str, optional
            A pattern for the datakeys, such as ``*_v1*.cdf``.
        starting_in_range : bool
            Whether to leave out files that started before the range.

        Returns
        -------
        FileList
            The files.
        """
        words: list[str] = []
        for name, time in (("--start", time_text(start)), ("--stop", time_text(stop))):
            if time is not None:
                words.append(f"{name}={time}")
        if match is not None:
            words.append(f"--match={match}")
        if starting_in_range:
            words.append("--starting-in-range")
        access = self.bucket.access
        words += [*access.flags(), "--", self.bucket.address, self.id]
        return FileList(words, access=access, entry=self.entry, copy=self._copy)

    @property
    def _copy(self) -> Optional[tuple[str, str]]:
        """The address of the bucket and the directory that has a copy of it, if this is one."""
        address, endpoint = self.bucket.address, self.bucket.catalog.get("endpoint")
        if not isinstance(endpoint, str) or "://" in address:
            return None
        directory = address if os.path.isdir(address) else os.path.dirname(address) or "."
        return (endpoint, directory) if os.path.isdir(address) or os.path.isfile(address) else None

    def sample(self, count: int = 1) -> list[str]:
        """Return the datakeys of the first files, from a single index file.

        Parameters
        ----------
        count : int
            The number of files.
        """
        access = self.bucket.access
        words = ["sample", f"--count={count}", *access.flags(), "--", self.bucket.address, self.id]
        return output_of(words, access=access).decode().splitlines()

    def hapi_info(self) -> dict[str, Any]:
        """Return the description of the list of files as a HAPI dataset."""
        access = self.bucket.access
        words = ["show", "--format=hapi", *access.flags(), "--", self.bucket.address, self.id]
        info: dict[str, Any] = json.loads(output_of(words, access=access))
        return info

    def __repr__(self) -> str:
        return harmless(f"<Dataset {self.id}: {self.title}, {self.start} to {self.stop}>")

    def _repr_html_(self) -> str:
        from ._display import html_of_dataset

        return html_of_dataset(self)
