#!/usr/bin/env python3
"""An adapter for the validators of cloudcatalog 1.3.3, which only tell whether a catalog is right.

usage: cloudcatalog_validators.py json|class
       json   validate_json.py: prints what is wrong with a catalog.json
       class  validation_class.py: JSON Schemas for catalogs and registries, ids, and whether the index files exist

Needs cloudcatalog==1.3.3, pandas, requests, jsonschema and smart_open. They use no network: files are read from the tree.
"""
import contextlib
import io
import json
import logging
import os
import pathlib
import sys

answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)  # keeps the validators' output out of the answers
try:
    from cloudcatalog.validators import validate_json, validation_class
except ImportError as error:
    sys.exit(f"{error}: pip install 'cloudcatalog==1.3.3' 'pandas<3' requests jsonschema smart_open")
logging.disable(logging.CRITICAL)
which = sys.argv[1] if sys.argv[1:] in (["json"], ["class"]) else sys.exit(__doc__)
REGISTRY = "HelioDataRegistry.json"


def folders(case):
    """The folder of every bucket of a case, by its name."""
    root = pathlib.Path(case["root"])
    buckets = case["input"].get("buckets")
    if buckets:
        return {address[5:].rstrip("/"): root / folder for address, folder in buckets.items()}
    if (root / REGISTRY).is_file():
        return {}
    return {case["input"].get("virtualRoot", "s3://example-bucket/")[5:].rstrip("/"): root}


class Files:
    """Replaces the client of S3: serves the objects of the buckets from their folders."""

    def __init__(self, buckets):
        self.buckets = buckets

    def get_object(self, Bucket, Key):  # noqa: N803 (names of boto3)
        with open(self.buckets[Bucket] / Key, "rb") as file:
            return {"Body": io.BytesIO(file.read()), "ResponseMetadata": {"HTTPStatusCode": 200}}


def by_json(case):
    """Whether validate_json.py reports nothing about the catalogs."""
    buckets = folders(case)
    if not buckets:
        return None
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        for folder in buckets.values():
            validate_json.validator(str(folder / "catalog.json"))
    # It reports that egress is optional in the same way as it reports missing keys.
    return all(line.startswith(("Validating dataset", 'No entry for "egress"')) for line in said.getvalue().splitlines())


def by_class(case):
    """Whether validation_class.py accepts registry and catalogs."""
    buckets, registry = folders(case), pathlib.Path(case["root"]) / REGISTRY
    validator = validation_class.Validator.__new__(validation_class.Validator)  # its init uses the network
    validator.s3_client = Files(buckets)
    validator.combined_catalog = [json.loads((folder / "catalog.json").read_bytes()) for folder in buckets.values()]
    right = True
    if registry.is_file():
        validator.global_catalog = json.loads(registry.read_bytes())
        right = validator.validate_global_catalog_schema() and validator.validate_global_uniqueness()
    return (right and validator.validate_all_local_catalog_schemas() and validator.validate_local_uniqueness()
            and validator.validate_all_local_catalog_file_registries())


def run(message):
    case = message["case"]
    if case["class"] != "validator":
        return {"skipped": True, "message": "it validates only"}
    try:
        right = by_json(case) if which == "json" else by_class(case)
    except ValueError:  # not JSON, or not text
        right = False
    except Exception as error:  # not an answer that can be read as a verdict
        return {"errored": True, "context": {"message": f"{type(error).__name__}: {error}"[:500]}}
    if right is None:
        return {"skipped": True, "message": "it knows catalogs only"}
    return {"result": {"verdict": "no-violations" if right else "violations"}}


ABOUT = {
    "name": f"cloudcatalog-{which}", "version": "1.3.3", "language": "python", "classes": ["validator"],
    "homepage": "https://pypi.org/project/cloudcatalog/", "specVersions": ["1.0", "1.1"],
    "features": ["info", "checksum"] + (["registry"] if which == "class" else []), "grades": ["verdict"],
}


def main():
    for line in sys.stdin:
        message = json.loads(line)
        if message["cmd"] == "start":
            answer = {"protocol": 1, "implementation": ABOUT}
        elif message["cmd"] == "spec":
            answer = {"ok": message["version"] in ABOUT["specVersions"]}
        elif message["cmd"] == "run":
            answer = {"seq": message["seq"]} | run(message)
        else:
            return
        print(json.dumps(answer), file=answers, flush=True)


main()
