"""The exceptions of the package."""

from __future__ import annotations

import re
from typing import Any, Optional

from ._harmless import harmless_lines

# The options of the program that are parameters of another name here.
_PARAMETERS = {
    "allow-host": "allow_hosts",
    "aws-profile": "profile",
    "cache-dir": "cache_folder",
    "map": "mappings",
    "no-sign-request": "anonymous",
    "target": "target",
}
_OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*)")


class ScregistryError(Exception):
    """Something could not be done.

    Parameters
    ----------
    message : str
        What happened, with the value.
    code : str, optional
        The kind of error, such as ``accessDenied``.
    clause : str, optional
        The clause of the specification that the error is about.
    help : str, optional
        What to do.
    address : str, optional
        The object that the error is about.
    exit_code : int, optional
        The exit code of the program.
    """

    def __init__(
        self,
        message: str,
        *,
        code: Optional[str] = None,
        clause: Optional[str] = None,
        help: Optional[str] = None,
        address: Optional[str] = None,
        exit_code: Optional[int] = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.clause = clause
        self.help = help
        self.address = address
        self.exit_code = exit_code

    def __str__(self) -> str:
        place = f"{self.address}: " if self.address else ""
        clause = f" (clause {self.clause})" if self.clause else ""
        help = f"\nhelp: {self.help}" if self.help else ""
        return harmless_lines(f"{place}{self.message}{clause}{help}")

    def __reduce__(self) -> tuple[Any, ...]:
        # Engines such as Dask send exceptions from process to process.
        return (_again, (type(self), self.message, dict(self.__dict__)))


def _again(kind: type[ScregistryError], message: str, members: dict[str, Any]) -> ScregistryError:
    error = kind(message)
    error.__dict__.update(members)
    return error


class ProgramNotFound(ScregistryError, FileNotFoundError):
    """The program scregistry is not installed where the package looks for it."""


class UsageError(ScregistryError, ValueError):
    """An argument can't be used."""


class NotFound(ScregistryError, LookupError):
    """There is no dataset, or no bucket, with that name."""


class Ambiguous(ScregistryError, ValueError):
    """There are several datasets, or buckets, with that name."""


class ReadError(ScregistryError):
    """Something could not be read, or differs from the index."""


class AccessDenied(ReadError):
    """The server refuses access."""


class UnavailableData(ReadError):
    """The catalog says that its bucket is not available (status 1400)."""


class FailedS3Get(ReadError):
    """A data file could not be downloaded."""


class WriteError(ScregistryError):
    """Something could not be written."""


class SkippedRows(UserWarning):
    """Rows of index files could not be read, so a list of files lacks them."""


class ViolationsFound(ScregistryError):
    """A validation found violations."""


CLASSES: dict[str, type[ScregistryError]] = {
    "usage": UsageError,
    "notFound": NotFound,
    "ambiguous": Ambiguous,
    "accessDenied": AccessDenied,
    "badCredentials": AccessDenied,
    "unavailable": UnavailableData,
    "notWritten": WriteError,
    "noRoom": WriteError,
}


def error_of(line: dict[str, Any], *, exit_code: int) -> ScregistryError:
    """Make the exception for a line of the program.

    Parameters
    ----------
    line : dict
        The line of type ``error``.
    exit_code : int
        The exit code of the program.

    Returns
    -------
    ScregistryError
        The exception.
    """
    usual = {2: UsageError, 3: ReadError, 4: WriteError}.get(exit_code, ScregistryError)
    code = line.get("code")
    kind = CLASSES.get(code or "", usual)
    # An object that is missing in a bucket is not a name that the user got wrong.
    if kind is NotFound and exit_code != 2:
        kind = ReadError
    message, help = str(line.get("message", "")), line.get("help")
    # How the command line is used helps nobody who called a function.
    help = None if help is None or help.startswith("Usage:") else in_python(help)
    return kind(
        in_python(message) if kind is UsageError else message,
        code=code,
        clause=line.get("clause"),
        help=help,
        address=line.get("address"),
        exit_code=exit_code,
    )


def in_python(text: str) -> str:
    """Return a text of the program with parameters in the place of options.

    Parameters
    ----------
    text : str
        The text, such as ``--stop is before --start``.

    Returns
    -------
    str
        The text, such as ``stop is before start``.
    """
    return _OPTION.sub(
        lambda found: _PARAMETERS.get(found.group(1), found.group(1).replace("-", "_")), text
    )
