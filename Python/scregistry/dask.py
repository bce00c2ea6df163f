"""Validates registries, and verifies mirrors, on a Dask cluster.

The cluster gets the items of a plan; Dask moves them between workers, and gives those of a lost
worker to others. One machine checks a gigabyte of index files and more per second and core, so
a cluster pays for archives that one machine can't download in time.

Examples
--------
>>> from dask.distributed import Client
>>> import scregistry.dask
>>> client = Client("tcp://scheduler:8786")  # doctest: +SKIP
>>> report = scregistry.dask.validate(client, ["s3://a/", "s3://b/"])  # doctest: +SKIP
>>> report = scregistry.dask.verify(client, "s3://a/", "s3://copy/")  # doctest: +SKIP
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

from ._extras import require as require_extra
from ._progress import Progress, ProgressOption
from ._run import output_of
from .access import Access, checked_address
from .report import Report
from .validation import CODES, Target, checked_targets

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["validate", "verify"]

# Tasks per thread of the cluster: enough that slow ones don't keep the others waiting.
_TASKS_PER_THREAD = 8
# The options of a plan for mirrors, as the parameters of verify.
_MIRROR_OPTIONS = (
    "require",
    "sample",
    "sample_added",
    "seed",
    "max_lag",
    "max_size",
    "start",
    "stop",
    "map",
    "dataset",
    "include",
    "exclude",
    "source_evidence",
    "mirror_evidence",
    "earlier",
)
# The command line of a task has the ids of its items.
_MOST_ITEMS = 1000


def validate(
    client: Client,
    targets: Union[Target, Sequence[Target]],
    *,
    depth: Optional[str] = None,
    profile: Optional[str] = None,
    spec: Optional[str] = None,
    kind: Optional[str] = None,
    fail_level: Optional[str] = None,
    max_per_rule: Optional[int] = None,
    config: Union[Target, bool, None] = None,
    deterministic: bool = False,
    retries: int = 3,
    progress: ProgressOption = None,
    **options: Any,
) -> Report:
    """Check registries with the workers of a cluster.

    The report is the same as that of `scregistry.validate`, whatever the number of workers.

    Parameters
    ----------
    client : distributed.Client
        The cluster. Its workers need this version of scregistry, and access to the targets: a
        path must lead to the same files everywhere.
    targets : str, path or a sequence of them
        Directories, files, or addresses (``s3://``, ``https://``).
    depth : {"metadata", "index"}, optional
        How deep to check (default: index).
    profile, spec, kind, fail_level, max_per_rule, config
        As for `scregistry.validate`.
    deterministic : bool
        Whether to ignore the present time, so that the same input gives the same report.
    retries : int
        How often to run a task again after an error on its worker.
    progress : bool, None or callable
        Whether to show a bar while the plan is made; the dashboard shows the tasks.
    **options
        See `Access`; the workers get them too. The cache and mappings do not apply.

    Returns
    -------
    Report
        The report; it is true if the targets are valid.
    """
    require_extra("distributed", extra="'scregistry[dask]'")
    access = Access.of(options)
    flags = _flags(locals())
    if deterministic:
        flags.append("--deterministic")
    addresses = checked_targets(targets)
    with tempfile.TemporaryDirectory(prefix="scregistry-") as folder:
        plan = Path(folder, "plan.ndjson")
        words = ["plan", "--quiet", f"--out={plan}", *flags, *access.flags(reads=False), "--"]
        words += addresses
        output_of(words, access=access, progress=Progress(progress, label="plan"))
        return _report(client, plan, ["validate"], _TASKS_PER_THREAD, access, retries)


def verify(
    client: Client,
    source: Target,
    mirrors: Union[Target, Sequence[Target]],
    *,
    require: Optional[str] = None,
    sample: Optional[int] = None,
    sample_added: Optional[int] = None,
    seed: Optional[int] = None,
    max_lag: Optional[str] = None,
    max_size: Optional[str] = None,
    start: Optional[str] = None,
    stop: Optional[str] = None,
    map: Union[str, Sequence[str]] = (),
    dataset: Union[str, Sequence[str]] = (),
    include: Union[str, Sequence[str]] = (),
    exclude: Union[str, Sequence[str]] = (),
    source_evidence: Union[Target, Sequence[Target]] = (),
    mirror_evidence: Union[Target, Sequence[Target]] = (),
    earlier: Union[Target, Sequence[Target]] = (),
    profile: Optional[str] = None,
    fail_level: Optional[str] = None,
    max_per_rule: Optional[int] = None,
    config: Union[Target, bool, None] = None,
    retries: int = 3,
    progress: ProgressOption = None,
    **options: Any,
) -> Report:
    """Compare mirrors with their source, with the workers of a cluster.

    The workers send the requests and read the content; each also lists both sides. The report is
    the same as that of ``scregistry mirror verify``, whatever the number of workers.

    Parameters
    ----------
    client : distributed.Client
        The cluster. Its workers need this version of scregistry, and access to both sides: a path
        must lead to the same files everywhere.
    source : str or path
        The source: an address, a directory or a listing.
    mirrors : str, path or a sequence of them
        The mirrors.
    require : str, optional
        The level that each object must reach, such as ``digest`` or ``content`` (default: size).
    sample, sample_added, seed, max_lag, max_size, start, stop
        As the options of ``scregistry mirror verify``.
    map, dataset, include, exclude, source_evidence, mirror_evidence, earlier
        As its repeatable options: one value or several.
    profile, fail_level, max_per_rule, config
        As for `scregistry.validate`.
    retries : int
        How often to run a task again after an error on its worker.
    progress : bool, None or callable
        Whether to show a bar while the plan is made; the dashboard shows the tasks.
    **options
        See `Access`; the workers get them too. The cache and mappings do not apply.

    Returns
    -------
    Report
        The report; it is true if the mirrors are the same.
    """
    require_extra("distributed", extra="'scregistry[dask]'")
    access = Access.of(options)
    values = locals()
    flags = _flags(values)
    for name in _MIRROR_OPTIONS:
        given = values[name]
        each = [given] if given is None or isinstance(given, (str, int, os.PathLike)) else given
        flags += [
            f"--{name.replace('_', '-')}={os.fspath(one) if isinstance(one, os.PathLike) else one}"
            for one in each
            if one is not None
        ]
    copies = [mirrors] if isinstance(mirrors, (str, bytes, os.PathLike)) else list(mirrors)
    with tempfile.TemporaryDirectory(prefix="scregistry-") as folder:
        plan = Path(folder, "plan.ndjson")
        words = ["plan", "--for=mirror", "--quiet", f"--out={plan}", *flags]
        words += [*access.flags(reads=False), "--"]
        words += [checked_address(side) for side in [source, *copies]]
        output_of(words, access=access, progress=Progress(progress, label="plan"))
        # Each task lists both sides, so there are fewer of them.
        return _report(client, plan, ["mirror", "verify"], 2, access, retries)


def _report(
    client: Client,
    plan: Path,
    command: Sequence[str],
    tasks_per_thread: int,
    access: Access,
    retries: int,
) -> Report:
    """Run all items of a plan, and merge the parts."""
    places = []
    parts = _run(client, plan, command, tasks_per_thread, access=access, retries=retries)
    for number, part in enumerate(parts):
        places.append(plan.with_name(f"part-{number}.ndjson"))
        places[-1].write_bytes(part)
    return Report.parse(_merged(plan, places, access))


def _flags(values: dict[str, Any]) -> list[str]:
    flags = []
    for name in ("depth", "profile", "spec", "kind", "fail_level", "max_per_rule"):
        if values.get(name) is not None:
            flags.append(f"--{name.replace('_', '-')}={values[name]}")
    if values["config"] is False:
        flags.append("--no-config")
    elif values["config"] not in (None, True):
        flags.append(f"--config={os.fspath(values['config'])}")
    return flags


def _run(
    client: Client,
    plan: Path,
    command: Sequence[str],
    tasks_per_thread: int,
    *,
    access: Access,
    retries: int,
) -> Iterator[bytes]:
    """Run the items of a plan on the cluster, and yield the parts as they come."""
    from distributed import as_completed

    content = plan.read_bytes()
    tasks = _tasks(content, tasks_per_thread * sum(client.nthreads().values()))
    name = hashlib.sha256(content).hexdigest()
    # One copy for each worker; a task that moves to another worker fetches it from a peer.
    shared = client.scatter(zlib.compress(content, 1), broadcast=True, hash=False)
    futures = [
        client.submit(
            run_items,
            shared,
            name,
            ids,
            access,
            command,
            key=f"scregistry-{command[-1]}-{name[:8]}-{number}",
            retries=retries,
            pure=False,
        )
        for number, ids in enumerate(tasks)
    ]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        client.cancel(futures)


def _tasks(plan: bytes, count: int) -> list[list[str]]:
    """Divide the items into tasks of about the same weight, the heaviest items first."""
    items = []
    for line in plan.splitlines():
        if line.startswith(b'{"type":"item"'):
            item = json.loads(line)
            items.append((item["weight"], item["id"]))
    items.sort(key=lambda item: -item[0])
    share = sum(weight for weight, _ in items) / max(1, count)
    tasks: list[list[str]] = []
    load = share
    for weight, name in items:
        if load >= share or len(tasks[-1]) >= _MOST_ITEMS:
            tasks.append([])
            load = 0
        tasks[-1].append(name)
        load += weight
    return tasks


def run_items(
    plan: bytes,
    name: str,
    ids: Sequence[str],
    access: Access,
    command: Sequence[str] = ("validate",),
) -> bytes:
    """Do items of a plan on a worker.

    Parameters
    ----------
    plan : bytes
        The plan, compressed.
    name : str
        A name for the plan that no other plan has.
    ids : sequence of str
        The ids of the items.
    access : Access
        The access to buckets and web servers.
    command : sequence of str
        The command that does items.

    Returns
    -------
    bytes
        The part, for ``scregistry report merge --plan``.
    """
    # Each process has its own file, so that a killed one leaves no half file to others.
    place = Path(tempfile.gettempdir(), f"scregistry-plan-{name[:16]}-{os.getpid()}.ndjson")
    if not place.exists():
        temporary = place.with_suffix(".new")
        temporary.write_bytes(zlib.decompress(plan))
        temporary.replace(place)
    words = [*command, f"--plan={place}", "--output=ndjson", "--exit-zero", "--quiet"]
    words += [f"--item={each}" for each in ids]
    if "mirror" not in command:
        words.append("--jobs=1")
    return output_of([*words, *access.flags(reads=False)], access=access)


def _merged(plan: Path, parts: Sequence[Path], access: Access) -> bytes:
    words = ["report", "merge", f"--plan={plan}", "--output=json", "--quiet"]
    words += access.flags(reads=False)
    return output_of([*words, "--", *map(str, parts)], access=access, accept=CODES)
