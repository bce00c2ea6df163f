"""Checks that the links in README.md and docs/ lead to files and headings that exist.

Usage: check_links.py   (from the root of the checkout)
"""

import pathlib
import re
import sys


def anchors(path):
    """The anchors that GitHub gives the headings of a file."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def main():
    pages = [pathlib.Path("README.md"), *sorted(pathlib.Path("docs").rglob("*.md"))]
    faults = []
    links = 0
    for page in pages:
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", link):
                continue
            links += 1
            name, _, anchor = link.partition("#")
            target = page.parent / name if name else page
            if not target.exists():
                faults.append(f"{page}: {link}: there is no such file")
            elif anchor and anchor not in anchors(target):
                faults.append(f"{page}: {link}: there is no such heading")
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        sys.exit(1)
    print(f"{links} links of {len(pages)} documents lead somewhere")


main()
