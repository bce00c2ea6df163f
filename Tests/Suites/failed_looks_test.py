"""Checks that nothing follows from a failed request.

usage: failed_looks_test.py TOOL [WORKERS [STEP]]

Every request of a validation fails once in every way, at every depth, in a bucket, in a bucket that
can't be listed, and on a web server, with a right registry and with a faulty one. The only allowed
difference to the run without failures is that something is not evaluated. STEP runs every STEP-th
case.
"""

import concurrent.futures
import hashlib
import http.server
import json
import os
import queue
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import urllib.parse

TOOL = sys.argv[1]
WORKERS = int(sys.argv[2]) if len(sys.argv) > 2 else 4
STEP = int(sys.argv[3]) if len(sys.argv) > 3 else 1
BUCKET = "example-bucket"
DEPTHS = ["metadata", "index", "objects"]
STATUSES = {401: "InvalidToken", 403: "AccessDenied", 429: "SlowDown", 500: "InternalError",
            503: "SlowDown"}
# Answers with status 200 that are not the object.
ANSWERS = {
    "error": ("application/xml", b"<Error><Code>InternalError</Code><Message>on purpose</Message></Error>"),
    "page": ("text/html; charset=utf-8", b"<html><body>Sign in to the network</body></html>"),
    "nothing": ("text/plain", b"")}
WAYS = ["dns", "refused", *STATUSES, "reset", "cut", *ANSWERS]
MODES = ["bucket", "closed bucket", "web"]


def rows(year, extra="", name="f"):
    """The rows of an index file; each has one data file."""
    lines = ["# start, stop, datakey, filesize" + (", quality" if extra else "")]
    for minute in range(3):
        lines.append(
            f"{year}-01-01T00:0{minute}:00Z,{year}-01-01T00:0{minute}:30Z,"
            f"{{bucket}}data/{name}{year}{minute}.cdf,100{extra}")
    return "\n".join(lines) + "\n"


def entry(name, start, stop):
    return {
        "id": name, "index": f"{{bucket}}{name}/", "title": f"The dataset {name}",
        "start": start, "stop": stop, "modification": "2024-01-01T00:00:00Z",
        "indextype": "csv", "filetype": "cdf"}


def registry(is_faulty):
    """The objects of a registry; {bucket} means its address."""
    catalog = {
        "version": "1.1", "endpoint": "{bucket}", "name": "Example", "region": "us-east-1",
        "egress": "public", "contact": "Someone, someone@nasa.gov",
        "status": {"code": 1200, "message": "OK"},
        "catalog": [
            entry("one", "2020-01-01T00:00:00Z", "2021-01-01T00:02:30Z"),
            entry("two", "2020-01-01T00:00:00Z", "2020-01-01T00:02:30Z")]}
    buckets = {"version": "1.1", "modificationDate": "2024-01-01T00:00:00Z", "registry": [
        {"endpoint": "{bucket}", "name": "Example", "provider": "aws", "region": "us-east-1"}]}
    info = {"version": "1.1", "parameters": [{"name": "quality", "type": "double"}]}
    objects = {
        "HelioDataRegistry.json": json.dumps(buckets),
        "one/one_2020.csv": rows(2020), "one/one_2021.csv": rows(2021),
        "two/two_2020.csv": rows(2020, ",1.5", "g"), "two/two.json": json.dumps(info)}
    for name, year in (("f", 2020), ("f", 2021), ("g", 2020)):
        objects |= {f"data/{name}{year}{minute}.cdf": "x" * 100 for minute in range(3)}
    if is_faulty:
        catalog["catalog"].append(entry("gone", "2020-01-01T00:00:00Z", "2020-06-01T00:00:00Z"))
        catalog["catalog"][0]["stop"] = "2022-06-01T00:00:00Z"
        catalog["catalog"][1]["start"] = "2020-01-01T00:00:10Z"
        info["parameters"][0].pop("name")
        objects["two/two.json"] = json.dumps(info)
        objects["data/lost.cdf"] = "x" * 100
        del objects["data/f20201.cdf"]
    objects["catalog.json"] = json.dumps(catalog)
    return objects


class Server(http.server.ThreadingHTTPServer):
    """Serves a registry, and fails for one request."""

    daemon_threads = True

    def __init__(self, mode):
        super().__init__(("127.0.0.1", 0), Handler)
        self.mode = mode
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.objects = {}
        self.asked = []
        self.fault = None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def serve(self, objects):
        bucket = self.url + "/" if self.mode == "web" else f"s3://{BUCKET}/"
        self.objects = {k: v.replace("{bucket}", bucket).encode() for k, v in objects.items()}

    def handle_error(self, *_):
        pass


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=None, size=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if size is None else size))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def refuse(self, status, word):
        body = f"<Error><Code>{word}</Code><Message>on purpose</Message></Error>".encode()
        self.answer(status, body, {"Content-Type": "application/xml"})

    def do_GET(self):
        server = self.server
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        key = urllib.parse.unquote(url.path)[1:]
        if server.mode != "web":
            key = key.partition("/")[2]
        name = f"{self.command} {key}"
        if "list-type" in query:
            name = f"LIST {query.get('prefix', '')} {query.get('delimiter', '')}".rstrip()
        server.asked.append(name)
        if server.fault and server.fault[0] == name:
            return self.fail(server.fault[1], key, query)
        self.serve(key, query)

    do_HEAD = do_GET

    def serve(self, key, query, is_cut=False):
        server = self.server
        is_closed = server.mode == "closed bucket"
        if "list-type" in query:
            if is_closed:
                return self.refuse(403, "AccessDenied")
            body, headers = self.listing(query), {"Content-Type": "application/xml"}
        elif key not in server.objects:
            return self.refuse(403, "AccessDenied") if is_closed else self.refuse(404, "NoSuchKey")
        else:
            body = server.objects[key]
            headers = {"ETag": '"' + hashlib.md5(body).hexdigest() + '"'}
        if is_cut:
            self.answer(200, body[:len(body) // 2], headers, len(body))
            return self.close()
        self.answer(200, body, headers)

    def listing(self, query):
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
        keys, folders = [], []
        for key in sorted(self.server.objects):
            if not key.startswith(prefix):
                continue
            rest = key[len(prefix):]
            if delimiter and delimiter in rest:
                folder = prefix + rest.split(delimiter)[0] + delimiter
                folders += [] if folder in folders else [folder]
            else:
                keys.append(key)
        text = "<ListBucketResult><IsTruncated>false</IsTruncated>"
        text += f"<KeyCount>{len(keys) + len(folders)}</KeyCount>"
        for key in keys:
            text += f"<Contents><Key>{key}</Key><Size>{len(self.server.objects[key])}</Size></Contents>"
        for folder in folders:
            text += f"<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>"
        return (text + "</ListBucketResult>").encode()

    def fail(self, way, key, query):
        if way in STATUSES:
            return self.refuse(way, STATUSES[way])
        if way in ANSWERS:
            return self.answer(200, ANSWERS[way][1], {"Content-Type": ANSWERS[way][0]})
        if way == "cut" and self.command != "HEAD":
            return self.serve(key, query, is_cut=True)
        if way in ("dns", "refused") and self.server.mode == "web":
            host = "nowhere.invalid" if way == "dns" else "127.0.0.1:1"
            return self.answer(302, headers={"Location": f"http://{host}/{key}"})
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self):
        self.wfile.flush()
        self.close_connection = True


def validate(server, depth, endpoint=None):
    """Runs the tool; returns its exit code and its report."""
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    environment |= {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "HOME": "/nonexistent"}
    url = endpoint or server.url
    target = url + "/" if server.mode == "web" else f"s3://{BUCKET}/"
    done = subprocess.run(
        [TOOL, "validate", "--no-config", "--retries", "0", "--depth", depth, "--output", "json",
         "--max-per-rule", "1000", "--endpoint-url", url, target],
        capture_output=True, env=environment, timeout=120, check=False)
    try:
        return done.returncode, json.loads(done.stdout), done.stderr.decode()
    except ValueError:
        return done.returncode, None, done.stderr.decode()


def findings(report):
    return {(f["rule"], f["location"]["uri"], f["location"].get("line"), f["message"])
            for f in report["findings"]}


def problem(clean, failed, request, mode, way):
    """What is wrong with a run in which a request failed; nil if nothing is."""
    (code, report, _), (clean_code, clean_report, _) = failed, clean
    if report is None:
        return f"exit {code}, no report: {failed[2]}"
    new = findings(report) - findings(clean_report)
    if new:
        return f"new findings: {sorted(new, key=str)}"
    if code == 3 or code == 1 and findings(report) and report["notices"]:
        return None
    key = request.split(" ")[1]
    is_optional = key == "HelioDataRegistry.json" or re.search(r"(json|info)$", key)
    # Web servers refuse, or ask for a login, path by path.
    if way in (401, 403) and mode != "bucket" and key != "catalog.json" and is_optional:
        return None if code == clean_code else f"exit {code} for an optional document"
    if way == 403 and request.startswith("HEAD") and is_optional and key != "catalog.json":
        return None if code == clean_code else f"exit {code} for an optional document"
    if way == 403 and request.startswith("LIST"):
        # Without the listing, the same names are requested one by one.
        return None if code == clean_code else f"exit {code}"
    return f"exit {code}, though {request} failed"


def cases(mode, is_faulty, depth, servers):
    server = servers.get()
    try:
        server.serve(registry(is_faulty))
        server.fault, server.asked = None, []
        clean = validate(server, depth)
        assert clean[1] is not None, clean
        expected = 1 if is_faulty and depth != "metadata" else 0
        if mode == "bucket":
            assert clean[0] == expected, (mode, is_faulty, depth, clean[0], clean[1]["notices"],
                                          clean[1]["findings"])
        # Two data files are enough of those that are requested one by one.
        data = [name for name in server.asked if name.startswith("HEAD data/")]
        return clean, sorted(set(server.asked) - set(sorted(data)[2:]))
    finally:
        servers.put(server)


def run(mode, is_faulty, depth, clean, request, way, servers):
    server = servers.get()
    try:
        server.serve(registry(is_faulty))
        clean = tuple(clean)
        server.fault = (request, way)
        failed = validate(server, depth)
        # The servers have different ports.
        text = re.sub(r"127\.0\.0\.1:\d\d+", "HOST", json.dumps([clean[1], failed[1]]))
        before, after = json.loads(text)
        return problem((clean[0], before, ""), (failed[0], after, failed[2]), request, mode, way)
    finally:
        server.fault = None
        servers.put(server)


def main():
    count, wrong, requests, number = 0, [], 0, 0
    for mode in MODES:
        servers = queue.Queue()
        for _ in range(WORKERS):
            servers.put(Server(mode))
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            jobs = {}
            for is_faulty in (False, True):
                # What a faulty registry adds shows at the greatest depth.
                for depth in DEPTHS[2:] if is_faulty else DEPTHS:
                    clean, asked = cases(mode, is_faulty, depth, servers)
                    requests += len(asked)
                    for request in asked:
                        for way in WAYS:
                            # These are refused as before.
                            is_list = request.startswith("LIST")
                            if way in ANSWERS and (
                                    request.startswith("HEAD")
                                    # An empty file of a web server may be one.
                                    or mode == "web" and way == "nothing"):
                                continue
                            if is_list and way == "cut" and mode == "closed bucket":
                                continue
                            if way == 403 and mode == "closed bucket" and (
                                    is_list
                                    or request.split(" ")[1] not in registry(is_faulty)):
                                continue
                            number += 1
                            if number % STEP:
                                continue
                            job = pool.submit(
                                run, mode, is_faulty, depth, clean, request, way, servers)
                            jobs[job] = f"{mode}, {'faulty' if is_faulty else 'right'}, " \
                                f"{depth}: {request}, {way}"
            for job in concurrent.futures.as_completed(jobs):
                count += 1
                if found := job.result():
                    wrong.append(f"{jobs[job]}: {found}")
        # No server answers.
        for host in ("http://127.0.0.1:1", "http://nowhere.invalid"):
            server = servers.get()
            for depth in DEPTHS:
                count += 1
                code, report, text = validate(server, depth, host)
                if code != 3 or report is None or report["findings"]:
                    wrong.append(f"{mode}, {depth}, {host}: exit {code} {text}")
            servers.put(server)
    for line in sorted(wrong)[:60]:
        print(line)
    print(f"failed looks: {requests} requests, {len(WAYS)} ways, {count} runs, "
          f"{len(wrong)} with a wrong conclusion")
    return 1 if wrong else 0


sys.exit(main())
