#!/usr/bin/env python3
"""Writes the names of all rules into the Swift code.

usage: rule_names.py [--check]

Reads rules/*.yaml and writes RuleID+Generated.swift, and MirrorRule+Generated.swift for the rules on mirrors. Run it
after a rule was added or renamed. With --check it writes nothing and fails if a file is out of date.
"""
import pathlib
import re
import sys
import textwrap

FOLDER = pathlib.Path(__file__).resolve().parent
SOURCES = FOLDER.parent / "Sources"
RULE = re.compile(r"^([A-Z]{3}[0-9]{3}):\n  name: ([a-z0-9-]+)\n  title: (.+)\n", re.MULTILINE)
WIDTH = 100
# Words that Swift writes in capitals.
INITIALS = {"cr", "http", "utf"}

HEAD = """\
// Written by Schemas/rule_names.py from Schemas/rules.

/// %s, by their names; the raw values are the permanent codes.
%senum %s: String, Sendable, CaseIterable {
"""
# The rules on mirrors have a list of their own besides, under short names.
MIRRORS = "MIR"
FILES = {
    SOURCES / "RegistryValidation" / "Book" / "RuleID+Generated.swift":
        (False, HEAD % ("The rules that the program knows", "package ", "RuleID")),
    SOURCES / "RegistryMirrors" / "Findings" / "MirrorRule+Generated.swift":
        (True, HEAD % ("The rules on mirrors", "", "MirrorRule")),
}


def rules():
    """The code, name and title of each rule, in the order of the codes."""
    found = {}
    for path in sorted(FOLDER.glob("rules/*.yaml")):
        text = path.read_text()
        entries = RULE.findall(text)
        codes = re.findall(r"^([A-Z]{3}[0-9]{3}):", text, re.MULTILINE)
        if [entry[0] for entry in entries] != codes:
            sys.exit(f"{path}: each rule begins with its code, then name, then title")
        for code, name, title in entries:
            if code in found or name in (other[0] for other in found.values()):
                sys.exit(f"{path}: {code} {name} repeats a code or a name")
            found[code] = (name, title)
    return sorted((code, *rest) for code, rest in found.items())


def swift_name(name):
    """A name in kebab-case as Swift writes it: `row-out-of-order` is `rowOutOfOrder`."""
    first, *others = name.split("-")
    return first + "".join(word.upper() if word in INITIALS else word.capitalize() for word in others)


def title_text(title):
    """A YAML scalar on one line, without its quotes."""
    if title[0] == "'" == title[-1]:
        return title[1:-1].replace("''", "'")
    return title[1:-1].replace('\\"', '"') if title[0] == '"' == title[-1] else title


def content(of_mirrors, head):
    lines = []
    for code, name, title in rules():
        if of_mirrors and not code.startswith(MIRRORS):
            continue
        comment = f"{code}: {title_text(title)}."
        lines += textwrap.wrap(comment, WIDTH, initial_indent="  /// ", subsequent_indent="  /// ",
                               break_long_words=False, break_on_hyphens=False)
        short = name.removeprefix("mirror-") if of_mirrors else name
        lines.append(f'  case {swift_name(short)} = "{code}"')
    return head + "\n".join(lines) + "\n}\n"


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    for path, (of_mirrors, head) in FILES.items():
        text = content(of_mirrors, head)
        if not arguments:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            print(f"{path.relative_to(FOLDER.parent)} is out of date; run Schemas/rule_names.py", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
