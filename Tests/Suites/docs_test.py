"""Runs every sh block of README.md and docs/ in a scratch folder, with s3:// against moto.

usage: docs_test.py SERVERS TOOL [PAGE...]

A page's blocks run one after the other in one folder, with fresh buckets: my-bucket has a small registry and its data
files, and `copy/` is a copy of it. Lines that begin with `make` are only compared with the Makefile. A block that
can't run here, such as one with an address of example.org, must be `text`. Other languages are yaml, json, python,
swift and console; what has none of these is a fault.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCES = pathlib.Path(__file__).resolve().parent.parent.parent
LANGUAGES = {"sh", "text", "console", "yaml", "json", "python", "swift"}
folder, tool = pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())
server = json.loads((folder / "servers.json").read_text())["moto"]
os.environ |= {
    "AWS_ENDPOINT_URL": server["url"], "AWS_ACCESS_KEY_ID": server["key"], "AWS_DEFAULT_REGION": server["region"],
    "AWS_REGION": server["region"], "AWS_SECRET_ACCESS_KEY": server["secret"], "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}
import boto3  # noqa: E402  (reads the environment)

s3 = boto3.client("s3")

MISSION = """version: 1
bucket: {endpoint: s3://my-bucket/, name: My mission, contact: "Jane Doe, jane@example.org", egress: public}
datasets:
  - {id: "{name}", title: "Data of {name}", match: "data/{name}/{name}_%Y%m%d.csv", stop: end-of-day, filetype: csv,
     about: "https://example.org/"}
"""
# What the pages call `aws`: the two commands that they use.
AWS = """#!/usr/bin/env python3
import fnmatch, json, pathlib, sys
import boto3
s3 = boto3.client("s3")
words = sys.argv[1:]
if words[:2] == ["s3api", "list-objects-v2"]:
    found = s3.list_objects_v2(Bucket=words[words.index("--bucket") + 1])
    print(json.dumps({"Contents": found["Contents"]}, default=str))
elif words[:2] == ["s3", "sync"] and words[3].startswith("s3://"):
    bucket, prefix = words[3][5:].split("/", 1)
    for path in pathlib.Path(words[2]).rglob("*"):
        if path.is_file():
            s3.upload_file(str(path), bucket, prefix + str(path.relative_to(words[2])))
elif words[:2] == ["s3", "sync"]:
    bucket, wanted = words[2].split("/")[2], [words[i + 1] for i, word in enumerate(words) if word == "--include"]
    for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
        if any(fnmatch.fnmatch(entry["Key"], pattern) for pattern in wanted):
            path = pathlib.Path(words[3], entry["Key"])
            path.parent.mkdir(parents=True, exist_ok=True)
            s3.download_file(bucket, entry["Key"], str(path))
else:
    sys.exit(f"aws: {words}")
"""


def fresh(name, objects):
    """A bucket with these objects only."""
    try:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": server["region"]})
    except (s3.exceptions.BucketAlreadyOwnedByYou, s3.exceptions.BucketAlreadyExists):
        for old in s3.list_objects_v2(Bucket=name).get("Contents", []):
            s3.delete_object(Bucket=name, Key=old["Key"])
    for key, content in objects.items():
        s3.put_object(Bucket=name, Key=key, Body=content)


def scregistry(work, *words):
    done = subprocess.run([tool, *words], cwd=work, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"docs: the folder of the pages can't be made: {words}\n{done.stdout}{done.stderr}")
    return done.stdout


def blocks(page):
    """The blocks of a page: line, language, text."""
    found, start, text = [], None, []
    for number, line in enumerate((SOURCES / page).read_text(encoding="utf-8").splitlines(), 1):
        fence = re.match(r"\s*```(.*)$", line)
        if fence and start is None:
            start, language, text = number, fence[1].strip(), []
        elif fence:
            found.append((start, language, "\n".join(text) + "\n"))
            start = None
        elif start is not None:
            text.append(line)
    return found


def prepare(scratch, page):
    """The folder in which a page's blocks run."""
    work = scratch / "work"
    if work.exists():
        shutil.rmtree(work)
    (work / "home" / ".local" / "share" / "bash-completion" / "completions").mkdir(parents=True)
    for name in ("Examples", "Conformance"):
        (work / name).symlink_to(SOURCES / name)
    names = ["my_dataset", "ds", "old_dataset", "misspelt_datset", "other_dataset", "new_dataset"]
    data = {f"data/{name}/{name}_202001{day:02}.csv": "t,b\n" for name in names for day in range(1, 4)}
    fresh("my-bucket", data)
    fresh("data-bucket", {"sdo/a.fits": "a"})
    (work / "mission.yml").write_text(MISSION)
    scregistry(work, "generate", "s3://my-bucket/", "--out", "s3://my-bucket/", "--quiet")
    # Two datasets are there, but not in the catalog.
    for name, file in (("new_dataset", "entry.json"), ("other_dataset", "other-catalog.json")):
        entry = scregistry(work, "show", "s3://my-bucket/", name, "--format", "json")
        catalog = {**json.loads(scregistry(work, "show", "s3://my-bucket/", "--format", "json"))}
        (work / file).write_text(entry if file == "entry.json" else
                                 json.dumps({**catalog, "catalog": [json.loads(entry)]}))
        scregistry(work, "catalog", "remove", "s3://my-bucket/", name)
    for entry in s3.list_objects_v2(Bucket="my-bucket")["Contents"]:
        if not entry["Key"].startswith("data/"):
            path = work / "copy" / entry["Key"]
            path.parent.mkdir(parents=True, exist_ok=True)
            s3.download_file("my-bucket", entry["Key"], str(path))
    listing = s3.list_objects_v2(Bucket="data-bucket")["Contents"]
    (work / "sdo.txt").write_text("".join(f"2024-01-01 00:00:00 {e['Size']:>10} {e['Key']}\n" for e in listing))
    for name in ("before.json", "after.json"):
        shutil.copy(work / "copy" / "catalog.json", work / name)
    (work / "global").mkdir()
    (work / "global" / "HelioDataRegistry.json").write_text(json.dumps({
        "version": "1.1", "modification": "2026-01-01T00:00:00Z", "registry": [
            {"endpoint": "s3://old-bucket/", "name": "Old", "provider": "aws", "region": "us-east-1"}]}))
    (work / "my.schema.json").write_text('{"type": "object"}')
    for name in ("a.json", "b.yaml"):
        (work / name).write_text("{}\n")
    first = next((text for _, language, text in blocks(page) if language == "yaml" and "datasets:" in text), None)
    if "mission" in page and first:
        (work / "mission.yml").write_text(first)
    return work


def run(page, scratch, targets):
    """Runs the blocks of a page; gives the number of lines that ran, and the faults."""
    count, faults, work = 0, [], None
    for number, language, text in blocks(page):
        if language not in LANGUAGES:
            faults.append(f"{page}:{number}: {language or 'a block without a language'}; use one of {LANGUAGES}")
        if language != "sh":
            continue
        work = work or prepare(scratch, page)
        lines = text.splitlines()
        for line in [line for line in lines if line.startswith("make ")]:
            if line.split()[1] not in targets:
                faults.append(f"{page}:{number}: the Makefile has no target {line.split()[1]}")
        script = "\n".join(line for line in lines if not line.startswith("make ")) + "\n"
        environment = os.environ | {
            "PATH": f"{scratch}/bin:{folder.resolve()}/venv/bin:{os.environ['PATH']}", "HOME": str(work / "home")}
        done = subprocess.run(["bash", "-euo", "pipefail", "-x", "-c", script], cwd=work, env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)
        count += sum(1 for line in lines if line.strip() and not line.startswith("#"))
        if done.returncode != 0:
            faults.append(f"{page}:{number}: exit code {done.returncode}\n{(done.stdout + done.stderr)[-1500:]}")
    return count, faults


def main():
    pages = sys.argv[3:] or ["README.md", "CONTRIBUTING.md"] + sorted(
        str(path.relative_to(SOURCES)) for path in (SOURCES / "docs").rglob("*.md"))
    targets = set(re.findall(r"^([a-z-]+):", (SOURCES / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    total, faults = 0, []
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name).resolve()
        (scratch / "bin").mkdir()
        (scratch / "bin" / "scregistry").symlink_to(tool)
        (scratch / "bin" / "aws").write_text(AWS.replace("/usr/bin/env python3", sys.executable))
        (scratch / "bin" / "aws").chmod(0o755)
        for page in pages:
            count, found = run(page, scratch, targets)
            total += count
            faults += found
    if faults:
        sys.exit("\n".join([f"docs: {len(faults)} blocks are wrong", *faults]))
    print(f"docs: {total} lines of sh in {len(pages)} pages do what they say")


main()
