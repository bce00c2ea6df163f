"""Checks docs/design/journeys.md: its files and names exist, and no journey has too many files.

Usage: check_journeys.py   (from anywhere)
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/design/journeys.md"
#: The largest number of files of each journey; their number before is in docs/design/architecture.md.
LIMITS = {"One row to one finding": 20, "One publication": 35}
STOP = re.compile(r"`(Sources/[\w/+.-]+\.swift)` `([^`]+)`")
DECLARED = r"(?:struct|class|enum|actor|protocol|extension|func|var|let|case|init)\b[^\n]*?\b"


def journeys(page):
    """The stops of each journey, by its heading: pairs of a file and a name in it."""
    found, title = {}, None
    for line in page.splitlines():
        if line.startswith("## "):
            title = line[3:]
            found[title] = []
        if title:
            found[title] += STOP.findall(line)
    return found


def faults_of(title, stops):
    """What is wrong with a journey, one line each."""
    faults = []
    for path, symbol in stops:
        file = ROOT / path
        if not file.is_file():
            faults.append(f"{title}: there is no file {path}")
            continue
        code = file.read_text(encoding="utf-8")
        name = symbol.removesuffix("()").split(".")[-1]
        word = rf"\bfunc {re.escape(name)}\b" if symbol.endswith("()") else DECLARED + re.escape(name) + r"\b"
        if not re.search(word, code):
            faults.append(f"{title}: {path} does not declare {symbol}")
    count = len({path for path, _ in stops})
    if title not in LIMITS:
        faults.append(f"{title}: check_journeys.py has no limit for it")
    elif not 0 < count <= LIMITS[title]:
        faults.append(f"{title}: it has {count} files, and should have 1 to {LIMITS[title]}")
    return faults


def main():
    found = journeys(PAGE.read_text(encoding="utf-8"))
    faults = [f"there is no journey {title}" for title in LIMITS if title not in found]
    for title, stops in found.items():
        faults += faults_of(title, stops)
    for fault in faults:
        print(f"check_journeys: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
