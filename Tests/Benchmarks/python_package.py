"""The benchmarks of the Python package: frames of 1.6 million rows, its import, what notebooks show."""
import os
import shutil
import subprocess
import sys

import generate
from measure import Command

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.normpath(os.path.join(HERE, "..", "..", "Python"))
PACKAGES = ["pandas", "pyarrow", "polars", "astropy"]


def environment(folder):
    """Installs the packages that frames need into a separate environment: (its Python, or why it has none)."""
    python = os.path.join(folder, "bin", "python")
    check = [python, "-c", "import " + ", ".join(PACKAGES)]
    if os.path.exists(python) and subprocess.run(check, capture_output=True).returncode == 0:
        return python, None
    shutil.rmtree(folder, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, text=True)
    if made.returncode == 0:
        made = subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], capture_output=True, text=True)
    if made.returncode:
        last = (made.stderr.strip().splitlines() or ["no message"])[-1]
        return None, f"pip could not install {', '.join(PACKAGES)} ({last})"
    return python, None


def measure(bench, data, folder, peer):
    """The peer is the Python that has cloudcatalog; None without one."""
    directory = os.path.join(data, "ordered-1x")
    python, failure = environment(folder)
    if failure:
        bench.failures["the Python package"] = failure
        return
    os.environ |= {"SCREGISTRY_BIN": bench.tool, "PYTHONPATH": PACKAGE, "PYTHONDONTWRITEBYTECODE": ""}

    def call(figure, name, at=python):
        words = [at, os.path.join(HERE, "python_call.py"), figure, name, directory, generate.DATASET, str(generate.ROWS)]
        return Command(f"{name}, {figure} of the call", words, times_itself=True)

    def files(form):
        words = f"exec {bench.tool} files {directory} {generate.DATASET} --format {form} > /dev/null"
        return Command(f"files --format {form}", ["/bin/sh", "-c", words])

    empty, loaded, csv, arrow = "python, nothing", "python, import scregistry", "files --format csv", "files --format arrow"
    commands = [
        Command(empty, [python, "-c", "pass"]), Command(loaded, [python, "-c", "import scregistry"]),
        files("csv"), files("arrow"),
        call("wall", "seed"), call("memory", "seed"), call("wall", "polars"), call("cpu", "notebook"), call("cpu", "astropy"),
    ]
    if peer:
        commands += [call("wall", "cloudcatalog", peer), call("memory", "cloudcatalog", peer)]
    bench.run(*commands)
    what = "`request_file_registry` of 1.6 million rows ÷ cloudcatalog"
    bench.add(f"wall: {what}", ["seed, wall of the call", "cloudcatalog, wall of the call"], lambda own, other: own.cpu / other.cpu, 1 / 8)
    bench.add(f"memory: {what}", ["seed, memory of the call", csv, "cloudcatalog, memory of the call"],
              lambda own, program, other: (own.cpu * 1e9 + program.memory) / (other.cpu * 1e9), 1 / 2)
    bench.add("wall: `import scregistry` more than an empty Python", [loaded, empty],
              lambda one, other: (one.wall - other.wall) * 1e3, 20, "ms")
    bench.add("wall: Polars frame of 1.6 million rows, after imports ÷ `files --format arrow > /dev/null`",
              ["polars, wall of the call", arrow], lambda own, other: own.cpu / other.wall, 1.5)
    for name, what in (("notebook", "what a notebook shows"), ("astropy", "`to_astropy`")):
        bench.add(f"CPU: {what} of a list of 1.6 million rows", [f"{name}, cpu of the call"], lambda run: run.cpu, 1, "s")
