"""Validates registries."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Optional, Union

from ._progress import Progress, ProgressOption
from ._run import output_of, output_of_async
from .access import Access, checked_address
from .errors import UsageError
from .report import Report

Target = Union[str, "os.PathLike[str]"]
# No violations, violations, undetermined: there is a report.
CODES = (0, 1, 3)


def validate(
    target: Union[Target, Sequence[Target]],
    *,
    depth: Optional[str] = None,
    profile: Optional[str] = None,
    spec: Optional[str] = None,
    kind: Optional[str] = None,
    listing: Union[Target, Sequence[Target], None] = None,
    fail_level: Optional[str] = None,
    max_per_rule: Optional[int] = None,
    jobs: Optional[int] = None,
    config: Union[Target, bool, None] = None,
    progress: ProgressOption = None,
    **options: Any,
) -> Report:
    """Check registries, catalogs and index files against the specification.

    Parameters
    ----------
    target : str, path or a sequence of them
        Directories, files, or addresses (``s3://``, ``https://``).
    depth : {"metadata", "index", "objects"}, optional
        How deep to check (default: index).
    profile : {"default", "strict", "production", "client-safe", "legacy"}, optional
        The profile of severities.
    spec : str, optional
        The version of the specification (default: detected).
    kind : str, optional
        What the target is, if its name and content do not tell.
    listing : str, path or a sequence of them, optional
        Listings to use instead of the objects of buckets.
    fail_level : {"error", "warning", "info"}, optional
        The lowest severity that makes the report invalid (default: error).
    max_per_rule : int, optional
        The maximum number of findings to list per rule and file (default: 20); all are counted.
    jobs : int, optional
        How many files to read at a time.
    config : str, path or bool, optional
        A configuration file, or False for none (default: the nearest ``scregistry.yml``).
    progress : bool, None or callable
        Whether to show a bar, or what receives each line of progress.
    **options
        See `Access`; the cache and mappings do not apply.

    Returns
    -------
    Report
        The report; it is true if the target is valid.
    """
    access = Access.of(options)
    words = _words(target, access, _flags(locals()))
    shown = Progress(progress, label="validate")
    return Report.parse(output_of(words, access=access, accept=CODES, progress=shown))


async def validate_async(
    target: Union[Target, Sequence[Target]],
    *,
    depth: Optional[str] = None,
    profile: Optional[str] = None,
    spec: Optional[str] = None,
    kind: Optional[str] = None,
    listing: Union[Target, Sequence[Target], None] = None,
    fail_level: Optional[str] = None,
    max_per_rule: Optional[int] = None,
    jobs: Optional[int] = None,
    config: Union[Target, bool, None] = None,
    progress: ProgressOption = None,
    **options: Any,
) -> Report:
    """Check registries without blocking the event loop; see `validate`."""
    access = Access.of(options)
    words = _words(target, access, _flags(locals()))
    shown = Progress(progress, label="validate")
    output = await output_of_async(words, access=access, accept=CODES, progress=shown)
    return Report.parse(output)


def _flags(values: dict[str, Any]) -> list[str]:
    flags = []
    for name in ("depth", "profile", "spec", "kind", "fail_level", "max_per_rule", "jobs"):
        if values[name] is not None:
            flags.append(f"--{name.replace('_', '-')}={values[name]}")
    flags += [f"--listing={checked_address(each)}" for each in _all(values["listing"])]
    if values["config"] is False:
        flags.append("--no-config")
    elif values["config"] not in (None, True):
        flags.append(f"--config={os.fspath(values['config'])}")
    return flags


def _words(target: Any, access: Access, flags: list[str]) -> list[str]:
    targets = checked_targets(target)
    return [
        "validate",
        "--output=json",
        "--quiet",
        *flags,
        *access.flags(reads=False),
        "--",
        *targets,
    ]


def checked_targets(target: Any) -> list[str]:
    """Return the addresses of targets; there must be one."""
    targets = [checked_address(each) for each in _all(target)]
    if not targets:
        raise UsageError("no target is given", code="usage")
    return targets


def _all(values: Any) -> list[Any]:
    if values is None:
        return []
    if isinstance(values, (str, bytes, os.PathLike)):
        return [values]
    return list(values)
