#!/usr/bin/env python3
"""Finds circles between the folders of a module.

A folder uses another if a file of it names a type that the other declares. Files directly in the
module's folder count as a folder named ".". Prints each pair of folders that use each other, with
one example of each direction, and exits with 1 if there is any.

usage: check_folders.py [MODULE...]
"""
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

DECLARATION = re.compile(
    r"^(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private|final|indirect)\s+)*"
    r"(?:struct|class|enum|actor|protocol|typealias)\s+([A-Z]\w*)", re.MULTILINE)
NAME = re.compile(r"(?<![\w.])([A-Z]\w*)")


def code_of(text):
    """The code of a file without comments and the content of strings."""
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL)
    lines = []
    for line in text.split("\n"):
        bare = re.sub(r'"(?:\\.|[^"\\])*"', '""', line)
        lines.append(bare.split("//")[0])
    # What a string of several lines holds is no use of a type.
    return re.sub(r'""".*?"""', '""', "\n".join(lines), flags=re.DOTALL)


def folders_of(module):
    """The code of each file, by folder."""
    found = defaultdict(dict)
    for path in sorted(module.rglob("*.swift")):
        folder = path.relative_to(module).parent
        # Deeper folders belong to the one below the module.
        name = folder.parts[0] if folder.parts else "."
        found[name][path] = code_of(path.read_text())
    return found


def uses_of(folders):
    """The uses between folders: (user, used) to one example each."""
    owners = defaultdict(set)
    for folder, files in folders.items():
        for code in files.values():
            for name in DECLARATION.findall(code):
                owners[name].add(folder)
    uses = defaultdict(list)
    for folder, files in folders.items():
        for path, code in files.items():
            own = set(re.findall(r"(?:struct|class|enum|actor|protocol|typealias)\s+([A-Z]\w*)", code))
            for line_number, line in enumerate(code.split("\n"), 1):
                for name in NAME.findall(line):
                    # A name that several folders declare, or that is nested here, tells nothing.
                    if len(owners[name]) != 1 or name in own:
                        continue
                    (owner,) = owners[name]
                    if owner != folder:
                        uses[folder, owner].append((path.relative_to(ROOT), line_number, name))
    return uses


def circles(uses):
    """The pairs of folders that use each other."""
    return sorted({tuple(sorted(pair)) for pair in uses if (pair[1], pair[0]) in uses})


def longer_circles(uses):
    """Groups of folders that can reach each other by other folders only."""
    graph = defaultdict(set)
    for user, used in uses:
        graph[user].add(used)

    def reachable(start):
        seen, waiting = set(), [start]
        while waiting:
            for next_one in graph[waiting.pop()]:
                if next_one not in seen:
                    seen.add(next_one)
                    waiting.append(next_one)
        return seen

    reach = {folder: reachable(folder) for folder in list(graph)}
    groups = set()
    for folder, others in reach.items():
        group = frozenset(o for o in others if folder in reach.get(o, ()))
        if len(group) > 2 and folder in group:
            groups.add(group)
    return sorted(map(sorted, groups))


def main(names):
    modules = [p for p in sorted((ROOT / "Sources").iterdir()) if any(p.rglob("*.swift"))]
    failed = False
    for module in modules:
        if names and module.name not in names:
            continue
        uses = uses_of(folders_of(module))
        pairs, groups = circles(uses), longer_circles(uses)
        if not pairs and not groups:
            continue
        failed = True
        for one, other in pairs:
            print(f"{module.name}: {one} and {other} use each other")
            for pair in ((one, other), (other, one)):
                path, line, name = uses[pair][0]
                count = len(uses[pair])
                print(f"  {pair[0]} uses {pair[1]} {count} x, such as {name} at {path}:{line}")
        for group in groups:
            print(f"{module.name}: a circle of {', '.join(group)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
