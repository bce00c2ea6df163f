#!/usr/bin/env python3
"""Checks a copy of the conformance suite: that it is complete and unchanged, and that its files fit together.

usage: check.py [FOLDER]
       FOLDER is the root of the suite; by default the folder of this program.

Every file must have the SHA-256 that suite.json lists, every document must fit its schema, ids must be
unique, and the trees and requirements that cases name must exist. It needs nothing but Python 3.8.
Exit code 0 if all is well, 1 if not, 2 if there is no suite.
"""
import hashlib
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
NAMES = ("suite", "suite-requirements", "suite-case", "suite-units", "known-failures", "adapter-protocol")


class Schema:
    """A JSON Schema of draft 2020-12, as far as the schemas of the suite go."""

    def __init__(self, root):
        self.root = root

    def faults(self, value, schema=None, place=""):
        """Yields what is wrong with a value, each with its JSON pointer."""
        schema = self.root if schema is None else schema
        if isinstance(schema, bool):
            if not schema:
                yield f"{place or '/'}: is not allowed"
            return
        if "$ref" in schema:
            target = self.root
            for name in schema["$ref"].split("/")[1:]:
                target = target[name]
            yield from self.faults(value, target, place)
        if "type" in schema and not self.has_type(value, schema["type"]):
            yield f"{place or '/'}: is not of type {schema['type']}"
            return
        if "const" in schema and not same(value, schema["const"]):
            yield f"{place or '/'}: is not {json.dumps(schema['const'])}"
        if "enum" in schema and not any(same(value, each) for each in schema["enum"]):
            yield f"{place or '/'}: {json.dumps(value)} is not one of {', '.join(map(str, schema['enum']))}"
        if isinstance(value, str):
            if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
                yield f"{place or '/'}: is too short or too long"
            if not re.search(schema.get("pattern", ""), value):
                yield f"{place or '/'}: {json.dumps(value)} does not match {schema['pattern']}"
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value < schema.get("minimum", value):
            yield f"{place or '/'}: is less than {schema['minimum']}"
        if isinstance(value, list):
            yield from self.faults_of_list(value, schema, place)
        if isinstance(value, dict):
            yield from self.faults_of_object(value, schema, place)
        yield from self.faults_of_branches(value, schema, place)

    @staticmethod
    def has_type(value, name):
        if isinstance(name, list):
            return any(Schema.has_type(value, each) for each in name)
        if name in ("integer", "number"):
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            return number and (name == "number" or value % 1 == 0)
        return isinstance(value, TYPES[name])

    def faults_of_list(self, value, schema, place):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{place or '/'}: has too few or too many items"
        if schema.get("uniqueItems") and len({json.dumps(each, sort_keys=True) for each in value}) < len(value):
            yield f"{place or '/'}: has the same item twice"
        for number, each in enumerate(value):
            yield from self.faults(each, schema.get("items", True), f"{place}/{number}")

    def faults_of_object(self, value, schema, place):
        if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", len(value)):
            yield f"{place or '/'}: has too few or too many members"
        for name in schema.get("required", []):
            if name not in value:
                yield f"{place or '/'}: lacks {name}"
        known = schema.get("properties", {})
        for name, each in value.items():
            if "propertyNames" in schema:
                yield from self.faults(name, schema["propertyNames"], f"{place}/{name}")
            inner = known[name] if name in known else schema.get("additionalProperties", True)
            yield from self.faults(each, inner, f"{place}/{name}")

    def faults_of_branches(self, value, schema, place):
        for each in schema.get("allOf", []):
            yield from self.faults(value, each, place)
        for word, right in (("anyOf", lambda count: count >= 1), ("oneOf", lambda count: count == 1)):
            if word in schema:
                branches = [list(self.faults(value, each, place)) for each in schema[word]]
                if not right(sum(not each for each in branches)):
                    closest = min(branches, key=len) or ["fits several forms"]
                    yield f"{place or '/'}: has none of the allowed forms ({closest[0]})"
        if "not" in schema and not list(self.faults(value, schema["not"], place)):
            yield f"{place or '/'}: is not allowed"
        if "if" in schema:
            word = "else" if list(self.faults(value, schema["if"], place)) else "then"
            yield from self.faults(value, schema.get(word, True), place)


def same(left, right):
    """Whether two values of JSON are equal; true is not 1."""
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


def schemas(root):
    """The schemas by their names; they are beside the suite, in Schemas/own."""
    folder = root.parent / "Schemas" / "own"
    return {name: Schema(json.loads((folder / f"{name}.schema.json").read_text("utf-8"))) for name in NAMES}


def check(root):
    """Yields what is wrong with a suite, in a line each."""
    suite = json.loads((root / "suite.json").read_text("utf-8"))
    paths = [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    found = {path.relative_to(root).as_posix(): path for path in paths}
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items() if name != "suite.json"}
    for name in sorted(set(digests) ^ set(suite["files"])):
        yield f"{name}: " + ("is not listed in suite.json" if name in digests else "is missing")
    for name in sorted(set(digests) & set(suite["files"])):
        if digests[name] != suite["files"][name]:
            yield f"{name}: is not the file of the release"
    kinds, documents, fits = schemas(root), {}, True
    for name, path in sorted(found.items()):
        kind = {"suite.json": "suite", "requirements.json": "suite-requirements"}.get(name) or {
            "cases": "suite-case", "units": "suite-units", "known-failures": "known-failures"}.get(name.split("/")[0])
        if kind and path.suffix == ".json":
            try:
                documents[name] = json.loads(path.read_text("utf-8"))
                faults = list(kinds[kind].faults(documents[name]))
            except ValueError as error:
                faults = [f"is not JSON: {error}"]
            for each in faults:
                yield f"{name}: {each}"
            fits = fits and not faults
    if fits:
        yield from references(documents, found)


def references(documents, found):
    """Yields names that lead nowhere, or that repeat."""
    requirements = {each["id"] for each in documents.get("requirements.json", {}).get("requirements", [])}
    folders = {"/".join(name.split("/")[:2]) for name in found}
    cases = [(name, each) for name, each in documents.items() if name.startswith("cases/")]
    tables = [(name, each) for name, each in documents.items() if name.startswith("units/")]
    ids = [(name, each["id"]) for name, each in cases]
    ids += [(name, entry["id"]) for name, each in tables for entry in each["entries"]]
    places = {}
    for name, one in ids:
        if places.setdefault(one, name) != name:
            yield f"{name}: {one} is in {places[one]} too"
    for name, each in cases + tables:
        for one in each["requirements"]:
            if one not in requirements:
                yield f"{name}: there is no requirement {one}"
    for name, each in cases:
        for tree in (each["input"].get("tree"), each["input"].get("present")):
            if tree is not None and tree not in folders:
                yield f"{name}: there is no folder {tree}"
        if each["input"].get("listing", "suite.json") not in found:
            yield f"{name}: there is no file {each['input']['listing']}"
    for name, each in documents.items():
        for one in each["failures"] if name.startswith("known-failures/") else []:
            if one["case"] not in places:
                yield f"{name}: there is no case {one['case']}"


def main(arguments):
    if len(arguments) > 1 or arguments[:1] in (["-h"], ["--help"]):
        print(__doc__.strip())
        return 2 if len(arguments) > 1 else 0
    root = pathlib.Path(arguments[0] if arguments else HERE).resolve()
    if not (root / "suite.json").is_file():
        print(f"check.py: {root} is no suite: it has no suite.json", file=sys.stderr)
        return 2
    faults = list(check(root))
    for each in faults:
        print(each)
    version = json.loads((root / "suite.json").read_text("utf-8"))["version"]
    print(f"suite {version}: " + (f"{len(faults)} faults" if faults else "complete and unchanged"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
