"""Keeps words that docs/style.md bans out of what people read.

Usage: check_words.py [PATH...]   (from the root of the checkout; default: everything)
Looks at Markdown, at the texts of rules and schemas, and at comments and strings of the code.
"""

import pathlib
import re
import sys

BANNED = {
    r"mend(s|ed|ing|able)?": "fix",
    r"behind": "after",
    r"gone on with|goes on with|go on with|going on with": "resume, continue",
    r"(?-i:is none|are none|was none|were none)": "there is no …",
    r"stands? (at|in|for|on|before|beside|there|first|as)|stood": "is, appears",
    r"otherwise than": "unlike",
    r"mostly": "usually",
    r"what (is|was|are) [^.;:,]{1,40} (is|was|are)\b": "name the thing",
    r"asked anew|reads? anew|tried anew|asks anew": "retry, again",
    r"taken for whole|not whole|as a whole file": "complete, incomplete",
    r"left out (is|are)\b": "skipped",
}
PATTERN = re.compile(r"\b(?:" + "|".join(f"(?:{p})" for p in BANNED) + r")\b", re.IGNORECASE)
# Old entries of the changelog and names of files stay; docs/style.md has to name the words.
SKIPPED = {"docs/style.md", "Tests/Suites/check_words.py"}
ROOTS = [
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs", "Conformance/README.md",
    "Conformance/adapters", "Conformance/requirements.json", "Schemas/rules", "Schemas/own", "Sources", "Tests",
    "CI", "Distribution", "Examples", "Makefile", "action.yml", "Package.swift", "Python",
]
SUFFIXES = {".md", ".yaml", ".yml", ".json", ".swift", ".py", ".sh", ".h", ".c", ""}
# Data that tests read: not written for people.
DATA = re.compile(r"/(seeds|Fixtures|data|corpus)/")


def files(arguments):
    for root in arguments or ROOTS:
        path = pathlib.Path(root)
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in found:
            name = file.as_posix()
            if file.is_file() and file.suffix in SUFFIXES and name not in SKIPPED and not DATA.search("/" + name):
                yield file


def main():
    faults = 0
    for file in files(sys.argv[1:]):
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            for match in PATTERN.finditer(line):
                word = match.group(0)
                advice = next(a for p, a in BANNED.items() if re.fullmatch(p, word, re.IGNORECASE))
                print(f"{file}:{number}: \"{word}\": write {advice}")
                faults += 1
    if faults:
        print(f"{faults} banned words; docs/style.md says what to write instead")
        sys.exit(1)
    print("no banned words")


main()
