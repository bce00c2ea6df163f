"""Registries of many small datasets, and what the tool finds in them and reads from them."""

import json
import os
import shutil
import subprocess
import sys

HEADER = "# start, stop, datakey, filesize"


def write(folder, files):
    """Writes a registry whose datasets have one index file each."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(f"{folder}/ds")
    entries = []
    for name, (year, lines) in files.items():
        entries.append({
            "id": name, "index": "s3://b/ds/", "title": f"Data of {name}", "start": f"{year}-01-01T00:00:00Z",
            "stop": f"{year}-12-31T23:59:59Z", "modification": "2025-01-02T00:00:00Z", "indextype": "csv",
            "filetype": "cdf"})
        with open(f"{folder}/ds/{name}_{year}.csv", "w", encoding="utf-8", newline="") as file:
            file.write("".join(line + "\n" for line in lines))
    with open(f"{folder}/catalog.json", "w", encoding="utf-8") as file:
        json.dump({
            "version": "1.1", "name": "N", "egress": "public", "contact": "c", "endpoint": "s3://b/",
            "status": {"code": 1200, "message": "OK"}, "catalog": entries}, file)


def findings(tool, folder, rules):
    """The findings of some rules by the name of the dataset, as (line, rule)."""
    done = subprocess.run(
        [tool, "validate", folder, "--no-config", "-o", "ndjson", "-q", "--max-per-rule", "1000000"],
        capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"exit {done.returncode}: {done.stderr}")
    found = {}
    for line in done.stdout.splitlines():
        part = json.loads(line)
        if part["type"] == "finding" and part["name"] in rules and part["location"]["uri"].endswith(".csv"):
            found.setdefault(part["dataset"], set()).add((part["location"]["line"], part["name"]))
    return found


def listed(tool, folder, name):
    """The rows that the tool gives for a dataset."""
    done = subprocess.run(
        [tool, "files", folder, name, "--format", "ndjson", "-q"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"exit {done.returncode}: {done.stderr}")
    parts = map(json.loads, done.stdout.splitlines())
    return sorted((part["datakey"], str(part["filesize"])) for part in parts)
