"""An HTTP server that fails on purpose; the path says how.

  /ok/N                   N bytes, as announced
  /reset/N                N bytes of a longer body, then a reset connection
  /truncated/N            N bytes of a body announced as twice as long, then the end
  /chunked-cut/N          a chunked body that ends without its last chunk
  /stall/N                N bytes, then silence
  /silence                a connection without any response
  /busy/NAME/K            503 SlowDown for the first K requests of NAME, then 200
  /retry-after/NAME/S     429 with Retry-After: S once, then 200
  /status/CODE            that status
  /redirect/N             N redirects one after another, then 200
  /redirect-loop          endless redirects
  /redirect-to?URL        a redirect to URL
  /garbage                not HTTP
  /headers/N              N bytes of headers
  /bomb/N                 N MiB of zeros, compressed
  /broken-gzip            a compressed body that is broken
  /changing/NAME          a different ETag for every request, with ranges
  /flaky/NAME/N/HOW       a million bytes with an ETag; every response sends N, then a reset;
                          HOW: ranges, no-ranges, changes (the ETag, after the first), weak (ETag),
                          growing (no ETag, each sends N more), other (the same with other bytes)
  /list/garbage           invalid XML;  /list/entities  XML with an entity bomb
  /echo                   the head of the request, unchanged
"""

import gzip
import socket
import socketserver
import struct
import sys
import threading
import time
import zlib

counts = {}
lock = threading.Lock()


def times(name):
    """How often a name was requested before."""
    with lock:
        counts[name] = counts.get(name, 0) + 1
        return counts[name] - 1


def body(count):
    return bytes(i % 251 for i in range(count))


class Faults(socketserver.BaseRequestHandler):
    def handle(self):
        self.buffer = b""
        try:
            while self.one():
                pass
        except (ConnectionError, TimeoutError):
            pass

    def one(self):
        while b"\r\n\r\n" not in self.buffer:
            more = self.request.recv(65536)
            if not more:
                return False
            self.buffer += more
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        self.head = head.decode("latin-1")
        self.method, self.target = self.head.split("\r\n")[0].split(" ")[:2]
        path, _, query = self.target.partition("?")
        parts = path.strip("/").split("/")
        name = "do_" + parts[0].replace("-", "_")
        if not hasattr(self, name):
            self.answer(404, b"no such fault\n")
            return True
        return getattr(self, name)(parts[1:], query) is not False

    def answer(self, status, body, *headers, length=None):
        lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {length if length is not None else len(body)}"]
        self.request.sendall("\r\n".join(lines + list(headers) + ["", ""]).encode("latin-1"))
        if self.method != "HEAD":
            self.request.sendall(body)

    def reset(self):
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.request.close()
        return False

    def do_ok(self, parts, query):
        self.answer(200, body(int(parts[0])), 'ETag: "same"')

    def do_reset(self, parts, query):
        count = int(parts[0])
        self.answer(200, body(count), length=count * 2 + 1)
        time.sleep(0.05)
        return self.reset()

    def do_truncated(self, parts, query):
        count = int(parts[0])
        self.answer(200, body(count), length=count * 2)
        return False

    def do_chunked_cut(self, parts, query):
        count = int(parts[0])
        self.request.sendall(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % count + body(count) + b"\r\n")
        return False

    def do_stall(self, parts, query):
        count = int(parts[0])
        self.answer(200, body(count), length=count + 1)
        time.sleep(60)
        return False

    def do_silence(self, parts, query):
        time.sleep(60)
        return False

    def do_busy(self, parts, query):
        if times("busy" + parts[0]) < int(parts[1]):
            text = b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
            self.answer(503, text)
        else:
            self.answer(200, b"ready\n")

    def do_retry_after(self, parts, query):
        if times("retry" + parts[0]) == 0:
            self.answer(429, b"later\n", f"Retry-After: {parts[1]}")
        else:
            self.answer(200, b"ready\n")

    def do_status(self, parts, query):
        self.answer(int(parts[0]), b"status\n")

    def do_redirect(self, parts, query):
        count = int(parts[0])
        if count == 0:
            self.answer(200, b"arrived\n")
        else:
            self.answer(302, b"", f"Location: /redirect/{count - 1}")

    def do_redirect_loop(self, parts, query):
        self.answer(302, b"", "Location: /redirect-loop")

    def do_redirect_to(self, parts, query):
        self.answer(302, b"", f"Location: {query}")

    def do_garbage(self, parts, query):
        self.request.sendall(b"\x00\x01this is no HTTP\r\n\r\n")
        return False

    def do_headers(self, parts, query):
        line = "X-Filler: " + "x" * 1000
        self.answer(200, b"ok\n", *[line] * (int(parts[0]) // 1000))

    def do_bomb(self, parts, query):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        self.request.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n")
        for _ in range(int(parts[0])):
            self.request.sendall(packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_SYNC_FLUSH))
        self.request.sendall(packer.flush())
        return False

    def do_broken_gzip(self, parts, query):
        data = bytearray(gzip.compress(body(10000)))
        data[len(data) // 2] ^= 0xFF
        self.answer(200, bytes(data), "Content-Encoding: gzip")

    def do_changing(self, parts, query):
        etag = f'"{times("changing" + parts[0])}"'
        size = 100_000
        ranges = [line.split("bytes=")[1] for line in self.head.split("\r\n") if line.lower().startswith("range:")]
        if not ranges:
            return self.answer(200, body(size), f"ETag: {etag}", "Accept-Ranges: bytes")
        first, last = ranges[0].split("-")
        first, last = int(first), min(int(last or size - 1), size - 1)
        self.answer(206, body(size)[first : last + 1], f"ETag: {etag}", f"Content-Range: bytes {first}-{last}/{size}")

    def do_flaky(self, parts, query):
        name, count, how = parts[0], int(parts[1]), parts[2]
        number, data = times("flaky" + name + how), body(1_000_000)
        etag = {"changes": f'"{min(number, 1)}"', "weak": 'W/"steady"'}.get(how, '"steady"')
        lines = {line.split(":")[0].lower(): line.split(": ", 1)[1] for line in self.head.split("\r\n")[1:]}
        if lines.get("if-match", etag) != etag:
            return self.answer(412, b"")
        first, headers, status = 0, [f"ETag: {etag}"], 200
        if how in ("growing", "other"):
            headers = []
        if how == "other" and number % 2 == 1:
            data = data[1:] + b"x"
        if "range" in lines and headers and how != "no-ranges":
            first = int(lines["range"].split("=")[1].split("-")[0])
            headers.append(f"Content-Range: bytes {first}-{len(data) - 1}/{len(data)}")
            status = 206
        if how in ("no-ranges", "growing", "other"):
            count *= number + 1
        self.answer(status, data[first : first + count], *headers, length=len(data) - first)
        if first + count < len(data):
            time.sleep(0.05)
            return self.reset()

    def do_list(self, parts, query):
        texts = {
            "garbage": b"<ListBucketResult><Contents><Key>a</Contents>",
            "entities": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><ListBucketResult><Name>&b;</Name></ListBucketResult>',
        }
        self.answer(200, texts[parts[0]], "Content-Type: application/xml")

    def do_echo(self, parts, query):
        self.answer(200, self.head.encode("latin-1"))


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256


if __name__ == "__main__":
    with Server(("127.0.0.1", int(sys.argv[1])), Faults) as server:
        server.serve_forever()
