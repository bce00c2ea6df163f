#!/usr/bin/env python3
"""Publishes registries with the tool, into directories and buckets, and has the Python client read them.

usage: publishing_test.py FOLDER TOOL [TEST...]
       (FOLDER as with-servers.sh has it, whose servers must be running; run by its venv's python)
"""
import csv
import hashlib
import json
import logging
import os
import pathlib
import pty
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

folder, tool = pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())
servers = json.loads((folder / "servers.json").read_text())
server = servers["moto"]
os.environ |= {
    "AWS_ENDPOINT_URL": server["url"], "AWS_ACCESS_KEY_ID": server["key"], "AWS_DEFAULT_REGION": server["region"],
    "AWS_REGION": server["region"], "AWS_SECRET_ACCESS_KEY": server["secret"], "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}
import boto3  # noqa: E402  (reads the environment)
import cloudcatalog  # noqa: E402

logging.disable(logging.CRITICAL)
s3 = boto3.client("s3")
work = pathlib.Path(tempfile.mkdtemp(prefix="scregistry-publishing-"))
failures = []


def check(name, condition, detail=""):
    if not condition:
        failures.append(name)
        print(f"FAILED {name} {detail}")


def run(*words, code=0, limit=None, **environment):
    command = [tool, *map(str, words)]
    if limit:
        command = ["bash", "-c", f'ulimit -f {limit}; exec "$@"', "bash", *command]
    done = subprocess.run(command, capture_output=True, text=True, cwd=work, env=os.environ | environment)
    check(" ".join(map(str, words)), done.returncode == code, f"exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def bucket(name):
    try:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": server["region"]})
    except s3.exceptions.BucketAlreadyOwnedByYou:
        for old in s3.list_objects_v2(Bucket=name).get("Contents", []):
            s3.delete_object(Bucket=name, Key=old["Key"])


def mission(name, endpoint, *datasets):
    text = f'version: 1\nbucket: {{endpoint: "{endpoint}", name: A bucket, contact: "Someone, a@example.org"}}\ndatasets:\n'
    for dataset in datasets:
        text += (f"  - id: {dataset}\n    title: The dataset {dataset}\n    stop: PT1H\n"
                 f"    match: {dataset}/%Y/{dataset}_%Y%m%d%H_v{{version}}.cdf\n")
    (work / name).write_text(text)


def keys(dataset, count, version=1):
    """Files six hours apart, over two years."""
    start = 1575158400
    return [time.strftime(f"{dataset}/%Y/{dataset}_%Y%m%d%H_v{version}.cdf", time.gmtime(start + 21600 * n))
            for n in range(count)]


def listing(name, *keys):
    (work / name).write_text("key,size\n" + "".join(f"{key},{len(key)}\n" for key in keys))


def tree(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(pathlib.Path(root).rglob("*"))
            if path.is_file()}


def in_bucket(name):
    return {item["Key"]: s3.get_object(Bucket=name, Key=item["Key"])["Body"].read()
            for item in s3.list_objects_v2(Bucket=name).get("Contents", [])}


def client_reads_what_was_published():
    bucket("published")
    for key in keys("one", 200) + ["one/2019/", "catalog.txt"]:
        s3.put_object(Bucket="published", Key=key, Body=b"x" * len(key) if not key.endswith("/") else b"")
    mission("published.yml", "s3://published/", "one")
    said = run("generate", "s3://published/", "-m", "published.yml", "-o", "s3://published/")
    check("the placeholder and the stray object are counted", "1 directory" in said and "1 that no dataset claims" in said, said)
    found = cloudcatalog.CloudCatalog("s3://published/").request_cloud_catalog(
        "one", start_date="2019-01-01T00:00:00Z", stop_date="2021-01-01T00:00:00Z")
    rows = [(row["datakey"], int(row["filesize"])) for _, row in found.iterrows()]
    check("the Python client reads each row", rows == [(f"s3://published/{key}", len(key)) for key in keys("one", 200)])
    head = s3.head_object(Bucket="published", Key="catalog.json")
    check("headers", head["ContentType"] == "application/json" and head["CacheControl"].startswith("max-age="), str(head))
    before = s3.head_object(Bucket="published", Key="index/one_2019.csv")
    said = run("update", "s3://published/", "-m", "published.yml", "-r", "s3://published/")
    check("nothing changes the second time", "nothing changes" in said, said)
    s3.put_object(Bucket="published", Key="one/2020/one_2020053100_v1.cdf", Body=b"new")
    run("update", "s3://published/one/2020/", "-m", "published.yml", "-r", "s3://published/", "--partial")
    after = s3.head_object(Bucket="published", Key="index/one_2019.csv")
    check("an index without changes is not written",
          (before["ETag"], before["LastModified"]) == (after["ETag"], after["LastModified"]))
    run("validate", "s3://published/", "--profile", "client-safe", "--depth", "objects")


def pages_in_the_bucket_are_not_data():
    bucket("paged")
    for key in keys("one", 20):
        s3.put_object(Bucket="paged", Key=key, Body=b"x" * len(key))
    mission("paged.yml", "s3://paged/", "one")
    run("generate", "s3://paged/", "-m", "paged.yml", "-o", "s3://paged/")
    run("site", "s3://paged/", "--out", "paged-site")
    for path, content in in_bucket("paged").items():
        (work / "paged-copy" / path).parent.mkdir(parents=True, exist_ok=True)
        (work / "paged-copy" / path).write_bytes(content)
    run("site", "paged-copy", "--out", "paged-copy-site")
    check("a bucket and its copy have the same site", tree(work / "paged-site") == tree(work / "paged-copy-site"))
    for path, content in tree(work / "paged-site").items():
        s3.put_object(Bucket="paged", Key=path, Body=content)
    s3.put_object(Bucket="paged", Key="badge.svg", Body=b"<svg/>")
    s3.put_object(Bucket="paged", Key="stray.html", Body=b"stray")
    said = run("update", "s3://paged/", "-m", "paged.yml", "-r", "s3://paged/")
    check("only the stray page has no dataset", "1 that no dataset claims" in said, said)
    said = run("validate", "s3://paged/", "--depth", "objects", "-o", "csv", "-q")
    found = [line for line in said.splitlines() if line.startswith("finding,") and "OBJ003" in line]
    check("only the stray page has no row", len(found) == 1 and "stray.html" in found[0], said)


def publishers_do_not_overwrite_each_other():
    names = ["left", "right", "third"]
    bucket("shared")
    for name in names:
        mission(f"{name}.yml", "s3://shared/", name)
    for turn in range(4):
        running = []
        for name in names:
            listing(f"{name}.csv", *keys(name, 50 + turn))
            running.append(subprocess.Popen(
                [tool, "generate", f"{name}.csv", "-m", f"{name}.yml", "-o", "s3://shared/"], cwd=work,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        said = [process.communicate()[0] for process in running]
        check("publishers end well", [process.returncode for process in running] == [0, 0, 0], "\n".join(said))
        objects = in_bucket("shared")
        entries = {entry["id"] for entry in json.loads(objects["catalog.json"])["catalog"]}
        check("the catalog has the datasets of all", entries == set(names), str(entries))
        for name in names:
            rows = sum(len(text.splitlines()) - 1 for key, text in objects.items() if key.startswith(f"index/{name}_"))
            check("every row is there", rows == 50 + turn, f"{name} {rows}")


def killed_at_any_point():
    mission("killed.yml", "s3://killed/", "one", "two", "three")
    random.seed(5)
    names = ("one", "two", "three")
    listing("old.csv", *[key for name in names for key in keys(name, 400)])
    listing("new.csv", *[key for name in names for key in keys(name, 500, version=2)])
    run("generate", "old.csv", "-m", "killed.yml", "-o", "old")
    shutil.copytree(work / "old", work / "new")
    run("generate", "new.csv", "-m", "killed.yml", "-o", "new")
    old, new = tree(work / "old"), tree(work / "new")
    began = time.monotonic()
    shutil.copytree(work / "old", work / "timed")
    run("generate", "new.csv", "-m", "killed.yml", "-o", "timed")
    whole = time.monotonic() - began
    interrupted = 0
    for turn in range(40):
        target = work / "target"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(work / "old", target)
        process = subprocess.Popen([tool, "generate", "new.csv", "-m", "killed.yml", "-o", "target", "-q"], cwd=work,
                                   stdout=subprocess.DEVNULL)
        time.sleep(whole * random.uniform(0.2, 1.0))
        process.send_signal(signal.SIGKILL)
        interrupted += process.wait() != 0
        found = {key: text for key, text in tree(target).items() if not key.startswith(".scregistry-staging/")}
        whole_files = all(text in (old.get(key), strip(new.get(key), text)) for key, text in found.items())
        check("every file is completely old or new", whole_files and set(old) <= set(found))
        run("generate", "new.csv", "-m", "killed.yml", "-o", "target")
        check("the next run completes it", {key: strip(text, new.get(key)) for key, text in tree(target).items()} == new)
    check("some runs were interrupted", interrupted > 5, str(interrupted))


def strip(text, like):
    """The text, with the modification times of entries replaced by those in another."""
    if not text or not like or not text.startswith(b"{"):
        return text
    mine, other = json.loads(text), json.loads(like)
    for entry, model in zip(mine["catalog"], other["catalog"]):
        entry["modification"] = model["modification"]
    return like if mine == other else text


def what_can_not_be_done():
    mission("bad.yml", "s3://denied/", "one")
    listing("bad.csv", *keys("one", 100))
    run("generate", "bad.csv", "-m", "bad.yml", "-o", "kept")
    before = tree(work / "kept")
    listing("bad.csv", *keys("one", 101))
    said = run("generate", "bad.csv", "-m", "bad.yml", "-o", "kept", code=4, limit=1)
    check("a full disk is named", "File too large" in said, said)
    check("nothing is lost on a full disk", tree(work / "kept") == before)
    said = run("generate", "absent.csv", "-m", "bad.yml", "-o", "kept", code=3)
    check("an absent source is named", "absent.csv: there is no such file" in said, said)
    said = run("generate", "bad.csv", "-m", "absent.yml", "-o", "kept", code=2)
    said = run("generate", "bad.csv", "-m", "bad.yml", "-o", "https://127.0.0.1:1/", code=3)
    # A source that may not be listed; who_may_not_list_the_destination tests the destination.
    bucket("denied")
    reader = {"AWS_ACCESS_KEY_ID": servers["motoReader"]["key"], "AWS_SECRET_ACCESS_KEY": servers["motoReader"]["secret"],
              "AWS_ENDPOINT_URL": servers["motoReader"]["url"]}
    said = run("generate", "s3://denied/", "-m", "bad.yml", "-o", "kept", code=3, **reader)
    check("a bucket that may not be listed is named", "s3://denied/" in said, said)
    check("nothing changed", tree(work / "kept") == before)


def large_objects_go_in_parts():
    """An index file of 7 MiB, written in parts of 5 MiB, has the same bytes as in a directory."""
    (work / "large.yml").write_text(
        'version: 1\nbucket: {endpoint: "s3://large/", name: A bucket, contact: "Someone, a@example.org"}\ndatasets:\n'
        "  - id: ds\n    title: A dataset\n    stop: PT1S\n    match: data/%Y/%m/ds_with_a_long_name_%Y%m%d%H%M%S.cdf\n")
    names = [time.strftime("data/%Y/%m/ds_with_a_long_name_%Y%m%d%H%M%S.cdf", time.gmtime(1577836800 + 300 * n))
             for n in range(75_000)]
    listing("large.csv", *names)
    bucket("large")
    run("generate", "large.csv", "-m", "large.yml", "-o", "s3://large/", "--part-size", "5", "-q")
    run("generate", "large.csv", "-m", "large.yml", "-o", "large", "-q")
    check("the bytes are those of the directory",
          in_bucket("large")["index/ds_2020.csv"] == (work / "large/index/ds_2020.csv").read_bytes())
    head = s3.head_object(Bucket="large", Key="index/ds_2020.csv", ChecksumMode="ENABLED")
    check("it was written in parts, with its headers",
          head["ETag"].endswith('-2"') and head["CacheControl"].startswith("max-age=")
          and head["ContentType"] == "text/csv; charset=utf-8" and "ChecksumSHA256" in head, str(head))
    check("no part is left", not s3.list_multipart_uploads(Bucket="large").get("Uploads"))


def damaged_bodies_are_refused():
    """A server that checks checksums as Amazon does, over a connection that damages uploads."""
    listing("damaged.csv", *keys("one", 100))
    checking = {"AWS_ENDPOINT_URL": servers["checking"]["url"]}
    for name, code in (("damaged-once", 0), ("damaged-always", 4)):
        bucket(name)
        mission(f"{name}.yml", f"s3://{name}/", "one")
        said = run("generate", "damaged.csv", "-m", f"{name}.yml", "-o", f"s3://{name}/", code=code, **checking)
        if code:
            check("an upload that is damaged each time is named", "BadDigest" in said and "changed in transit" in said, said)
            check("nothing is there", not in_bucket(name))
    run("generate", "damaged.csv", "-m", "damaged-once.yml", "-o", "whole", "-q")
    check("an upload that was damaged once is right in the end",
          in_bucket("damaged-once")["index/one_2019.csv"] == (work / "whole/index/one_2019.csv").read_bytes())
    sums = s3.head_object(Bucket="damaged-once", Key="catalog.json", ChecksumMode="ENABLED")
    check("the checksum is kept with the object", bool(sums.get("ChecksumSHA256")), str(sums))


def somebody_else_keeps_publishing():
    """After ten conflicts the error names the object, its new state, and the datasets that differ."""
    bucket("busy")
    for name in ("mine", "other", "third"):
        mission(f"{name}.yml", "s3://busy/", name)
        listing(f"{name}.csv", *keys(name, 30))
    for name in ("mine", "other"):
        run("generate", f"{name}.csv", "-m", f"{name}.yml", "-o", "s3://busy/")
    listing("mine.csv", *keys("mine", 31))
    ended = threading.Event()

    def interfere():
        catalog = json.loads(s3.get_object(Bucket="busy", Key="catalog.json")["Body"].read())
        number = 0
        while not ended.is_set():
            number += 1
            entry = next(e for e in catalog["catalog"] if e["id"] == "other")
            entry["title"] = f"Title {number}"
            s3.put_object(Bucket="busy", Key="catalog.json", Body=json.dumps(catalog))

    thread = threading.Thread(target=interfere)
    thread.start()
    try:
        said = run("update", "mine.csv", "-m", "mine.yml", "-r", "s3://busy/", code=4)
    finally:
        ended.set()
        thread.join()
    last = said.strip().splitlines()[-1]
    check("the object is named", last.startswith("s3://busy/catalog.json: "), said)
    check("its states are named", re.search(r'its ETag is "\w+" now and was "\w+" when it was read', last), said)
    check("its time is named", re.search(r"last modified \w+, \d+ \w+ \d+ ", last), said)
    check("the datasets are named", "datasets that differ from those read: other (title)" in last, said)
    check("the attempts are counted", last.endswith("failed 10 times"), said)
    check("the other publisher's entry is kept", b'"Title ' in in_bucket("busy")["catalog.json"])
    run("update", "mine.csv", "-m", "mine.yml", "-r", "s3://busy/")


def who_may_not_list_the_destination():
    """Reading and writing by name is enough to publish; unused index files are not found."""
    iam = boto3.client("iam")
    user = f"writer-{time.time_ns()}"
    iam.create_user(UserName=user)
    allow = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "Resource": "*"}]}
    iam.put_user_policy(UserName=user, PolicyName="objects", PolicyDocument=json.dumps(allow))
    key = iam.create_access_key(UserName=user)["AccessKey"]
    writer = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    bucket("unlisted")
    mission("unlisted.yml", "s3://unlisted/", "one")
    listing("unlisted.csv", *keys("one", 200))
    said = run("generate", "unlisted.csv", "-m", "unlisted.yml", "-o", "s3://unlisted/", **writer)
    check("the missing permission is named", "s3://unlisted/index/ may not be listed" in said, said)
    said = run("generate", "unlisted.csv", "-m", "unlisted.yml", "-o", "s3://unlisted/", **writer)
    check("nothing changes the second time", "nothing changes" in said, said)
    before = {key: s3.head_object(Bucket="unlisted", Key=key)["ETag"] for key in in_bucket("unlisted")}
    listing("unlisted.csv", *keys("one", 201))
    said = run("generate", "unlisted.csv", "-m", "unlisted.yml", "-o", "s3://unlisted/", **writer)
    check("one row is new", "1 new" in said and "one: 201 rows" in said, said)
    after = {key: s3.head_object(Bucket="unlisted", Key=key)["ETag"] for key in in_bucket("unlisted")}
    check("only what changes is written", {key for key in after if after[key] != before.get(key)}
          == {"catalog.json", "index/one_2020.csv"}, f"{before} {after}")
    # A user who may only read is refused, and nothing changes.
    reader = {"AWS_ACCESS_KEY_ID": servers["motoReader"]["key"], "AWS_SECRET_ACCESS_KEY": servers["motoReader"]["secret"]}
    listing("unlisted.csv", *keys("one", 202))
    said = run("generate", "unlisted.csv", "-m", "unlisted.yml", "-o", "s3://unlisted/", code=4, **reader)
    check("the missing permission to write is named", "AccessDenied" in said and "s3://unlisted/index/one_2020.csv" in said, said)
    check("nothing changed", after == {key: s3.head_object(Bucket="unlisted", Key=key)["ETag"] for key in after})


def full_and_closed_directories():
    """In a small private file system, if the system allows one."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        print("publishing: private file systems are not allowed here; full and closed directories are not tested")
        return
    mission("small.yml", "s3://small/", "one")
    listing("few.csv", *keys("one", 100))
    listing("many.csv", *keys("one", 3000))
    script = """
        mkdir -p mounted && mount -t tmpfs -o size=128k none mounted && mkdir mounted/registry || exit 99
        "$1" generate few.csv -m small.yml -o mounted/registry -q > first.txt 2>&1 || exit 98
        cp -r mounted/registry before
        "$1" generate many.csv -m small.yml -o mounted/registry -q > full.txt 2>&1; echo $? > full.code
        cp -r mounted/registry after-full
        mount -o remount,ro mounted
        "$1" generate many.csv -m small.yml -o mounted/registry -q > closed.txt 2>&1; echo $? > closed.code
        "$1" generate few.csv -m small.yml -o mounted/registry -q > same.txt 2>&1; echo $? > same.code
        cp -r mounted/registry after-closed
        "$1" generate few.csv -m small.yml -o mounted/new -q > new.txt 2>&1; echo $? > new.code
        TMPDIR=mounted "$1" generate few.csv -m small.yml -o elsewhere -q > temporary.txt 2>&1; echo $? > temporary.code
    """
    done = subprocess.run(["unshare", "-rm", "bash", "-c", script, "bash", tool], cwd=work, capture_output=True, text=True)
    check("the small file system exists", done.returncode == 0, done.stdout + done.stderr)
    before = tree(work / "before")
    for name, code, words in (
            ("full", 4, "No space left on device"), ("closed", 4, "Read-only file system"), ("same", 0, ""),
            ("new", 4, "Read-only file system"), ("temporary", 4, "Read-only file system")):
        said = (work / f"{name}.txt").read_text()
        check(f"{name}: exit code", (work / f"{name}.code").read_text().strip() == str(code), said)
        check(f"{name}: the cause is named", words in said, said)
    check("nothing is lost on a full file system", tree(work / "after-full") == before)
    check("nothing is lost on a closed one", tree(work / "after-closed") == before)
    check("no staging is left", not (work / "after-full/.scregistry-staging").exists())


def progress_is_shown_to_people():
    """Only on a terminal, after the first second, and not with --quiet."""
    bucket("slow")
    bucket("slow-source")
    for key in keys("one", 300):
        s3.put_object(Bucket="slow-source", Key=key, Body=b"x")
    mission("slow.yml", "s3://slow/", "one")
    (work / "slow.yml").write_text((work / "slow.yml").read_text().replace('"s3://slow/"', '"s3://slow-source/"'))
    words = ["generate", "s3://slow-source/", "-m", "slow.yml", "-o", "s3://slow/", "-j", "1", "--allow", "other-bucket"]
    checking = {"AWS_ENDPOINT_URL": servers["checking"]["url"]}
    said = on_terminal(*words, "--dry-run", **checking)
    check("keys and files are counted", re.search(r"\r\x1b\[K300 keys read, 300 files matched", said), repr(said))
    said = on_terminal(*words, **checking)
    check("rows and bytes are counted",
          re.search(r"300 files matched, 300 rows written, [\d.]+ k?B of [\d.]+ kB uploaded", said), repr(said))
    check("the line is gone at the end", said.rstrip().endswith("\x1b[K"), repr(said))
    said = on_terminal(*words, "--dry-run", "--quiet", **checking)
    check("--quiet shows no progress", "keys read" not in said, repr(said))
    said = run(*words, "--dry-run", **checking)
    check("a file gets no progress", "keys read" not in said, said)
    said = on_terminal("snapshot", "s3://slow-source/", "-o", "slow.ndjson", "--jobs", "2", **checking)
    check("a snapshot counts keys", re.search(r"\d+ keys read, \d+/s", said), repr(said))


def on_terminal(*words, **environment):
    """The tool's output on standard error if that is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([tool, *map(str, words)], cwd=work, env=os.environ | environment,
                               stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:
        pass
    os.close(ours)
    check(" ".join(words), process.wait() == 0, repr(said))
    return said.decode()


def old_registries_are_migrated():
    """A registry of version 0.1, quoted as by the HelioCloud platform, in place and to another bucket."""
    start, rows = 1435708800, 500
    for name in ("old", "migrated"):
        bucket(name)
    times = [time.strftime("%Y-%m-%d %H:%M:%S+00:00", time.gmtime(start + 86400 * n)) for n in range(rows)]
    for year in (2015, 2016):
        text = "# startDate, key, size\n" + "".join(
            f"'{when}','mms/file_{n}.cdf','{n + 1}'\n" for n, when in enumerate(times) if when.startswith(str(year)))
        s3.put_object(Bucket="old", Key=f"mms/mms_old_{year}.csv", Body=text.encode())
    s3.put_object(Bucket="old", Key="catalog.json", Body=json.dumps({
        "Cloudy": "0.1", "endpoint": "s3://old", "name": "A bucket", "contact": "Someone, a@example.org",
        "status": "1200/OK", "comment": None, "catalog": [{
            "id": "mms_old", "loc": "s3://old/mms", "title": "MMS of old", "startDate": "2015-06-01T00:00Z",
            "endDate": "2015-12-31T23:59Z", "modificationDate": "2023-03-08T00:00Z", "indexformat": "csv",
            "fileformat": ["CDF"]}]}).encode())
    before = in_bucket("old")
    said = run("migrate", "s3://old/", "-o", "s3://migrated/")
    check("the assumed stops are reported", "500 rows without stop" in said, said)
    check("the source stays", in_bucket("old") == before)
    run("migrate", "s3://old/", "-o", "s3://old/", "--dry-run")
    check("a dry run writes nothing", in_bucket("old") == before)
    run("migrate", "s3://old/", "-o", "s3://old/", "--archive", "archive")
    objects = in_bucket("old")
    check("the old objects are kept", len(objects) == 6 and set(before.values()) <= set(objects.values()), str(objects.keys()))
    check("both are the same", {key: strip(text, objects.get(key)) for key, text in in_bucket("migrated").items()} ==
          {key: text for key, text in objects.items() if not key.startswith("archive/")})
    found = cloudcatalog.CloudCatalog("s3://old/").request_cloud_catalog(
        "mms_old", start_date="2015-07-10T12:00:00Z", stop_date="2016-02-01T00:00:00Z")
    got = [(row["datakey"], int(row["filesize"])) for _, row in found.iterrows()]
    check("the Python client reads each row", len(got) == 206 and got == [
        (f"s3://old/mms/file_{n}.cdf", n + 1) for n in range(9, 215)], f"{len(got)} {got[:1]} {got[-1:]}")
    tags = {item["Key"]: item["ETag"] for item in s3.list_objects_v2(Bucket="old")["Contents"]}
    said = run("migrate", "s3://old/", "-o", "s3://old/")
    check("nothing changes the second time", "nothing changes" in said, said)
    check("nothing is written the second time",
          {item["Key"]: item["ETag"] for item in s3.list_objects_v2(Bucket="old")["Contents"]} == tags)
    # The rows reach into the next year, which is right; the client does not look for them there.
    said = run("validate", "s3://old/", "--profile", "client-safe", code=1)
    errors = {line.split(" error ")[1].split()[0] for line in said.splitlines() if " error " in line}
    check("the client misses no more than rows of the year before", errors == {"XRF024"}, said)


def rows_of_the_demonstration_registry():
    """The published rows, reduced to keys and sizes and published again, give the same rows."""
    data = pathlib.Path(__file__).resolve().parent.parent.parent / "Conformance/data/demo-good"
    entry = next(e for e in json.loads((data / "catalog.json").read_text())["catalog"] if e["id"] == "MMS1_FGM_BRST_L2")
    published = []
    for path in sorted((data / entry["index"].removeprefix("s3://example-helio/")).glob(f"{entry['id']}_*.csv")):
        published += list(csv.reader(path.open()))[1:]
    with (work / "demo.csv").open("w") as file:
        file.write("key,size\n")
        for row in reversed(published):
            file.write(f"{row[2].strip().removeprefix('s3://example-helio/')},{row[3].strip()}\n")
    run("mission", "infer", "demo.csv")
    inferred = subprocess.run([tool, "mission", "infer", "demo.csv"], capture_output=True, text=True, cwd=work).stdout
    (work / "demo.yml").write_text(inferred)
    run("mission", "test", "demo.yml", "demo.csv")
    said = run("generate", "demo.csv", "-m", "demo.yml", "-o", "demo", code=2)
    check("the placeholder is named", "demo.yml:7:9: this placeholder is not filled in" in said, said)
    text = re.sub("<fill in: (.*?)>", r"\1", inferred.replace("s3://FILL-IN/", "s3://example-helio/"))
    (work / "demo.yml").write_text(text)
    run("generate", "demo.csv", "-m", "demo.yml", "-o", "demo", "-q")
    made = []
    for path in sorted((work / "demo/index").glob("*.csv")):
        made += list(csv.reader(path.open()))[1:]
    pick = lambda rows: sorted((row[0].strip()[:19], row[2].strip(), int(row[3])) for row in rows)  # noqa: E731
    check("the rows are those that were published", pick(made) == pick(published))


def parquet_in_a_bucket():
    """Index files in Parquet: published, updated, and converted in all directions."""
    bucket("columns")
    for key in keys("one", 130):
        s3.put_object(Bucket="columns", Key=key, Body=b"x" * len(key))
    mission("columns.yml", "s3://columns/", "one")
    text = (work / "columns.yml").read_text()
    (work / "columns.yml").write_text(text.replace("- id: one\n", "- id: one\n    indextype: parquet\n"))
    run("generate", "s3://columns/", "-m", "columns.yml", "-o", "s3://columns/")

    def indexes():
        return {key for key in in_bucket("columns") if key.startswith("index/")}

    def rows():
        return run("files", "s3://columns/", "one", "--format", "csv")

    check("two index files", indexes() == {"index/one_2019.parquet", "index/one_2020.parquet"}, str(indexes()))
    said = run("update", "s3://columns/", "-m", "columns.yml", "-o", "s3://columns/")
    check("nothing changes the second time", "nothing changes" in said, said)
    before = in_bucket("columns")
    s3.put_object(Bucket="columns", Key="one/2020/one_2020053100_v1.cdf", Body=b"new")
    run("update", "s3://columns/one/2020/", "-m", "columns.yml", "-o", "s3://columns/", "--partial")
    after = in_bucket("columns")
    changed = {key for key in after if after[key] != before.get(key)}
    check("only what changes is written",
          changed == {"catalog.json", "index/one_2020.parquet", "one/2020/one_2020053100_v1.cdf"}, str(changed))
    run("validate", "s3://columns/", "--depth", "objects")
    want = rows()
    check("all rows are there", want.count("s3://columns/one/") == 131, want[:300])
    present = "parquet"
    for kind, ending in [("csv", ".csv"), ("csv-zip", ".csv.zip"), ("parquet", ".parquet"), ("csv-zip", ".csv.zip"),
                         ("csv", ".csv"), ("parquet", ".parquet")]:
        name = f"{present} to {kind}"
        before = in_bucket("columns")
        run("convert", "s3://columns/", "--dataset", "one", "--to", kind, "--dry-run")
        check(f"{name}: a dry run writes nothing", before == in_bucket("columns"))
        run("convert", "s3://columns/", "--dataset", "one", "--to", kind)
        check(f"{name}: the files", indexes() == {f"index/one_{year}{ending}" for year in (2019, 2020)}, str(indexes()))
        entry = json.loads(in_bucket("columns")["catalog.json"])["catalog"][0]
        check(f"{name}: the entry", entry["indextype"] == kind, str(entry))
        check(f"{name}: the rows", rows() == want)
        run("validate", "s3://columns/", "--depth", "objects")
        before = in_bucket("columns")
        said = run("convert", "s3://columns/", "--dataset", "one", "--to", kind)
        check(f"{name}: the second time nothing changes", before == in_bucket("columns"), said)
        if kind == "csv":
            found = cloudcatalog.CloudCatalog("s3://columns/").request_cloud_catalog(
                "one", start_date="2019-01-01T00:00:00Z", stop_date="2021-01-01T00:00:00Z")
            check(f"{name}: the Python client reads each row", len(found) == 131, str(len(found)))
        present = kind


def checksums_are_those_that_the_bucket_states():
    """generate --with-checksum: of whole objects as S3 states them, none of uploads in parts; from lists where given."""
    bucket("checked")
    names = keys("one", 4)
    bodies = {name: f"{name} content".encode() for name in names}
    for name, algorithm in zip(names, ["SHA256", "CRC32", "SHA1", None]):
        more = {"ChecksumAlgorithm": algorithm} if algorithm else {}
        s3.put_object(Bucket="checked", Key=name, Body=bodies[name], **more)
    # The checksum of an upload in parts is one over theirs, which proves nothing of the bytes.
    upload = s3.create_multipart_upload(Bucket="checked", Key=names[3], ChecksumAlgorithm="SHA256")["UploadId"]
    sent = s3.upload_part(Bucket="checked", Key=names[3], UploadId=upload, PartNumber=1, Body=bodies[names[3]], ChecksumAlgorithm="SHA256")
    s3.complete_multipart_upload(Bucket="checked", Key=names[3], UploadId=upload, MultipartUpload={"Parts": [
        {"PartNumber": 1, "ETag": sent["ETag"], "ChecksumSHA256": sent["ChecksumSHA256"]}]})
    mission("checked.yml", "s3://checked/", "one")

    def rows(out):
        found = {}
        for path in sorted((work / out).rglob("one_*.csv")):
            header, *lines = path.read_text().splitlines()
            check("the header names the columns", header.endswith("filesize, checksum, checksum_algorithm"), header)
            found |= {fields[2].removeprefix("s3://checked/"): (fields[5], fields[4]) for fields in csv.reader(lines)}
        return found

    said = run("generate", "s3://checked/", "-m", "checked.yml", "-o", "checked-out", "--with-checksum")
    sha256 = {name: ("sha256", hashlib.sha256(body).hexdigest()) for name, body in bodies.items()}
    found = rows("checked-out")
    check("a SHA-256 that S3 states", found[names[0]] == sha256[names[0]], str(found))
    check("a CRC that S3 states", found[names[1]][0] == "crc32" and len(found[names[1]][1]) == 8, str(found))
    check("a SHA-1 that S3 states", found[names[2]] == ("sha1", hashlib.sha1(bodies[names[2]]).hexdigest()), str(found))
    check("none of an upload in parts", found[names[3]] == ("", ""), str(found))
    check("the missing one is named", "no checksum is known of 1 file" in said and names[3] in said, said)
    run("validate", "checked-out")
    # A list of one line gives the missing one; its row is the only change.
    (work / "SHA256SUMS").write_text(f"{sha256[names[3]][1]}  s3://checked/{names[3]}\n")
    run("update", "s3://checked/", "-m", "checked.yml", "-r", "checked-out", "--evidence", "SHA256SUMS")
    check("a list gives the missing one", rows("checked-out") == found | {names[3]: sha256[names[3]]}, str(rows("checked-out")))
    said = run("update", "s3://checked/", "-m", "checked.yml", "-r", "checked-out", code=1)
    check("an update without the columns is refused", "--allow lost-columns" in said, said)
    # A listing states none: the rows keep theirs.
    kept = rows("checked-out")
    listing("checked.csv", *names)
    (work / "checked.csv").write_text("key,size\n" + "".join(f"{name},{len(bodies[name])}\n" for name in names))
    said = run("update", "checked.csv", "-m", "checked.yml", "-r", "checked-out", "--with-checksum")
    check("rows keep checksums that a listing does not state", "nothing changes" in said and rows("checked-out") == kept, said)
    # Files of a directory are read.
    for name, body in bodies.items():
        (work / "checked-data" / name).parent.mkdir(parents=True, exist_ok=True)
        (work / "checked-data" / name).write_bytes(body)
    run("generate", "checked-data", "-m", "checked.yml", "-o", "checked-local", "--with-checksum")
    check("files of a directory are hashed", rows("checked-local") == sha256, str(rows("checked-local")))


def conversions_do_not_overwrite_others():
    """A conversion is refused if somebody else writes meanwhile, and loses nothing."""
    bucket("converted")
    mission("converted.yml", "s3://converted/", "one")
    listing("converted.csv", *keys("one", 2000))
    run("generate", "converted.csv", "-m", "converted.yml", "-o", "s3://converted/")
    want = run("files", "s3://converted/", "one", "--format", "csv")
    ended = threading.Event()

    def interfere():
        catalog = json.loads(s3.get_object(Bucket="converted", Key="catalog.json")["Body"].read())
        number = 0
        while not ended.is_set():
            number += 1
            catalog["catalog"][0]["title"] = f"Title {number}"
            s3.put_object(Bucket="converted", Key="catalog.json", Body=json.dumps(catalog))

    thread = threading.Thread(target=interfere)
    thread.start()
    try:
        said = run("convert", "s3://converted/", "--dataset", "one", "--to", "parquet", code=4)
    finally:
        ended.set()
        thread.join()
    check("the object is named", "s3://converted/catalog.json: " in said, said)
    objects = in_bucket("converted")
    check("the other publisher's entry is kept", b'"Title ' in objects["catalog.json"])
    check("no old file is removed", {"index/one_2019.csv", "index/one_2020.csv"} <= set(objects), str(set(objects)))
    said = run("files", "s3://converted/", "one", "--format", "csv").splitlines()
    rows = [line for line in said if not line.startswith("warning: ")]
    check("the rows are listed once", rows == want.splitlines(), str(said[-3:]))
    check("a second index file is named", any("second index file" in line for line in said), str(said[-3:]))
    run("convert", "s3://converted/", "--dataset", "one", "--to", "parquet")
    check("index files with the same rows are no obstacle", not any(
        name.endswith(".csv") for name in in_bucket("converted")), str(set(in_bucket("converted"))))
    run("convert", "s3://converted/", "--dataset", "one", "--to", "parquet")
    check("the next run completes it", run("files", "s3://converted/", "one", "--format", "csv") == want)
    check("the old files are gone", not [key for key in in_bucket("converted") if key.endswith(".csv")])


tests = [rows_of_the_demonstration_registry, client_reads_what_was_published, pages_in_the_bucket_are_not_data,
         publishers_do_not_overwrite_each_other,
         killed_at_any_point, old_registries_are_migrated, what_can_not_be_done, large_objects_go_in_parts,
         damaged_bodies_are_refused, somebody_else_keeps_publishing, who_may_not_list_the_destination,
         full_and_closed_directories, parquet_in_a_bucket,
         checksums_are_those_that_the_bucket_states, conversions_do_not_overwrite_others,
         progress_is_shown_to_people]
if len(sys.argv) > 3:
    tests = [test for test in tests if test.__name__ in sys.argv[3:]]
try:
    for test in tests:
        began = time.monotonic()
        test()
        print(f"publishing: {test.__name__.replace('_', ' ')} ({time.monotonic() - began:.1f} s)")
finally:
    shutil.rmtree(work, ignore_errors=True)
sys.exit(1 if failures else 0)
