"""Reads reports with Python's own parsers, and makes faulty SARIF to test the checks.

usage: check_reports.py read SAMPLES SCHEMAS
       check_reports.py spoil FILE.sarif FOLDER
"""

import copy
import csv
import io
import json
import pathlib
import sys


def read_sarif(path):
    """Opens the file with sarif-tools, which must find every result and its place."""
    from sarif import loader

    runs = json.loads(path.read_bytes())["runs"]
    results = [result for run in runs for result in run["results"]]
    records = loader.load_sarif_file(str(path)).get_records()
    if len(records) != len(results):
        raise ValueError(f"sarif-tools finds {len(records)} of {len(results)} results")
    for record, result in zip(records, results):
        region = result["locations"][0]["physicalLocation"]["region"]
        if not record["Location"] or record["Line"] != region["startLine"]:
            raise ValueError(f"sarif-tools finds {record}")


def read_gitlab(path):
    """Loads a code quality report; fingerprints must be unique."""
    issues = json.loads(path.read_bytes().decode("utf-8"))
    fingerprints = [issue["fingerprint"] for issue in issues]
    if len(set(fingerprints)) != len(fingerprints):
        raise ValueError("a fingerprint repeats")


def read_csv(path):
    """Loads a table without formulas; its counts must be those of the JSON report."""
    text = path.read_bytes().decode("utf-8")
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise ValueError(f"row {number} has {len(row)} fields, the header {len(header)}")
        for field in row:
            if field[:1] in ("=", "+", "-", "@", "\t", "\r"):
                raise ValueError(f"row {number} has the formula {field[:40]!r}")
    records = [dict(zip(header, row)) for row in rows]
    counts = {}
    for record in records:
        if record["record"] in ("finding", "unlisted"):
            rule = record["rule"]
            counts[rule] = counts.get(rule, 0) + int(record["occurrences"])
    expected = json.loads(path.with_suffix(".json").read_bytes())["summary"]["byRule"]
    if counts != expected:
        raise ValueError(f"it counts {counts}, the JSON report {expected}")


def ndjson_reader(schemas):
    """Makes a function that checks each line by our schema, which has two files."""
    import jsonschema
    import referencing

    documents = [json.loads(path.read_bytes()) for path in pathlib.Path(schemas).glob("*.json")]
    registry = referencing.Registry().with_contents(
        (document["$id"], document) for document in documents if "$id" in document
    )
    name = "ndjson-line.schema.json"
    schema = json.loads((pathlib.Path(schemas) / name).read_bytes())
    validator = jsonschema.Draft202012Validator(
        schema, registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )

    def read(path):
        for line in path.read_bytes().decode("utf-8").rstrip("\n").split("\n"):
            validator.validate(json.loads(line))

    return read


def read_text(path):
    """Decodes UTF-8."""
    path.read_bytes().decode("utf-8")


def read(samples, schemas):
    readers = {
        "sarif": read_sarif,
        "gitlab": read_gitlab,
        "csv": read_csv,
        "ndjson": ndjson_reader(schemas),
        "markdown": read_text,
        "agent": read_text,
    }
    for ending, reader in readers.items():
        paths = sorted(pathlib.Path(samples).glob(f"*.{ending}"))
        if not paths:
            sys.exit(f"check_reports: there are no samples of {ending}")
        for path in paths:
            try:
                reader(path)
            except Exception as error:
                sys.exit(f"check_reports: {path}: {error}")
        print(f"{ending}: Python reads {len(paths)} reports")


def spoil(path, folder):
    """Writes copies of a SARIF file, each with one fault that its schema finds."""
    whole = json.loads(pathlib.Path(path).read_bytes())
    folder = pathlib.Path(folder)
    folder.mkdir(exist_ok=True)

    def result(document):
        return document["runs"][0]["results"][0]

    def place(document):
        return result(document)["locations"][0]["physicalLocation"]

    faults = {
        "uri": lambda document: place(document)["artifactLocation"].update(uri="a b"),
        "line": lambda document: place(document)["region"].update(startLine=0),
        "level": lambda document: result(document).update(level="fatal"),
        "message": lambda document: result(document).pop("message"),
        "unknown": lambda document: result(document).update(severity="error"),
    }
    for name, fault in faults.items():
        document = copy.deepcopy(whole)
        fault(document)
        (folder / f"{name}.sarif").write_text(json.dumps(document))


if __name__ == "__main__":
    {"read": read, "spoil": spoil}[sys.argv[1]](*sys.argv[2:])
