"""Two ways to talk to an implementation: by the protocol, or by the exit code of a command."""
import json
import os
import select
import shlex
import subprocess
import time

LINE_LIMIT = 16 << 20


class Fault(Exception):
    """The adapter broke the protocol; its text tells how. After a slow one, the next may be as slow."""

    def __init__(self, text, slow=False):
        super().__init__(text)
        self.slow = slow


class Program:
    """An adapter that speaks the protocol on its standard streams."""

    def __init__(self, command):
        self.process = subprocess.Popen(["/bin/sh", "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.rest = b""

    def ask(self, message, seconds):
        deadline = time.monotonic() + seconds
        try:
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        pieces = [self.rest]
        while b"\n" not in pieces[-1]:
            if not select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
                raise Fault(f"it did not answer within {seconds:g} s", slow=True)
            pieces.append(os.read(self.process.stdout.fileno(), 1 << 20))
            if not pieces[-1]:
                raise Fault("it ended" + (" in the middle of a line" if any(pieces) else " without an answer"))
            if sum(map(len, pieces)) > LINE_LIMIT:
                raise Fault(f"it wrote a line of more than {LINE_LIMIT} bytes")
        line, _, self.rest = b"".join(pieces).partition(b"\n")
        if self.rest:
            raise Fault(f"it wrote more than an answer: {self.rest[:100]!r}")
        try:
            answer = json.loads(line.decode("utf-8"))
        except ValueError as error:
            raise Fault(f"it wrote something that is not JSON in UTF-8: {error}") from None
        if not isinstance(answer, dict):
            raise Fault("it wrote JSON that is not an object")
        return answer

    def stop(self):
        try:
            self.process.stdin.write(b'{"cmd": "stop"}\n')
            self.process.stdin.close()
            self.process.wait(2)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


class Command:
    """A validator whose exit code is its verdict: 0 no violations, 1 violations."""

    def __init__(self, command):
        self.command = command

    def ask(self, message, seconds):
        if message["cmd"] == "start":
            return {"protocol": 1, "implementation": {
                "name": self.command, "version": "unknown", "language": "unknown", "classes": ["validator"],
                "specVersions": [], "grades": ["verdict"]}}
        if message["cmd"] == "spec":
            return {"ok": True}
        command = self.command.replace("{root}", shlex.quote(message["case"]["root"]))
        try:
            code = subprocess.run(["/bin/sh", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  timeout=seconds, check=False).returncode
        except subprocess.TimeoutExpired:
            raise Fault(f"the command did not end within {seconds:g} s", slow=True) from None
        verdict = {0: "no-violations", 1: "violations"}.get(code)
        return {"seq": message["seq"], "result": {"verdict": verdict}} if verdict else {
            "seq": message["seq"], "errored": True, "context": {"message": f"exit code {code}; only 0 and 1 are verdicts"}}

    def stop(self):
        pass
