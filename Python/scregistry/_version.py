"""The version of the package, which is that of the program."""

from __future__ import annotations


def version() -> str:
    """Return the version of the installed package, or else that of the program."""
    from importlib import metadata

    try:
        return metadata.version("scregistry")
    except metadata.PackageNotFoundError:
        from ._run import output_of

        return output_of(["version"]).decode().split()[-1]
