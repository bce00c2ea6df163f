#!/usr/bin/env python3
"""Checks the conformance suite itself: its files, its cases, and whether they cover the requirements.

usage: check_suite.py [FOLDER] [--update] [--table]
       FOLDER is the suite's root, ../../Conformance unless given.
       --update writes the digests of all files into suite.json.
       --table prints a line for every requirement.

Needs nothing but Python 3. Exit code 0 if all is well, 1 if not.
"""
import difflib
import hashlib
import json
import pathlib
import re
import sys

AREAS = ["registry", "catalog", "dataset", "index", "time", "info", "bucket", "object", "reader", "writer", "field", "mirror"]
FUNCTIONS = ["time", "dataset-id", "index-uri", "filetype", "egress", "row-year", "file-name", "csv-split", "version"]
SEVERITIES = ["info", "warning", "error"]
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def read(path):
    """A JSON document without repeated keys."""
    def once(pairs):
        names = [name for name, _ in pairs]
        for name in names:
            if names.count(name) > 1:
                fault(path, f"{name} repeats")
        return dict(pairs)
    try:
        return json.loads(path.read_bytes(), object_pairs_hook=once)
    except ValueError as error:
        fault(path, error)
        return {}


class Suite:
    """The files of the suite."""

    def __init__(self, root):
        self.root = root
        document = read(root / "requirements.json")
        self.requirements = {each["id"]: each for each in document.get("requirements", [])}
        self.contradictions = {each["number"] for each in document.get("contradictions", [])}
        self.version = document.get("version")
        for each in ("id", "code"):
            self.unique("requirements.json", [one[each] for one in document.get("requirements", [])])
        self.cases = {path: read(path) for path in sorted(root.glob("cases/*/*.json"))}
        self.by_id = {case.get("id"): case for case in self.cases.values()}
        self.tables = {path: read(path) for path in sorted(root.glob("units/*.json"))}
        self.trees = {}

    def unique(self, where, names):
        for name in sorted({name for name in names if names.count(name) > 1}):
            fault(where, f"{name} repeats")

    def tree(self, name):
        """The files of a tree, by their paths in it."""
        if name not in self.trees:
            folder = self.root / name
            self.trees[name] = {
                str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
            } if folder.is_dir() else None
        return self.trees[name]

    def files(self):
        return sorted(path for path in self.root.rglob("*") if path.is_file() and path != self.root / "suite.json"
                      and "__pycache__" not in path.parts)


def check_digests(suite, update):
    path = suite.root / "suite.json"
    head = read(path)
    found = {str(file.relative_to(suite.root)): hashlib.sha256(file.read_bytes()).hexdigest() for file in suite.files()}
    if update:
        head["files"] = found
        path.write_text(json.dumps(head, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return
    known = head.get("files", {})
    for name in sorted(set(known) | set(found)):
        if known.get(name) != found.get(name):
            what = "is not listed" if name not in known else "is gone" if name not in found else "has another digest"
            fault("suite.json", f"{name} {what}; run check_suite.py --update")
    if head.get("version") != suite.version:
        fault("suite.json", "its version differs from that of requirements.json")
    if head.get("areas") != AREAS:
        fault("suite.json", "areas are not those of the cases")


def check_requirements(suite):
    for each in suite.requirements.values():
        if each["testable"] != "yes" and not each.get("why"):
            fault(each["id"], "has no reason (why) although it can't be tested")
        for number in each.get("contradictions", []):
            if number not in suite.contradictions:
                fault(each["id"], f"contradiction {number} is not listed")


def expectations(case):
    """All expectations of a reader; those of anyOf are separate."""
    expect = case["expect"]
    return expect["anyOf"] if "anyOf" in expect else [expect]


def cited(case):
    """The requirements that a case names anywhere."""
    names = list(case["requirements"])
    for finding in case["expect"].get("findings", []):
        names += finding["anyOf"]
    return names + [name for name in case["expect"].get("forbidden", []) if name != "*"]


def check_case(suite, path, case):
    name = case.get("id")
    if path.stem != name or path.parent.name != case["area"]:
        fault(path, "the file name is not the id, or the folder is not the area")
    for each in cited(case):
        if each not in suite.requirements:
            fault(name, f"there is no requirement {each}")
    levels = ["MAY", "SHOULD", "MUST"]
    strongest = max((suite.requirements[each]["level"] for each in case["requirements"]
                     if each in suite.requirements), key=levels.index, default=case["level"])
    if case["level"] != strongest:
        fault(name, f"is {case['level']}, its requirements are {strongest}")
    for part in ("tree", "present"):
        if part in case["input"] and not suite.tree(case["input"][part]):
            fault(name, f"{case['input'][part]} does not exist")
    if "listing" in case["input"] and not (suite.root / case["input"]["listing"]).is_file():
        fault(name, "its listing does not exist")
    for bucket, folder in case["input"].get("buckets", {}).items():
        if not any(file.startswith(folder + "/") for file in suite.tree(case["input"]["tree"])):
            fault(name, f"the tree has no folder {folder} for {bucket}")
    check_places(suite, name, case)
    if "mutationOf" in case:
        check_mutation(suite, name, case)
    elif case["class"] == "validator" and case["expect"].get("verdict") == "violations" and case["area"] != "field":
        fault(name, "has no valid twin (mutationOf)")


def check_places(suite, name, case):
    """The place of a finding is in the tree, unless the finding reports it as missing."""
    root = case["input"].get("virtualRoot", "s3://example-bucket/")
    for finding in case["expect"].get("findings", []):
        uri = finding.get("at", {}).get("uri")
        if uri is None:
            continue
        file = uri[len(root):] if uri.startswith(root) else None
        for bucket, folder in case["input"].get("buckets", {}).items():
            if uri.startswith(bucket):
                file = folder + "/" + uri[len(bucket):]
        if case["class"] == "mirror":
            file = place_of_mirror(case, uri)
        content = suite.tree(case["input"]["tree"]).get(file)
        if content is None:
            # What a mirror lacks is reported at its place.
            if case["class"] != "mirror" or file is None:
                fault(name, f"{uri} is not in the tree")
        elif finding["at"].get("line", 0) > content.count(b"\n") + 1:
            fault(name, f"{uri} has no line {finding['at']['line']}")


def place_of_mirror(case, uri):
    """The file of an address in the tree of a case with two sides; None for an address of neither."""
    root = "s3://example-bucket/"
    maps = sorted(case["input"].get("map", [[root, root]]), key=lambda pair: len(pair[0]), reverse=True)
    mapped = next((to + root[len(start):] for start, to in maps if root.startswith(start)), root)
    for address, folder in ((mapped, "mirror/"), (root, "source/")):
        if uri.startswith(address):
            return folder + uri[len(address):]
    return None


def check_mutation(suite, name, case):
    base = suite.by_id.get(case["mutationOf"])
    if base is None or base["class"] != case["class"]:
        fault(name, f"there is no case {case['mutationOf']}, which mutationOf names")
        return
    old, new = suite.tree(base["input"]["tree"]), suite.tree(case["input"]["tree"])
    if not old or not new:
        return
    changed = [file for file in sorted(set(old) | set(new)) if old.get(file) != new.get(file)]
    if len(changed) == 1:
        file = changed[0]
        if file in old and file in new and places(old[file], new[file]) > 1:
            fault(name, f"{file} differs from that of {base['id']} in several places")
    elif not renamed(changed, old, new) and not is_group(changed, old, new):
        fault(name, f"{len(changed)} files differ from those of {base['id']}: {', '.join(changed)}")


def renamed(changed, old, new):
    """Whether one file was renamed, or packed in another way."""
    gone = [file for file in changed if file not in new]
    added = [file for file in changed if file not in old]
    return len(changed) == 2 and len(gone) == 1 and len(added) == 1


def is_group(changed, old, new):
    """Whether files were only added to one folder, or only removed from one."""
    return (all(file not in old for file in changed) or all(file not in new for file in changed)) and (
        len({file.rpartition("/")[0] for file in changed}) == 1)


def places(old, new):
    """The number of places where two texts differ. A run of lines is one, and so is the same change to every line."""
    if b"\n" not in old or b"\0" in old[:4] or old[:2] == b"PK":
        return 1
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    runs = [each for each in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if each[0] != "equal"]
    if len(runs) <= 1 or len(a) == len(b) and sum(x != y for x, y in zip(a, b)) >= len(a) - 1:
        return 1
    return 1 if moved(a, b) else len(runs)


def moved(a, b):
    """Whether the lines are the same, except that one run of lines moved."""
    return sorted(a) == sorted(b)


def check_table(suite, path, table):
    if path.stem != table.get("function") or path.stem not in FUNCTIONS:
        fault(path, "the file name is not the function")
    for each in table["requirements"]:
        if each not in suite.requirements:
            fault(path, f"there is no requirement {each}")
    suite.unique(path, [json.dumps(entry["args"]) for entry in table["entries"]])


def check_unused(suite):
    used = {case["input"][part].split("/listing.csv")[0] for case in suite.cases.values()
            for part in ("tree", "present", "listing") if part in case["input"]}
    for folder in sorted((suite.root / "data").iterdir()):
        if folder.is_dir() and f"data/{folder.name}" not in used:
            fault(f"data/{folder.name}", "no case uses it")


class Cover:
    """How often a requirement is tested."""

    def __init__(self):
        self.positive = self.negative = self.units = self.others = 0


def finds(case, requirement):
    """The required severity of a finding of the requirement; None if the case requires no finding."""
    found = [finding["minSeverity"] for finding in case["expect"].get("findings", []) if requirement in finding["anyOf"]]
    return max(found, key=SEVERITIES.index) if found else None


def coverage(suite):
    cover = {name: Cover() for name in suite.requirements}
    for case in suite.cases.values():
        if case["status"] == "withdrawn":
            continue
        for name in set(cited(case)) & set(cover):
            one, expect = cover[name], case["expect"]
            if case["class"] not in ("validator", "mirror"):
                one.others += name in case["requirements"]
                continue
            level, severity = suite.requirements[name]["level"], finds(case, name)
            if level == "MAY":
                one.positive += name in case["requirements"] and expect.get("verdict") != "violations"
                one.negative += severity is not None
            elif severity is not None:
                # A broken SHOULD may have any severity; a broken MUST has at least a warning.
                one.negative += level == "SHOULD" or severity != "info"
            elif set(expect.get("forbidden", [])) & {"*", name}:
                one.positive += name in case["requirements"]
    for table in suite.tables.values():
        for name in set(table["requirements"]) & set(cover):
            cover[name].units += len(table["entries"])
    return cover


def lacks(requirement, cover):
    """The cases that a requirement lacks; an empty string if it has all."""
    if requirement["testable"] != "yes":
        return ""
    if requirement["classes"] in (["reader"], ["writer"], ["reader", "unit"]) or requirement["area"] == "reader":
        need = 2 if requirement["level"] == "MUST" else 1
        return "" if cover.others >= need else f"needs {need} cases of readers or writers"
    if requirement["level"] == "MAY":
        return "" if cover.positive + cover.others >= 1 or cover.negative >= 1 else "needs a case that allows it"
    if requirement["level"] == "SHOULD":
        return "" if cover.negative >= 1 else "needs a case that finds it"
    if cover.positive + cover.others < 1:
        return "needs a case without a fault"
    return "" if cover.negative >= 2 else "needs two cases with a fault"


def check_coverage(suite, table):
    cover = coverage(suite)
    for name, requirement in suite.requirements.items():
        lack = lacks(requirement, cover[name])
        if lack:
            fault(name, lack)
        one = cover[name]
        if table:
            print(f"{requirement['code']:5} {requirement['level']:6} {requirement['testable']:6} "
                  f"{one.positive:4} {one.negative:4} {one.others:4} {one.units:4}  {name}  {lack}".rstrip())


def summary(suite):
    print(f"{'area':10} {'validator':>9} {'reader':>7} {'writer':>7} {'mirror':>7}")
    for area in AREAS:
        count = [sum(case["area"] == area and case["class"] == kind for case in suite.cases.values())
                 for kind in ("validator", "reader", "writer", "mirror")]
        print(f"{area:10} {count[0]:9} {count[1]:7} {count[2]:7} {count[3]:7}")
    entries = sum(len(table["entries"]) for table in suite.tables.values())
    status = {each: sum(case["status"] == each for case in suite.cases.values()) for each in
              ("stable", "proposed", "disputed", "withdrawn")}
    print(f"{len(suite.cases)} cases ({', '.join(f'{n} {each}' for each, n in status.items() if n)}), "
          f"{entries} entries in {len(suite.tables)} tables, {len(suite.requirements)} requirements")


def check_rules(suite):
    """Every code that a rule cites is a requirement; checked only if the rules are present."""
    codes = {each["code"] for each in suite.requirements.values()}
    for path in sorted((suite.root.parent / "Schemas" / "rules").glob("*.yaml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for code in re.findall(r"[A-Z]\d+[a-z]?", line) if line.startswith("  requirements: [") else []:
                if code not in codes:
                    fault(path.name, f"there is no requirement {code}")


def check_known_failures(suite):
    ids = set(suite.by_id) | {entry["id"] for table in suite.tables.values() for entry in table["entries"]}
    for path in sorted(suite.root.glob("known-failures/*.json")):
        names = [each["case"] for each in read(path).get("failures", [])]
        suite.unique(path.name, names)
        for name in names:
            if name not in ids:
                fault(path.name, f"there is no case {name}")


def main(arguments):
    places_given = [each for each in arguments if not each.startswith("--")]
    here = pathlib.Path(__file__).resolve().parent
    suite = Suite(pathlib.Path(places_given[0]) if places_given else here.parent.parent / "Conformance")
    for path, case in suite.cases.items():
        check_case(suite, path, case)
    for path, table in suite.tables.items():
        check_table(suite, path, table)
    suite.unique("ids", list(case["id"] for case in suite.cases.values())
                 + [entry["id"] for table in suite.tables.values() for entry in table["entries"]])
    check_requirements(suite)
    check_unused(suite)
    check_rules(suite)
    check_known_failures(suite)
    check_coverage(suite, "--table" in arguments)
    check_digests(suite, "--update" in arguments)
    summary(suite)
    for each in faults:
        print(each, file=sys.stderr)
    print(f"{len(faults)} faults" if faults else "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
