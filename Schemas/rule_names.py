#!/usr/bin/env python3
"""Writes the names of all rules into the Swift code.

usage: rule_names.py [--check]

Reads rules/*.yaml and writes Sources/RegistryValidation/Rules/RuleID+Generated.swift. Run it after a rule was added
or renamed. With --check it writes nothing and fails if the file is out of date.
"""
import pathlib
import re
import sys
import textwrap

FOLDER = pathlib.Path(__file__).resolve().parent
RESULT = FOLDER.parent / "Sources" / "RegistryValidation" / "Rules" / "RuleID+Generated.swift"
RULE = re.compile(r"^([A-Z]{3}[0-9]{3}):\n  name: ([a-z0-9-]+)\n  title: (.+)\n", re.MULTILINE)
WIDTH = 100
# Words that Swift writes in capitals.
INITIALS = {"cr", "http", "utf"}

HEAD = """\
// Written by Schemas/rule_names.py from Schemas/rules.

/// The rules that the program knows, by their names; the raw values are the permanent codes.
package enum RuleID: String, Sendable, CaseIterable {
"""


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


def content():
    lines = []
    for code, name, title in rules():
        comment = f"{code}: {title_text(title)}."
        lines += textwrap.wrap(comment, WIDTH, initial_indent="  /// ", subsequent_indent="  /// ",
                               break_long_words=False, break_on_hyphens=False)
        lines.append(f'  case {swift_name(name)} = "{code}"')
    return HEAD + "\n".join(lines) + "\n}\n"


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    if not arguments:
        RESULT.write_text(content())
    elif not RESULT.exists() or RESULT.read_text() != content():
        print(f"{RESULT.relative_to(FOLDER.parent)} is out of date; run Schemas/rule_names.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
