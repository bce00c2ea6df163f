#!/usr/bin/env python3
"""Reads, fetches, validates and generates against a server that misbehaves, with and without a proxy.

usage: reading_test.py TOOL
"""
import fcntl
import gzip
import hashlib
import json
import os
import pathlib
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Servers"))
from small_s3 import Proxy, SmallS3  # noqa: E402

tool = os.path.abspath(sys.argv[1])
work = pathlib.Path(tempfile.mkdtemp(prefix="scregistry-reading-"))
failures, checks = [], 0
HEADER = "# start, stop, datakey, filesize\n"


def check(name, condition, detail=""):
    global checks
    checks += 1
    if not condition:
        failures.append(name)
        print(f"FAILED {name}\n{detail}")


def folder():
    return tempfile.mkdtemp(dir=work)


def environment(server, **more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("AWS_") and not k.lower().endswith("_proxy")}
    kept |= {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1", "HOME": folder(),
             "XDG_CACHE_HOME": folder()}
    if server:
        kept["AWS_ENDPOINT_URL"] = server.url
    kept |= more
    return {k: v for k, v in kept.items() if v is not None}


def run(server, *words, **more):
    done = subprocess.run([tool, *map(str, words)], env=environment(server, **more), capture_output=True, text=True,
                          timeout=120)
    done.all = f"exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done


def row(key, size, day=1):
    return f"2020-01-{day:02}T00:00:00Z,2020-01-{day:02}T01:00:00Z,{key},{size}\n"


def registry(rows, objects=None, header=HEADER, **entry):
    """Objects of a bucket with one dataset."""
    dataset = {"id": "x", "index": "s3://bkt/i/", "title": "T", "start": "2020-01-01T00:00:00Z",
               "stop": "2021-01-01T00:00:00Z", "modification": "2023-01-01T00:00:00Z", "indextype": "csv",
               "filetype": "fits"} | entry
    catalog = {"version": "1.1", "name": "t", "endpoint": "s3://bkt/", "contact": "c, c@example.org",
               "status": {"code": 1200, "message": "OK"}, "catalog": [dataset]}
    return {"bkt/catalog.json": json.dumps(catalog).encode(), "bkt/i/x_2020.csv": (header + rows).encode(),
            **{f"bkt/{key}": value for key, value in (objects or {}).items()}}


def website(rows, objects=None, hook=None, **entry):
    """A server, and the address of a bucket on it whose addresses are all those of a web server."""
    server = SmallS3({}, hook)
    for key, value in registry(rows, objects, **entry).items():
        server.objects[key] = value.replace(b"s3://bkt/", f"{server.url}/bkt/".encode())
    return server, f"{server.url}/bkt/"


def servers(rows, objects=None, hook=None, **entry):
    """The same registry on a web server and in a bucket: a name, the server, and the address."""
    return [("web", *website(rows, objects, hook, **entry)),
            ("S3", SmallS3(registry(rows, objects, **entry), hook), "s3://bkt/")]


def tree(path):
    files = {str(each.relative_to(path)): each.read_bytes() for each in pathlib.Path(path).rglob("*") if each.is_file()}
    # A catalog has the time when it was made.
    return {name: re.sub(rb'"modification": "[^"]*"', b"", content) for name, content in files.items()}


def certificate():
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost", "-keyout", work / "key.pem", "-out", work / "cert.pem"],
                   check=True, capture_output=True)
    return str(work / "cert.pem"), str(work / "key.pem")


MISSION = """version: 1
bucket: {endpoint: s3://bkt/, name: N, contact: "S, s@example.org"}
datasets:
  - {id: ds, title: T, match: "d/f%Y%m%d.fits", stop: end-of-day, filetype: fits}
"""


def through_a_proxy():
    """Each command gives the same through a proxy, whatever the server does first."""
    tls = certificate()
    big = bytes(range(256)) * 8000
    objects = registry(row("s3://bkt/d/f20200101.fits", len(big)), {"d/f20200101.fits": big})

    def trouble(kind):
        seen = set()

        def hook(request):
            request.close_connection = True
            path = request.path.split("?")[0]
            if path in seen or kind == "none":
                return False
            seen.add(path)
            if kind == "busy":
                return request.fail(503, "SlowDown", headers={"Connection": "close"})
            if kind == "moved":
                return request.fail(307, "TemporaryRedirect", headers={"Location": f"{servers[0].url}{request.path}"
                                                                       + ("&" if "?" in request.path else "?") + "again=1"})
            if kind == "broken" and path.endswith(".fits") and request.command == "GET":
                request.send_response(200)
                request.send_header("ETag", f'"{hashlib.md5(big).hexdigest()}"')
                request.send_header("Content-Length", str(len(big)))
                request.end_headers()
                request.wfile.write(big[:900_000])
                return True
            return False

        return hook

    (work / "mission.yml").write_text(MISSION)
    for kind in ("none", "busy", "moved", "broken", "missing"):
        for words in (["files", "s3://bkt/", "x"], ["datasets", "s3://bkt/"], ["fetch", "s3://bkt/", "x", "--out", "TO"],
                      ["validate", "s3://bkt/", "--depth", "objects", "-o", "json", "--deterministic"],
                      ["generate", "s3://bkt/", "-m", work / "mission.yml", "--out", "TO"]):
            answers, errors = [], []
            for proxy in (None, Proxy(), Proxy("user:secret")):
                there = dict(objects)
                if kind == "missing":
                    del there["bkt/d/f20200101.fits"], there["bkt/i/x_2020.csv"]
                servers = [SmallS3(there, hook=trouble(kind), tls=tls)]
                target = folder()
                done = run(servers[0], *[target if word == "TO" else word for word in words],
                           **{"AWS_CA_BUNDLE": tls[0], "https_proxy": proxy.url if proxy else None})
                if proxy:
                    check(f"{words[0]}, {kind}: the proxy is used", proxy.log)
                output = done.stdout.replace(target, "TO").replace(str(servers[0].port), "PORT")
                answers.append((done.returncode, output, tree(target)))
                errors.append(done.stderr)
            name = f"{words[0]} of a server with trouble ({kind})"
            check(f"{name}: the same through a proxy", answers[0] == answers[1] == answers[2],
                  "\n".join(str(each)[:600] for each in answers + errors))
            if words[0] in ("files", "datasets", "fetch") and kind != "missing":
                check(f"{name}: succeeds", answers[0][0] == 0, str(answers[0])[:500])
    denied = run(SmallS3(objects, tls=tls), "files", "s3://bkt/", "x",
                 https_proxy=Proxy("user:secret").url.replace("user:secret@", ""), AWS_CA_BUNDLE=tls[0])
    check("a proxy that wants a user is named", denied.returncode == 3 and "407" in denied.stderr, denied.all)


def files_that_meet():
    pair = row("s3://bkt/a/x", 3, 1) + row("s3://bkt/b/x", 3, 2)
    objects = {"a/x": b"one", "b/x": b"two", "other": b"o"}
    # The files in a directory are fetched, but not the one with its name.
    for name, rows, more, got in (
            ("--flat", pair, ["--flat"], {}), ("//", row("s3://bkt/d//A", 3) + row("s3://bkt/d/A", 3, 2), [], {}),
            ("two buckets", row("s3://bkt/a/x", 3) + row("s3://two/a/x", 3, 2), [], {}),
            ("a directory", row("s3://bkt/a", 3) + row("s3://bkt/a/x", 3, 2), [], {"a/x": b"one"})):
        target = folder()
        server = SmallS3(registry(rows + row("s3://bkt/other", 1, 3), objects))
        done = run(server, "fetch", "s3://bkt/", "x", "--out", target, *more)
        check(f"two files with one path ({name}) are not fetched, and the others are",
              done.returncode == 4 and tree(target) == got | {"other": b"o"}
              and len([path for _, path, _ in server.requests
                       if "/i/" not in path and "catalog" not in path and "?" not in path]) == len(got) + 1,
              done.all + str(server.requests))
        check(f"both are named ({name})", all(line.split(",")[2] in done.stderr for line in rows.splitlines()), done.all)
    server = SmallS3(registry(row("s3://bkt/a/x", 3) * 2, objects))
    done = run(server, "fetch", "s3://bkt/", "x", "--out", folder())
    check("one datakey in two rows is one fetch", done.returncode == 0 and "1 file fetched" in done.stderr, done.all)


def present_and_replaced_files():
    digest = hashlib.sha256(b"one").hexdigest()
    rows = f"2020-01-01T00:00:00Z,2020-01-01T01:00:00Z,s3://bkt/d/a,3,{digest},SHA-256\n"
    header = HEADER.rstrip("\n") + ", checksum, checksum_algorithm\n"
    server = SmallS3(registry(rows, {"d/a": b"one"}, header))
    for before in (b"bad", b"longer", b""):
        target = folder()
        os.makedirs(target + "/d")
        pathlib.Path(target + "/d/a").write_bytes(before)
        done = run(server, "fetch", "s3://bkt/", "x", "--out", target)
        check(f"a file with the bytes {before} is fetched again", tree(target) == {"d/a": b"one"}, done.all)
    server = SmallS3(registry(row("s3://bkt/d/a", 1521), {"d/a": b"z" * 1742}))
    target = folder()
    done = run(server, "fetch", "s3://bkt/", "x", "--out", target)
    check("a replaced file is an error with both sizes", done.returncode == 3 and not tree(target)
          and all(word in done.stderr for word in ("1742", "1521", "--accept-size")), done.all)
    for words in ("1 file fetched", "1 present"):
        done = run(server, "fetch", "s3://bkt/", "x", "--out", target, "--accept-size")
        check(f"--accept-size takes it ({words})", done.returncode == 0 and words in done.stderr
              and len(tree(target)["d/a"]) == 1742 and "1742" in done.stderr and "1521" in done.stderr, done.all)
    pathlib.Path(target + "/d/a").write_bytes(b"y" * 1742)
    done = run(server, "fetch", "s3://bkt/", "x", "--out", target, "--accept-size")
    check("--accept-size does not keep other bytes of the same size", done.returncode == 0
          and tree(target)["d/a"] == b"z" * 1742, done.all)
    for name, body in [("an error", b"<?xml version='1.0'?><Error><Code>InternalError</Code></Error>"),
                       ("a page", b"<!DOCTYPE html><html><body>login</body></html>"), ("nothing", b"")]:
        server = SmallS3(registry(row("s3://bkt/d/a", 1521), {"d/a": body}))
        target = folder()
        done = run(server, "fetch", "s3://bkt/", "x", "--out", target, "--accept-size")
        check(f"--accept-size does not take {name}", done.returncode == 3 and not tree(target)
              and "1521" in done.stderr, done.all)


def encodings():
    raw = b"hello world " * 20
    packed = gzip.compress(raw)
    labels = {"Content-Encoding": "gzip"}
    for name, size, body, headers, expected in (
            ("the content's size", len(raw), packed, labels, raw), ("the stored size", len(packed), packed, labels, packed),
            ("an odd size", 7, packed, labels, None), ("aws-chunked", len(raw), raw, {"Content-Encoding": "aws-chunked"}, raw),
            ("br", len(raw), b"xx", {"Content-Encoding": "br"}, None),
            ("gzip, but plain bytes", len(raw), raw, labels, raw)):
        target, server = folder(), SmallS3(registry(row("s3://bkt/d/a", size), {"d/a": (body, headers)}))
        done = run(server, "fetch", "s3://bkt/", "x", "--out", target)
        check(f"a data file with an encoding; {name}", tree(target).get("d/a") == expected, done.all)
        check(f"its error names the encoding; {name}",
              expected is not None or done.returncode == 3 and headers["Content-Encoding"] in done.stderr, done.all)
    plain = registry(row("s3://bkt/d/a", 3), {"d/a": b"one"})
    rows = run(SmallS3(plain), "files", "s3://bkt/", "x").stdout
    report = ["validate", "s3://bkt/", "-o", "json", "--deterministic"]
    findings = run(SmallS3(plain), *report).stdout
    stored = {key: (gzip.compress(body), labels) if key.endswith((".json", ".csv")) else body for key, body in plain.items()}
    for more in ([], ["--no-cache"]):
        done = run(SmallS3(stored), "files", "s3://bkt/", "x", *more)
        check(f"documents and index files with an encoding {more}", done.returncode == 0 and done.stdout == rows, done.all)
    done = run(SmallS3(stored), *report)
    check("and their validation", json.loads(done.stdout)["findings"] == json.loads(findings)["findings"], done.all)
    zipped = dict(plain)
    zipped["bkt/i/x_2020.csv.gz"] = (gzip.compress(zipped.pop("bkt/i/x_2020.csv")), labels)
    done = run(SmallS3(zipped), "files", "s3://bkt/", "x")
    check("a .gz index labelled as gzip is decompressed once", done.stdout == rows, done.all)


def throttling():
    for code, status in (("SlowDown", 503), ("TooManyRequests", 429)):
        began = []

        def hook(request):
            if "/d/" not in request.path:
                return False
            began.append(time.monotonic())
            return time.monotonic() - began[0] < 4.5 and request.fail(status, code)

        rows = "".join(row(f"s3://bkt/d/{number}", 3, number % 28 + 1) for number in range(40))
        server = SmallS3(registry(rows, {f"d/{number}": b"one" for number in range(40)}), hook)
        target = folder()
        done = run(server, "fetch", "s3://bkt/", "x", "--out", target, "-q")
        check(f"40 files survive 4.5 s of {code}", done.returncode == 0 and len(tree(target)) == 40, done.all)

    def busy(request):
        return "x_2020" in request.path and request.fail(503, "SlowDown", headers={"Retry-After": "3600"})

    server = SmallS3(registry(row("s3://bkt/d/a", 3)), busy)
    done = run(server, "files", "s3://bkt/", "x")
    check("a long Retry-After is said", done.returncode == 3 and "3600 seconds" in done.stderr, done.all)
    for words, limit in ((["--retries", "0"], 3), (["--deadline", "2s"], 6)):
        server = SmallS3(registry(row("s3://bkt/d/a", 3)), lambda request: request.fail(503, "SlowDown"))
        began = time.monotonic()
        done = run(server, "files", "s3://bkt/", "x", *words)
        check(f"{words} ends soon", done.returncode == 3 and time.monotonic() - began < limit, done.all)
    slow = SmallS3(registry(row("s3://bkt/d/a", 3)), lambda request: time.sleep(20))
    began = time.monotonic()
    done = run(slow, "validate", "s3://bkt/", "--deadline", "1s")
    check("--deadline ends a slow answer", done.returncode == 3 and time.monotonic() - began < 6, done.all)


def warm_cache():
    first = SmallS3(registry(row("s3://bkt/d/A", 3)), etag='"same"')
    second = SmallS3(registry(row("s3://bkt/d/B", 3)), etag='"same"')
    cache = folder()
    words = ["files", "s3://bkt/", "x", "--format", "uris"]
    for server, key in ((first, "A"), (second, "B"), (first, "A")):
        done = run(server, *words, XDG_CACHE_HOME=cache)
        check(f"copies belong to a server ({key})", done.stdout == f"s3://bkt/d/{key}\n", done.all)
    done = run(first, *words, "--offline", XDG_CACHE_HOME=cache)
    check("also offline", done.stdout == "s3://bkt/d/A\n", done.all)
    asked = len(first.requests)
    done = run(first, "fetch", "s3://bkt/", "x", "--out", folder(), "--offline", XDG_CACHE_HOME=cache)
    check("nothing is fetched offline", done.returncode == 3 and "offline" in done.stderr
          and len(first.requests) == asked, done.all)
    check("a warm cache sends no HEAD", not any(each[0] == "HEAD" for each in first.requests))
    check("and asks with a condition", any("If-None-Match" in each[2] for each in first.requests))
    for status, code, word in ((400, "ExpiredToken", "ExpiredToken"), (403, "RequestTimeTooSkewed", "clock")):
        first.hook = lambda request, status=status, code=code: request.fail(status, code)
        done = run(first, *words, XDG_CACHE_HOME=cache)
        check(f"a warm cache names {code}", done.returncode == 3 and word in done.stderr, done.all)
    first.hook = None
    for path in pathlib.Path(cache).rglob("*"):
        if path.is_file() and b"s3://bkt/d/A" in path.read_bytes():
            path.write_bytes(path.read_bytes().replace(b"s3://bkt/d/A", b"s3://bkt/d/Z"))
    done = run(first, *words, XDG_CACHE_HOME=cache)
    check("a damaged copy is noticed", done.stdout == "s3://bkt/d/A\n", done.all)


def redirects_and_archives():
    objects = registry(row("s3://bkt/d/a", 3), {"d/a": b"one"})
    server = SmallS3(objects)

    def moved(request):
        if request.path.startswith("/alt"):
            request.path = request.path[4:]
            return False
        return request.fail(307, "TemporaryRedirect", headers={"Location": f"{server.url}/alt{request.path}"})

    server.hook = moved
    done = run(server, "files", "s3://bkt/", "x")
    check("307 with a Location", done.returncode == 0 and "s3://bkt/d/a" in done.stdout, done.all)
    other = SmallS3(objects)
    server.hook = lambda request: request.fail(301, "PermanentRedirect", headers={"Location": f"{other.url}{request.path}"})
    done = run(server, "files", "s3://bkt/", "x")
    check("another server gets no credentials, and is named", done.returncode == 3 and not other.requests
          and other.url in done.stderr, done.all)
    done = run(server, "files", "s3://bkt/", "x", "--no-sign-request", "--allow-host", "127.0.0.1")
    check("and is followed without, if the user allows it", done.returncode == 0, done.all)

    def regional(request):
        return "/us-west-2/" not in request.headers.get("Authorization", "") and request.fail(
            301, "PermanentRedirect", "", "<Endpoint>bkt.s3-us-west-2.amazonaws.com</Endpoint>")

    server.hook = regional
    done = run(server, "files", "s3://bkt/", "x")
    check("301 with an Endpoint", done.returncode == 0, done.all)
    server.hook = lambda request: "/d/" in request.path and request.fail(
        403, "InvalidObjectState", "", "<StorageClass>GLACIER</StorageClass>")
    done = run(server, "fetch", "s3://bkt/", "x", "--out", folder())
    check("an archived object is named", done.returncode == 3 and "archived (GLACIER)" in done.stderr
          and "not public" not in done.stderr, done.all)


def many_years():
    for value, expected in (("true", True), ("True", True), (1, True), ("yes", True), ("false", False), (0, False)):
        objects = registry("", multiyear=value, start="2003-01-01T00:00:00Z", stop="2012-01-01T00:00:00Z")
        del objects["bkt/i/x_2020.csv"]
        objects["bkt/i/x_2001.csv"] = (HEADER + "2001-01-01T00:00:00Z,2011-01-01T00:00:00Z,s3://bkt/d/long,3\n").encode()
        for listed in (True, False):
            server = SmallS3(objects, None if listed else lambda request: "list-type" in request.path
                             and request.fail(403, "AccessDenied"))
            done = run(server, "files", "s3://bkt/", "x", "--start", "2010", "--stop", "2011", "--format", "uris")
            # A listing shows the last index file before the range, which is read in any case.
            check(f"multiyear {value!r}, listed: {listed}", ("long" in done.stdout) == (expected or listed), done.all)


def full_disk():
    rows = "".join(row(f"s3://bkt/d/{number}", 1 << 20, number + 1) for number in range(20))
    server = SmallS3(registry(rows, {f"d/{number}": b"x" * (1 << 20) for number in range(20)}))
    target = folder()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", target], capture_output=True).returncode:
        return print("the full disk is not tested, since nothing can be mounted here")
    try:
        done = run(server, "fetch", "s3://bkt/", "x", "--out", target, "--jobs", "1")
        asked = sum("/d/" in each[1] for each in server.requests)
        check("a full disk ends the run", done.returncode == 4 and asked <= 5 and "No space left" in done.stderr, done.all)
    finally:
        subprocess.run(["umount", target], check=True)


def progress_in_a_terminal():
    rows = "".join(row(f"s3://bkt/d/{number}", 50_000, number + 1) for number in range(12))
    server = SmallS3(registry(rows, {f"d/{number}": b"x" * 50_000 for number in range(12)}),
                     lambda request: "/d/" in request.path and time.sleep(0.7))
    target = folder()
    process, terminal = pty.fork()
    if process == 0:
        os.execve(tool, [tool, "fetch", "s3://bkt/", "x", "--out", target], environment(server))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 25, 60, 0, 0))
    text = b""
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        text += more
    os.waitpid(process, 0)
    shown = text.decode()
    lines = [line.split("\r\x1b[K")[-1].rstrip("\r") for line in shown.split("\n")]
    paths = [line for line in lines if target in line]
    check("paths in a terminal have lines of their own", len(paths) == 12 and all(p.startswith(target) for p in paths), shown)
    check("progress has totals, percent and the time left", " of 12 files" in shown and " %)" in shown and "left" in shown, shown)
    check("progress fits the terminal", all(len(part) < 60 for part in shown.replace("\n", "\r").split("\r\x1b[K")
                                            if " of 12" in part and target not in part), shown)


def odd_catalogs():
    """A catalog that is a pipe, or a link out of the copy, is named by each command, and never opened."""
    secret = pathlib.Path(folder(), "secret.json")
    secret.write_bytes(registry(row("s3://bkt/d/a", 1))["bkt/catalog.json"].replace(b"c@example", b"TOKEN@example"))
    piped, linked = pathlib.Path(folder()), pathlib.Path(folder())
    os.mkfifo(piped / "catalog.json")
    (linked / "catalog.json").symlink_to(secret)
    for target, words in ((piped, "it is a pipe, not a file"), (linked, "a link leads out of the directory")):
        for command in (["files", target, "x"], ["datasets", target], ["show", target], ["tree", target],
                        ["fetch", target, "x", "--out", folder()], ["site", target, "--out", folder() + "/site"],
                        ["migrate", target, "--out", folder() + "/new"], ["validate", target],
                        ["fix", target], ["catalog", "merge", target, secret]):
            done = run(None, *command)
            check(f"{command[0]}: {words}", done.returncode in (1, 3) and words in done.all
                  and "TOKEN" not in done.all, done.all)
    done = run(None, "show", linked / "catalog.json")
    check("a file that the user names may be a link", done.returncode == 0, done.all)


def directories_of_mappings():
    """--map of a bucket leads into a directory, with or without a final slash."""
    copy = pathlib.Path(folder(), "copy")
    for key, content in registry(row("s3://bkt/d/a", 1), {"d/a": b"x"}).items():
        path = copy / key.removeprefix("bkt/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for slash in ("", "/"):
        done = run(None, "files", "s3://bkt/", "x", "--map", f"s3://bkt/={copy}{slash}")
        check(f"--map to a directory with the end {slash!r}", done.returncode == 0 and "d/a" in done.stdout, done.all)


def rows_of_no_use():
    """A year of which no row can be read is no empty answer; a name that is too long is told before the download."""
    for rows in ("x," * (10 << 20) + "\n", "a,b,c,d\n2020-01-01T00:00:00Z\n"):
        done = run(SmallS3(registry(rows)), "files", "s3://bkt/", "x")
        check("no row of a file can be read", done.returncode == 3 and "none of its" in done.stderr, done.all)
    name = "n" * 256
    target = folder()
    server = SmallS3(registry(row(f"s3://bkt/d/{name}", 3), {f"d/{name}": b"one"}))
    done = run(server, "fetch", "s3://bkt/", "x", "--out", target)
    check("a name that is too long leaves nothing", done.returncode == 4 and not tree(target)
          and "name" in done.stderr.lower(), done.all)


def answers_without_head():
    """A server that does not answer HEAD tells the size in another way; one that refuses tells nothing."""
    def refusing(status):
        return lambda request: request.command == "HEAD" and request.fail(status, "MethodNotAllowed")

    rows = row("s3://bkt/d/a", "") + row("s3://bkt/d/empty", "", 2)
    for status in (405, 501, 202, 204, 403, 404, 500):
        for name, server, address in servers(rows, {"d/a": b"one", "d/empty": b""}, refusing(status)):
            target = folder()
            words = ["fetch", address, "x", "--out", target, "--flat", "--retries", "0"]
            done = run(server, *words)
            check(f"HEAD {status}, {name}: the files are fetched", done.returncode == 0
                  and tree(target) == {"a": b"one", "empty": b""}, done.all)
            asked = len(server.requests)
            done = run(server, *words)
            complete = [each for each in server.requests[asked:] if "/d/" in each[1] and each[0] == "GET"
                     and "Range" not in each[2]]
            if status in (405, 501):
                check(f"HEAD {status}, {name}: a request for one byte shows that they are present",
                      done.returncode == 0 and "2 present" in done.stderr and not complete, done.all)
            else:
                check(f"HEAD {status}, {name}: copies that can't be compared are errors, and stay",
                      done.returncode == 3 and done.stderr.count("can't be compared") == 2 and not complete
                      and tree(target) == {"a": b"one", "empty": b""}, done.all)


    part = {"Content-Range": "bytes 0-0/3", "Content-Length": "1", "ETag": '"e"'}
    for name, server, address in servers(row("s3://bkt/d/a", ""), {"d/a": b"one"}, lambda request: (
            request.command == "HEAD" and (request.send(206, b"", part) or True))):
        target = folder()
        for words in ("1 file fetched", "1 present"):
            done = run(server, "fetch", address, "x", "--out", target, "--flat")
            check(f"a part in the answer to HEAD, {name}: {words}", done.returncode == 0 and words in done.stderr, done.all)


def odd_bodies():
    """Answers that contradict themselves, or say too little, are no files."""
    def answering(status, headers, body, part=None):
        def hook(request):
            if part not in request.path or request.command != "GET" or request.headers.get("Range"):
                return False
            request.close_connection = True
            request.send_response(status)
            for header in headers:
                request.send_header(*header)
            request.end_headers()
            request.wfile.write(body)
            return True
        return hook

    etag = ("ETag", f'"{hashlib.md5(b"one").hexdigest()}"')
    three, five = ("Content-Length", "3"), ("Content-Length", "5")
    for case, status, headers, body, words in (
            ("two sizes", 200, [three, five], b"oneXX", "3 and 5 bytes"),
            ("one size twice", 200, [three, three], b"one", None),
            ("sizes in a list", 200, [("Content-Length", "3, 5")], b"one", ""),
            ("a part of unknown size", 206, [three, ("Content-Range", "bytes 0-2/*")], b"one", "of how many bytes"),
            ("a part of known size", 206, [("Content-Length", "2"), ("Content-Range", "bytes 0-1/3")], b"on", None),
            ("a part without a range", 206, [three], b"one", "different part")):
        hook = answering(status, [etag, *headers], body, "/d/")
        for name, server, address in servers(row("s3://bkt/d/a", ""), {"d/a": b"one"}, hook):
            target = folder()
            done = run(server, "fetch", address, "x", "--out", target, "--flat")
            good = done.returncode == 0 and tree(target) == {"a": b"one"}
            check(f"{case}, {name}", good if words is None else done.returncode == 3 and not tree(target)
                  and words in done.stderr, done.all)
            done = run(server, "cat", address, "x")
            check(f"{case}, {name}, cat", done.stdout == "one" if words is None else done.returncode == 3
                  and words in done.stderr, done.all)
    text = (HEADER + row("s3://bkt/d/a", 3)).encode()
    for case, headers in (("two sizes", [("Content-Length", str(len(text))), ("Content-Length", "9")]),
                          ("a part of unknown size", [("Content-Range", f"bytes 0-{len(text) - 1}/*")])):
        hook = answering(206 if "part" in case else 200, [("ETag", '"e"'), *headers], text, "/i/")
        for name, server, address in servers(row("s3://bkt/d/a", 3), {}, hook):
            for command in (["files", address, "x"], ["cat", address, "x", "--index"], ["show", address, "x", "--coverage"],
                            ["tree", address, "--count"], ["lookup", address + "d/a", "--bucket", address]):
                done = run(server, *command)
                check(f"an index file with {case}, {name}, {command[0]}", done.returncode == 3, done.all)


COMMANDS = (["files", "TO", "x"], ["cat", "TO", "x", "--index"], ["show", "TO", "x", "--coverage"],
            ["tree", "TO", "--count"], ["lookup", "s3://bkt/d/zzz", "--bucket", "TO"], ["validate", "TO", "--no-config"],
            ["convert", "TO", "--dataset", "x", "--to", "csv-zip"])


def truncated_answers():
    """An index file that arrives truncated is an error of every command, is not kept, and loses no row."""
    rows = "".join(row(f"s3://bkt/d/{day}", 3, day) for day in range(1, 10))
    half = len(HEADER) + len(rows) * 4 // 9

    def truncating(is_framed):
        def hook(request):
            if request.command != "GET" or "x_2020.csv" not in request.path or request.server.is_healthy:
                return False
            body = request.server.objects["bkt/i/x_2020.csv"]
            request.close_connection = True
            request.send_response(200)
            request.send_header("ETag", f'"{hashlib.md5(body).hexdigest()}"')
            if is_framed:
                request.send_header("Content-Length", str(half))
            request.end_headers()
            request.wfile.write(body[:half])
            return True
        return hook

    for is_framed in (False, True):
        for name, server, address in servers(rows, {}, truncating(is_framed)):
            if is_framed and name == "web":
                continue  # Nothing shows that this is not all.
            server.server.objects, server.server.is_healthy = server.objects, False
            for command in COMMANDS[:-1] if name == "web" else COMMANDS:
                cache, command = folder(), [address if word == "TO" else word for word in command]
                server.server.is_healthy = False
                done = run(server, *command, XDG_CACHE_HOME=cache)
                check(f"{command[0]} of a truncated index file, {name}, length {is_framed}", done.returncode == 3, done.all)
                writes = [each[:2] for each in server.requests if each[0] not in ("GET", "HEAD")]
                check(f"{command[0]} of a truncated index file writes nothing, {name}", not writes, writes)
                if command[0] == "files":
                    server.server.is_healthy = True
                    done = run(server, *command, XDG_CACHE_HOME=cache)
                    check(f"the truncated file is not kept, {name}, length {is_framed}",
                          done.returncode == 0 and len(done.stdout.splitlines()) == 9, done.all)


def unconfirmed_answers():
    """Bytes that end with the connection are all there is only if no request for their number fails."""
    for status, code in ((500, 3), (403, 0)):
        def hook(request, status=status):
            if "x_2020.csv" not in request.path:
                return False
            if request.command == "HEAD":
                return request.fail(status, "InternalError" if status == 500 else "AccessDenied")
            request.close_connection = True
            request.send_response(200)
            request.end_headers()
            request.wfile.write((HEADER + row(request.server.url + "d/a", 3)).encode())
            return True

        server, address = website("", {}, hook)
        server.server.url = address
        done = run(server, "files", address, "x", "--start", "2020/P1Y", "--retries", "0")
        check(f"a body that ends with the connection, HEAD {status}", done.returncode == code, done.all)


def odd_listings():
    """A listing that contradicts itself, or says too little, is the answer of no command."""
    entry = "<Contents><Key>{}</Key><Size>3</Size></Contents>"
    for case, text in (("no end", entry.format("i/x_2020.csv")),
                       ("an empty key", "<IsTruncated>false</IsTruncated>" + entry.format("i/x_2019.csv") + entry.format("")),
                       ("one page again and again", "<IsTruncated>true</IsTruncated><NextContinuationToken>t"
                        "</NextContinuationToken>" + entry.format("i/x_2020.csv"))):
        def hook(request, text=text):
            return "list-type" in request.path and (
                request.send(200, f"<ListBucketResult>{text}</ListBucketResult>".encode()) or True)

        server = SmallS3(registry(row("s3://bkt/d/a", 3)), hook)
        for command in COMMANDS:
            done = run(server, *["s3://bkt/" if word == "TO" else word for word in command])
            check(f"{command[0]} with a listing with {case}", done.returncode == 3, done.all)
        check(f"a listing with {case}: few requests", len(server.requests) < 100, len(server.requests))
    for command in COMMANDS[:3]:
        server = SmallS3(registry("", start="2019-01-01T00:00:00Z"))
        del server.objects["bkt/i/x_2020.csv"]
        done = run(server, *["s3://bkt/" if word == "TO" else word for word in command], *(
            ["--start", "2020/P1Y"] if command[0] != "show" else []))
        check(f"{command[0]} of a listing without any index file", done.returncode == 3, done.all)


def heads_for_every_path():
    """A server that answers HEAD for every path tells the size of no file by it."""
    for headers in ({"Content-Length": "0"}, {"Transfer-Encoding": "chunked"}):
        def hook(request, headers=headers):
            return request.command == "HEAD" and (request.send(200, b"", headers) or True)

        server, address = website(row("s3://bkt/d/a", 3), {"d/a": b"one"}, hook)
        done = run(server, "validate", address, "--no-config", "--depth", "objects")
        check(f"HEAD with {headers}: no size is wrong and no file is there twice", "OBJ002" not in done.stdout
              and "XRF014" not in done.stdout and "1 object compared" in done.all, done.all)
        server.objects["bkt/d/a"] = b"other"
        done = run(server, "validate", address, "--no-config", "--depth", "objects")
        check(f"HEAD with {headers}: another size is found", "OBJ002" in done.stdout and done.returncode == 1, done.all)


def single_objects_offline():
    """One object is read from the cache alone with --offline."""
    for name, server, address in servers(row("s3://bkt/d/a", 3), {"d/a": b"one"}):
        cache = folder()
        run(server, "files", address, "x", XDG_CACHE_HOME=cache)
        asked = len(server.requests)
        for key, code in (("catalog.json", 0), ("i/x_2020.csv", 0), ("d/a", 3)):
            done = run(server, "cat", "--offline", address + key, XDG_CACHE_HOME=cache)
            check(f"cat --offline of {key}, {name}", done.returncode == code and bool(done.stdout) == (code == 0), done.all)
        check(f"cat --offline sends nothing, {name}", len(server.requests) == asked, server.requests[asked:])


def lookups_beside_unread_rows():
    """A file that no row lists may be in a row, or in a second index file, that was not read."""
    rows = row("s3://bkt/d/a", 3)
    for case, text, objects, code in (("nothing else", rows, {}, 1), ("a damaged row", rows + "garbage\n", {}, 3),
                                      ("a second index file", rows, {"i/x_2020.csv.gz": gzip.compress(b"x")}, 3)):
        server = SmallS3(registry(text, objects))
        done = run(server, "lookup", "s3://bkt/d/zzz", "--bucket", "s3://bkt/")
        check(f"lookup beside {case}", done.returncode == code, done.all)
        done = run(server, "lookup", "s3://bkt/d/a", "--bucket", "s3://bkt/")
        check(f"lookup of a row beside {case}", done.returncode == 0 and "x" in done.stdout, done.all)


def index_files_of_early_years():
    """The one file of many years, which begins before the catalog says, is found without a listing."""
    rows = "2018-06-01T00:00:00Z,2021-01-01T00:00:00Z,s3://bkt/d/all,3\n"

    def hook(request):
        return "list-type" in request.path and request.fail(403, "AccessDenied")

    server = SmallS3(registry(rows, {"d/all": b"one"}, multiyear=True), hook)
    server.objects["bkt/i/x_2018.csv"] = server.objects.pop("bkt/i/x_2020.csv")
    done = run(server, "files", "s3://bkt/", "x")
    check("files finds the file of an early year", done.returncode == 0 and "d/all" in done.stdout, done.all)
    done = run(server, "validate", "s3://bkt/", "--no-config")
    check("validate finds the file of an early year", "XRF002" not in done.stdout and "1 row" in done.all, done.all)


def foreign_index_files():
    """No command writes a file that only has the name of an index file."""
    for name, server, address in servers(row("s3://bkt/d/a", 3)):
        for text in (b'{"error": "not found"}', b"upstream connect error\n", gzip.compress(b"x"), b"\n", b"\n\n\n"):
            server.objects["bkt/i/x_2020.csv"] = text
            done = run(server, "cat", address, "x", "--index")
            check(f"cat --index of {text[:10]}, {name}", done.returncode == 3 and not done.stdout, done.all)


def pages_in_place_of_files():
    """A web page is a data file only if its name or the index says so."""
    page, error = b"<!DOCTYPE html><html><body>login</body></html>", b"<?xml version='1.0'?><Error><Code>X</Code></Error>"
    for key, size, body, good in (("d/a", "", page, False), ("d/a", "", b"\n <HTML>", False), ("d/a", "", error, False),
                                  ("d/a", len(page), page, True), ("d/a", 3, page, False), ("d/a.html", "", page, True),
                                  ("d/a.xml", "", error, True), ("d/a", "", b"<Granule/>", True), ("d/a", "", b"", True),
                                  ("d/a", "", b"CDF <html>", True)):
        server, address = website(row(f"s3://bkt/{key}", size), {key: body})
        target = folder()
        done = run(server, "fetch", address, "x", "--out", target, "--flat")
        check(f"{body[:20]} of a web server as {key} of size {size!r}",
              (done.returncode == 0 and list(tree(target).values()) == [body]) if good
              else done.returncode == 3 and not tree(target), done.all)
        done = run(server, "cat", address, "x")
        check(f"{body[:20]} of a web server as {key} of size {size!r}, cat", done.returncode == (0 if good else 3)
              and (done.stdout == (body.decode() if good else "") or size == 3), done.all)
    server = SmallS3(registry(row("s3://bkt/d/a", ""), {"d/a": page}))
    done = run(server, "cat", "s3://bkt/", "x")
    check("an object of a bucket may be a page", done.returncode == 0 and done.stdout == page.decode(), done.all)
    tries = []

    def breaking(request):
        if "/d/" not in request.path:
            return False
        tries.append(1)
        if len(tries) > 1:
            return False
        request.close_connection = True
        request.send_response(200)
        request.send_header("Content-Length", "3000")
        request.end_headers()
        request.wfile.write(b"C" * 100)
        return True

    server, address = website(row("s3://bkt/d/a", ""), {"d/a": b"C" * 3000}, breaking)
    done = run(server, "cat", address, "x")
    check("a connection that breaks before it is known what comes is tried again", done.returncode == 0
          and done.stdout == "C" * 3000, done.all)


def start_pages():
    """A web server that answers every path with its start page has the files that are no pages."""
    page = b"<!DOCTYPE html><html><body>welcome</body></html>"

    def welcoming(request):
        name = request.path.split("?")[0].lstrip("/")
        if name in request.server.objects:
            return False
        request.send(200, page, {"Content-Type": "text/html", "ETag": '"page"'})
        return True

    for times, present in (({}, True), ({}, False), ({"start": None, "stop": None}, True),
                           ({"start": None, "stop": None}, False)):
        server, address = website(row("s3://bkt/d/a", 3), {"d/a": b"one"}, welcoming, **times)
        server.server.objects = server.objects
        index = server.objects["bkt/i/x_2020.csv"].decode()
        if not present:
            del server.objects["bkt/i/x_2020.csv"]
        cache = folder()
        for offline in ([], ["--offline"]):
            for command, text in (["files", address, "x", "--format", "uris"], f"{address}d/a\n"), (
                    ["cat", address, "x", "--index"], index):
                done = run(server, *command, *offline, XDG_CACHE_HOME=cache)
                check(f"start pages, times {times}, file {present}, {command[0]} {offline}",
                      done.returncode == (0 if present else 3) and done.stdout == (text if present else ""), done.all)


def offline_after_a_complete_run():
    """Every command gives the same answer again without requests, whatever the server is like."""
    def refusing(status, code, listing=True):
        def hook(request):
            name = request.path.split("?")[0].lstrip("/")
            absent = name not in request.server.objects
            return ("list-type" in request.path or listing and absent) and request.fail(status, code)
        return hook

    years = {year: (HEADER + f"{year}-01-01T00:00:00Z,{year}-12-31T00:00:00Z,s3://bkt/d/{year},3\n").encode()
             for year in (2019, 2021)}
    objects = {"i/x_2019.csv": years[2019], "i/x_2021.csv.gz": gzip.compress(years[2021])}
    entry = {"start": "2019-01-01T00:00:00Z", "stop": "2021-12-31T00:00:00Z"}
    kinds = [("listed", None), ("not listed", refusing(403, "AccessDenied", False)),
             ("not listed, absent is refused", refusing(403, "AccessDenied"))]
    for times in (entry, {"start": None, "stop": None}):
        found = [(f"S3, {kind}", SmallS3(registry(row("s3://bkt/d/a", 3), objects, **times), hook), "s3://bkt/")
                 for kind, hook in kinds]
        for name, server, address in found + [("web", *website(row("s3://bkt/d/a", 3), objects, None, **times))]:
            server.server.objects = server.objects
            done = run(server, "files", address, "x", "--offline")
            check(f"{name}, {times}: nothing is known before", done.returncode == 3, done.all)
            for command in (["files", address, "x"], ["files", address, "x", "--start", "2020-06-01"],
                            ["cat", address, "x", "--index"], ["show", address, "x", "--coverage"], ["show", address],
                            ["tree", address, "--count"], ["datasets", address],
                            ["lookup", address + "d/2019", "--bucket", address]):
                cache = folder()
                warm = run(server, *command, XDG_CACHE_HOME=cache)
                asked = len(server.requests)
                done = run(server, *command, "--offline", XDG_CACHE_HOME=cache)
                check(f"{name}, {times}: {command} is the same offline",
                      (done.returncode, done.stdout) == (warm.returncode, warm.stdout)
                      and len(server.requests) == asked, warm.all + done.all)
                may_be_open = "refused" in name
                check(f"{name}, {times}: {command} is complete unless years are open", warm.returncode == 0 or may_be_open
                      and warm.returncode == 3, warm.all)


def nothing_readable():
    """An answer that shows nothing is not the answer that there is nothing."""
    target = pathlib.Path(folder())
    for text, code in (('{"catalog": [7]}', 3), ('{"catalog": [{"id": "a", "index": "s3://b/"}], "catalog": []}', 3),
                       ('{"catalog": []}', 0), ('{"catalog": [7, {"id": "a", "index": "s3://b/"}]}', 0)):
        (target / "catalog.json").write_text(text)
        for command in (["show", target], ["show", target, "--format", "json"], ["datasets", target], ["tree", target],
                        ["search", "a", "--bucket", target]):
            done = run(None, *command)
            check(f"{command[0]} of {text}", done.returncode == code and bool(re.search("can('t)? be read", done.stderr)) == (code == 3)
                  or command[0] == "search" and done.returncode == code, done.all)
    (target / "catalog.json").write_text('{"catalog": [{"index": "s3://b/x/"}, {"id": "good", "index": "s3://b/"}]}')
    done = run(None, "show", target, "nothing")
    check("an entry that may be the one is named", done.returncode == 2 and "entry 1 has no id" in done.stderr, done.all)
    commands = (["files", "TO", "x"], ["show", "TO", "x", "--coverage"], ["tree", "TO", "--count"], ["sample", "TO", "x"],
                ["fetch", "TO", "x", "--out", folder()], ["lookup", "s3://bkt/d/b", "--bucket", "TO"], ["cat", "TO", "x"])
    for name, server, address in servers(""):
        for text in (b"# down for maintenance\n", b"<html></html>", b""):
            server.objects["bkt/i/x_2020.csv"] = text
            for command in commands:
                done = run(server, *[address if word == "TO" else word for word in command])
                check(f"{command[0]} of an index file {text}, {name}", done.returncode == 3 and "x_2020.csv" in done.stderr,
                      done.all)
        server.objects["bkt/i/x_2020.csv"] = HEADER.encode()
        for command in commands[:3]:
            done = run(server, *[address if word == "TO" else word for word in command])
            check(f"{command[0]} of a header alone, {name}", done.returncode == 0, done.all)


tests = [odd_catalogs, rows_of_no_use, nothing_readable, directories_of_mappings, answers_without_head, odd_bodies,
         truncated_answers, unconfirmed_answers, odd_listings, heads_for_every_path, single_objects_offline, lookups_beside_unread_rows, index_files_of_early_years,
         foreign_index_files, pages_in_place_of_files, start_pages, offline_after_a_complete_run, through_a_proxy, files_that_meet,
         present_and_replaced_files, encodings, throttling, warm_cache, redirects_and_archives, many_years, full_disk,
         progress_in_a_terminal]
for test in tests:
    if len(sys.argv) < 3 or test.__name__ in sys.argv[2:]:
        test()
if failures:
    sys.exit(f"reading: {len(failures)} of {checks} checks failed")
print(f"reading: {checks} checks passed")
