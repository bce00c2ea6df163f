"""Packages that only some calls need."""

from __future__ import annotations

from importlib.util import find_spec


def require(package: str, *, extra: str) -> None:
    """Raise an error that says what to install, unless a package is installed.

    Parameters
    ----------
    package : str
        The name of the package.
    extra : str
        The extra of scregistry, or the package, that installs it.

    Raises
    ------
    ImportError
        If the package is not installed.
    """
    if find_spec(package) is None:
        raise ImportError(f"{package} is not installed; run: pip install {extra}", name=package)
