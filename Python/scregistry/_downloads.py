"""Downloads some rows of an index, as a registry that has only these rows."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union
from urllib.parse import unquote

from ._progress import Progress, ProgressOption
from ._run import output_of, output_of_async

if TYPE_CHECKING:
    from .file_list import FileList

ID = "selection"


class Request:
    """What to download, and how.

    Parameters
    ----------
    directory : str or path
        Where to write.
    jobs : int
        How many files to download at a time.
    flat, overwrite, accept_size : bool
        See ``FileList.fetch``.
    """

    def __init__(
        self,
        directory: Union[str, os.PathLike[str]],
        *,
        jobs: int,
        flat: bool,
        overwrite: bool,
        accept_size: bool,
    ) -> None:
        self.directory = os.fspath(directory)
        self._options = [f"--out={self.directory}", f"--jobs={jobs}"]
        for flag, is_set in (
            ("--flat", flat),
            ("--overwrite", overwrite),
            ("--accept-size", accept_size),
        ):
            if is_set:
                self._options.append(flag)

    def fetch(self, files: FileList, *, progress: ProgressOption) -> list[str]:
        """Download the files and return their paths."""
        if not len(files):
            return []
        with _Registry(files) as registry:
            words = ["fetch", *self._options, *registry.words()]
            shown = Progress(progress, label=files.dataset_id)
            output_of(words, access=files.access, progress=shown)
            return registry.paths(
                output_of([*words[:1], "--dry-run", *words[1:]], access=files.access)
            )

    async def fetch_async(self, files: FileList, *, progress: ProgressOption) -> list[str]:
        """Download the files without blocking the event loop."""
        if not len(files):
            return []
        with _Registry(files) as registry:
            words = ["fetch", *self._options, *registry.words()]
            shown = Progress(progress, label=files.dataset_id)
            await output_of_async(words, access=files.access, progress=shown)
            plan = await output_of_async([*words[:1], "--dry-run", *words[1:]], access=files.access)
            return registry.paths(plan)


class _Registry:
    """A directory with a catalog and an index of the files, removed at the end of a block.

    A list that is not a part of another one needs none: its query selects its files.

    Each row keeps its size and its checksum, so that the program checks them.
    """

    def __init__(self, files: FileList) -> None:
        self.files = files
        self._scratch = tempfile.TemporaryDirectory(prefix="scregistry-")
        # Keys of data files are looked up in this directory, too: no key has these names.
        self._name = os.path.basename(self._scratch.name)
        self.address = os.path.join(self._scratch.name, f"{self._name}.json")
        self._keys = files.datakeys

    def words(self) -> list[str]:
        """Return the arguments that select the files."""
        if self.files.query is not None:
            return self.files.query
        access = self.files.access
        words = access.flags()
        # The files of a copy of a bucket are in the copy.
        copy = self.files.copy
        if copy is not None and any(_exists(key, *copy) for key in self._keys):
            words.append(f"--map={copy[0]}={copy[1]}/")
        return [*words, "--", self.address, ID]

    def __enter__(self) -> _Registry:
        if self.files.query is not None:
            return self
        index = Path(self._scratch.name, self._name)
        index.mkdir()
        entry: dict[str, Any] = {
            "id": ID,
            "index": f"s3://selection/{self._name}/",
            "title": ID,
            "start": "1970-01-01T00:00:00Z",
            "stop": "1970-12-31T23:59:59Z",
            "indextype": "csv",
            "filetype": "other",
        }
        catalog = {
            "version": "1.1",
            "endpoint": "s3://selection/",
            "name": ID,
            "egress": "none",
            "status": {"code": 1200, "message": "OK"},
            "contact": ID,
            "description": ID,
            "catalog": [entry],
        }
        Path(self.address).write_text(json.dumps(catalog), encoding="utf-8")
        (index / f"{ID}_1970.csv").write_bytes(self._index())
        return self

    def __exit__(self, *reason: object) -> None:
        self._scratch.cleanup()

    def _index(self) -> bytes:
        """Return the rows with times that number them, so that the program keeps their order."""
        import csv
        import io

        rows = self.files.rows
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["# start", "stop", "datakey", "filesize", *rows.names[4:]])
        columns = [rows.column(index) for index in range(2, len(rows.names))]
        for number, (key, size, *extra) in enumerate(zip(*columns)):
            hours, seconds = divmod(number // 1000, 3600)
            day, hour = divmod(hours, 24)
            time = f"1970-{1 + day // 28:02}-{1 + day % 28:02}T{hour:02}:"
            time += f"{seconds // 60:02}:{seconds % 60:02}.{number % 1000:03}Z"
            writer.writerow([time, time, key, "" if size is None else size, *extra])
        return text.getvalue().encode()

    def paths(self, plan: bytes) -> list[str]:
        """Return the path of each row from the plan, which names each file once."""
        paths = plan.decode().splitlines()
        keys = list(dict.fromkeys(self._keys))
        if len(keys) == len(paths):
            by_key = dict(zip(keys, paths))
        else:
            # Two addresses of one object are one file.
            by_key = {key: _path_of(key, paths) for key in keys}
        return [by_key[key] for key in self._keys]


def _path_of(key: str, paths: list[str]) -> str:
    """Return the path that has most of the last parts of a key."""
    parts = unquote(key).split("/")[::-1]

    def equal_parts(path: str) -> int:
        pairs = zip(parts, path.split("/")[::-1])
        return next((count for count, (one, other) in enumerate(pairs) if one != other), len(parts))

    return max(paths, key=equal_parts)


def _exists(key: str, endpoint: str, directory: str) -> bool:
    return key.startswith(endpoint) and Path(directory, key[len(endpoint) :]).is_file()
