#!/usr/bin/env python3
"""An adapter that is broken on purpose, in one way at a time: it shows whether a runner notices.

usage: broken.py MODE
       honest      does nothing wrong, but skips every case
       lies        answers everything wrongly: violations, no rows, nulls
       flatters    answers every validator case with no-violations
       crash       dies at the first case
       crash-later dies at every third case
       early-exit  ends with exit code 0 at the first case
       no-start    ends before it answers start
       silent      never answers anything
       hang        answers start, and no case
       slow        answers each case after two seconds
       garbage     writes a line that is not JSON
       half-line   writes half an answer without a line end, and waits
       huge-line   writes a line of 32 MiB
       no-utf-8    writes bytes that are not UTF-8
       chatty      writes an extra line before each answer
       wrong-seq   answers with another seq
       twice       answers each case twice
       no-verdict  answers with an empty result
       bad-result  answers with a verdict that does not exist
       bad-start   names no classes
       other-protocol  speaks version 2
       old-spec    knows no version of the spec
       exit-code   works correctly, but ends with exit code 3
       floods      writes 64 MiB to standard error
"""
import json
import os
import sys
import time

mode = sys.argv[1] if len(sys.argv) == 2 else sys.exit(__doc__)
if f"\n       {mode} " not in __doc__:
    sys.exit(f"there is no mode {mode}")
ABOUT = {"name": f"broken-{mode}", "version": "1", "language": "python", "classes": ["validator", "reader", "unit"],
         "specVersions": ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "1.0", "1.1"],
         "features": ["csv-zip", "parquet", "info", "checksum", "registry", "objects", "older-versions"],
         "grades": ["verdict", "requirements", "exact", "location"]}
WRONG = {"validator": {"verdict": "violations", "findings": []}, "reader": {"rows": []}, "unit": {"value": None}}


def say(answer):
    print(json.dumps(answer), flush=True)


def raw(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def sleep():
    while True:
        time.sleep(3600)


def start():
    if mode == "no-start":
        sys.exit(0)
    if mode == "silent":
        sleep()
    if mode == "bad-start":
        return say({"protocol": 1, "implementation": {"name": "broken"}})
    if mode == "floods":
        sys.stderr.write("x" * (64 << 20))
    say({"protocol": 2 if mode == "other-protocol" else 1, "implementation": ABOUT})


def lie(case):
    """A wrong answer, or with flatters one that is wrong for half of the cases."""
    if mode == "flatters":
        return {"verdict": "no-violations", "findings": []}
    return WRONG.get(case["class"], {"value": None})


def run(seq, case, count):
    if mode == "crash" or mode == "crash-later" and count % 3 == 0:
        os.abort()
    if mode == "early-exit":
        sys.exit(0)
    if mode == "hang":
        sleep()
    if mode == "slow":
        time.sleep(2)
    if mode == "garbage":
        return raw(b"this is no JSON\n")
    if mode == "half-line":
        raw(b'{"seq": ')
        sleep()
    if mode == "huge-line":
        return raw(b'"' + b"x" * (32 << 20) + b'"\n')
    if mode == "no-utf-8":
        return raw(b'{"seq": 1, "result": {"verdict": "\xff\xfe"}}\n')
    if mode == "chatty":
        print("working on it", flush=True)
    if mode == "wrong-seq":
        seq = f"{seq}-other"
    if mode == "no-verdict":
        return say({"seq": seq, "result": {}})
    if mode == "bad-result":
        return say({"seq": seq, "result": {"verdict": "fine"}})
    if mode in ("lies", "flatters", "wrong-seq", "slow", "chatty", "twice", "crash-later"):
        answer = {"seq": seq, "result": lie(case)}
        say(answer)
        return say(answer) if mode == "twice" else None
    say({"seq": seq, "skipped": True, "message": "on purpose"})


def main():
    count = 0
    for line in sys.stdin:
        message = json.loads(line)
        if message["cmd"] == "start":
            start()
        elif message["cmd"] == "spec":
            say({"ok": mode != "old-spec"})
        elif message["cmd"] == "run":
            count += 1
            run(message["seq"], message["case"], count)
        else:
            break
    sys.exit(3 if mode == "exit-code" else 0)


main()
