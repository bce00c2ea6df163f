"""Passes files to functions, one after the other."""

from __future__ import annotations

import builtins
import inspect
import io
import logging
import tempfile
import types
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Optional
from urllib.parse import urlsplit

from ._rows import PlainRows
from .access import Access
from .errors import FailedS3Get, ScregistryError, UsageError
from .file_list import FileList

if TYPE_CHECKING:
    import pandas

logger = logging.getLogger("scregistry")
# How many files are downloaded before the function gets the first of them.
AT_ONCE = 8


class Row(NamedTuple):
    """A row of a frame, with times as text."""

    datakey: str
    start: str
    stop: str
    filesize: Any


Receiver = Callable[[Any, Row], Any]


def rows_of(frame: pandas.DataFrame) -> Iterator[Row]:
    """Return the rows of a frame; its columns may have the names of older versions."""
    columns = {}
    for name, others in (
        ("datakey", ("datakey", "key")),
        ("start", ("start", "startdate", "startDate")),
        ("stop", ("stop", "stopdate", "stopDate")),
        ("filesize", ("filesize", "fileSize", "size")),
    ):
        columns[name] = next((each for each in others if each in frame.columns), None)
    if columns["datakey"] is None:
        raise UsageError(
            f"the frame has the columns {', '.join(map(str, frame.columns))}, but no datakey",
            code="usage",
        )
    values = [
        frame[column].tolist() if column is not None else [None] * len(frame)
        for column in columns.values()
    ]
    for key, start, stop, size in zip(*values):
        yield Row(str(key), str(start), str(stop), size)


def stream(
    frame: pandas.DataFrame, receive: Receiver, *, access: Access, skips_failures: bool
) -> None:
    """Download the files of a frame and pass each to a function.

    Parameters
    ----------
    frame : pandas.DataFrame
        The files.
    receive : callable
        Gets the file as ``io.BytesIO`` and its row.
    access : Access
        How the files are accessed.
    skips_failures : bool
        Whether to skip files that can't be downloaded.
    """
    rows = list(rows_of(frame))
    for begin in range(0, len(rows), AT_ONCE):
        part = rows[begin : begin + AT_ONCE]
        with tempfile.TemporaryDirectory(prefix="scregistry-") as scratch:
            for row, path in zip(part, _paths(part, scratch, access, skips_failures)):
                if path is None:
                    continue
                with open(path, "rb") as file:
                    content = io.BytesIO(file.read())
                receive(content, row)


def _paths(
    rows: list[Row], directory: str, access: Access, skips_failures: bool
) -> list[Optional[str]]:
    try:
        # The rows may be older than the files, which are delivered as they are.
        return list(_files(rows, access).fetch(directory, accept_size=True, progress=False))
    except ScregistryError:
        pass
    # One of them failed: the others are there already.
    paths: list[Optional[str]] = []
    for row in rows:
        try:
            paths += _files([row], access).fetch(directory, accept_size=True, progress=False)
        except ScregistryError as error:
            if not skips_failures:
                raise FailedS3Get(
                    error.message,
                    code=error.code,
                    help=error.help,
                    address=error.address,
                    exit_code=error.exit_code,
                ) from error
            logger.warning("%s is skipped: %s", row.datakey, error)
            paths.append(None)
    return paths


def _files(rows: list[Row], access: Access) -> FileList:
    import csv

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["start", "stop", "datakey", "filesize"])
    for row in rows:
        writer.writerow(["", "", row.datakey, _size(row.filesize)])
    part = PlainRows(text.getvalue().encode())
    return FileList([], access=access, entry={"id": "files"}, part=part)


def _size(value: Any) -> str:
    try:
        return str(int(value))
    except (TypeError, ValueError):
        return ""


def document_arguments(function: Callable[..., Any]) -> Receiver:
    """Adapt a function to the arguments that the document of scregistry 0.3.1 describes.

    Parameters
    ----------
    function : callable
        Takes the file or its address, the start and the size, or also the stop after the start.

    Returns
    -------
    callable
        Takes the file or its address, and the row.
    """
    if _parameter_count(function) >= 4:
        return lambda first, row: function(first, row.start, row.stop, row.filesize)
    return lambda first, row: _as_meant(function, first)(first, row.start, row.filesize)


def _parameter_count(function: Callable[..., Any]) -> int:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return 3
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    required = [
        each
        for each in parameters
        if each.kind in positional and each.default is inspect.Parameter.empty
    ]
    return len(required)


def _as_meant(function: Callable[..., Any], file: Any) -> Callable[..., Any]:
    """Let the example of the document run, which writes ``bo`` where it means ``bfile``."""
    if not isinstance(function, types.FunctionType):
        return function
    code, names = function.__code__, function.__globals__
    if "bo" not in code.co_names or "bo" in names or hasattr(builtins, "bo"):
        return function
    if "bfile" not in code.co_varnames[: code.co_argcount]:
        return function
    return types.FunctionType(
        code, {**names, "bo": file}, function.__name__, function.__defaults__, function.__closure__
    )


class StreamOfAccess:
    """A method whose first parameter is the access: that of the object, or the usual one.

    Parameters
    ----------
    function : callable
        The function.
    """

    def __init__(self, function: Callable[..., None]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    def __get__(self, instance: Any, owner: Any = None) -> Callable[..., None]:
        access = Access() if instance is None else instance.access

        def method(*arguments: Any, **named: Any) -> None:
            self._function(access, *arguments, **named)

        method.__doc__ = self.__doc__
        return method


def content_of(address: str, *, access: Access) -> bytes:
    """Download an object and return its content."""
    with tempfile.TemporaryDirectory(prefix="scregistry-") as scratch:
        row = Row(address, "", "", None)
        # The caller names the server, so it may be in a private network.
        host = urlsplit(address).netloc if address.startswith("http") else ""
        access = replace(access, allow_hosts=(*access.allow_hosts, *filter(None, [host])))
        (path,) = _files([row], access).fetch(scratch, progress=False)
        with open(path, "rb") as file:
            return file.read()
