"""Judges the answers of implementations by what the cases of the conformance suite expect.

What is missing in an answer comes as pairs of the grade that is not reached because of it, and a reason.
"""
import csv
import datetime
import json
import re

GRADES = {"verdict": 1, "requirements": 2, "exact": 3, "location": 4}
SEVERITIES = {"info": 0, "warning": 1, "error": 2}
TIME = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(\.\d+)?)?)?)?)?)?Z", re.ASCII)


def instant(text):
    """The moment of a time of the specification; None for another text."""
    found = TIME.fullmatch(text)
    if not found:
        return None
    year, month, day, *clock = (int(each or default) for each, default in zip(found.groups(), (0, 1, 1, 0, 0, 0)))
    try:
        return datetime.date(year, month, day), clock, float(found[7] or 0)
    except ValueError:
        return None


def agrees(wanted, got):
    """Whether an answer has an expected value: times as instants; objects may have more members."""
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(agrees(value, got.get(name)) for name, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(got, list) and len(got) == len(wanted) and all(map(agrees, wanted, got))
    if isinstance(wanted, str):
        return isinstance(got, str) and (wanted == got or instant(wanted) is not None and instant(wanted) == instant(got))
    return wanted == got and isinstance(wanted, bool) == isinstance(got, bool)


def judge(kind, expect, result):
    """What is missing in an answer: pairs of the grade that is not reached, and why."""
    if "anyOf" in expect:
        return max((judge(kind, each, result) for each in expect["anyOf"]), key=reached)
    if expect.get("error") is True:
        return [] if isinstance(result.get("error"), str) else [(1, "it answered, but a refusal was expected")]
    if isinstance(result.get("error"), str):
        return [(1, f"it refused: {result['error']}")]
    judges = {"validator": judge_findings, "mirror": judge_findings, "writer": judge_registry, "unit": judge_unit}
    return list(judges.get(kind, judge_rows if "rows" in expect else judge_value)(expect, result))


def judge_findings(expect, result):
    verdict, found = result.get("verdict"), result.get("findings", [])
    if verdict not in ("no-violations", "violations", "undetermined"):
        yield 1, f"it gave no verdict, or an unknown one: {verdict}"
        return
    if verdict != expect.get("verdict", verdict):
        yield 1, f"expected the verdict {expect['verdict']}, got {verdict}"
    wanted = expect.get("findings", [])
    names = {name for each in wanted for name in each["anyOf"]}
    for each in wanted:
        least, most = each["minSeverity"], each.get("maxSeverity", "error")
        fitting = [one for one in found if set(one.get("requirements", [])) & set(each["anyOf"])
                   and SEVERITIES[least] <= severity(one) <= SEVERITIES[most]]
        if not fitting:
            yield 2, f"not found: {least} of {' or '.join(each['anyOf'])}"
        elif len(fitting) != each.get("count", len(fitting)):
            yield 3, f"expected {each['count']} of {' or '.join(each['anyOf'])}, got {len(fitting)}"
        if fitting and "at" in each and not any(
                all(one.get("at", {}).get(part) == value for part, value in each["at"].items()) for one in fitting):
            yield 4, f"expected {' or '.join(each['anyOf'])} at {each['at']}, got {[one.get('at') for one in fitting]}"
    mildest = min((SEVERITIES[each["minSeverity"]] for each in wanted), default=1)
    for one in found:
        own, extra = set(one.get("requirements", [])), expect.get("extra", "lower-severity")
        if not own & names and (extra == "forbidden" or extra != "allowed" and severity(one) >= mildest):
            yield 3, f"nothing else may be reported so severely: {one}"
        if severity(one) >= 1 and own & set(expect.get("forbidden", [])) | {"*"} & set(expect.get("forbidden", [])):
            yield 3, f"must not be reported: {one}"
    objects = {one["key"]: one for one in reversed(result.get("objects", []))}
    for each in expect.get("objects", []):
        own = objects.get(each["key"], {})
        if own.get("verdict") != each["verdict"]:
            yield 2, f"expected {each['verdict']} for {each['key']}, got {own.get('verdict')}"
        elif own.get("level") != each.get("level", own.get("level")) or \
                own.get("damaged", False) != each.get("damaged", own.get("damaged", False)):
            yield 3, f"expected {each}, got {own}"


def severity(finding):
    return SEVERITIES.get(finding.get("severity"), 2)


def judge_value(expect, result):
    wanted, got = expect["value"], result.get("value")
    if isinstance(wanted, list) and isinstance(got, list):
        texts = [json.dumps(each) for each in wanted], [json.dumps(each) for each in got]
        if sorted(texts[0]) == sorted(texts[1]):
            yield from [(3, f"expected in this order: {wanted}")] if texts[0] != texts[1] else []
            return
    if "value" not in result or not agrees(wanted, got):
        yield 1, f"expected {json.dumps(wanted)}, got {json.dumps(got)}"


def judge_unit(expect, result):
    wanted, got = expect["value"], result.get("value")
    if "value" not in result or not agrees(wanted, got):
        parts = isinstance(wanted, dict) and isinstance(got, dict) and "valid" in wanted
        yield 3 if parts and agrees(wanted["valid"], got.get("valid")) else 1, f"expected {wanted}, got {got}"


def judge_rows(expect, result):
    yield from compare_rows(expect["rows"], result["rows"], "") if isinstance(result.get("rows"), list) else [
        (1, "it gave no rows")]


def compare_rows(wanted, got, place):
    left, missing = list(got), []
    for row in wanted:
        fitting = next((one for one in left if same_row(row, one)), None)
        missing += [row] if fitting is None else []
        left = left if fitting is None else [one for one in left if one is not fitting]
    yield from ((1, f"{place}missing row: {row}") for row in missing)
    yield from ((1, f"{place}unexpected row: {row}") for row in left)
    if not missing and not left and not all(map(same_row, wanted, got)):
        yield 3, f"{place}rows are out of order"


def same_row(wanted, got):
    return wanted["datakey"] == got.get("datakey") and all(agrees(wanted[name], got.get(name)) for name in wanted)


def judge_registry(expect, result):
    files = result.get("files")
    if not isinstance(files, dict):
        yield 1, "it gave no files"
        return
    for path, content in expect.get("files", {}).items():
        if path not in files:
            yield 1, f"{path} is missing"
            continue
        if "rows" in content:
            lines = [line for line in files[path].splitlines() if line and not line.startswith("#")]
            fields = [row for row in csv.reader(lines, skipinitialspace=True)]
            rows = [dict(zip(("start", "stop", "datakey", "filesize") if len(row) > 3 else
                             ("start", "datakey", "filesize"), row)) for row in fields]
            for row in rows:
                row["filesize"] = int(row["filesize"]) if row.get("filesize", "").isdecimal() else None
            yield from compare_rows(content["rows"], rows, f"{path}: ")
        if files[path] != content.get("text", files[path]):
            yield 3, f"{path} differs from the expected text"
    yield from ((1, f"{path} must not exist") for path in expect.get("absent", []) if path in files)
    for pointer, value in expect.get("catalog", {}).items():
        try:
            got = json.loads(files["catalog.json"])
            for name in pointer.split("/")[1:]:
                name = name.replace("~1", "/").replace("~0", "~")
                got = got[int(name)] if isinstance(got, list) else got[name]
        except (KeyError, IndexError, ValueError, TypeError):
            got = None
        if not agrees(value, got):
            yield 1, f"catalog.json at {pointer}: expected {value}, got {got}"


def reached(reasons):
    """The best grade that an answer reaches; 0 for none."""
    return min((grade for grade, _ in reasons), default=5) - 1
