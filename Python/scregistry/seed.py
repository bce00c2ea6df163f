"""The interface of the Python package scregistry 0.3.1.

Programs that were written for it run unchanged. New programs read better with `scregistry.open`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Optional

from . import _catalogs
from ._streams import StreamOfAccess, document_arguments, rows_of, stream
from .access import Access
from .addresses import bucket_address
from .bucket import Bucket
from .errors import Ambiguous, NotFound, ReadError, UsageError

if TYPE_CHECKING:
    import pandas


class CatalogRegistry:
    """The global registry, which lists the buckets.

    Parameters
    ----------
    catalog_url : str, optional
        Its address (default: ``ROOT_CATALOG_REGISTRY_URL``, else HelioCloud's).
    **client_options
        How it is accessed; see `Access`.

    Raises
    ------
    ReadError
        If it can't be read.
    """

    def __init__(self, catalog_url: Optional[str] = None, **client_options: Any) -> None:
        self.access = Access.of(client_options)
        self.catalog_url = catalog_url
        self.catalog = _catalogs.global_registry(catalog_url, access=self.access)

    def get_catalog(self) -> dict[str, Any]:
        """Return the whole document."""
        return self.catalog

    def get_registry(self) -> list[dict[str, Any]]:
        """Return the entries of the registry: endpoint, name and region of each bucket."""
        entries = self.catalog.get("registry")
        return entries if isinstance(entries, list) else []

    def get_entries(self) -> list[tuple[str, str]]:
        """Return the name and the region of each entry."""
        return [(str(each.get("name")), str(each.get("region"))) for each in self.get_registry()]

    def get_endpoint(self, name: str, region_prefix: str = "", force_first: bool = False) -> str:
        """Return the address of the bucket with a name.

        Parameters
        ----------
        name : str
            The name.
        region_prefix : str
            How the region begins.
        force_first : bool
            Whether to take the first bucket if several have the name.

        Raises
        ------
        NotFound
            If no bucket has the name.
        Ambiguous
            If several have the name, and `force_first` is not set.
        """
        found = _catalogs.matching_endpoints(self.get_registry(), name, region_prefix)
        if not found:
            region = f" in a region that begins with {region_prefix!r}" if region_prefix else ""
            names = ", ".join(sorted({known for known, _ in self.get_entries()}))
            raise NotFound(
                f"there is no bucket {name!r}{region}",
                code="notFound",
                help=f"The registry has {names}.",
            )
        if len(found) > 1 and not force_first:
            regions = ", ".join(str(each.get("region")) for each in found)
            raise Ambiguous(
                f"{len(found)} buckets have the name {name!r}, in the regions {regions}",
                code="ambiguous",
                help="Pass region_prefix, or force_first=True.",
            )
        return str(found[0]["endpoint"])


def _stream(
    access: Access,
    file_registry: pandas.DataFrame,
    process_func: Callable[..., Any],
    ignore_faileds3get: bool = False,
) -> None:
    """Download each file and pass it to a function.

    This can be called on the class and on an object. An object gives its credentials.

    Parameters
    ----------
    file_registry : pandas.DataFrame
        The files, from `request_file_registry`.
    process_func : callable
        Gets the file as ``io.BytesIO``, its start and its size. A function of four
        parameters gets its stop after the start.
    ignore_faileds3get : bool
        Whether to skip files that can't be downloaded.

    Raises
    ------
    FailedS3Get
        If a file can't be downloaded.
    """
    stream(
        file_registry,
        document_arguments(process_func),
        access=access,
        skips_failures=ignore_faileds3get,
    )


class FileRegistry:
    """A bucket: its catalog, and the files of its datasets.

    Parameters
    ----------
    bucket_name : str
        The name of the bucket, or ``s3://NAME/``, a URL or a directory.
    cache_folder : str, optional
        Where to keep catalogs and index files (default: the name of the bucket and ``_cache``).
    cache : bool
        Whether to keep them there. scregistry checks whether they are still current.
    **client_options
        How the bucket is accessed, such as ``region_name``, ``aws_access_key_id``,
        ``aws_secret_access_key`` or ``access_key``; see `Access`.

    Raises
    ------
    ReadError
        If the catalog can't be read.
    UnavailableData
        If the catalog says that the bucket is not available.
    """

    def __init__(
        self,
        bucket_name: str,
        cache_folder: Optional[str] = None,
        cache: bool = False,
        **client_options: Any,
    ) -> None:
        self.bucket_name = _name(bucket_name)
        self.cache = cache
        self.cache_folder = (cache_folder or f"{self.bucket_name}_cache") if cache else None
        if self.cache_folder is not None:
            client_options["cache_folder"] = self.cache_folder
        self.access = Access.of(client_options)
        self._address = _address(bucket_name)
        self.catalog = _catalogs.catalog(self._address, access=self.access)

    @cached_property
    def _bucket(self) -> Bucket:
        return Bucket(self._address, catalog=self.catalog, access=self.access)

    def get_catalog(self) -> dict[str, Any]:
        """Return the whole catalog."""
        return self.catalog

    def get_entries(self) -> list[tuple[str, str]]:
        """Return the id and the title of each dataset."""
        return [(each.id, each.title) for each in self._bucket.datasets]

    def get_entry(self, entry_id: str) -> dict[str, Any]:
        """Return the entry of a dataset.

        Raises
        ------
        NotFound
            If there is no such dataset.
        """
        return self._bucket.dataset(entry_id).entry

    def request_file_registry(
        self,
        catalog_id: str,
        start_date: Any = None,
        stop_date: Any = None,
        overwrite: bool = False,
        *,
        end_date: Any = None,
    ) -> pandas.DataFrame:
        """Return the files of a dataset in a time range.

        Parameters
        ----------
        catalog_id : str
            The id of the dataset.
        start_date : str, optional
            The start of the range (default: the first file).
        stop_date, end_date : str, optional
            The end of the range, under either name (default: the last file).
        overwrite : bool
            Whether to download the index files again, even if they are cached.

        Returns
        -------
        pandas.DataFrame
            The columns are start, stop, datakey, filesize, and those that the index adds.
        """
        from ._frames import frame_of_clients

        if stop_date is not None and end_date is not None and stop_date != end_date:
            raise UsageError(
                f"stop_date is {stop_date}, but end_date is {end_date}; pass one of them",
                code="usage",
            )
        bucket = self._bucket if not overwrite else self._refreshed()
        files = bucket.dataset(catalog_id).files(
            start_date, stop_date if stop_date is not None else end_date
        )
        return frame_of_clients(files.to_pandas())

    def _refreshed(self) -> Bucket:
        from dataclasses import replace

        access = replace(self.access, refresh=True)
        return Bucket(self._address, catalog=self.catalog, access=access)

    stream = StreamOfAccess(_stream)

    @staticmethod
    def stream_uri(file_registry: pandas.DataFrame, process_func: Callable[..., Any]) -> None:
        """Pass the address of each file to a function, with its start and its size.

        Parameters
        ----------
        file_registry : pandas.DataFrame
            The files, from `request_file_registry`.
        process_func : callable
            Gets the address, the start and the size. A function of four parameters gets the stop
            after the start.
        """
        call = document_arguments(process_func)
        for row in rows_of(file_registry):
            call(row.datakey, row)


class EntireCatalogSearch:
    """Searches the catalogs of all buckets of the global registry.

    Parameters
    ----------
    catalog_url : str, optional
        The address of the global registry.
    **client_options
        How the buckets are accessed; see `Access`.

    Attributes
    ----------
    combined_catalog : list of dict
        The catalogs that could be read.
    failures : dict
        By endpoint: why its catalog can't be read.
    """

    def __init__(self, catalog_url: Optional[str] = None, **client_options: Any) -> None:
        registry = CatalogRegistry(catalog_url, **client_options)
        endpoints = [
            str(each["endpoint"])
            for each in registry.get_registry()
            if isinstance(each, dict) and each.get("endpoint")
        ]
        results = _catalogs.catalogs(endpoints, access=registry.access)
        self.combined_catalog = [found for found, _ in results if found is not None]
        self.failures = {
            endpoint: error for endpoint, (_, error) in zip(endpoints, results) if error is not None
        }
        for endpoint, error in self.failures.items():
            _catalogs.logger.warning("%s: %s", endpoint, error)
        if endpoints and not self.combined_catalog:
            raise ReadError(
                f"none of {len(endpoints)} catalogs can be read; the first: "
                f"{next(iter(self.failures.values()))}"
            )

    def search_by_id(self, catalog_id_substr: str) -> list[dict[str, Any]]:
        """Return the entries whose id has a part."""
        return _catalogs.entries_with(self.combined_catalog, "id", catalog_id_substr)

    def search_by_title(self, title_substr: str) -> list[dict[str, Any]]:
        """Return the entries whose title has a part."""
        return _catalogs.entries_with(self.combined_catalog, "title", title_substr)

    def search_by_keywords(self, keywords: Sequence[str]) -> list[dict[str, Any]]:
        """Return the entries with any of the keywords; those with more of them come first."""
        return _catalogs.entries_by_keywords(self.combined_catalog, keywords)


def _name(bucket: str) -> str:
    return (bucket[5:] if bucket.startswith("s3://") else bucket).rstrip("/")


def _address(bucket: str) -> str:
    import os

    if "://" in bucket or os.path.exists(bucket):
        return bucket
    return bucket_address(bucket)
