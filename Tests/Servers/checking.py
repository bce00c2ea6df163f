"""A proxy for moto's S3 that checks the checksums of bodies like Amazon, and can damage bodies.

usage: checking.py PORT PORT-OF-MOTO

moto accepts any checksums of a request; Amazon refuses a body that does not match its headers:
x-amz-content-sha256 with XAmzContentSHA256Mismatch, x-amz-checksum-sha256 and Content-MD5 with BadDigest. Requests are
passed on unchanged, so that moto checks their signatures. A word in the bucket or key changes the behavior:

  damaged-once      one byte of each body is damaged before the check, only the first time
  damaged-always    one byte of each body is damaged before the check
  cut-once          the connection ends after the first body, as if the response were lost
  slow              every response takes half a second longer
  contested         completing an upload on a condition is refused, as if somebody else were faster at the last moment
  error-in-200      completing an upload is answered with status 200 and an error in the body, once
"""

import base64
import hashlib
import http.client
import http.server
import socketserver
import sys
import threading
import time

seen = set()
lock = threading.Lock()


def is_first(*what):
    with lock:
        if what in seen:
            return False
        seen.add(what)
        return True


class Checking(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        if "slow" in path:
            time.sleep(0.5)
        if body and self.command == "PUT":
            if "damaged-always" in path or "damaged-once" in path and is_first("damaged", path, query):
                body = body[:-1] + bytes([body[-1] ^ 1])
            if fault := self.fault(body):
                return self.refuse(400, fault)
        if self.command == "POST" and "error-in-200" in path and "uploadId" in query and is_first("200", path):
            return self.refuse(200, "InternalError")
        if self.command == "POST" and "contested" in path and "uploadId" in query \
                and (self.headers.get("If-Match") or self.headers.get("If-None-Match")):
            return self.refuse(412, "PreconditionFailed")
        status, headers, answer = self.ask(body)
        if "cut-once" in path and self.command in ("PUT", "POST") and is_first("cut", path, query):
            self.close_connection = True
            return self.connection.close()
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        length = dict((name.lower(), value) for name, value in headers).get("content-length")
        self.send_header("Content-Length", length if self.command == "HEAD" and length else str(len(answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = pass_on

    def ask(self, body):
        connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[2]))
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        return response.status, response.getheaders(), answer

    def fault(self, body):
        """The error code of a body; None if it matches the headers."""
        sha256 = hashlib.sha256(body)
        # Amazon checks all of them; which error comes first is not documented.
        if self.headers.get("x-amz-checksum-sha256", (text := base64.b64encode(sha256.digest()).decode())) != text:
            return "BadDigest"
        md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
        if self.headers.get("Content-MD5", md5) != md5:
            return "BadDigest"
        if self.headers.get("x-amz-content-sha256") not in (None, "UNSIGNED-PAYLOAD", sha256.hexdigest()):
            return "XAmzContentSHA256Mismatch"
        return None

    def refuse(self, status, word):
        answer = f"<?xml version='1.0'?><Error><Code>{word}</Code><Message>Refused.</Message></Error>".encode()
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256


if __name__ == "__main__":
    with Server(("127.0.0.1", int(sys.argv[1])), Checking) as server:
        server.serve_forever()
