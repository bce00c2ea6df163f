"""Tables of other packages; each of them is imported only when it is needed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from . import _rows
from ._extras import require
from .errors import ScregistryError

if TYPE_CHECKING:
    import astropy.table
    import pandas
    import polars


def pandas_frame(rows: _rows.Rows) -> pandas.DataFrame:
    """Return rows as a ``pandas.DataFrame``."""
    require("pandas", extra="'scregistry[pandas]'")
    if _rows.has_pyarrow():
        table: Any = getattr(rows, "table", None)
        if table is not None:
            frame: pandas.DataFrame = table.to_pandas(split_blocks=True)
            return frame
    import pandas

    names = rows.names
    types: Any = dict.fromkeys(names, str) | {"filesize": "Int64"}
    frame = pandas.read_csv(
        io.BytesIO(rows.csv()), dtype=types, keep_default_na=False, na_values={"filesize": [""]}
    )
    for index, name in enumerate(names[:2]):
        try:
            times = pandas.to_datetime(frame[name], utc=True, format="ISO8601")
        except ValueError:
            # A time to the year or day with a Z, or a leap second.
            times = pandas.Series(rows.column(index), dtype="datetime64[us, UTC]")
        frame[name] = times.astype("datetime64[us, UTC]")
    if not frame["filesize"].isna().any():
        frame["filesize"] = frame["filesize"].astype("int64")
    return frame


def polars_frame(rows: _rows.Rows) -> polars.DataFrame:
    """Return rows as a ``polars.DataFrame``."""
    require("polars", extra="'scregistry[polars]'")
    import polars

    table: Any = getattr(rows, "table", None)
    if table is not None:
        frame = polars.from_arrow(table)
        assert isinstance(frame, polars.DataFrame)
        return frame
    types: Any = dict.fromkeys(rows.names, polars.String) | {"filesize": polars.Int64}
    frame = polars.read_csv(io.BytesIO(rows.csv()), schema_overrides=types)
    # Times may be to the minute, the second or a fraction of it.
    times = [
        polars.Series(name, rows.column(index), dtype=polars.Datetime("us", "UTC"))
        for index, name in enumerate(rows.names[:2])
    ]
    return frame.with_columns(times)


def astropy_table(rows: _rows.Rows) -> astropy.table.Table:
    """Return rows as an ``astropy.table.Table``."""
    require("astropy", extra="astropy")
    import astropy.table
    import numpy

    columns: Any = getattr(rows, "table", None)
    table = astropy.table.Table()
    for index, name in enumerate(rows.names):
        values: Any = rows.column(index) if columns is None else columns.column(index)
        if index < 2:
            is_missing = None in values if columns is None else values.null_count > 0
            if is_missing:
                raise ScregistryError(
                    f"a file has no {name}, and astropy's times can't be missing",
                    help="Use to_pandas, or a list without such files.",
                )
            table[name] = _astropy_times(values, numpy)
        elif name == "filesize":
            if columns is None:
                missing = [value is None for value in values]
                values = [value or 0 for value in values]
            else:
                missing = values.is_null().to_numpy()
                values = values.fill_null(0).to_numpy()
            table[name] = astropy.table.MaskedColumn(
                values, mask=missing, dtype="int64", unit="byte"
            )
        else:
            texts = values if columns is None else _text_array(values, numpy)
            column = astropy.table.Column(texts if len(texts) else numpy.empty(0, "U1"))
            # The column of a million addresses takes half a gigabyte; there is only one.
            table.add_column(column, name=name, copy=False)
    return table


def _text_array(column: Any, numpy: Any) -> Any:
    """Return a column of text of Arrow as an array of numpy, whose texts have one width."""
    import pyarrow.compute

    compute = pyarrow.compute
    width = compute.max(compute.binary_length(column)).as_py() or 1
    # Not zeros: Linux gives them page by page, which takes more than a second of a gigabyte.
    array = numpy.empty(len(column), f"U{width}")
    codes = array.view("uint32").reshape(len(column), width)
    begin = 0
    for chunk in column.chunks:
        end = begin + len(chunk)
        if compute.all(compute.string_is_ascii(chunk)).as_py():
            # Each text as long as the longest: then the bytes are an array, and the texts with it.
            padded = compute.ascii_rpad(chunk, width, "\0").buffers()[2]
            bytes_ = numpy.frombuffer(padded, "uint8", len(chunk) * width)
            codes[begin:end] = bytes_.reshape(len(chunk), width)
        else:
            array[begin:end] = chunk.to_numpy(zero_copy_only=False)
        begin = end
    return array


def _astropy_times(values: Any, numpy: Any) -> Any:
    """Return times in UTC, of datetimes or of a column of Arrow, as an ``astropy.time.Time``."""
    import astropy.time
    import erfa

    if isinstance(values, list):
        plain = [value.replace(tzinfo=None) for value in values]
        instants = numpy.array(plain, dtype="datetime64[us]").astype("int64")
    else:
        instants = values.cast("int64").to_numpy()
    days, rest = numpy.divmod(instants, 86_400_000_000)
    fractions = rest / 86_400_000_000
    # Days with a leap second are longer; a text of each time lets astropy do it.
    months = [f"{each['year']:04}-{each['month']:02}" for each in erfa.leap_seconds.get()]
    longer = numpy.array(months, dtype="datetime64[D]").astype("int64") - 1
    at = numpy.flatnonzero(numpy.isin(days, longer))
    time = astropy.time.Time(days + 2_440_587.5, fractions, format="jd", scale="utc")
    time.format = "isot"
    if len(at):
        texts = instants[at].astype("datetime64[us]").astype(str)
        time[at] = astropy.time.Time(texts, format="isot", scale="utc")
    return time


def frame_of_clients(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return a frame in the form of the Python clients before this package.

    Times are UTC without a time zone, in nanoseconds, and the columns that an index adds are
    numbers if all their fields are.
    """
    import pandas

    for name in frame.columns[:2]:
        frame[name] = frame[name].dt.tz_localize(None).astype("datetime64[ns]")
    others = list(frame.columns[4:])
    if others and len(frame):
        text = io.StringIO(frame[others].to_csv(index=False))
        frame[others] = pandas.read_csv(text).to_numpy(dtype=object)
        frame = frame.infer_objects()
    return frame
