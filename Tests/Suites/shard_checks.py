"""What the tests of shards share: runs of the tool, and the count of checks."""
import os
import subprocess
import sys
import tempfile

TOOL = os.path.abspath(sys.argv[1])
failures = []
checks = 0


def run(arguments, folder, environment=None):
    """Runs the tool in a folder."""
    return subprocess.run(
        [TOOL, *map(str, arguments)], cwd=folder, capture_output=True, text=True, timeout=600,
        env={"PATH": os.environ["PATH"], "TMPDIR": tempfile.gettempdir(), **(environment or {})})


def check(name, truth, detail=""):
    """Notes a failure unless something is true."""
    global checks
    checks += 1
    if not truth:
        failures.append(name)
        print(f"FAILED {name}: {detail}"[:1500])


def end(name):
    """Prints the counts, and ends with exit code 1 after a failure."""
    print(f"{name}: {checks} checks, {len(failures)} failures")
    sys.exit(1 if failures else 0)
