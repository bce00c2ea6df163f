"""Where the program is."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Iterator

from .errors import ProgramNotFound

NAME = "scregistry"


def find_program() -> str:
    """Return the path of the program.

    The environment variable ``SCREGISTRY_BIN`` has priority over the places where installers put
    the program, and those over the ``PATH``.

    Returns
    -------
    str
        The path of an executable file.

    Raises
    ------
    ProgramNotFound
        If the program is in none of the places.
    """
    named = os.environ.get("SCREGISTRY_BIN")
    if named:
        if _is_program(named):
            return named
        raise ProgramNotFound(
            f"SCREGISTRY_BIN is {named}, which is not an executable file",
            help="Set it to the path of the program, or unset it.",
        )
    tried: list[str] = []
    for directory in _directories():
        path = os.path.join(directory, NAME)
        if path in tried:
            continue
        tried.append(path)
        if _is_program(path):
            return path
    on_path = shutil.which(NAME)
    if on_path:
        return on_path
    raise ProgramNotFound(
        "the program scregistry is not in " + ", ".join(tried) + " nor on the PATH",
        help="Install the wheel of scregistry again, or set SCREGISTRY_BIN to the program.",
    )


def _directories() -> Iterator[str]:
    # The scripts of this Python, such as those of a virtual environment.
    yield sysconfig.get_path("scripts")
    # The scripts of the Python that a virtual environment was made from.
    yield sysconfig.get_path("scripts", vars={"base": sys.base_prefix})
    # PREFIX/bin above PREFIX/lib/pythonX.Y/site-packages/scregistry: pip install --prefix and
    # environments that are put on the path of another one.
    package = os.path.dirname(os.path.abspath(__file__))
    yield os.path.join(_ancestor(package, 4), "bin")
    # DIRECTORY/bin beside DIRECTORY/scregistry: pip install --target.
    yield os.path.join(_ancestor(package, 1), "bin")
    # The scripts of the user: pip install --user.
    yield sysconfig.get_path("scripts", scheme=_user_scheme())


def _ancestor(path: str, levels: int) -> str:
    for _ in range(levels):
        path = os.path.dirname(path)
    return path


def _user_scheme() -> str:
    if sys.version_info >= (3, 10):
        return sysconfig.get_preferred_scheme("user")
    return f"{os.name}_user"


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)
