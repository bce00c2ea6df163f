"""The interface of the Python client cloudcatalog 1.3.3.

Programs need one change: ``from scregistry.compat import cloudcatalog``.
"""

from __future__ import annotations

import fnmatch
import io
import os
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Optional, Union

from .. import _catalogs
from .._run import output_of
from .._streams import Row, rows_of
from .._streams import stream as _stream
from .._times import parsed_time
from ..access import Access
from ..addresses import https_address
from ..bucket import Bucket
from ..errors import FailedS3Get, NotFound, ReadError, ScregistryError, UnavailableData, UsageError
from ._spider import spider, tree

if TYPE_CHECKING:
    import numpy
    import pandas

__all__ = [
    "CatalogRegistry",
    "CloudCatalog",
    "EntireCatalogSearch",
    "FailedS3Get",
    "UnavailableData",
    "fetch_S3orURL",
    "hapi_cloudcatalog",
    "hapi_metadata",
    "s3url_to_bucketkey",
    "s3url_to_https",
    "spider",
    "tree",
]

Entry = dict[str, Any]
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}(:\d{2}(:\d{2}(\.\d+)?)?)?Z")


class CatalogRegistry:
    """The global registry.

    Parameters
    ----------
    catalog_url : str, optional
        Its address (default: ``ROOT_CATALOG_REGISTRY_URL``, else HelioCloud's).

    Raises
    ------
    ValueError
        If it is not a global registry. If it can't be read, there is a warning, and the catalog
        is None.
    """

    def __init__(self, catalog_url: Optional[str] = None) -> None:
        self.catalog_url = catalog_url or os.environ.get("ROOT_CATALOG_REGISTRY_URL")
        self.catalog: Optional[dict[str, Any]] = None
        try:
            self.catalog = _catalogs.global_registry(catalog_url, access=Access())
        except ReadError as error:
            if error.code == "malformed":
                raise ValueError(str(error)) from error
            _catalogs.logger.warning("%s", error)
            return
        for entry in self.get_registry():
            missing = [name for name in ("endpoint", "name", "region") if name not in entry]
            if missing:
                raise ValueError(f"an entry of the registry has no {missing[0]}: {entry}")

    def get_catalog(self) -> Optional[dict[str, Any]]:
        """Return the whole document; None if it can't be read."""
        return self.catalog

    def get_registry(self) -> list[Entry]:
        """Return the entries."""
        entries = (self.catalog or {}).get("registry")
        return entries if isinstance(entries, list) else []

    def get_entries_name_region(self) -> list[tuple[str, str]]:
        """Return the name and the region of each entry."""
        return [(each["name"], each["region"]) for each in self.get_registry()]

    def get_entries(self) -> Optional[Entry]:
        """Return the first entry; None if it is absent."""
        return next(iter(self.get_registry()), None)

    def get_endpoint(
        self, name: str, region_prefix: str = "", force_first: bool = False
    ) -> Optional[str]:
        """Return the address of the bucket with a name; None if it is absent.

        Raises
        ------
        ValueError
            If several buckets have the name, and `force_first` is not set.
        """
        found = _catalogs.matching_endpoints(self.get_registry(), name, region_prefix)
        if len(found) > 1 and not force_first:
            regions = ", ".join(str(each["region"]) for each in found)
            raise ValueError(
                f"{len(found)} buckets have the name {name!r}, in the regions {regions}; "
                "pass region_prefix, or force_first=True"
            )
        return found[0]["endpoint"] if found else None


class CloudCatalog:
    """A bucket: its catalog and the files of its datasets.

    Parameters
    ----------
    bucket_name : str
        The bucket, with or without ``s3://``.
    cache_folder : str, optional
        The directory of the cache (default: the name of the bucket and ``_cache``).
    cache : bool
        Whether to keep catalogs and index files there.
    altcatalog : str, optional
        A name of the catalog other than ``catalog.json``.
    **client_kwargs
        The options of ``boto3.client``.
    """

    def __init__(
        self,
        bucket_name: str,
        cache_folder: Optional[str] = None,
        cache: bool = False,
        altcatalog: Optional[str] = None,
        **client_kwargs: Any,
    ) -> None:
        name = bucket_name[5:] if bucket_name.startswith("s3://") else bucket_name
        self.bucket_name = name.rstrip("/")
        self.cache = cache
        self.altcatalog = altcatalog
        self.cache_folder: Optional[str] = None
        if cache:
            self.cache_folder = cache_folder or f"{self.bucket_name}_cache"
            client_kwargs["cache_folder"] = self.cache_folder
        self.access = Access.of(client_kwargs)
        is_web = self.bucket_name.startswith(("http://", "https://"))
        is_address = is_web or os.path.isdir(self.bucket_name)
        self._address = self.bucket_name if is_address else f"s3://{self.bucket_name}"
        self._address += f"/{altcatalog or ''}"
        self.catalog = _catalogs.catalog(self._address, access=self.access)

    def get_catalog(self) -> dict[str, Any]:
        """Return the whole catalog."""
        return self.catalog

    def get_entries_id_title(self) -> list[tuple[str, str]]:
        """Return the id and the title of each dataset."""
        return [(each.id, each.title) for each in self._bucket().datasets]

    def get_entries_dict(self) -> list[Entry]:
        """Return the entries of the catalog."""
        return _catalogs.entries_of([self.catalog])

    def get_entry(self, entry_id: str) -> Optional[Entry]:
        """Return the entry with an id; None if it is absent.

        Raises
        ------
        ValueError
            If several entries have the id.
        """
        found = [each for each in self.get_entries_dict() if each.get("id") == entry_id]
        if len(found) > 1:
            raise ValueError(f"{len(found)} entries have the id {entry_id}")
        return found[0] if found else None

    def robust_get_entry(self, id: str) -> Optional[Entry]:
        """Return the entry with an id, if necessary ignoring the case of letters."""
        try:
            return self._bucket().dataset(id).entry
        except NotFound:
            return None

    def request_cloud_catalog(
        self,
        catalog_id: str,
        start_date: Optional[str] = None,
        stop_date: Optional[str] = None,
        overwrite: bool = False,
    ) -> pandas.DataFrame:
        """Return the files of a dataset in a time range.

        Parameters
        ----------
        catalog_id : str
            The id of the dataset.
        start_date, stop_date : str, optional
            The range, as ``YYYY-MM-DDTHH:MM:SSZ`` or to the minute or hour.
        overwrite : bool
            Whether to download index files again, even if they are cached.

        Returns
        -------
        pandas.DataFrame
            The columns are start, stop, datakey, filesize, and those that the index adds. It is
            empty if there is no such dataset.

        Raises
        ------
        ValueError
            If a time can't be used, or the range ends before it starts.
        """
        import pandas

        from .._frames import frame_of_clients

        start, stop = _checked(start_date), _checked(stop_date)
        if start and stop and self.date2datetime(stop) < self.date2datetime(start):
            raise ValueError(f"start_date {start_date} is after stop_date {stop_date}")
        if self.get_entry(catalog_id) is None:
            nothing: pandas.DataFrame = pandas.DataFrame()
            return nothing
        bucket = self._bucket(refresh=overwrite)
        return frame_of_clients(bucket.dataset(catalog_id).files(start, stop).to_pandas())

    def hapi_request_cloud_catalog(
        self,
        catalog_id: str,
        start_date: Optional[str] = None,
        stop_date: Optional[str] = None,
        overwrite: bool = False,
    ) -> numpy.ndarray[Any, Any]:
        """Return the files of a dataset in a time range as a structured array, as HAPI clients do.

        See `request_cloud_catalog`; times are text to the microsecond.
        """
        import numpy

        frame = self.request_cloud_catalog(catalog_id, start_date, stop_date, overwrite)
        if not frame.empty:
            frame = frame.dropna(subset=["start", "stop"])
        if frame.empty:
            kinds = [("start", "U32"), ("stop", "U32"), ("datakey", "U1024"), ("filesize", "i8")]
            return numpy.array([], dtype=kinds)
        width = max(1, int(frame["datakey"].str.len().max()))
        data = numpy.empty(
            len(frame),
            dtype=[("start", "U27"), ("stop", "U27"), ("datakey", f"U{width}"), ("filesize", "i8")],
        )
        for name in ("start", "stop"):
            data[name] = frame[name].dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ").to_numpy()
        data["datakey"] = frame["datakey"].to_numpy()
        data["filesize"] = frame["filesize"].fillna(-1).astype("int64").to_numpy()
        return data

    @staticmethod
    def ls_wildcard(cc_df: pandas.DataFrame, pattern: str, use_basename: bool = False) -> list[str]:
        """Return the datakeys that match a pattern such as ``*_v1*.cdf``.

        Parameters
        ----------
        cc_df : pandas.DataFrame
            The files.
        pattern : str
            The pattern.
        use_basename : bool
            Whether to compare only what comes after the last slash.
        """
        keys = [str(key) for key in cc_df["datakey"]]
        names = [key.rpartition("/")[2] if use_basename else key for key in keys]
        return [key for key, name in zip(keys, names) if fnmatch.fnmatch(name, pattern)]

    @staticmethod
    def stream(
        cloud_catalog: pandas.DataFrame,
        process_func: Callable[[io.BytesIO, str, str, int], None],
        ignore_faileds3get: bool = False,
    ) -> None:
        """Download each file and pass it, its start, its stop and its size to a function.

        Files that can't be downloaded are skipped with a warning, as cloudcatalog does.
        """

        def receive(file: Any, row: Row) -> None:
            process_func(file, row.start, row.stop, row.filesize)

        _stream(cloud_catalog, receive, access=Access(), skips_failures=True)

    @staticmethod
    def stream_uri(
        cloud_catalog: pandas.DataFrame, process_func: Callable[[str, str, str, int], None]
    ) -> None:
        """Pass the address, the start, the stop and the size of each file to a function."""
        for row in rows_of(cloud_catalog):
            process_func(row.datakey, row.start, row.stop, row.filesize)

    def reverse_lookup_ids(
        self, partial_path: str, *, regex: bool = False, ignore_case: bool = False
    ) -> list[str]:
        """Return the ids of the datasets whose index address has a part.

        Parameters
        ----------
        partial_path : str
            The part.
        regex : bool
            Whether the part is a regular expression.
        ignore_case : bool
            Whether to ignore the case of letters.
        """
        pattern = re.compile(
            partial_path if regex else re.escape(partial_path), re.IGNORECASE if ignore_case else 0
        )
        return [
            each["id"]
            for each in self.get_entries_dict()
            if isinstance(each.get("id"), str) and pattern.search(str(each.get("index", "")))
        ]

    def sample_file(self, id: str) -> Optional[str]:
        """Return the first file of the first index file; None if it is absent."""
        if self.get_entry(id) is None:
            return None
        words = ["sample", *self.access.flags(), "--", self._address, id]
        try:
            lines = output_of(words, access=self.access).decode().splitlines()
        except ReadError as error:
            _catalogs.logger.warning("%s", error)
            return None
        return lines[0] if lines else None

    @staticmethod
    def date2datetime(start_date: str) -> datetime:
        """Return a time in UTC without a time zone.

        Raises
        ------
        ValueError
            If it is not like ``YYYY-MM-DDTHH:MM:SSZ``, to the hour or finer.
        """
        time = parsed_time(_checked(start_date) or "")
        if time is None:
            raise ValueError("the time is empty")
        return time.astimezone(timezone.utc).replace(tzinfo=None)

    def _bucket(self, *, refresh: bool = False) -> Bucket:
        from dataclasses import replace

        access = replace(self.access, refresh=True) if refresh else self.access
        return Bucket(self._address, catalog=self.catalog, access=access)


class EntireCatalogSearch:
    """Searches the catalogs of all buckets of the global registry.

    Parameters
    ----------
    catalog_url : str, optional
        The address of the global registry.
    **client_kwargs
        The options of ``boto3.client``.
    """

    def __init__(self, catalog_url: Optional[str] = None, **client_kwargs: Any) -> None:
        self.global_catalog = CatalogRegistry(catalog_url)
        endpoints = [str(each["endpoint"]) for each in self.global_catalog.get_registry()]
        results = _catalogs.catalogs(endpoints, access=Access.of(client_kwargs))
        self.combined_catalog = [found for found, _ in results if found is not None]
        failed = [
            f"{endpoint}: {error}"
            for endpoint, (_, error) in zip(endpoints, results)
            if error is not None
        ]
        if failed:
            _catalogs.logger.warning(
                "%d of %d catalogs can't be read: %s",
                len(failed),
                len(endpoints),
                "; ".join(failed),
            )

    def search_by_id(self, catalog_id_substr: str) -> list[Entry]:
        """Return the entries whose id has a part."""
        return _catalogs.entries_with(self.combined_catalog, "id", catalog_id_substr)

    def search_by_title(self, title_substr: str) -> list[Entry]:
        """Return the entries whose title has a part."""
        return _catalogs.entries_with(self.combined_catalog, "title", title_substr)

    def search_by_keywords(self, keywords: Iterable[str]) -> list[Entry]:
        """Return the entries with any of the keywords; those with more of them come first."""
        return _catalogs.entries_by_keywords(self.combined_catalog, keywords)


def hapi_metadata(
    dataid: str, server: Optional[str] = None, catobj: Optional[CloudCatalog] = None
) -> dict[str, Any]:
    """Return the description of a list of files in the style of HAPI.

    Parameters
    ----------
    dataid : str
        The id of the dataset.
    server : str
        The bucket.
    catobj : CloudCatalog
        The bucket, if it is open already.

    Raises
    ------
    KeyError
        If there is no such dataset.
    ValueError
        If its entry has no title, start or stop.
    """
    if catobj is None:
        if server is None:
            raise ValueError("pass server or catobj")
        catobj = CloudCatalog(server)
    entry = catobj.get_entry(dataid)
    if entry is None:
        raise KeyError(f"there is no dataset {dataid}")
    missing = [name for name in ("title", "start", "stop") if name not in entry]
    if missing:
        raise ValueError(f"the entry of {dataid} has no {', '.join(missing)}")
    words = ["show", "--format=hapi", *catobj.access.flags(), "--", catobj._address, dataid]
    import json

    info = json.loads(output_of(words, access=catobj.access))
    return {
        "HAPI": "3.1",
        "status": {"code": 1200, "message": "OK"},
        "id": entry["id"],
        "title": entry["title"],
        "startDate": entry["start"],
        "stopDate": entry["stop"],
        "parameters": info["parameters"],
    }


def hapi_cloudcatalog(
    server: str, dataid: str, start: str, stop: str
) -> tuple[pandas.DataFrame, dict[str, Any]]:
    """Return the files of a dataset in a time range, and their description."""
    catobj = CloudCatalog(server)
    meta = hapi_metadata(dataid, catobj=catobj)
    return catobj.request_cloud_catalog(dataid, start, stop), meta


def fetch_S3orURL(  # noqa: N802 (the name is theirs)
    s3url: str,
    region: Optional[str] = None,
    rawbytes: bool = False,
    max_lines: Optional[int] = None,
    **client_kwargs: Any,
) -> Union[dict[str, Any], io.BytesIO, None]:
    """Read an object, a page or a local file.

    Parameters
    ----------
    s3url : str
        The address.
    region : str, optional
        The region of the bucket.
    rawbytes : bool
        Whether to return the bytes instead of the JSON in them.
    max_lines : int, optional
        How many lines to return.
    **client_kwargs
        The options of ``boto3.client``.

    Returns
    -------
    dict, io.BytesIO or None
        The content; None if it can't be read.
    """
    import json

    from .._streams import content_of

    client_kwargs.setdefault("region_name", region)
    try:
        if os.path.isfile(s3url):
            with open(s3url, "rb") as file:
                data = file.read()
        else:
            address = s3url if "://" in s3url else f"s3://{s3url}"
            data = content_of(address, access=Access.of(client_kwargs))
        if max_lines is not None:
            data = b"".join(data.splitlines(keepends=True)[:max_lines])
        return io.BytesIO(data) if rawbytes else json.loads(data)
    except UsageError:
        raise
    except (ScregistryError, OSError, ValueError) as error:
        _catalogs.logger.debug("%s: %s", s3url, error)
        return None


def s3url_to_bucketkey(s3url: str, bucket_prefix: str = "s3://") -> tuple[str, str]:
    """Return the bucket and the key of an address."""
    bucket, _, key = s3url.replace(bucket_prefix, "", 1).partition("/")
    return bucket, key


def s3url_to_https(s3url: str) -> str:
    """Return the address of an object for web clients."""
    return https_address(s3url, endpoint=None, region=None)


def _checked(time: Optional[str]) -> Optional[str]:
    if time is None:
        return None
    text = time if time.endswith("Z") else f"{time}Z"
    if not _TIME.fullmatch(text):
        raise ValueError(f"{time} is not a time such as 2015-06-01T12:00:00Z, to the hour or finer")
    return text if ":" in text else f"{text[:-1]}:00Z"
