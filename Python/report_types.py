#!/usr/bin/env python3
"""Writes scregistry/report_types.py from Schemas/own/report.schema.json.

usage: report_types.py [--check]

With --check it writes nothing and fails if the file is out of date.
"""

from __future__ import annotations

import json
import keyword
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SCHEMA = HERE.parent / "Schemas" / "own" / "report.schema.json"
TARGET = HERE / "scregistry" / "report_types.py"
# The classes, by the place of their object in the schema.
CLASSES = {
    "#": "ReportContent",
    "tool": "Tool",
    "spec": "Spec",
    "run": "Run",
    "settings": "Settings",
    "rules/items": "Rule",
    "targets/items": "Target",
    "targets/items/coverage": "TargetCoverage",
    "coverage": "Coverage",
    "coverage/perRule/items": "RuleResult",
    "summary": "Summary",
    "notice": "Notice",
    "findingFields": "Finding",
    "findingFields/location": "Location",
    "findingFields/excerpt": "Excerpt",
    "findingFields/related/items": "RelatedPlace",
    "findingFields/specRef": "SpecReference",
    "findingFields/fix": "Fix",
    "findingFields/fix/edits/items": "Edit",
    "findingFields/suppressed": "Suppressed",
    "files/items": "FileCounts",
    "files/items/rules/additional": "RuleCounts",
    "suppressions/items": "Suppression",
    "baseline": "Baseline",
    "baseline/stale/items": "StaleEntry",
}
SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
HEAD = '''\
"""The content of a report. Generated from report.schema.json by report_types.py: do not edit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

from ._from_json import Record
'''


class Writer:
    """Makes the classes, those that others use first."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.texts: dict[str, str] = {}
        self.add("#", schema)

    def add(self, place: str, node: dict[str, Any]) -> str:
        """Write the class of an object and return its name."""
        name = CLASSES.get(place) or "".join(part.capitalize() for part in place.split("/"))
        if name in self.texts:
            return name
        self.texts[name] = ""
        required = set(node.get("required", []))
        lines = [f'    """{self.sentence(name, node)}"""', ""]
        members = sorted(node["properties"].items(), key=lambda item: item[0] not in required)
        for member, value in members:
            lines += self.member(place, member, value, is_required=member in required)
        body = "\n".join(lines).rstrip()
        text = f"\n\n@dataclass(frozen=True)\nclass {name}(Record):\n{body}\n"
        del self.texts[name]
        self.texts[name] = text
        return name

    def member(
        self, place: str, name: str, node: dict[str, Any], *, is_required: bool
    ) -> list[str]:
        """Write a member of a class."""
        inner = name if place == "#" else f"{place}/{name}"
        kind = self.kind(inner, node)
        own = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        if keyword.iskeyword(own):
            own += "_"
        if is_required:
            default = ""
        elif kind.startswith("list["):
            default = " = field(default_factory=list)"
        elif kind.startswith("dict["):
            default = " = field(default_factory=dict)"
        else:
            kind, default = f"Optional[{kind}]", " = None"
        lines = [f"    {own}: {kind}{default}"]
        description = node.get("description") or self.resolved(inner, node)[1].get("description")
        if description:
            lines.append(f'    """{self.period(description)}"""')
        return lines

    def kind(self, place: str, node: dict[str, Any]) -> str:
        """Return the type of a value."""
        place, node = self.resolved(place, node)
        if "enum" in node or "pattern" in node:
            return "str"
        if "const" in node:
            return "int"
        if node.get("type") == "array":
            return f"list[{self.kind(place + '/items', node['items'])}]"
        if node.get("type") == "object":
            if "properties" in node:
                return self.add(place, node)
            values = node.get("additionalProperties")
            if not isinstance(values, dict):
                return "dict[str, Any]"
            return f"dict[str, {self.kind(place + '/additional', values)}]"
        return SCALARS[node["type"]]

    def resolved(self, place: str, node: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Follow references."""
        while "$ref" in node:
            place = node["$ref"].rpartition("/")[2]
            node = self.schema["$defs"][place]
        return place, node

    def sentence(self, name: str, node: dict[str, Any]) -> str:
        """Return the docstring of a class."""
        words = re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()
        text = node.get("description") if name != "ReportContent" else None
        return self.period(text or f"The {words} of a report.")

    @staticmethod
    def period(text: str) -> str:
        """End a sentence."""
        return text if text.endswith(".") else text + "."


def content() -> str:
    """Return the text of the file."""
    return HEAD + "".join(Writer(json.loads(SCHEMA.read_text(encoding="utf-8"))).texts.values())


def main() -> None:
    """Write or check the file."""
    text = content()
    if sys.argv[1:] == ["--check"]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            sys.exit("report_types: scregistry/report_types.py is out of date; run report_types.py")
        return
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
