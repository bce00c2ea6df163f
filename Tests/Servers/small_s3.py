"""A small S3 server in path style that misbehaves on demand, and a proxy, both in this process.

A server has objects by "bucket/key": bytes, or a pair of bytes and headers. A hook sees each request first, and
returns True if it has answered.
"""
import hashlib
import http.server
import base64
import re
import socket
import ssl
import threading
import urllib.parse
import xml.sax.saxutils


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_):
        """Connections that break are part of the tests."""


class SmallS3:
    def __init__(self, objects, hook=None, tls=None, date="Wed, 01 Jan 2020 00:00:00 GMT", etag=None):
        self.objects, self.hook, self.date, self.etag = objects, hook, date, etag
        self.requests = []
        self.lock = threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def respond(self):
                length = self.headers.get("Content-Length")
                self.body = self.rfile.read(int(length)) if length else b""
                with outer.lock:
                    outer.requests.append((self.command, self.path, dict(self.headers)))
                if not (outer.hook and outer.hook(self)):
                    outer.answer(self)

            do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = respond

            def send(self, status, body=b"", headers=None):
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                if "Content-Length" not in (headers or {}):
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD" and status != 304:
                    self.wfile.write(body)

            def fail(self, status, code, message="", extra="", headers=None):
                body = f"<Error><Code>{code}</Code><Message>{message}</Message>{extra}</Error>".encode()
                self.send(status, b"" if self.command == "HEAD" else body, headers)
                return True

        self.server = Server(("127.0.0.1", 0), Handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = f"https://localhost:{self.port}" if tls else f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def object(self, name):
        value = self.objects[name]
        return value if isinstance(value, tuple) else (value, {})

    def answer(self, request):
        parts = urllib.parse.urlsplit(request.path)
        name = urllib.parse.unquote(parts.path).lstrip("/")
        bucket, _, key = name.partition("/")
        if request.command == "PUT":
            self.objects[name] = request.body
            return request.send(200, b"", {"ETag": self.tag(request.body)})
        if not any(other.startswith(bucket + "/") for other in self.objects):
            return request.fail(404, "NoSuchBucket")
        if not key:
            return self.list(request, bucket, dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True)))
        if name not in self.objects:
            return request.fail(404, "NoSuchKey")
        body, headers = self.object(name)
        headers = {"ETag": self.tag(body), "Last-Modified": self.date, "Accept-Ranges": "bytes", **headers}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return request.send(304, b"", headers)
        if request.headers.get("If-Match", headers["ETag"]) != headers["ETag"]:
            return request.fail(412, "PreconditionFailed")
        part = re.match(r"bytes=(\d+)-(\d*)", request.headers.get("Range", ""))
        if not part:
            return request.send(200, body, headers)
        first, last = int(part[1]), min(int(part[2] or len(body) - 1), len(body) - 1)
        if first >= len(body):
            return request.fail(416, "InvalidRange")
        headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
        return request.send(206, body[first:last + 1], headers)

    def tag(self, body):
        return self.etag or f'"{hashlib.md5(body).hexdigest()}"'

    def list(self, request, bucket, query):
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
        keys, prefixes = [], []
        for name in sorted(self.objects, key=str.encode):
            if not name.startswith(f"{bucket}/{prefix}"):
                continue
            key = name[len(bucket) + 1:]
            rest = key[len(prefix):]
            if delimiter and delimiter in rest:
                common = prefix + rest.split(delimiter)[0] + delimiter
                if common not in prefixes:
                    prefixes.append(common)
            else:
                keys.append(key)
        encode = urllib.parse.quote_plus if "encoding-type" in query else xml.sax.saxutils.escape
        text = f"<ListBucketResult><Name>{bucket}</Name><IsTruncated>false</IsTruncated>"
        if "encoding-type" in query:
            text += "<EncodingType>url</EncodingType>"
        for key in keys:
            body, _ = self.object(f"{bucket}/{key}")
            text += f"<Contents><Key>{encode(key)}</Key><Size>{len(body)}</Size><ETag>{self.tag(body)}</ETag>"
            text += "<LastModified>2020-01-01T00:00:00.000Z</LastModified></Contents>"
        text += "".join(f"<CommonPrefixes><Prefix>{encode(each)}</Prefix></CommonPrefixes>" for each in prefixes)
        request.send(200, (text + "</ListBucketResult>").encode(), {"Content-Type": "application/xml"})


class Proxy:
    """A proxy that answers CONNECT for localhost only, and asks for a user if one is given."""

    def __init__(self, user=None):
        self.user, self.log = user, []
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(100)
        login = f"{user}@" if user else ""
        self.port = self.socket.getsockname()[1]
        self.url = f"http://{login}127.0.0.1:{self.port}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.socket.accept()
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            more = client.recv(65536)
            if not more:
                return
            head += more
        method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
        self.log.append((method, target))
        wanted = self.user and b"Basic " + base64.b64encode(self.user.encode())
        if wanted and wanted not in head:
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nETag: \"proxy\"\r\n"
                           b"Proxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return client.close()
        host, port = target.rsplit(":", 1)
        if method != "CONNECT" or host not in ("127.0.0.1", "localhost"):
            client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return client.close()
        server = socket.create_connection((host, int(port)))
        # Headers that would be wrong if they were taken for those of the object.
        client.sendall(b"HTTP/1.1 200 Connection established\r\nETag: \"proxy\"\r\nX-Proxy: yes\r\n\r\n")
        threading.Thread(target=self.pipe, args=(client, server), daemon=True).start()
        self.pipe(server, client)

    @staticmethod
    def pipe(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        for each in (source, target):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
