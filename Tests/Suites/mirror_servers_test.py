#!/usr/bin/env python3
"""Verifies mirrors in buckets of moto, which checks signatures, of rclone, on nginx and on web servers of its own.

usage: mirror_servers_test.py FOLDER TOOL
       (FOLDER as with-servers.sh has it, whose servers must be running; run by its venv's python)
"""
import base64
import hashlib
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Servers"))
from small_s3 import SmallS3  # noqa: E402

folder, tool = pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())
places = json.loads((folder / "servers.json").read_text())
server = places["moto"]
os.environ |= {
    "AWS_ENDPOINT_URL": server["url"], "AWS_ACCESS_KEY_ID": server["key"], "AWS_DEFAULT_REGION": server["region"],
    "AWS_REGION": server["region"], "AWS_SECRET_ACCESS_KEY": server["secret"], "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}
import boto3  # noqa: E402  (reads the environment)

s3 = boto3.client("s3")
work = pathlib.Path(tempfile.mkdtemp(prefix="scregistry-mirrors-"))
failures = []
count = 0


def check(name, condition, detail=""):
    global count
    count += 1
    if not condition:
        failures.append(name)
        print(f"FAILED {name} {detail}", file=sys.stderr)


def verify(source, mirror, *options, **environment):
    """Gives the exit code, the findings by rule, and the lines of the objects."""
    report, objects = work / "report.json", work / "objects.ndjson"
    for path in (report, objects):
        path.unlink(missing_ok=True)
    done = subprocess.run([tool, "mirror", "verify", source, mirror, "--no-config", "-q", "-o", f"json={report}",
                           "--objects", objects, "--retries", "1", *options], capture_output=True, text=True, timeout=600,
                          env=os.environ | environment)
    rules = {}
    if report.exists():
        rules = {rule: number for rule, number in json.loads(report.read_text())["summary"]["byRule"].items() if number}
    lines = [json.loads(line) for line in objects.read_text().splitlines()] if objects.exists() else []
    return done.returncode, rules, lines, done.stderr


def expect(name, result, code, rules, level=None):
    check(name, result[0] == code and result[1] == rules, f"exit {result[0]}, {result[1]} {result[3][:400]}")
    if level:
        found = {line["level"] for line in result[2]}
        check(f"{name}: level", found == {level}, found)


def bucket(name):
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": server["region"]})


def registry(root, objects):
    """The documents of a registry of one dataset."""
    rows = "".join(f"2020-{n + 1:02}-01T00:00:00Z,2020-{n + 1:02}-01T23:59:59Z,{root}{key},{len(data)}\n"
                   for n, (key, data) in enumerate(objects.items()))
    catalog = {"version": "1.1", "endpoint": root, "name": root, "egress": "public, no-egress", "contact": f"x@{root[5:-1]}",
               "status": {"code": 1200, "message": "OK"}, "catalog": [{
                   "id": "ds", "index": f"{root}ds/", "title": "T", "start": "2020-01-01T00:00:00Z",
                   "stop": "2020-12-31T00:00:00Z", "modification": "2025-01-02T00:00:00Z", "indextype": "csv", "filetype": "cdf"}]}
    return {"catalog.json": json.dumps(catalog).encode(),
            "ds/ds_2020.csv": b"# start, stop, datakey, filesize\n" + rows.encode()}


DATA = {f"ds/data/{n}.cdf": hashlib.sha256(str(n).encode()).digest() * (10 + n) for n in range(6)}


def fill(name, objects, **options):
    bucket(name)
    for key, data in (registry(f"s3://{name}/", objects) | objects).items():
        s3.put_object(Bucket=name, Key=key, Body=data, **(options if key.endswith(".cdf") else {}))


def parts(bucket_name, key, data, size, **options):
    """Uploads in parts of a size, or of several."""
    sizes = [size] * (-(-len(data) // size)) if isinstance(size, int) else size
    upload = s3.create_multipart_upload(Bucket=bucket_name, Key=key, **options)["UploadId"]
    done = []
    start = 0
    for number, size in enumerate(sizes, 1):
        etag = s3.upload_part(Bucket=bucket_name, Key=key, UploadId=upload, PartNumber=number, Body=data[start:start + size],
                              **options)["ETag"]
        start += size
        done.append({"ETag": etag, "PartNumber": number})
    s3.complete_multipart_upload(Bucket=bucket_name, Key=key, UploadId=upload, MultipartUpload={"Parts": done})


def buckets():
    fill("mirror-a", DATA)
    fill("mirror-b", DATA)
    for level, reached in [("listed", "etag"), ("size", "etag"), ("etag", "etag"), ("content", "content")]:
        expect(f"good buckets at {level}", verify("s3://mirror-a/", "s3://mirror-b/", "--require", level), 0, {}, reached)
    for name, level in [("SHA256", "digest"), ("CRC32", "crc")]:
        low = name.lower()
        for side in "ab":
            bucket(f"sum-{low}-{side}")
            for key, data in (registry(f"s3://sum-{low}-{side}/", DATA) | DATA).items():
                s3.put_object(Bucket=f"sum-{low}-{side}", Key=key, Body=data, ChecksumAlgorithm=name)
        expect(f"stored {name}", verify(f"s3://sum-{low}-a/", f"s3://sum-{low}-b/", "--require", level), 0, {}, level)
    s3.put_object(Bucket="mirror-b", Key="ds/data/1.cdf", Body=b"!" + DATA["ds/data/1.cdf"][1:])
    result = verify("s3://mirror-a/", "s3://mirror-b/")
    expect("a plain listing does not tell", result, 0, {})
    expect("one byte by content", verify("s3://mirror-a/", "s3://mirror-b/", "--require", "content"), 1, {"MIR002": 1})
    expect("one byte by digest", verify("s3://mirror-a/", "s3://mirror-b/", "--require", "digest"), 1, {"MIR002": 1, "MIR006": 5})
    s3.delete_object(Bucket="mirror-b", Key="ds/data/1.cdf")
    expect("missing", verify("s3://mirror-a/", "s3://mirror-b/"), 1, {"MIR001": 1})
    # a bucket against a directory
    for key, data in (registry("s3://mirror-a/", DATA) | DATA).items():
        (work / "copy" / key).parent.mkdir(parents=True, exist_ok=True)
        (work / "copy" / key).write_bytes(data)
    expect("bucket and directory", verify("s3://mirror-a/", str(work / "copy")), 0, {}, "size")
    expect("bucket and directory by content", verify("s3://mirror-a/", str(work / "copy"), "--require", "content"), 0, {}, "content")


def uploads():
    big = hashlib.sha256(b"big").digest() * (12 * (1 << 20) // 32)
    objects = {"ds/data/big.cdf": big}
    for name in ("parts-5", "parts-8", "parts-5b", "whole"):
        bucket(name)
        for key, data in registry(f"s3://{name}/", objects).items():
            s3.put_object(Bucket=name, Key=key, Body=data)
    parts("parts-5", "ds/data/big.cdf", big, 5 << 20)
    parts("parts-5b", "ds/data/big.cdf", big, 5 << 20)
    parts("parts-8", "ds/data/big.cdf", big, 8 << 20)
    s3.put_object(Bucket="whole", Key="ds/data/big.cdf", Body=big)
    expect("equal parts", verify("s3://parts-5/", "s3://parts-5b/", "--require", "etag"), 0, {}, "etag")
    expect("other parts", verify("s3://parts-5/", "s3://parts-8/", "--require", "etag"), 3, {"MIR006": 1}, "size")
    expect("parts and whole", verify("s3://parts-5/", "s3://whole/", "--require", "etag"), 3, {"MIR006": 1}, "size")
    expect("other parts by size", verify("s3://parts-5/", "s3://parts-8/"), 0, {}, "size")
    expect("other parts by content", verify("s3://parts-5/", "s3://parts-8/", "--require", "content"), 0, {}, "content")
    # an inventory of the source, and the bytes of the mirror: the part size is inferred
    etag = s3.head_object(Bucket="parts-5", Key="ds/data/big.cdf")["ETag"].strip('"')
    (work / "inventory.csv").write_text(f'Bucket,Key,Size,ETag\nparts-5,ds/data/big.cdf,{len(big)},{etag}\n')
    expect("inventory and content", verify(str(work / "inventory.csv"), "s3://parts-8/", "--require", "content"), 0, {}, "content")


def uneven_uploads():
    """The first parts are equal, others are not: the ETags differ, and prove nothing."""
    mebibyte = 1 << 20
    for number, (one, other) in enumerate([((5, 5, 7), (5, 6, 6)), ((6, 5, 6), (6, 6, 5)), ((5, 5, 5, 2), (5, 5, 6, 1))]):
        data = hashlib.sha256(b"uneven%d" % number).digest() * (sum(one) * mebibyte // 32)
        sides = [f"uneven-{number}-{side}" for side in "ab"]
        for name, sizes in zip(sides, (one, other)):
            bucket(name)
            for key, body in registry(f"s3://{name}/", {"ds/data/big.cdf": data}).items():
                s3.put_object(Bucket=name, Key=key, Body=body)
            parts(name, "ds/data/big.cdf", data, [size * mebibyte for size in sizes], ChecksumAlgorithm="SHA256")
        addresses = [f"s3://{name}/" for name in sides]
        expect(f"uneven parts {one} {other} at composite", verify(*addresses, "--require", "composite"), 3, {"MIR006": 1}, "size")
        expect(f"uneven parts {one} {other} at digest", verify(*addresses, "--require", "digest"), 3, {"MIR006": 1}, "size")
        expect(f"uneven parts {one} {other} by content", verify(*addresses, "--require", "content"), 0, {}, "content")
    # Parts of known, equal sizes prove a difference without reading.
    data = hashlib.sha256(b"even").digest() * (12 * mebibyte // 32)
    for name, body in [("even-a", data), ("even-b", data[:-1] + b"!")]:
        bucket(name)
        for key, document in registry(f"s3://{name}/", {"ds/data/big.cdf": data}).items():
            s3.put_object(Bucket=name, Key=key, Body=document)
        parts(name, "ds/data/big.cdf", body, 5 * mebibyte)
    result = verify("s3://even-a/", "s3://even-b/", "--require", "composite")
    check("equal parts that differ", result[0] == 1, str(result))


def sums_of_parts():
    """moto states the SHA-256 of an upload in parts over theirs, without saying so."""
    data = hashlib.sha256(b"sums").digest() * (12 * (1 << 20) // 32)
    objects = {"ds/data/big.cdf": data}
    for name in ("sums-a", "sums-b"):
        bucket(name)
        for key, body in registry(f"s3://{name}/", objects).items():
            s3.put_object(Bucket=name, Key=key, Body=body)
        parts(name, "ds/data/big.cdf", data, 6 << 20, ChecksumAlgorithm="SHA256")
    sums = work / "SHA256SUMS"
    sums.write_text(f"{hashlib.sha256(data).hexdigest()}  ds/data/big.cdf\n")
    list_of_mirror = ["--mirror-evidence", str(sums)]
    expect("composite checksums", verify("s3://sums-a/", "s3://sums-b/", "--require", "composite"), 0, {}, "composite")
    expect("composite checksums are no digests", verify("s3://sums-a/", "s3://sums-b/", "--require", "digest"), 3, {"MIR006": 1}, "composite")
    result = verify("s3://sums-a/", "s3://sums-b/", "--require", "digest", *list_of_mirror)
    check("a digest and a composite checksum do not differ", not result[1].get("MIR002") and not result[1].get("MIR003"), result[1])
    for key, body in (registry("s3://sums-a/", objects) | objects).items():
        (work / "sums" / key).parent.mkdir(parents=True, exist_ok=True)
        (work / "sums" / key).write_bytes(body)
    expect("composite checksum and directory by content", verify("s3://sums-a/", str(work / "sums"), "--require", "content"), 0, {}, "content")


class Web(http.server.BaseHTTPRequestHandler):
    """A web server for a tree in memory, which can refuse after some requests."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, sends):
        state = self.server
        state.asked += 1
        key = self.path.lstrip("/")
        data = state.files.get(key)
        status = 200 if data is not None else 404
        if state.limit is not None and state.asked > state.limit and (
                key.startswith(state.refuses) if state.refuses else key.endswith(".cdf")):
            status, data = state.status, b""
        if status == 200 and state.redirect and key.endswith(".cdf"):
            self.send_response(302)
            self.send_header("Location", state.redirect)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(data or b"")))
        if status == 200 and state.checksums:
            self.send_header("x-amz-checksum-sha256", base64.b64encode(hashlib.sha256(data).digest()).decode())
        self.end_headers()
        if sends:
            self.wfile.write(data or b"")

    def do_GET(self):
        self.answer(True)

    def do_HEAD(self):
        self.answer(False)


def web(files, limit=None, status=503, checksums=False, redirect=None, refuses=None):
    """Starts a web server; gives it and its address."""
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
    made.files, made.limit, made.status, made.checksums, made.redirect, made.asked = files, limit, status, checksums, redirect, 0
    made.refuses = refuses
    threading.Thread(target=made.serve_forever, daemon=True).start()
    return made, f"http://127.0.0.1:{made.server_port}/"


def webs():
    copy = str(work / "copy")
    files = registry("s3://mirror-a/", DATA) | DATA
    made, address = web(files)
    expect("web mirror", verify(copy, address), 0, {}, "size")
    expect("web mirror by content", verify(copy, address, "--require", "content"), 0, {}, "content")
    expect("web source", verify(address, copy), 0, {}, "size")
    made, address = web({key: data for key, data in files.items() if not key.endswith("/3.cdf")})
    expect("web mirror lacks one", verify(copy, address), 1, {"MIR001": 1})
    made, address = web(files, checksums=True)
    made2, address2 = web(files, checksums=True)
    expect("two web servers with checksums", verify(address, address2, "--require", "digest", "--map", "s3://mirror-a/=s3://mirror-a/"), 0, {}, "digest")
    for status in (403, 503):
        made, address = web(files, limit=6, status=status)
        result = verify(copy, address, "-j", "1")
        verdicts = [line["verdict"] for line in result[2]]
        check(f"{status} halfway", result[0] == 3 and len(verdicts) == len(DATA) and "same" in verdicts and "unknown" in verdicts,
              f"{result[0]} {verdicts} {result[3][:300]}")
    made, address = web(files, status=403, limit=0, refuses="ds/")
    result = verify(copy, address)
    verdicts = {line["verdict"] for line in result[2]}
    check("a mirror that refuses index and objects", result[0] == 3 and verdicts == {"unknown"}, f"{result[0]} {verdicts} {result[1]}")
    made.shutdown()
    made.server_close()
    result = verify(copy, address)
    check("a dead server", result[0] == 3 and {line["verdict"] for line in result[2]} == {"unknown"}, f"{result[0]} {result[1]}")
    made, address = web(files, redirect="http://10.255.255.1/")
    result = verify(copy, address)
    check("redirect into a private network", result[0] == 3 and not result[1].get("MIR002"), f"{result[0]} {result[1]}")


class Cutting(http.server.BaseHTTPRequestHandler):
    """A web server that ends every answer with content after 60 % of it, and knows ranges if it has ETags."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, sends):
        state, key = self.server, self.path.lstrip("/")
        data = state.files.get(key)
        start = 0
        wanted = self.headers.get("Range")
        if data is None:
            self.send_response(404)
        elif wanted and state.etags:
            start = int(wanted.removeprefix("bytes=").split("-")[0])
            state.ranges.append((start, self.headers.get("If-Match")))
            if state.replaces:
                state.replaces = False
                state.files[key] = data = bytes(reversed(data))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        body = (data or b"")[start:]
        self.send_header("Content-Length", str(len(body)))
        if data is not None and state.etags:
            self.send_header("ETag", '"' + hashlib.md5(data).hexdigest() + '"')
        self.end_headers()
        if not sends:
            return
        kept = body if len(body) < 1000 else body[:len(body) * 6 // 10]
        state.sent += len(kept)
        try:
            self.wfile.write(kept)
        except OSError:
            return
        if len(kept) < len(body):
            self.wfile.flush()
            self.close_connection = True

    def do_GET(self):
        self.answer(True)

    def do_HEAD(self):
        self.answer(False)


def stated():
    """Content that is to be read decides over an ETag that is no digest, and over a stored checksum that is wrong."""
    objects = {"ds/data/1.cdf": b"one"}

    def sha256(data):
        return base64.b64encode(hashlib.sha256(data).digest()).decode()
    wrong = {"an ETag that is no MD5": {"ETag": '"' + "ab" * 16 + '"'},
             "a checksum of other bytes": {"ETag": '"x-1"', "x-amz-checksum-sha256": sha256(b"two"),
                                           "x-amz-checksum-type": "FULL_OBJECT"}}
    for name, headers in wrong.items():
        stored = {}
        for side in ("source", "mirror"):
            stored |= {f"{side}/{key}": data for key, data in (registry(f"s3://{side}/", objects) | objects).items()}
        has_checksum = "x-amz-checksum-sha256" in headers
        right = {"ETag": '"y-1"', "x-amz-checksum-sha256": sha256(b"one"), "x-amz-checksum-type": "FULL_OBJECT"}
        stored["source/ds/data/1.cdf"] = (b"one", right if has_checksum else {})
        stored["mirror/ds/data/1.cdf"] = (b"one", headers)
        url = SmallS3(stored).url
        # The equal ETags of the listing contradict the checksums.
        if has_checksum:
            expect(f"{name}, not read", verify("s3://source/", "s3://mirror/", "--require", "digest", AWS_ENDPOINT_URL=url),
                   3, {})
        expect(f"{name}, read", verify("s3://source/", "s3://mirror/", "--require", "content", AWS_ENDPOINT_URL=url),
               0, {}, "content")


def cutting():
    """A large object after a server that breaks off is continued where it stopped, if its ETag is the same."""
    big = bytes(range(256)) * 40_000
    objects = {"ds/data/1.cdf": big}
    files = registry("s3://cut/", objects) | objects
    copy = work / "cut"
    place(copy, files)

    def serve(etags, replaces=False):
        made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Cutting)
        made.files, made.etags, made.ranges, made.sent, made.replaces = dict(files), etags, [], 0, replaces
        threading.Thread(target=made.serve_forever, daemon=True).start()
        return made, f"http://127.0.0.1:{made.server_port}/"

    made, address = serve(etags=True)
    expect("a server that cuts", verify(str(copy), address, "--require", "content", "--map", "s3://cut/=s3://cut/"), 0, {}, "content")
    starts = [start for start, _ in made.ranges]
    check("a cut object is continued", len(starts) > 3 and starts == sorted(set(starts)) and starts[0] > len(big) // 2
          and all(tag for _, tag in made.ranges) and made.sent < len(big) * 11 // 10, f"{made.ranges[:5]} {made.sent}")
    made, address = serve(etags=True, replaces=True)
    result = verify(str(copy), address, "--require", "content", "--map", "s3://cut/=s3://cut/")
    check("an object that was replaced in between is not mixed", result[0] == 3 and result[2][0]["verdict"] == "moving"
          and "changed" in result[2][0]["reason"], f"{result[0]} {result[2]}")


def place(root, files):
    for key, data in files.items():
        (root / key).parent.mkdir(parents=True, exist_ok=True)
        (root / key).write_bytes(data)


def nginx():
    """nginx without listings: objects are found by the index alone."""
    copy = str(work / "copy")
    root = folder.resolve() / "web" / "mirror"
    shutil.rmtree(root, ignore_errors=True)
    place(root, registry("s3://mirror-a/", DATA) | DATA)
    address = places["nginx"]["url"] + "/mirror/"
    for level in ("size", "content"):
        expect(f"nginx as mirror at {level}", verify(copy, address, "--require", level), 0, {}, level)
        expect(f"nginx as source at {level}", verify(address, copy, "--require", level), 0, {}, level)
    expect("two places of nginx", verify(address, places["nginx"]["url"] + "/gzip/mirror/", "--require", "content",
                                         "--map", "s3://mirror-a/=s3://mirror-a/"), 0, {}, "content")
    (root / "ds/data/3.cdf").write_bytes(DATA["ds/data/3.cdf"][:-1])
    expect("nginx has a short object", verify(copy, address), 1, {"MIR003": 1})
    (root / "ds/data/3.cdf").write_bytes(DATA["ds/data/3.cdf"][:-1] + b"!")
    expect("nginx has another byte, not read", verify(copy, address), 0, {}, "size")
    expect("nginx has another byte, read", verify(copy, address, "--require", "content"), 1, {"MIR002": 1})
    (root / "ds/data/3.cdf").unlink()
    expect("nginx lacks an object", verify(copy, address), 1, {"MIR001": 1})
    expect("the source on nginx lacks an object", verify(address, copy), 1, {"MIR004": 1})
    (root / "ds/data/3.cdf").write_bytes(DATA["ds/data/3.cdf"])
    rows = (root / "ds/ds_2020.csv").read_bytes()
    (root / "ds/ds_2020.csv").write_bytes(rows.replace(b"2020-04-01T23:59:59Z", b"2020-04-01T23:59:58Z"))
    expect("nginx has a changed row", verify(copy, address), 1, {"MIR012": 1})
    (root / "ds/ds_2020.csv").write_bytes(rows)
    check("nginx refuses", verify(copy, places["nginx"]["url"] + "/private/")[0] == 3)
    shutil.rmtree(root)


def rclone():
    """rclone's S3 server, whose ETags are those of the files."""
    own = places["rclone"]
    root = folder.resolve() / "rclone-data"
    for name in ("mir-a", "mir-b"):
        shutil.rmtree(root / name, ignore_errors=True)
        place(root / name, registry(f"s3://{name}/", DATA) | DATA)
    access = {"AWS_ENDPOINT_URL": own["url"], "AWS_ACCESS_KEY_ID": own["key"], "AWS_SECRET_ACCESS_KEY": own["secret"],
              "AWS_REGION": own["region"], "AWS_DEFAULT_REGION": own["region"]}
    for level, reached in (("size", None), ("content", "content")):
        expect(f"rclone at {level}", verify("s3://mir-a/", "s3://mir-b/", "--require", level, **access), 0, {}, reached)
    expect("rclone and a directory", verify("s3://mir-a/", str(root / "mir-b"), "--map", "s3://mir-a/=s3://mir-b/", **access), 0, {}, "size")
    # rclone remembers its directories, so they are changed through it.
    client = boto3.client("s3", endpoint_url=own["url"], region_name=own["region"],
                          aws_access_key_id=own["key"], aws_secret_access_key=own["secret"])
    client.delete_object(Bucket="mir-b", Key="ds/data/2.cdf")
    client.put_object(Bucket="mir-b", Key="ds/data/new.cdf", Body=b"new")
    expect("rclone lacks one and has another", verify("s3://mir-a/", "s3://mir-b/", **access), 1, {"MIR001": 1, "MIR005": 1})
    wrong = access | {"AWS_SECRET_ACCESS_KEY": "wrong"}
    check("rclone refuses a wrong key", verify("s3://mir-a/", "s3://mir-b/", **wrong)[0] == 3)
    for name in ("mir-a", "mir-b"):
        shutil.rmtree(root / name)


def changing():
    """An object of the source changes while the mirror is listed."""
    fill("moving-a", DATA)
    fill("moving-b", DATA)

    class Proxy(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        changed = False
        before = staticmethod(lambda path: None)

        def log_message(self, *_):
            pass

        def do_GET(self):
            self.forward()

        def do_HEAD(self):
            self.forward()

        def forward(self):
            import urllib.error
            import urllib.request
            if "moving-b" in self.path and "list-type=2" in self.path and "delimiter" not in self.path and not Proxy.changed:
                Proxy.changed = True
                s3.put_object(Bucket="moving-a", Key="ds/data/2.cdf", Body=b"changed")
                s3.put_object(Bucket="moving-a", Key="ds/data/9.cdf", Body=b"new")
            Proxy.before(self.path)
            request = urllib.request.Request(server["url"] + self.path, method=self.command)
            for name, value in self.headers.items():
                request.add_unredirected_header(name, value)
            try:
                answer = urllib.request.urlopen(request)
            except urllib.error.HTTPError as error:
                answer = error
            body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in ("transfer-encoding", "connection", "content-length", "server", "date"):
                    self.send_header(name, value)
            length = answer.headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(body))
            self.send_header("Content-Length", length)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    result = verify("s3://moving-a/", "s3://moving-b/", "--endpoint-url", f"http://127.0.0.1:{proxy.server_port}")
    moving = [line["key"] for line in result[2] if line["verdict"] == "moving"]
    check("an object that changes is moving", moving == ["ds/data/2.cdf"] and result[0] == 3, f"{result[0]} {moving} {result[1]} {result[3][:300]}")
    changed_after_listing(Proxy, f"http://127.0.0.1:{proxy.server_port}")


def changed_after_listing(proxy, url):
    """Objects of both sides change after all listings, before they are looked at."""
    changes = {
        "1": lambda: s3.put_object(Bucket="late-a", Key="ds/data/1.cdf", Body=b"!" + DATA["ds/data/1.cdf"][1:]),
        "2": lambda: s3.put_object(Bucket="late-a", Key="ds/data/2.cdf", Body=b"other"),
        "3": lambda: s3.delete_object(Bucket="late-a", Key="ds/data/3.cdf"),
        "4": lambda: s3.put_object(Bucket="late-b", Key="ds/data/4.cdf", Body=b"!" + DATA["ds/data/4.cdf"][1:]),
        "5": lambda: s3.delete_object(Bucket="late-b", Key="ds/data/5.cdf")}
    lock = threading.Lock()
    bucket("late-a")
    bucket("late-b")
    for level in ("digest", "content"):
        for name in ("late-a", "late-b"):
            for key, data in (registry(f"s3://{name}/", DATA) | DATA).items():
                s3.put_object(Bucket=name, Key=key, Body=data)
        waiting = set(changes)

        def before(path):
            with lock:
                while waiting and ".cdf" in path and "list-type" not in path:
                    changes[waiting.pop()]()

        proxy.before = staticmethod(before)
        result = verify("s3://late-a/", "s3://late-b/", "--require", level, "--jobs", "1", "--endpoint-url", url)
        moving = sorted(line["key"] for line in result[2] if line["verdict"] == "moving")
        rules = {} if level == "content" else {"MIR006": 1}
        check(f"objects that change before they are looked at, {level}",
              moving == [f"ds/data/{n}.cdf" for n in range(1, 6)] and result[1] == rules and result[0] == 3,
              f"{result[0]} {moving} {result[1]} {[(line['key'], line['verdict'], line.get('reason')) for line in result[2]]} {result[3][:300]}")
    proxy.before = staticmethod(lambda path: None)


buckets()
uploads()
uneven_uploads()
sums_of_parts()
webs()
stated()
cutting()
nginx()
rclone()
changing()
print(f"{count} checks of mirrors on servers, {len(failures)} failures")
sys.exit(1 if failures else 0)
