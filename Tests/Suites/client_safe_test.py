#!/usr/bin/env python3
"""Compares the profile client-safe with the Python client (cloudcatalog 1.3.3).

usage: client_safe_test.py TOOL [--only NAME] [--list] [--gate]   (run this with the python of the venv of with-servers.sh)

The profile promises: an error is something that keeps the client from reading. This script makes registries that
each have one odd thing, in all versions of the specification, and asks both. The client fails if it raises, or if
it returns other rows than `scregistry files`, for the range of the entry, for each year, and for one day. The
profile must have an error exactly then, but for the registries in KNOWN, each with its reason.

The rules that only this profile has are also switched off, and made milder, one at a time (--gate: nothing else). The
comparison must notice each: a registry that the client fails to read must be without an error then.

The client reads from memory here: its function that fetches an object is replaced by one that looks into a
dictionary, with the same results for absent objects and for objects that are not JSON. cross_test.py sends the
client through a server.
"""
import collections
import csv
import io
import json
import logging
import pathlib
import subprocess
import sys
import tempfile
import warnings

import cloudcatalog.main as client
import pandas

from client_safe_registries import BUCKET, KNOWN, registries

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
TOOL = sys.argv[1]
ONLY = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else None


def fetch_from(files):
    """A function that fetches from a dictionary instead of a bucket."""
    def fetch(address, rawbytes=False, **_):
        key = address.removeprefix("s3://").removeprefix(BUCKET + "/")
        for scheme in ("https", "http"):
            for host in (f"{scheme}://{BUCKET}.s3.amazonaws.com/", f"{scheme}://s3.amazonaws.com/{BUCKET}/"):
                key = key.removeprefix(host)
        if key not in files:
            return None
        if rawbytes:
            return io.BytesIO(files[key])
        try:
            return json.loads(files[key])
        except ValueError:
            return None
    return fetch


def years_of(files):
    years = {int(key.rsplit("_", 1)[1][:4]) for key in files
             if key.count("_") and key.rsplit("_", 1)[1][:4].isdigit()}
    return sorted(years)


def queries(entry, files):
    """The ranges to query: that of the entry, each year of files and entry (at most 30), one day."""
    start, stop = entry.get("start"), entry.get("stop")
    years = set(years_of(files))
    if isinstance(start, str) and isinstance(stop, str):
        yield start, stop
        if start[:4].isdigit() and stop[:4].isdigit():
            years |= set(range(int(start[:4]), int(stop[:4]) + 1)[:30])
    # What reaches beyond the last file is asked for too.
    years |= {max(years) + 1} if years else set()
    for year in sorted(years - {0, 9999})[:30]:
        yield f"{year}-01-01T00:00:00Z", f"{year + 1}-01-01T00:00:00Z"
    for year in years_of(files)[:1]:
        yield f"{year}-03-01T00:00:00Z", f"{year}-03-02T00:00:00Z"


def moment(value):
    if value is None or value is pandas.NaT or (isinstance(value, float) and value != value):
        return ""
    return pandas.Timestamp(value).strftime("%Y-%m-%dT%H:%M:%S.%f")


def size(value):
    text = str(value)
    return text[:-2] if text.endswith(".0") else "" if text == "nan" else text


def of_client(catalog, identifier, start, stop):
    """The rows that the client returns."""
    found = catalog.request_cloud_catalog(identifier, start_date=start, stop_date=stop)
    if not isinstance(found, pandas.DataFrame) or found.empty:
        return []
    return sorted((moment(row["start"]), moment(row["stop"]), str(row["datakey"]), size(row["filesize"]))
                  for _, row in found.iterrows())


def of_tool(folder, identifier, start, stop):
    """The rows that the tool returns; None if it cannot read the dataset either. Sizes are numbers: 007 is 7."""
    if not isinstance(identifier, str):
        return None
    run = subprocess.run([TOOL, "files", folder, identifier, "--start", start, "--stop", stop, "--format", "csv",
                          "--no-cache", "--quiet"], capture_output=True)
    # With code 3, the rows are those of the files that could be read.
    if run.returncode not in (0, 3) or not run.stdout:
        return None
    rows = list(csv.reader(io.StringIO(run.stdout.decode("utf-8", "surrogateescape"))))[1:]

    return sorted((padded(row[0]), padded(row[1]), row[2], row[3].lstrip("0") or row[3]) for row in rows)


def padded(text):
    """A time of the tool with all its elements, to the microsecond."""
    if not text:
        return ""
    text = text.removesuffix("Z")
    text += "0001-01-01T00:00:00.000000"[len(text):]
    return text[:26]


def client_fault(files, folder):
    """What the client does wrong, in words; None if it reads the registry as the tool does."""
    client.fetch_S3orURL = fetch_from(files)
    try:
        catalog = client.CloudCatalog(f"s3://{BUCKET}/")
    except Exception as error:  # any error is a result
        return f"CloudCatalog raises {type(error).__name__}: {error}"[:150]
    for entry in catalog.get_entries_dict():
        identifier = entry["id"]
        for start, stop in queries(entry, files):
            try:
                theirs = of_client(catalog, identifier, start, stop)
            except Exception as error:
                return f"{identifier} {start} to {stop}: raises {type(error).__name__}: {error}"[:150]
            ours = of_tool(folder, identifier, start, stop)
            if ours is None:
                if theirs:
                    return f"{identifier} {start} to {stop}: the client returns {len(theirs)} rows, the tool fails"
                return f"{identifier} {start} to {stop}: neither reads it"
            if theirs != ours:
                return (f"{identifier} {start} to {stop}: the client returns {len(theirs)} rows, the tool "
                        f"{len(ours)}: {(set(theirs) ^ set(ours)).__repr__()[:200]}")
    return None


def errors_of_profile(folder, *options):
    """The rules that have an error."""
    config = options or ["--no-config"]
    run = subprocess.run([TOOL, "validate", *config, "--profile", "client-safe", "--quiet", "-o", "json", folder],
                         capture_output=True)
    if run.returncode not in (0, 1, 3):
        sys.exit(f"validate ended with {run.returncode}: {run.stderr.decode()[:500]}")
    report = json.loads(run.stdout)
    return sorted({finding["rule"] for finding in report["findings"] if finding["severity"] == "error"})


def write(files, folder):
    for key, data in files.items():
        path = pathlib.Path(folder, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def own_rules():
    """The rules that are errors in this profile and off in the default one."""
    run = subprocess.run([TOOL, "rules", "list", "--output", "json"], capture_output=True, check=True)
    severities = {rule["code"]: rule["severity"] for rule in json.loads(run.stdout)}
    return sorted(code for code, each in severities.items()
                  if each["client-safe"] == "error" and each["default"] == "off")


def is_noticed(rule, severity, witnesses):
    """Whether the comparison notices that a rule has another severity, by registries that only it refuses."""
    for files in witnesses:
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
            write(files, folder)
            config = pathlib.Path(other, "scregistry.yml")
            config.write_text(f"version: 1\nrules:\n  {rule}: {severity}\n")
            if not errors_of_profile(folder, "--config", str(config)):
                return True
    return False


def gate(witnesses):
    """Makes the profile worse, one rule at a time; returns the changes that nobody notices."""
    changes = [(rule, severity) for rule in own_rules() for severity in ("off", "warning")]
    unnoticed = [f"{rule} as {severity}: no registry notices" for rule, severity in changes
                 if not is_noticed(rule, severity, witnesses.get(rule, [])[:3])]
    print(f"client-safe: {len(changes) - len(unnoticed)} of {len(changes)} changes of rules are noticed")
    return unnoticed


def main():
    counts, wrong, known = collections.Counter(), [], set()
    names, witnesses = set(), collections.defaultdict(list)
    for name, files in registries():
        if ONLY and ONLY not in name:
            continue
        names.add(name)
        with tempfile.TemporaryDirectory() as folder:
            write(files, folder)
            errors = errors_of_profile(folder)
            if "--gate" in sys.argv and len(errors) != 1:
                continue
            fault = client_fault(files, folder)
        if fault and len(errors) == 1:
            witnesses[errors[0]].append(files)
        counts["the client fails" if fault else "the client reads", "error" if errors else "no error"] += 1
        agree = bool(fault) == bool(errors)
        if agree and name in KNOWN:
            wrong.append(f"{name}: agrees now; remove it from KNOWN")
        elif not agree and name in KNOWN:
            known.add(name)
        elif not agree:
            wrong.append(f"{name}: the client: {fault or 'reads it'}; the profile: {', '.join(errors) or 'no error'}")
        elif "--list" in sys.argv:
            print(f"{name}: {fault or 'reads it'}; {', '.join(errors) or 'no error'}")
    for (one, two), count in sorted(counts.items()):
        print(f"client-safe: {one}, {two}: {count}")
    absent = set() if ONLY or "--gate" in sys.argv else KNOWN.keys() - names
    if not ONLY:
        wrong += gate(witnesses)
    wrong += [f"{name}: is in KNOWN, but there is no such registry" for name in sorted(absent)]
    print("\n".join(wrong))
    if wrong:
        sys.exit(f"client-safe: {len(wrong)} of {sum(counts.values())} registries are judged unlike the client, or "
                 "changes unnoticed")
    agreed = sum(counts.values()) - len(known)
    print(f"client-safe: the profile and the client agree on {agreed} registries; {len(known)} known differences")


main()
