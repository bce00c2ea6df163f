"""Find, list, download and check data of HelioCloud's Shared Cloud Registry.

The package speaks to the program ``scregistry``, which is installed with it.

Examples
--------
>>> import scregistry
>>> bucket = scregistry.open("s3://gov-nasa-hdrl-data1/")  # doctest: +SKIP
>>> files = bucket.dataset("aia_0094").files(start="2020-01", stop="2020-02")  # doctest: +SKIP
>>> files.to_pandas()  # doctest: +SKIP

Importing the package loads nothing else: its parts are loaded at their first use.
"""

from __future__ import annotations

# typing costs more than the rest of this file; type checkers know this name.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from ._find import find_program as find_program
    from ._version import version
    from .access import Access as Access
    from .bucket import Bucket as Bucket
    from .bucket import Dataset as Dataset
    from .bucket import open as open
    from .bucket import open_async as open_async
    from .errors import AccessDenied as AccessDenied
    from .errors import Ambiguous as Ambiguous
    from .errors import FailedS3Get as FailedS3Get
    from .errors import NotFound as NotFound
    from .errors import ProgramNotFound as ProgramNotFound
    from .errors import ReadError as ReadError
    from .errors import ScregistryError as ScregistryError
    from .errors import SkippedRows as SkippedRows
    from .errors import UnavailableData as UnavailableData
    from .errors import UsageError as UsageError
    from .errors import ViolationsFound as ViolationsFound
    from .errors import WriteError as WriteError
    from .file_list import FileList as FileList
    from .file_list import FileRecord as FileRecord
    from .report import Report as Report
    from .seed import CatalogRegistry as CatalogRegistry
    from .seed import EntireCatalogSearch as EntireCatalogSearch
    from .seed import FileRegistry as FileRegistry
    from .validation import validate as validate
    from .validation import validate_async as validate_async

    __version__: str = version()

_PLACES = {
    "find_program": "_find",
    "Access": "access",
    "Bucket": "bucket",
    "Dataset": "bucket",
    "open": "bucket",
    "open_async": "bucket",
    "AccessDenied": "errors",
    "Ambiguous": "errors",
    "FailedS3Get": "errors",
    "NotFound": "errors",
    "ProgramNotFound": "errors",
    "ReadError": "errors",
    "ScregistryError": "errors",
    "SkippedRows": "errors",
    "UnavailableData": "errors",
    "UsageError": "errors",
    "ViolationsFound": "errors",
    "WriteError": "errors",
    "FileList": "file_list",
    "FileRecord": "file_list",
    "Report": "report",
    "CatalogRegistry": "seed",
    "EntireCatalogSearch": "seed",
    "FileRegistry": "seed",
    "validate": "validation",
    "validate_async": "validation",
}

__all__ = [*_PLACES, "__version__"]


def __getattr__(name: str) -> object:
    """Load the part of the package that has a name."""
    from importlib import import_module

    if name == "__version__":
        from ._version import version

        return version()
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
