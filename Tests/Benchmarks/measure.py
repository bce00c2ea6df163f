"""Runs commands in turn (A B A B), so that a busy minute of the machine affects all equally, and keeps the medians."""
import dataclasses
import os
import signal
import statistics
import subprocess
import sys
import tempfile

SPAWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "spawn.py")
TIME_LIMIT = 900


@dataclasses.dataclass
class Command:
    name: str
    arguments: list
    exit_code: int = 0  # any other means that it did not do the work that is being measured
    output: str = None  # text that its output has to contain
    times_itself: bool = False  # its output is the processor nanoseconds of the part that counts


@dataclasses.dataclass
class Figures:
    """Medians of seconds, and of peak memory in bytes."""
    wall: float
    cpu: float
    memory: float


def run_once(command):
    """One run as (wall, cpu, memory); raises RuntimeError if the command failed."""
    with tempfile.NamedTemporaryFile(prefix="bench-output-") as output:
        measured = [sys.executable, "-I", "-S", SPAWN, output.name, *command.arguments]
        process = subprocess.Popen(
            measured, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "LC_ALL": "C", "NO_COLOR": "1"}, start_new_session=True)
        try:
            answer, complaint = process.communicate(timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise RuntimeError(f"still running after {TIME_LIMIT} s") from None
        if process.returncode:
            raise RuntimeError((complaint.strip().splitlines() or ["could not be started"])[-1])
        wall, cpu, memory, exit_code = (int(word) for word in answer.split())
        text = output.read(100_000).decode(errors="replace")
    if exit_code != command.exit_code:
        last = (text.strip().splitlines() or [""])[-1][:200]
        raise RuntimeError(f"exit code {exit_code} instead of {command.exit_code}: {last}")
    if command.output and command.output not in text:
        raise RuntimeError(f"its output lacks '{command.output}'")
    if command.times_itself:
        cpu = int(text)
    return wall / 1e9, cpu / 1e9, memory * 1024


def run_in_turn(commands, rounds):
    """Figures by name after one warm-up run, and the reason for each command that failed instead."""
    runs = {command.name: [] for command in commands}
    failures = {}
    for number in range(rounds + 1):
        for command in commands:
            if command.name in failures:
                continue
            try:
                figures = run_once(command)
            except RuntimeError as reason:
                failures[command.name] = str(reason)
                continue
            if number > 0:
                runs[command.name].append(figures)
    done = {name: Figures(*map(statistics.median, zip(*all_runs))) for name, all_runs in runs.items() if name not in failures}
    return done, failures
