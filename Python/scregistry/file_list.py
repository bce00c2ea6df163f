"""Lists of files."""

from __future__ import annotations

import asyncio
import io
import logging
import operator
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Optional, Union, overload
from warnings import warn

from . import _downloads, _rows
from ._extras import require
from ._harmless import harmless
from ._progress import ProgressOption
from ._run import output_of_async, run
from .access import Access
from .addresses import https_address, s3_address
from .errors import ScregistryError, SkippedRows, UsageError

if TYPE_CHECKING:
    import astropy.table
    import pandas
    import polars
    import pyarrow

logger = logging.getLogger("scregistry")


class FileRecord(NamedTuple):
    """A row of an index file."""

    start: Optional[datetime]
    """The start of the time that the file covers, in UTC."""
    stop: Optional[datetime]
    """The end of the time that the file covers, in UTC."""
    datakey: str
    """The address of the file."""
    filesize: Optional[int]
    """The size in bytes; None if the index does not have it."""


class FileList:
    """The files of a dataset in a time range, in time order.

    The program lists the files when they are first needed. A list is made by
    ``Dataset.files``; slices of it are lists, too.

    Examples
    --------
    >>> files = scregistry.open("s3://bucket/").dataset("ds").files("2015")  # doctest: +SKIP
    >>> len(files), files[0].datakey, files[:10].to_pandas()  # doctest: +SKIP
    """

    def __init__(
        self,
        words: Sequence[str],
        *,
        access: Access,
        entry: dict[str, Any],
        part: Optional[_rows.Rows] = None,
        copy: Optional[tuple[str, str]] = None,
        skipped: int = 0,
    ) -> None:
        self._words = list(words)
        self._rows = part
        self._skipped = skipped
        self._is_part = part is not None
        self.access = access
        self.entry = entry
        self.copy = copy

    # Rows

    def load(self) -> FileList:
        """List the files now, unless they are listed already, and return this list."""
        if self._rows is None:
            words = ["files", *_rows.FORMAT, *self._words]
            warned: list[dict[str, Any]] = []
            try:
                rows = run(words, _rows.read, access=self.access, warnings=warned)
            except _rows.OddTimes:
                warned.clear()
                data = run(words, lambda stream: stream.read(), access=self.access, warnings=warned)
                rows = _rows.read(io.BytesIO(data))
            self._set(rows, warned)
        return self

    async def load_async(self) -> FileList:
        """List the files without blocking the event loop."""
        if self._rows is None:
            words = ["files", *_rows.FORMAT, *self._words]
            warned: list[dict[str, Any]] = []
            data = await output_of_async(words, access=self.access, warnings=warned)
            self._set(await asyncio.to_thread(_rows.read, io.BytesIO(data)), warned)
        return self

    def _set(self, rows: _rows.Rows, warned: list[dict[str, Any]]) -> None:
        """Take the rows; if a warning is an error, the list stays without rows."""
        skipped = 0
        for each in warned:
            count = each.get("skippedRows", 0)
            if not count:
                logger.warning("%s", each.get("message"))
            skipped += count
        if skipped:
            first = next(each for each in warned if each.get("skippedRows"))
            are = "row is" if skipped == 1 else "rows are"
            warn(
                harmless(f"{skipped} {are} skipped; {first.get('message')}"),
                SkippedRows,
                stacklevel=_depth_of_caller(),
            )
        self._rows, self._skipped = rows, skipped

    @property
    def skipped(self) -> int:
        """The number of rows that can't be read, so that the list lacks their files.

        Of a part of a list, it is the number for the whole list.
        """
        self.load()
        return self._skipped

    @property
    def rows(self) -> _rows.Rows:
        """The rows, listed now if necessary."""
        self.load()
        assert self._rows is not None
        return self._rows

    @property
    def query(self) -> Optional[list[str]]:
        """The arguments that select exactly these files; None if this is a part of a list."""
        return None if self._is_part else self._words

    @property
    def dataset_id(self) -> str:
        """The id of the dataset."""
        return str(self.entry.get("id", ""))

    @property
    def columns(self) -> list[str]:
        """The names of the columns; those after the fourth are the dataset's own."""
        return self.rows.names

    @property
    def datakeys(self) -> list[str]:
        """The addresses of the files, as in the index."""
        return [str(key) for key in self.rows.column(2)]

    @property
    def size(self) -> int:
        """The number of bytes of all files with a known size."""
        return self.rows.size()

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> FileRecord: ...
    @overload
    def __getitem__(self, index: Union[slice, Sequence[int]]) -> FileList: ...
    def __getitem__(self, index: Union[int, slice, Sequence[int]]) -> Union[FileRecord, FileList]:
        if isinstance(index, slice):
            return self._with(self.rows.take(index))
        # An array of numpy has __index__, too.
        if hasattr(index, "__index__") and not hasattr(index, "__len__"):
            return FileRecord(*self.rows.fields(self._position(index))[:4])
        return self._with(self.rows.take(_positions(index, len(self))))

    def __iter__(self) -> Iterator[FileRecord]:
        for position in range(len(self)):
            yield FileRecord(*self.rows.fields(position)[:4])

    # Not a collections.abc.Sequence: polars would take the rows of one as tuples, without the
    # columns that a dataset adds, instead of the Arrow stream.

    def __contains__(self, record: object) -> bool:
        return any(each == record for each in self)

    def __reversed__(self) -> Iterator[FileRecord]:
        for position in reversed(range(len(self))):
            yield self[position]

    def index(self, record: object) -> int:
        """Return the number of the first file with the fields of a record."""
        for position, each in enumerate(self):
            if each == record:
                return position
        raise ValueError(f"{record!r} is not in the list")

    def count(self, record: object) -> int:
        """Return how many files have the fields of a record."""
        return sum(each == record for each in self)

    def _position(self, index: Any) -> int:
        position: int = index.__index__()
        count = len(self)
        if not -count <= position < count:
            raise IndexError(f"there is no file {position}: the list has {count}")
        return position % count if count else position

    def _with(self, rows: _rows.Rows) -> FileList:
        return FileList(
            self._words,
            access=self.access,
            entry=self.entry,
            part=rows,
            copy=self.copy,
            skipped=self._skipped,
        )

    # Tables

    def to_arrow(self) -> pyarrow.Table:
        """Return a ``pyarrow.Table`` with the columns start, stop, datakey, filesize and others."""
        if not _rows.has_pyarrow():
            require("pyarrow", extra="'scregistry[pandas]'")
        from ._arrow import ArrowRows

        rows = self.rows
        if not isinstance(rows, ArrowRows):
            rows = ArrowRows.read(io.BytesIO(rows.csv()))
        return rows.table

    def to_pandas(self) -> pandas.DataFrame:
        """Return a ``pandas.DataFrame`` with times in UTC."""
        from ._frames import pandas_frame

        return pandas_frame(self.rows)

    def to_polars(self) -> polars.DataFrame:
        """Return a ``polars.DataFrame`` with times in UTC."""
        from ._frames import polars_frame

        return polars_frame(self.rows)

    def to_astropy(self) -> astropy.table.Table:
        """Return an ``astropy.table.Table`` with columns of ``astropy.time.Time``."""
        from ._frames import astropy_table

        return astropy_table(self.rows)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Export the rows by Arrow's C interface, so that duckdb, polars and others read them."""
        if _rows.has_pyarrow():
            return self.to_arrow().__arrow_c_stream__(requested_schema)
        frame: Any = self.to_polars()
        return frame.__arrow_c_stream__(requested_schema)

    # Data

    def urls(self, scheme: str = "https") -> list[str]:
        """Return the addresses of the files.

        Parameters
        ----------
        scheme : {"https", "s3"}
            The scheme. Addresses of web servers stay as they are.

        Returns
        -------
        list of str
            The addresses, in the order of the list.
        """
        if scheme == "s3":
            return [s3_address(key) for key in self.datakeys]
        if scheme == "https":
            endpoint, region = self.access.endpoint, self.access.region
            return [https_address(key, endpoint=endpoint, region=region) for key in self.datakeys]
        raise UsageError(f"{scheme!r} is not a scheme; use 'https' or 's3'", code="usage")

    @property
    def storage_options(self) -> dict[str, Any]:
        """The options for fsspec, such as ``fsspec.open(files.urls("s3")[0], **options)``."""
        return self.access.storage_options

    def fetch(
        self,
        directory: Union[str, os.PathLike[str]],
        *,
        jobs: int = 4,
        flat: bool = False,
        overwrite: bool = False,
        accept_size: bool = False,
        progress: ProgressOption = None,
    ) -> list[str]:
        """Download the files.

        A file appears only when it is complete, and has the size and the checksum of the index.
        After an interruption, the same call resumes.

        Parameters
        ----------
        directory : str or path
            Where to write; each file goes below it, under its key.
        jobs : int
            How many files to download at a time.
        flat : bool
            Whether to omit the directories of the keys.
        overwrite : bool
            Whether to download existing files again.
        accept_size : bool
            Whether to accept files whose size is not that of the index.
        progress : bool, None or callable
            Whether to show a bar (default: in notebooks and terminals, if tqdm is installed), or
            what receives each line of progress.

        Returns
        -------
        list of str
            The paths of the files, in the order of the list. Rows that repeat a file have the
            same path.
        """
        request = _downloads.Request(
            directory, jobs=jobs, flat=flat, overwrite=overwrite, accept_size=accept_size
        )
        return request.fetch(self, progress=progress)

    async def fetch_async(
        self,
        directory: Union[str, os.PathLike[str]],
        *,
        jobs: int = 4,
        flat: bool = False,
        overwrite: bool = False,
        accept_size: bool = False,
        progress: ProgressOption = None,
    ) -> list[str]:
        """Download the files without blocking the event loop; see `fetch`."""
        request = _downloads.Request(
            directory, jobs=jobs, flat=flat, overwrite=overwrite, accept_size=accept_size
        )
        await self.load_async()
        return await request.fetch_async(self, progress=progress)

    def open(self, index: int) -> IO[bytes]:
        """Download a file and open it for reading; the copy is removed when it is closed.

        Parameters
        ----------
        index : int
            The number of the file.

        Returns
        -------
        binary file
            The file, from its beginning.
        """
        position = self._position(index)
        with tempfile.TemporaryDirectory(prefix="scregistry-") as scratch:
            (path,) = self[position : position + 1].fetch(scratch, progress=False)
            # The open file keeps its content when its name goes.
            return open(path, "rb")

    # Display

    def __repr__(self) -> str:
        if self._rows is None:
            return harmless(f"<FileList of {self.dataset_id}, not listed yet>")
        return harmless(f"<FileList of {self.dataset_id}: {len(self)} files>")

    def _repr_html_(self) -> str:
        from ._display import html_of_files

        try:
            return html_of_files(self)
        except ScregistryError:
            # An object that can't be shown must not hide the error of the cell.
            return ""


def _positions(index: Any, count: int) -> list[int]:
    if isinstance(index, (str, bytes)):
        raise TypeError(f"{index!r} is not the number of a file")
    values = list(index)
    if values and all(type(each).__name__ in ("bool", "bool_") for each in values):
        if len(values) != count:
            raise IndexError(f"the mask has {len(values)} values, but the list has {count}")
        return [position for position, is_taken in enumerate(values) if is_taken]
    positions = [operator.index(each) for each in values]
    for each in positions:
        if not -count <= each < count:
            raise IndexError(f"there is no file {each}: the list has {count}")
    return [each % count for each in positions]


def _depth_of_caller() -> int:
    """Return the level of the stack, for warnings, of the first caller outside of this package."""
    depth, frame = 1, sys._getframe(1)
    package = __name__.partition(".")[0]
    while frame.f_back is not None and frame.f_globals["__name__"].partition(".")[0] == package:
        depth, frame = depth + 1, frame.f_back
    return depth
