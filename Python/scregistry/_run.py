"""Runs the program as a child process."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
from collections.abc import Callable, Collection, Sequence
from threading import Thread
from typing import IO, Any, Optional, TypeVar

from ._find import find_program
from ._progress import Progress
from .access import Access
from .errors import ScregistryError, error_of

Result = TypeVar("Result")
logger = logging.getLogger("scregistry")

# How long a child may take to end after it was asked to, in seconds.
GRACE = 5.0


class Messages:
    """What the program writes to standard error, one JSON object per line.

    Parameters
    ----------
    progress : Progress
        Receives the lines of progress.
    warnings : list of dict, optional
        Receives the warnings; without it, they are logged.
    """

    def __init__(
        self, progress: Progress, *, warnings: Optional[list[dict[str, Any]]] = None
    ) -> None:
        self.progress = progress
        self.warnings = warnings
        self.errors: list[dict[str, Any]] = []
        self.notes: list[str] = []
        # What the receiver of progress raised; it gets no more lines then.
        self.failure: Optional[BaseException] = None

    def add(self, line: bytes) -> None:
        """Take a line."""
        text = line.decode("utf-8", "replace").strip()
        if not text:
            return
        try:
            message = json.loads(text)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            # The program, or the loader of the system, failed before it knew how to write.
            self.notes.append(text)
            return
        kind = message.get("type")
        if kind == "progress":
            if self.failure is None:
                self.progress.show(message)
        elif kind == "error":
            self.errors.append(message)
        elif kind == "warning" and self.warnings is not None:
            self.warnings.append(message)
        elif kind == "warning":
            logger.warning("%s", message.get("message"))
        else:
            self.notes.append(str(message.get("message")))
            logger.debug("%s", message.get("message"))

    def error(self, exit_code: int) -> ScregistryError:
        """Return the exception for an exit code."""
        if exit_code < 0:
            text = "\n".join(self.notes[-20:])
            return ScregistryError(
                f"the program was ended by signal {-exit_code}" + (f": {text}" if text else ""),
                code="signal",
                exit_code=exit_code,
            )
        if self.errors:
            # The error with a code ends the command; others are about single files.
            coded = [each for each in self.errors if each.get("code")]
            error = error_of((coded or self.errors)[-1], exit_code=exit_code)
            more = len(self.errors) - 1
            if not coded and more:
                error.message += f" (and {more} more)"
            return error
        text = "\n".join(self.notes) or f"the program ended with exit code {exit_code}"
        help = "The program is older than the package; install both again."
        is_old = "Unknown option '--errors'" in text
        return error_of({"message": text, "help": help if is_old else None}, exit_code=exit_code)


def command(words: Sequence[str], *, progress: Optional[Progress] = None) -> list[str]:
    """Return the complete command line."""
    options = ["--errors=json"]
    if progress is not None and progress.is_on:
        options.append("--progress=json")
    return [find_program(), *options, *words]


def run(
    words: Sequence[str],
    consume: Callable[[IO[bytes]], Result],
    *,
    access: Optional[Access] = None,
    accept: Collection[int] = (0,),
    progress: Optional[Progress] = None,
    warnings: Optional[list[dict[str, Any]]] = None,
) -> Result:
    """Run a command and consume its standard output while it runs.

    Parameters
    ----------
    words : sequence of str
        The command and its arguments.
    consume : callable
        Gets standard output, and returns the result.
    access : Access, optional
        Gives the environment.
    accept : collection of int
        The exit codes of success.
    progress : Progress, optional
        Receives progress.
    warnings : list of dict, optional
        Receives the warnings; without it, they are logged.

    Returns
    -------
    object
        The result of `consume`.

    Raises
    ------
    ScregistryError
        If the program ends with another exit code.
    """
    messages = Messages(progress or Progress.off(), warnings=warnings)
    with messages.progress, _Child(words, messages, access=access) as child:
        try:
            result = consume(child.output)
        except Exception:
            # If the program failed, its error is the cause, not the incomplete output.
            code = child.finish()
            if messages.failure is not None:
                raise messages.failure from None
            if code not in accept:
                raise messages.error(code) from None
            raise
        code = child.finish()
    if messages.failure is not None:
        raise messages.failure
    if code not in accept:
        raise messages.error(code)
    return result


class _Child:
    """The process; it never outlives the block that uses it."""

    def __init__(
        self, words: Sequence[str], messages: Messages, *, access: Optional[Access]
    ) -> None:
        self.process = subprocess.Popen(
            command(words, progress=messages.progress),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=(access or Access()).environment(),
        )
        assert self.process.stdout is not None and self.process.stderr is not None
        self.output: IO[bytes] = self.process.stdout
        self._errors: IO[bytes] = self.process.stderr
        self._reader = Thread(target=self._read, args=(messages,), daemon=True)
        self._reader.start()

    def _read(self, messages: Messages) -> None:
        for line in self._errors:
            try:
                messages.add(line)
            except BaseException as failure:
                # A pipe that nobody reads would stop the program, so that nothing ever ended.
                messages.failure = failure
                self.process.terminate()

    def finish(self) -> int:
        """Close standard output, wait for the end, and return the exit code."""
        self.output.close()
        self._reader.join()
        return self.process.wait()

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *reason: object) -> None:
        # Only an error or an interrupt leaves the block before the process has ended.
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(GRACE)
            except BaseException:
                self.process.kill()
                self.process.wait()
        self._reader.join(GRACE)
        self.output.close()
        self._errors.close()


def output_of(
    words: Sequence[str],
    *,
    access: Optional[Access] = None,
    accept: Collection[int] = (0,),
    progress: Optional[Progress] = None,
) -> bytes:
    """Run a command and return its standard output."""
    return run(words, lambda stream: stream.read(), access=access, accept=accept, progress=progress)


async def output_of_async(
    words: Sequence[str],
    *,
    access: Optional[Access] = None,
    accept: Collection[int] = (0,),
    progress: Optional[Progress] = None,
    warnings: Optional[list[dict[str, Any]]] = None,
) -> bytes:
    """Run a command and return its standard output, without blocking the event loop.

    If the task is cancelled, the program ends.
    """
    messages = Messages(progress or Progress.off(), warnings=warnings)
    with messages.progress:
        process = await asyncio.create_subprocess_exec(
            *command(words, progress=messages.progress),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=(access or Access()).environment(),
            limit=1 << 24,
        )
        assert process.stdout is not None and process.stderr is not None

        async def read(stream: asyncio.StreamReader) -> None:
            async for line in stream:
                messages.add(line)

        try:
            output, _ = await asyncio.gather(process.stdout.read(), read(process.stderr))
            code = await process.wait()
        except BaseException:
            await _end(process)
            raise
    if code not in accept:
        raise messages.error(code)
    return output


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(asyncio.shield(process.wait()), GRACE)
    except BaseException:
        process.kill()
        await process.wait()
