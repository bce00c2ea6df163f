"""What was measured, as text for a terminal and as Markdown for docs/design/performance.md."""
import dataclasses
import os
import platform
import subprocess
import time


@dataclasses.dataclass
class Row:
    what: str
    figure: float = None  # None: could not be measured
    unit: str = ""
    bar: str = ""
    met: bool = None  # None: no bar

    def cells(self):
        figure = "not measured" if self.figure is None else f"{self.figure:.3g} {self.unit}".strip()
        return [self.what, figure, self.bar, "" if self.met is None else ("met" if self.met else "NOT met")]


def first_match(path, key):
    try:
        with open(path, encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith(key))
    except (OSError, StopIteration):
        return "unknown"


def answer(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.strip().splitlines()[0]
    except (OSError, subprocess.SubprocessError, IndexError):
        return "unknown"


def machine():
    memory = first_match("/proc/meminfo", "MemTotal").split()[0]
    gigabytes = f"{int(memory) * 1024 / 1e9:.0f} GB" if memory.isdigit() else "unknown"
    return {
        "date": time.strftime("%Y-%m-%d"),
        "processor": f"{len(os.sched_getaffinity(0))} cores, {first_match('/proc/cpuinfo', 'model name')}",
        "memory": gigabytes,
        "kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
        "swift": answer("swift", "--version"),
        "python": platform.python_version(),
        "load before": f"{os.getloadavg()[0]:.1f}",
    }


def table(head, rows):
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [[cell.ljust(width) for cell, width in zip(row, widths)] for row in [head, *rows]]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def figures_table(figures):
    rows = [
        [name, f"{one.cpu * 1e3:,.1f}", f"{one.wall * 1e3:,.1f}", f"{one.memory / 1e6:,.1f}"]
        for name, one in figures.items()
    ]
    return table(["run (median)", "CPU ms", "wall ms", "peak memory MB"], rows)


def render(rows, figures, facts, notes):
    parts = [
        ", ".join(f"{key} {value}" for key, value in facts.items()),
        table(["what", "figure", "bar", ""], [row.cells() for row in rows]),
        figures_table(figures),
    ]
    if notes:
        parts.append("\n".join(f"- {note}" for note in notes))
    return "\n\n".join(parts) + "\n"
