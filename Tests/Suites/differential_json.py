#!/usr/bin/env python3
"""Compares how the tool and Python's json module read random JSON: what is refused, and the values.

usage: differential_json.py TOOL [--count DOCUMENTS] [--seed SEED] [--batch DOCUMENTS]
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile

from differential import Clock, options, smaller

# What the tool reports for a document that is not JSON; Python reads half surrogates.
FAULTS = {"json-syntax", "invalid-utf-8", "nested-too-deep"}
NUMBERS = ["0", "-0", "1", "-1", "1.5", "1e5", "1E+5", "1e-5", "-0.0e0", "12345678901234567890", "1e400", "0.1e1", "10"]
NOT_NUMBERS = ["01", "+1", ".5", "1.", "1e", "1e+", "-", "NaN", "Infinity", "-Infinity", "0x1", "1_0", "--1", "1.e1"]
TEXTS = ["", "a", "é", "日本", "😀", "\\n", "\\u0041", "\\ud83d\\ude00", "\\/", "\\\\", "\\\"", "\\u0000", "\x7f", "{", "]",
         "\\u00e9", "\u2028", "//", "/*"]
NOT_TEXTS = ["\\x", "\\u12", "\\", "\n", "\t", "\0", "\\u12g4", "\x1f", "\"", "\\U0041"]
BLANKS = ["", "", "", " ", "\n", "\t", "\r\n"]
NOISE = list(',:[]{}"\\ \n0-.eE+tfn/\'') + ["\ufeff", "\xa0", "\x0b", "\x0c", "true", "nul", "//x\n", "/**/", ",,", "\u2028", "é"]


def value(random, depth, rate):
    """A random value as text; at the rate, some are not JSON."""
    kind = random.randrange(9 if depth > 0 else 5)
    if kind == 0:
        return random.choice(["true", "false", "null"])
    if kind < 3:
        return random.choice(NOT_NUMBERS if random.random() < rate else NUMBERS)
    if kind < 5:
        return text(random, rate)
    blank = [random.choice(BLANKS) for _ in range(8)]
    parts = [value(random, depth - 1, rate) for _ in range(random.randrange(4))]
    if kind < 7:
        return "[" + blank[0] + (blank[1] + "," + blank[2]).join(parts) + blank[3] + "]"
    members = [text(random, rate) + blank[4] + ":" + blank[5] + part for part in parts]
    return "{" + blank[0] + (blank[1] + "," + blank[2]).join(members) + blank[6] + "}"


def text(random, rate):
    parts = [random.choice(NOT_TEXTS if random.random() < rate else TEXTS) for _ in range(random.randrange(4))]
    return '"' + "".join(parts) + '"'


def document(random):
    """A random document, as bytes: most are valid, or were valid before a few changes."""
    found = value(random, random.choice([0, 2, 3, 5]), random.choice([0, 0, 0.02]))
    for _ in range(random.choice([0, 0, 1, 1, 2])):
        place = random.randrange(len(found) + 1)
        end = min(len(found), place + random.choice([0, 0, 1, 1, 2]))
        found = found[:place] + random.choice(["", random.choice(NOISE)]) + found[end:]
    content = random.choice(BLANKS) + found + random.choice(BLANKS)
    content = content.encode("utf-8")
    if random.random() < 0.03:
        place = random.randrange(len(content) + 1)
        content = content[:place] + random.choice([b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf"]) + content[place:]
    return content


class NotJSON(ValueError):
    """A document that the grammar of RFC 8259 does not have."""


def refuse(word):
    raise NotJSON(word)


def is_json(content):
    try:
        json.loads(content.removeprefix(b"\xef\xbb\xbf").decode("utf-8"), parse_constant=refuse)
        return True
    except (ValueError, RecursionError):
        return False


def refused(tool, folder, documents):
    """The numbers of the documents that the tool refuses."""
    for number, content in enumerate(documents):
        with open(f"{folder}/{number}.json", "wb") as file:
            file.write(content)
    paths = [f"{number}.json" for number in range(len(documents))]
    done = subprocess.run(
        [tool, "validate", "--no-config", "--kind", "info", "-q", "-o", "ndjson", *paths], cwd=folder,
        capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"exit {done.returncode}: {done.stderr}")
    found = set()
    for line in done.stdout.splitlines():
        part = json.loads(line)
        if part["type"] == "finding" and part["name"] in FAULTS:
            found.add(int(os.path.basename(part["location"]["uri"]).removesuffix(".json")))
    return found


def exact(content):
    """The values of JSON with numbers as they are written, and members in their order."""
    return json.loads(content, object_pairs_hook=lambda pairs: ("object", pairs), parse_int=lambda t: ("number", t),
                      parse_float=lambda t: ("number", t))


def changed(tool, folder, documents):
    """The numbers of the documents whose values are other ones when the tool writes them."""
    entry = ('{"id": "d%d", "index": "s3://b/", "title": "t", "start": "2010-01-01T00:00:00Z", '
             '"stop": "2010-01-01T00:00:00Z", "modification": "2025-01-02T00:00:00Z", "indextype": "csv", '
             '"filetype": "cdf", "value": ')
    with open(f"{folder}/catalog.json", "wb") as file:
        file.write(b'{"version": "1.1", "endpoint": "s3://b/", "name": "n", "contact": "c", "egress": "e", '
                   b'"status": {"code": 1200, "message": "OK"}, "catalog": [')
        file.write(b",".join((entry % number).encode() + content + b"}" for number, content in enumerate(documents)))
        file.write(b"]}")
    done = subprocess.run(
        [tool, "datasets", folder, "--format", "json", "--no-cache"], capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"exit {done.returncode}: {done.stderr}")
    found = {}
    for _, part in map(lambda item: ("", dict(item[1])), exact(done.stdout)):
        members = dict(part["entry"][1])
        found[int(members["id"][1:])] = members["value"]
    return {number for number, content in enumerate(documents) if found.get(number) != exact(content)}


def main():
    chosen = options(__doc__, 20000, batch=2000)
    clock, source = Clock(), random.Random(chosen.seed)
    valid = 0
    for start in range(0, chosen.count, chosen.batch):
        documents = [document(source) for _ in range(min(chosen.batch, chosen.count - start))]
        with tempfile.TemporaryDirectory(prefix="scregistry-json-") as folder:
            expected = {number for number, content in enumerate(documents) if not is_json(content)}
            wrong = refused(chosen.tool, folder, documents) ^ expected
            for number in sorted(wrong)[:1]:
                is_refused = number not in expected
                rest = smaller(list(documents[number]), lambda part: bool(
                    {0} & refused(chosen.tool, folder, [bytes(part)])) == is_refused == is_json(bytes(part)))
                sys.exit(f"{len(wrong)} differ; the tool {'refuses' if is_refused else 'accepts'} {documents[number]!r}\n"
                         f"smaller: {bytes(rest)!r}")
            sound = [content.strip() for number, content in enumerate(documents) if number not in expected
                     and not content.startswith(b"\xef\xbb\xbf") and not re.search(rb"\\u[dD][89a-fA-F]", content)]
            valid += len(sound)
            for number in sorted(changed(chosen.tool, folder, sound))[:1]:
                sys.exit(f"the tool writes other values for {sound[number]!r}")
    clock.end(f"JSON documents: {chosen.count} agree, {valid} of them with the same values")


main()
