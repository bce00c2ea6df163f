"""The rows of a list of files, with pyarrow if it is installed, else without.

Everything that depends on the form in which the program writes rows is in this file.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.util import find_spec
from typing import IO, Any, Optional, Protocol, Union

from ._times import parsed_time

COLUMNS = ("start", "stop", "datakey", "filesize")
# The longest line that the program reads; the usual limit of the module is an eighth of it.
csv.field_size_limit(max(csv.field_size_limit(), 1 << 20))
# The arguments of the command that writes rows in the form that `read` reads.
FORMAT = ["--format=csv"]

Selection = Union[slice, Sequence[int]]


class OddTimes(Exception):
    """The times need a slower reader, which needs all rows at once."""


class Rows(Protocol):
    """The rows of a list of files."""

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        ...

    def __len__(self) -> int: ...

    def fields(self, index: int) -> list[Any]:
        """Return the fields of a row: two times or None, the datakey, the size or None, strings."""
        ...

    def take(self, selection: Selection) -> Rows:
        """Return some of the rows."""
        ...

    def column(self, index: int) -> list[Any]:
        """Return the fields of a column."""
        ...

    def csv(self) -> bytes:
        """Return all rows as comma-separated values, with a header."""
        ...

    def size(self) -> int:
        """Return the number of bytes of all files with a known size."""
        ...

    def times(self) -> Optional[tuple[datetime, datetime]]:
        """Return the first and the last start; None without one."""
        ...

    def bins(self, count: int) -> list[int]:
        """Return how many files start in each of equal parts of the time; empty without one."""
        ...


def read(stream: IO[bytes]) -> Rows:
    """Read the rows that the program writes, while it writes them.

    Raises
    ------
    OddTimes
        If the rows must be read from an ``io.BytesIO`` instead.
    """
    if has_pyarrow():
        from ._arrow import ArrowRows

        return ArrowRows.read(stream)
    return PlainRows(stream.read())


@lru_cache(maxsize=1)
def has_pyarrow() -> bool:
    """Return whether pyarrow can be imported."""
    return find_spec("pyarrow") is not None


class PlainRows:
    """Rows as the bytes that the program wrote, and where each row begins.

    This needs less than half of the memory that a Python object per field would.

    Parameters
    ----------
    data : bytes
        The comma-separated values, with a header. No field has a line end.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        header_end = data.find(b"\n") + 1
        self.header = data[:header_end]
        self._offsets: array[int] = array("q")
        begin = header_end
        while begin < len(data):
            self._offsets.append(begin)
            end = data.find(b"\n", begin)
            begin = end + 1 if end >= 0 else len(data)

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return next(csv.reader([self.header.decode()]), list(COLUMNS))

    def __len__(self) -> int:
        return len(self._offsets)

    def _line(self, index: int) -> bytes:
        begin = self._offsets[index]
        return self._data[begin : self._data.find(b"\n", begin) + 1]

    def fields(self, index: int) -> list[Any]:
        """Return the fields of a row."""
        row: list[Any] = next(csv.reader([self._line(index).decode("utf-8", "replace")]))
        row += [""] * (len(self.names) - len(row))
        row[0], row[1] = parsed_time(row[0]), parsed_time(row[1])
        row[3] = int(row[3]) if row[3] else None
        return row

    def take(self, selection: Selection) -> PlainRows:
        """Return some of the rows."""
        taken = PlainRows.__new__(PlainRows)
        taken._data, taken.header = self._data, self.header
        if isinstance(selection, slice):
            taken._offsets = self._offsets[selection]
        else:
            taken._offsets = array("q", [self._offsets[index] for index in selection])
        return taken

    def column(self, index: int) -> list[Any]:
        """Return the fields of a column."""
        lines = (line.decode("utf-8", "replace") for line in self._lines())
        texts = (row[index] if index < len(row) else "" for row in csv.reader(lines))
        if index < 2:
            return [parsed_time(text) for text in texts]
        return [int(text) if text else None for text in texts] if index == 3 else list(texts)

    def csv(self) -> bytes:
        """Return all rows as comma-separated values, with a header."""
        return self.header + b"".join(self._lines())

    def size(self) -> int:
        """Return the number of bytes of all files with a known size."""
        return sum(size or 0 for size in self.column(3))

    def times(self) -> Optional[tuple[datetime, datetime]]:
        """Return the first and the last start; None without one."""
        starts = [each for each in self.column(0) if each is not None]
        return (min(starts), max(starts)) if starts else None

    def bins(self, count: int) -> list[int]:
        """Return how many files start in each of equal parts of the time; empty without one."""
        starts = [each for each in self.column(0) if each is not None]
        if not starts:
            return []
        first = min(starts)
        step = (max(starts) - first) // count + timedelta(microseconds=1)
        counts = [0] * count
        for each in starts:
            counts[(each - first) // step] += 1
        return counts

    def _lines(self) -> Iterator[bytes]:
        for index in range(len(self)):
            yield self._line(index)

    def buffer(self) -> io.BytesIO:
        """Return the comma-separated values as a file."""
        return io.BytesIO(self.csv())
