"""Shows how far the program is."""

from __future__ import annotations

import sys
from typing import Any, Callable, Optional, Union

# What callers may pass: whether to show a bar, or who receives each line of progress.
ProgressOption = Union[bool, None, Callable[[dict[str, Any]], None]]


class Progress:
    """Shows the lines of progress of one run.

    Parameters
    ----------
    option : bool, None or callable
        True shows a bar, if tqdm is installed. None does so in notebooks and terminals only. A
        callable receives each line, as a dict.
    label : str
        The text in front of the bar.
    """

    def __init__(self, option: ProgressOption, *, label: str) -> None:
        self._label = label
        self._receiver = option if callable(option) else None
        self._bar: Any = None
        self._whole = ""
        self._wants_bar = not callable(option) and _wants_bar(option)

    @classmethod
    def off(cls) -> Progress:
        """Return progress that is not shown."""
        return cls(False, label="")

    @property
    def is_on(self) -> bool:
        """Whether the program needs to tell how far it is."""
        return self._receiver is not None or self._wants_bar

    def show(self, line: dict[str, Any]) -> None:
        """Show a line of progress."""
        if self._receiver is not None:
            self._receiver(line)
        elif self._wants_bar:
            self._draw(line)

    def _draw(self, line: dict[str, Any]) -> None:
        whole = "bytes" if line.get("allBytes") else "files"
        total = line.get("allBytes") if whole == "bytes" else line.get("allFiles")
        # The number of bytes is known later than that of files.
        if self._bar is not None and self._whole != whole:
            self._bar.close()
            self._bar = None
        self._whole = whole
        if self._bar is None:
            from tqdm.auto import tqdm

            self._bar = tqdm(
                total=total,
                desc=self._label,
                unit="B" if whole == "bytes" else " files",
                unit_scale=whole == "bytes",
                leave=False,
            )
        self._bar.total = total
        self._bar.n = line.get(whole) or 0
        self._bar.refresh()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *reason: object) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _wants_bar(option: Optional[bool]) -> bool:
    if option is False:
        return False
    if option is None and "ipykernel" not in sys.modules and not _is_terminal(sys.stderr):
        return False
    from importlib.util import find_spec

    return find_spec("tqdm") is not None


def _is_terminal(stream: Any) -> bool:
    """Whether a stream, which is None if it was closed, is a terminal."""
    return stream is not None and bool(stream.isatty())
