#!/usr/bin/env python3
"""Measures scregistry against `wc -l`, DuckDB, Polars, pandas, find, cloudcatalog, boto3, rclone and curl, and fixed limits.

usage: run.py [--quick] [--rounds N] [--markdown FILE] [TOOL]

--quick skips the sets of 10 million rows and more, and runs everything three times. Needs only Python's standard library;
it installs DuckDB and Polars into .build/bench-venv, makes the data in .build/bench-data (12 GB, once),
and sorts 100 million keys in TMPDIR, which needs 40 GB.
Exits 0; if something could not be measured, it says what and why, and exits 1.
"""
import argparse
import glob
import os
import shutil
import subprocess
import sys

import generate
import mirrors
import odd_rows
import pages
import parquet
import publishing
import python_package
import reader
import report
import scale_out
from measure import Command, run_in_turn

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, "..", "..", ".build")
DATA = os.path.normpath(os.path.join(BUILD, "bench-data"))
VENV = os.path.normpath(os.path.join(BUILD, "bench-venv"))
VENV_PYTHON = os.path.join(VENV, "bin", "python")
PEERS = ("duckdb", "polars")
PACKAGES = (*PEERS, "pandas", "pyarrow")
QUICK_SETS = ("ordered-1x", "shuffled-1x", "wrong-1x", "catalog-10k")
PARTS = ("rows", "catalog", "publishing", "parquet", "pages", "reader", "mirrors", "python", "scale-out")
LOADS = "json.loads, CPU of the call"
TIME_JSON = """import json, sys, time
text = open(sys.argv[1], "rb").read()
began = time.process_time_ns()
json.loads(text)
print(time.process_time_ns() - began)"""


def root(name):
    return os.path.join(DATA, name)


def index_files(name):
    return sorted(glob.glob(os.path.join(root(name), generate.REGISTRIES, "*.csv")))


def install_peers():
    """Installs the peers into a separate environment; returns why that failed, or None."""
    check = [VENV_PYTHON, "-c", "import " + ", ".join(PACKAGES)]
    if os.path.exists(VENV_PYTHON) and subprocess.run(check, capture_output=True).returncode == 0:
        return None
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True).returncode:
        return "python3 cannot make a virtual environment (Debian: apt-get install python3-venv)"
    pip = [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", *PACKAGES]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return f"pip could not install {' and '.join(PEERS)}; is the package index reachable? ({last})"
    return None


class Benchmark:
    """Collects figures by name, and the reasons for absent ones."""

    def __init__(self, tool, rounds):
        self.tool, self.rounds = tool, rounds
        self.figures, self.failures, self.rows = {}, {}, []

    def validate(self, name, jobs, *options, exit_code=0):
        arguments = [self.tool, "validate", "--jobs", str(jobs), *options, root(name)]
        return Command(f"{name} jobs {jobs}", arguments, exit_code)

    def run(self, *commands):
        print("measuring " + ", ".join(command.name for command in commands), file=sys.stderr, flush=True)
        done, failed = run_in_turn(commands, self.rounds)
        self.figures |= done
        self.failures |= failed

    def add(self, what, needed, figure, bar=None, unit="", at_least=False):
        """A row whose figure is computed from the named runs; not measured if one of them is absent."""
        text = "" if bar is None else f"{'≥' if at_least else '≤'} {bar:g} {unit}".strip()
        if any(name not in self.figures for name in needed):
            self.rows.append(report.Row(what, None, unit, text))
            return
        value = figure(*(self.figures[name] for name in needed))
        met = None if bar is None else (value >= bar if at_least else value <= bar)
        self.rows.append(report.Row(what, value, unit, text, met))


def speed(bench, peers_failure):
    files = index_files("ordered-1x")
    found_all = f"{generate.ROWS} 0"
    commands = [
        Command("wc -l", [shutil.which("wc") or "wc", "-l", *files], output=str(generate.ROWS + len(files))),
        bench.validate("ordered-1x", 1),
        bench.validate("ordered-1x", 2),
        bench.validate("wrong-1x", 1, exit_code=1),
    ]
    for peer in PEERS:
        if peers_failure:
            bench.failures[peer] = peers_failure
            continue
        script = os.path.join(HERE, f"peer_{peer}.py")
        commands.append(Command(peer, [VENV_PYTHON, script, generate.BUCKET, *files], output=found_all))
        commands.append(Command(f"{peer}, start-up alone", [VENV_PYTHON, "-c", f"import {peer}"]))
    bench.run(*commands)

    def cpu_ratio(one, other):
        return one.cpu / other.cpu

    bench.add("CPU: tool ÷ `wc -l`, one thread", ["ordered-1x jobs 1", "wc -l"], cpu_ratio, 4)
    for peer in PEERS:
        bench.add(f"CPU: tool ÷ {peer}, one thread", ["ordered-1x jobs 1", peer], cpu_ratio, 0.2)
        bench.add(f"CPU: tool ÷ {peer} without its start-up", ["ordered-1x jobs 1", peer, f"{peer}, start-up alone"],
                  lambda tool, whole, start: tool.cpu / (whole.cpu - start.cpu))
    bench.add("CPU: every row wrong ÷ none wrong", ["wrong-1x jobs 1", "ordered-1x jobs 1"], cpu_ratio, 4)
    bench.add("wall: two jobs, 1.6 million rows", ["ordered-1x jobs 1", "ordered-1x jobs 2"],
              lambda one, two: one.wall / two.wall, 1.6, "times as fast", at_least=True)


def rows(bench, peers_failure, quick):
    speed(bench, peers_failure)
    odd_rows.measure(bench, DATA)
    memory(bench, quick)


def memory(bench, quick):
    sizes = ("1x",) if quick else ("1x", "10x")
    bench.run(bench.validate("shuffled-1x", 2))
    if not quick:
        bench.run(bench.validate("ordered-10x", 1), bench.validate("ordered-10x", 2), bench.validate("shuffled-10x", 2))
        bench.add("wall: two jobs, 16 million rows", ["ordered-10x jobs 1", "ordered-10x jobs 2"],
                  lambda one, two: one.wall / two.wall, 1.6, "times as fast", at_least=True)
    for size in sizes:
        bench.add(f"memory: {generate.SETS['ordered-' + size][0]:,} rows", [f"ordered-{size} jobs 2"],
                  lambda run: run.memory / 1e6, 64, "MB")
    if not quick:
        bench.add("memory: ten times the rows ÷ the rows", ["ordered-10x jobs 2", "ordered-1x jobs 2"],
                  lambda ten, one: ten.memory / one.memory, 1.05)
    for size in sizes:
        rows = generate.SETS["ordered-" + size][0]
        bench.add(f"memory: keys in no order, {rows:,} rows", [f"shuffled-{size} jobs 2", f"ordered-{size} jobs 2"],
                  lambda shuffled, ordered, rows=rows: (shuffled.memory - ordered.memory) / rows, 16, "bytes a row")


def catalog_and_start(bench):
    catalog = os.path.join(root("catalog-10k"), "catalog.json")
    start, check, whole = "scregistry --version", "schema validate catalog-10k", "catalog-10k jobs 1"
    small = "schema validate of three datasets"
    three = os.path.join(HERE, "..", "..", "Conformance", "data", "demo-good", "catalog.json")
    bench.run(
        Command(start, [bench.tool, "--version"]),
        Command(small, [bench.tool, "schema", "validate", "catalog", three]),
        Command(check, [bench.tool, "schema", "validate", "catalog", catalog]),
        bench.validate("catalog-10k", 1, "--depth", "metadata"),
        Command(LOADS, [sys.executable, "-c", TIME_JSON, catalog], times_itself=True))
    bench.add("CPU: read, parse and schema check of 10,000 datasets ÷ json.loads", [check, small, LOADS],
              lambda tool, small, loads: (tool.cpu - small.cpu) / loads.cpu, 1)
    bench.add("CPU: `validate` with all rules of it, less start-up ÷ json.loads", [whole, start, LOADS],
              lambda tool, start, loads: (tool.cpu - start.cpu) / loads.cpu)
    bench.add("wall: start-up (`--version`)", [start], lambda run: run.wall * 1e3, 15, "ms")


def peer_python(folder):
    """The Python that has cloudcatalog; None if it can't be installed."""
    programs, failure = reader.environment(folder)
    return None if failure else os.path.join(programs, "python")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tool", nargs="?", default=os.path.join(BUILD, "release", "scregistry"))
    parser.add_argument("--quick", action="store_true", help="measure only 1.6 million rows, in three rounds")
    parser.add_argument("--only", type=lambda text: text.split(","), metavar="PART,...", help=f"measure only these parts of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, help="measured runs of each command, after one warm-up run (default: 7; with --quick: 3)")
    parser.add_argument("--markdown", metavar="FILE", help="also write the report to FILE")
    options = parser.parse_args()
    if unknown := set(options.only or []) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    facts = report.machine() | {"tool": report.answer(options.tool, "--version")}
    os.makedirs(DATA, exist_ok=True)
    if options.only is None or set(options.only) - {"pages", "mirrors", "scale-out"}:
        generate.main(DATA, QUICK_SETS if options.quick else list(generate.SETS))
    peers_failure = install_peers()
    if not peers_failure:
        facts |= {peer: report.answer(VENV_PYTHON, "-c", f"import {peer}; print({peer}.__version__)") for peer in PEERS}
    bench = Benchmark(os.path.abspath(options.tool), options.rounds or (3 if options.quick else 7))
    python = None if peers_failure else VENV_PYTHON
    readers = os.path.normpath(os.path.join(BUILD, "bench-reader-venv"))
    parts = {
        "rows": lambda: rows(bench, peers_failure, options.quick),
        "catalog": lambda: catalog_and_start(bench),
        "publishing": lambda: publishing.measure(bench, DATA, python, options.quick),
        "parquet": lambda: parquet.measure(bench, DATA, python),
        "pages": lambda: pages.measure(bench, DATA),
        "reader": lambda: reader.measure(bench, DATA, readers),
        "python": lambda: python_package.measure(
            bench, DATA, os.path.normpath(os.path.join(BUILD, "bench-python-venv")), peer_python(readers)),
        "scale-out": lambda: scale_out.measure(bench, DATA),
        "mirrors": lambda: mirrors.measure(bench, DATA, python, reader.environment(readers)[0], options.quick),
    }
    for name in PARTS:
        if options.only is None or name in options.only:
            parts[name]()
    notes = ["peaks of memory below 9 MB can't be distinguished (spawn.py says why)"]
    notes += [f"not measured: {name}: {reason}" for name, reason in bench.failures.items()]
    if float(facts["load before"]) > 0.5:
        notes.append("the machine was busy when the runs began: the wall figures are doubtful")
    text = report.render(bench.rows, bench.figures, facts, notes)
    print(text)
    if options.markdown:
        with open(options.markdown, "w", encoding="utf-8") as out:
            out.write(text)
    sys.exit(1 if bench.failures else 0)


if __name__ == "__main__":
    main()
