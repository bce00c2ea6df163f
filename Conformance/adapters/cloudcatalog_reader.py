#!/usr/bin/env python3
"""An adapter for the client of cloudcatalog 1.3.3: requests files, datasets and buckets.

Needs cloudcatalog==1.3.3, pandas below 3 and requests. The client reads buckets only from servers: it uses the server that the
runner names, or one in here that serves the tree. It contacts nothing else on the network.
"""
import functools
import http.server
import json
import logging
import os
import pathlib
import sys
import threading
import urllib.parse
import xml.sax.saxutils

os.environ |= {
    "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1",
    "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true",
}
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)  # keeps the client's output out of the answers
try:
    import cloudcatalog
    import cloudcatalog.main
    import pandas
    import requests
except ImportError as error:
    sys.exit(f"{error}: pip install 'cloudcatalog==1.3.3' 'pandas<3' requests")
logging.disable(logging.CRITICAL)


class Bucket(http.server.BaseHTTPRequestHandler):
    """Serves the files of the trees as buckets."""

    buckets = {}

    def do_GET(self):
        bucket, _, key = urllib.parse.unquote(self.path.partition("?")[0]).lstrip("/").partition("/")
        folder = self.buckets.get(bucket)
        path = (folder / key).resolve() if folder else None
        if not path or not path.is_relative_to(folder.resolve()) or not path.is_file():
            body = "<Error><Code>NoSuchKey</Code><Key>%s</Key></Error>" % xml.sax.saxutils.escape(key)
            return self.answer(404, body.encode(), "application/xml")
        self.answer(200, path.read_bytes(), "binary/octet-stream")

    do_HEAD = do_GET

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
threading.Thread(target=server.serve_forever, daemon=True).start()
own_endpoint = f"http://127.0.0.1:{server.server_port}"
get = requests.get


@functools.wraps(get)
def get_from_loopback(url, *arguments, **options):
    """Stops the client from trying Amazon's servers when a bucket lacks a key."""
    if urllib.parse.urlsplit(url).hostname != "127.0.0.1":
        raise requests.ConnectionError("only the loopback server may be used")
    return get(url, *arguments, **options)


requests.get = get_from_loopback


def rows(frame):
    """The rows of a frame, with the cells as the client gives them."""
    if not isinstance(frame, pandas.DataFrame):
        return []
    found = []
    for _, row in frame.iterrows():
        item = {"start": time(row["start"]), "datakey": str(row["datakey"])}
        if not pandas.isna(row["stop"]):
            item["stop"] = time(row["stop"])
        item["filesize"] = number(row["filesize"])
        found.append(item)
    return found


def number(cell):
    """A size, or None: the client leaves a column as strings if one value is not a number."""
    try:
        return int(cell)
    except ValueError:
        return None


def time(stamp):
    return stamp.isoformat() + "Z"


def ask(case):
    """The client's answer in the form of the protocol; an exception counts as an error that it noticed."""
    query, root = case["input"]["query"], pathlib.Path(case["root"])
    name = case["input"].get("virtualRoot", "s3://example-bucket/")[5:].rstrip("/")
    Bucket.buckets = {name: root}
    endpoint = case.get("endpoint") or own_endpoint
    os.environ["AWS_ENDPOINT_URL"] = endpoint
    if query["ask"] == "buckets":
        address = f"{endpoint}/{name}/HelioDataRegistry.json"
        registry = cloudcatalog.CatalogRegistry(address)
        if registry.get_catalog() is None:
            raise ValueError("the registry is unavailable")
        return {"value": [each["endpoint"] for each in registry.get_registry()]}
    client = cloudcatalog.CloudCatalog(f"s3://{name}/")
    if query["ask"] == "datasets":
        return {"value": [each for each, _ in client.get_entries_id_title()]}
    if client.get_entry(query["dataset"]) is None:
        raise KeyError("no such dataset")  # the client itself returns None
    if query["ask"] == "dataset":
        return {"value": client.get_entry(query["dataset"])}
    return {"rows": rows(client.request_cloud_catalog(
        query["dataset"], start_date=query["start"], stop_date=query["stop"]))}


def run(message):
    case = message["case"]
    if case["class"] != "reader":
        return {"skipped": True, "message": "the client reads only"}
    try:
        return {"result": ask(case)}
    except Exception as error:  # the client raises many kinds
        return {"result": {"error": f"{type(error).__name__}: {error}"[:500] or "error"}}


ABOUT = {
    "name": "cloudcatalog-reader", "version": "1.3.3", "language": "python", "classes": ["reader"],
    "homepage": "https://pypi.org/project/cloudcatalog/",
    "specVersions": ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "1.0", "1.1"],
    "features": ["registry", "info", "checksum", "older-versions"], "grades": ["verdict", "exact"],
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
