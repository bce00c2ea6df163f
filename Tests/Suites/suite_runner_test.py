#!/usr/bin/env python3
"""Compares the runner of the conformance suite in Python with the one of scregistry, case by case.

usage: suite_runner_test.py TOOL [SUITE] [--quick] [--seed N]
       suite_runner_test.py --damage SEED TOOL   an adapter: the answers of TOOL, some of them damaged

Both run the same adapters: one without faults, the example, one that breaks the protocol in many ways, a
validator with an exit code, and one that damages a part of each second answer: a finding less, another
line, severity, row or value. Outcome and grade of every case must be the same. SUITE is the folder of the
suite, Conformance unless given.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def damaged(value, source):
    """A copy of a value with one place of it changed."""
    if isinstance(value, dict) and value:
        name = source.choice(sorted(value))
        changed = dict(value)
        if source.random() < 0.15:
            del changed[name]
        else:
            changed[name] = damaged(value[name], source)
        return changed
    if isinstance(value, list) and value:
        changed, place = list(value), source.randrange(len(value))
        what = source.choice(["change", "change", "drop", "twice", "turn"])
        if what == "change":
            changed[place] = damaged(value[place], source)
        elif what == "drop":
            del changed[place]
        elif what == "twice":
            changed.insert(place, value[place])
        else:
            changed.reverse()
        return changed
    if isinstance(value, bool) or value is None:
        return source.choice([True, False, None, 1, "x"])
    if isinstance(value, (int, float)):
        return value + source.choice([-1, 1, 0])
    if isinstance(value, str):
        words = ["no-violations", "violations", "undetermined", "error", "warning", "info", "same", "differs"]
        if value in words:
            return source.choice(words)
        return value.replace(":00Z", "Z") if source.random() < 0.3 else value + source.choice(["", "x", " "])
    return source.choice([[], {}, "x", 1])


def damage(seed, tool):
    """The adapter that damages answers."""
    child = subprocess.Popen([tool, "conformance", "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    for line in sys.stdin:
        child.stdin.write(line)
        child.stdin.flush()
        message = json.loads(line)
        if message["cmd"] == "stop":
            break
        answer = child.stdout.readline()
        if message["cmd"] == "run":
            source = random.Random(f"{seed} {message['case']['id']}")
            answer = json.loads(answer)
            if source.random() < 0.7 and "result" in answer:
                answer["result"] = damaged(answer["result"], source) or {}
            answer = json.dumps(answer) + "\n"
        sys.stdout.write(answer)
        sys.stdout.flush()
    child.stdin.close()
    child.wait()


def outcomes(path):
    document = json.loads(path.read_text("utf-8"))
    results = document["cases"] if "cases" in document else document["results"]
    names = {None: None, 0: None, 1: "verdict", 2: "requirements", 3: "exact", 4: "location"}
    return {each["id"]: (each["outcome"], names.get(each.get("grade"), each.get("grade"))) for each in results}


def compare(tool, suite, adapter, options):
    """Runs both; returns the number of cases, and those that differ."""
    with tempfile.TemporaryDirectory() as folder:
        own, other = pathlib.Path(folder, "own.json"), pathlib.Path(folder, "other.json")
        commands = [[tool, "conformance", "run", "--suite", str(suite), "--quiet", "-o", f"json={own}"],
                    [sys.executable, "-B", str(suite / "run.py"), "--json", str(other)]]
        # The runner in Python always checks the protocol.
        if adapter.startswith("exec:"):
            commands[0].append("--validate-protocol")
        done = [subprocess.run([*command, "--adapter", adapter, *options], capture_output=True, text=True, check=False)
                for command in commands]
        if not own.exists() or not other.exists():
            # Neither can start it.
            return 0, [] if {3} == {each.returncode for each in done} else [each.stderr[-300:] for each in done]
        own, other = outcomes(own), outcomes(other)
    differing = [f"{name}: {own.get(name)} and in Python {other.get(name)}" for name in sorted(set(own) | set(other))
                 if own.get(name) != other.get(name)]
    if done[0].returncode != done[1].returncode:
        differing.append(f"exit codes {done[0].returncode} and in Python {done[1].returncode}: {done[1].stderr[-300:]}")
    return len(own), differing


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool", type=pathlib.Path)
    parser.add_argument("suite", type=pathlib.Path, nargs="?", default=ROOT / "Conformance")
    parser.add_argument("--quick", action="store_true", help="fewer adapters")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    chosen = parser.parse_args()
    tool, suite = str(chosen.tool.resolve()), chosen.suite.resolve()
    print(f"suite_runner_test.py: seed {chosen.seed}", flush=True)
    broken = f"exec:{sys.executable} -B {suite}/adapters/broken.py"
    area = ["--area", "info"]
    works = [(f"exec:{tool} conformance serve", []),
             (f"exec:{sys.executable} -B {suite}/adapters/example_units.py", []),
             (f"cli:{tool} validate --no-config --quiet {{root}} > /dev/null 2>&1", ["--area", "catalog"])]
    works += [(f"exec:{sys.executable} -B {pathlib.Path(__file__).resolve()} --damage {chosen.seed + number} {tool}", [])
              for number in range(3)]
    works += [(f"{broken} {mode}", area) for mode in (
        "honest lies flatters crash crash-later early-exit no-start garbage huge-line no-utf-8 wrong-seq "
        "no-verdict bad-result bad-start other-protocol old-spec floods").split()]
    works += [(f"{broken} {mode}", ["--class", "reader"]) for mode in ("lies", "honest")]
    if chosen.quick:
        # One that damages answers, and some that break the protocol.
        works = works[2:4] + works[6:13:2]
    failures = 0
    for adapter, options in works:
        count, differing = compare(tool, suite, adapter, options)
        for each in differing[:20]:
            print(f"FAILED {adapter}: {each}")
        failures += len(differing)
        print(f"{adapter.removeprefix('exec:')[-60:]}: {count} cases, {len(differing)} differ", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--damage"]:
        damage(sys.argv[2], sys.argv[3])
    else:
        sys.exit(main())
