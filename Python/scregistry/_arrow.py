"""The rows of a list of files as an Arrow table; imported only if pyarrow is installed."""

from __future__ import annotations

import io
from datetime import datetime, timezone
from typing import IO, Any, Optional

import pyarrow
import pyarrow.compute
import pyarrow.csv

from ._rows import COLUMNS, OddTimes, Selection
from ._times import parsed_time

TIME = pyarrow.timestamp("us", "UTC")


class ArrowRows:
    """Rows in an Arrow table.

    Parameters
    ----------
    table : pyarrow.Table
        The table; its first columns are start, stop, datakey and filesize.
    """

    def __init__(self, table: Any) -> None:
        self.table = table

    @classmethod
    def read(cls, stream: IO[bytes]) -> ArrowRows:
        """Read the comma-separated values that the program writes, while it writes them."""
        block = 1 << 20
        head = stream.read(block)
        if isinstance(stream, io.BytesIO):
            head += stream.read()
            return cls(_parsed(io.BytesIO(head), _names(head)))
        names = _names(head)
        if len(head) < block:
            return cls(_parsed(io.BytesIO(head), names))
        joined = pyarrow.PythonFile(_Joined(head, stream), mode="r")
        return cls(_parsed(joined, names, block=block))

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return list(self.table.column_names)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def fields(self, index: int) -> list[Any]:
        """Return the fields of a row."""
        values = [column[index].as_py() for column in self.table.columns]
        values[:2] = [_in_utc(value) for value in values[:2]]
        return values

    def take(self, selection: Selection) -> ArrowRows:
        """Return some of the rows."""
        if isinstance(selection, slice):
            start, stop, step = selection.indices(len(self))
            if step == 1:
                return ArrowRows(self.table.slice(start, max(0, stop - start)))
            selection = range(start, stop, step)
        return ArrowRows(self.table.take(pyarrow.array(selection, pyarrow.int64())))

    def column(self, index: int) -> list[Any]:
        """Return the fields of a column."""
        column = self.table.column(index)
        if index < 2:
            # Without a time zone, since a copy of the zones need not be installed.
            return [_in_utc(value) for value in column.cast(pyarrow.timestamp("us")).to_pylist()]
        values: list[Any] = column.to_pylist()
        return values

    def csv(self) -> bytes:
        """Return all rows as comma-separated values, with a header."""
        table = self.table
        for index in (0, 1):
            text = pyarrow.compute.strftime(table.column(index), "%Y-%m-%dT%H:%M:%SZ")
            table = table.set_column(index, table.column_names[index], text)
        output = io.BytesIO()
        pyarrow.csv.write_csv(table, output)
        return output.getvalue()

    def size(self) -> int:
        """Return the number of bytes of all files with a known size."""
        return int(pyarrow.compute.sum(self.table.column(3)).as_py() or 0)

    def times(self) -> Optional[tuple[datetime, datetime]]:
        """Return the first and the last start; None without one."""
        column = self.table.column(0).cast(pyarrow.timestamp("us"))
        ends = pyarrow.compute.min_max(column).as_py()
        return None if ends["min"] is None else (_in_utc(ends["min"]), _in_utc(ends["max"]))

    def bins(self, count: int) -> list[int]:
        """Return how many files start in each of equal parts of the time; empty without one."""
        compute = pyarrow.compute
        starts = self.table.column(0).cast(pyarrow.int64()).drop_null()
        if not len(starts):
            return []
        ends = compute.min_max(starts).as_py()
        step = (ends["max"] - ends["min"]) // count + 1
        numbers = compute.divide(compute.subtract(starts, ends["min"]), step)
        counts = [0] * count
        for each in compute.value_counts(numbers).to_pylist():
            counts[each["values"]] = each["counts"]
        return counts


def _in_utc(value: Any) -> Any:
    return None if value is None else value.replace(tzinfo=timezone.utc)


class _Joined(io.RawIOBase):
    """The bytes that were read, and then the rest of the stream."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head = io.BytesIO(head)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._head.read(size) or self._stream.read(size)


def _names(head: bytes) -> list[str]:
    import csv

    first = head.split(b"\n", 1)[0].decode("utf-8", "replace")
    return next(csv.reader([first]), list(COLUMNS))


def _parsed(source: Any, names: list[str], *, block: int = 1 << 20) -> Any:
    types = {name: pyarrow.large_string() for name in names}
    types.update({"filesize": pyarrow.int64(), "start": TIME, "stop": TIME})
    options = {
        "read_options": pyarrow.csv.ReadOptions(block_size=block),
        "parse_options": pyarrow.csv.ParseOptions(newlines_in_values=False),
    }
    try:
        return _table(source, types, options)
    except pyarrow.ArrowInvalid as error:
        # Times to the nanosecond.
        if not isinstance(source, io.BytesIO):
            raise OddTimes from error
        source.seek(0)
        return _slow(source, names, options)


def _table(source: Any, types: dict[str, Any], options: dict[str, Any]) -> Any:
    convert = pyarrow.csv.ConvertOptions(
        column_types=types,
        strings_can_be_null=False,
        quoted_strings_can_be_null=False,
        null_values=[""],
    )
    # Arrow's own pools keep the memory of all blocks that they ever held.
    pool = pyarrow.system_memory_pool()
    return pyarrow.csv.read_csv(source, convert_options=convert, memory_pool=pool, **options)


def _slow(source: Any, names: list[str], options: dict[str, Any]) -> Any:
    types = {name: pyarrow.large_string() for name in names}
    types["filesize"] = pyarrow.int64()
    table = _table(source, types, options)
    for index in (0, 1):
        times = [parsed_time(text) for text in table.column(index).to_pylist()]
        column = pyarrow.array(times, TIME)
        table = table.set_column(index, table.column_names[index], column)
    return table
