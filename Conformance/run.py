#!/usr/bin/env python3
"""Runs the conformance suite against an implementation. It needs nothing but Python 3.8 on Linux or macOS.

examples: run.py --adapter "exec:python3 adapters/example_units.py"
          run.py --adapter "cli:my-validator {root}" --area index
          run.py --adapter "exec:./my-adapter" --case idx-rows-swapped

Every answer is checked by the schema of the protocol.
Exit code 0: nothing unexpected. 1: cases failed. 2: wrong usage, or nothing was run. 3: cases were skipped or
not answered, and nothing worse. A case that is not stable, or not MUST, does not decide on conformance.
"""
import argparse
import json
import pathlib
import shutil
import sys
import tempfile

import check
import judge
from channel import Command, Fault, Program

HERE = pathlib.Path(__file__).resolve().parent
OUTCOMES = ("passed", "failed", "skipped", "errored")


class Run:
    """A run of some cases with one adapter, which is started again after it broke the protocol."""

    def __init__(self, options):
        self.options, self.adapter, self.spec, self.failures, self.seq = options, None, None, 0, 0
        self.protocol = check.schemas(HERE)["adapter-protocol"]
        self.version = json.loads((HERE / "suite.json").read_text("utf-8"))["version"]
        self.about = self.start()

    def start(self):
        kind, _, command = self.options.adapter.partition(":")
        self.adapter, self.spec = {"exec": Program, "cli": Command}[kind](command), None
        answer = self.ask({"cmd": "start", "protocol": 1, "suite": self.version})
        about = answer.get("implementation")
        if answer.get("protocol") != 1 or not (isinstance(about, dict) and about.get("classes") and about.get("grades")):
            raise Fault(f"its answer to start does not describe it: {answer}")
        return about

    def stop(self):
        if self.adapter is not None:
            self.adapter.stop()
        self.adapter = None

    def ask(self, message):
        answer = self.adapter.ask(message, self.options.timeout)
        for fault in self.protocol.faults(answer) if isinstance(self.adapter, Program) else ():
            raise Fault(f"its answer does not fit the protocol: {fault}")
        return answer

    def spec_of(self, case):
        """The version of the specification to use for a case; None if the adapter does not claim the case."""
        about, known = self.about, self.about.get("specVersions")
        function = case["input"].get("function")
        if case["class"] not in about["classes"] or set(case["features"]) - set(about.get("features", case["features"])):
            return None
        if function not in (None, *about.get("functions", [function])):
            return None
        asked = self.options.spec
        versions = [each for each in case["specVersions"] if (not known or each in known) and each == (asked or each)]
        return max(versions, key=lambda each: [int(part) for part in each.split(".")], default=None)

    def outcome(self, case, spec):
        """How a case ends, why, and the best grade of its answer: passed, failed, skipped or errored."""
        if self.failures >= 5:
            return "errored", ["gave up, since it did not answer five times in a row"], None
        try:
            if self.adapter is None:
                self.start()
            if self.spec != spec:
                self.spec = spec if self.ask({"cmd": "spec", "version": spec}).get("ok") is True else None
                if self.spec is None:
                    return "skipped", [f"it does not know version {spec} of the specification"], None
            with tempfile.TemporaryDirectory() as folder:
                answer = self.answer(case, pathlib.Path(folder, "case"))
        except Fault as fault:
            self.failures = self.failures + 1 if fault.slow or self.spec is None else 0
            self.stop()
            return "errored", [str(fault)], None
        self.failures = 0
        if answer.get("skipped") is True:
            return "skipped", [str(answer.get("message", ""))], None
        if not isinstance(answer.get("result"), dict):
            return "errored", [str(answer.get("context", "its answer has no result"))], None
        best = max(judge.GRADES[each] for each in self.about["grades"])
        reasons = judge.judge(case["class"], case["expect"], answer["result"])
        texts = [text for grade, text in reasons if grade <= min(best, self.options.grade or best)]
        return "failed" if texts else "passed", texts, judge.reached(reasons)

    def answer(self, case, root):
        self.seq += 1
        message = {name: case[name] for name in ("id", "class", "features", "input")}
        if case["class"] != "unit":
            root.mkdir()
            parts = {"tree": ".", "present": "present", "listing": "listing.csv"}
            for part in set(parts) & set(case["input"]):
                source, target = HERE / case["input"][part], root / parts[part]
                shutil.copy(source, target) if source.is_file() else shutil.copytree(source, target, dirs_exist_ok=True)
            message["root"] = str(root)
        answer = self.ask({"cmd": "run", "seq": self.seq, "case": message})
        if answer.get("seq") != self.seq:
            raise Fault(f"it answered {answer.get('seq')} to request {self.seq}")
        return answer


def cases():
    """The cases of files and tables, in one form."""
    for path in sorted(HERE.glob("cases/*/*.json")):
        yield json.loads(path.read_text("utf-8"))
    versions = json.loads((HERE / "suite.json").read_text("utf-8"))["specVersions"]
    for path in sorted(HERE.glob("units/*.json")):
        table = json.loads(path.read_text("utf-8"))
        for entry in table["entries"]:
            yield {"id": entry["id"], "description": f"{table['function']} of {entry['args']}",
                   "class": "unit", "area": "unit", "features": [], "specVersions": versions,
                   "level": table["level"], "status": entry.get("status", "stable"), "expect": {"value": entry["value"]},
                   "input": {"function": table["function"], "args": entry["args"]}}


def report(results, known, unclaimed, options):
    """Prints the results and writes them as JSON; returns the exit code."""
    decisive = [each for each in results if each["status"] == "stable" and each["level"] == "MUST"]
    unexpected = [each for each in results if each["status"] == "stable" and each["outcome"] in ("failed", "errored")
                  and each["id"] not in known]
    misfits = [each for each in results if each["id"] in known and each["outcome"] in ("passed", "skipped")]
    for each in unexpected + misfits:
        print(f"{each['outcome']} {each['id']}: {each['description']}")
        print("".join(f"    {reason}\n" for reason in each["reasons"][:10]), end="")
    for level in ("MUST", "SHOULD", "MAY"):
        counts = [sum(each["level"] == level and each["outcome"] == word for each in results) for word in OUTCOMES]
        print(f"{level:6} " + ", ".join(f"{count} {word}" for count, word in zip(counts, OUTCOMES)))
    passed = sum(each["outcome"] == "passed" for each in decisive)
    print(f"{passed} of {len(decisive)} stable MUST cases passed; {unclaimed} cases are not claimed; {len(unexpected)} "
          f"unexpected failures; {len(misfits)} known failures that did not fail")
    if options.json:
        options.json.write_text(json.dumps({"results": results, "unclaimed": unclaimed}, indent=1) + "\n", "utf-8")
    if not results:
        return 2
    if misfits or any(each["outcome"] == "failed" for each in unexpected):
        return 1
    return 3 if unexpected or any(each["outcome"] == "skipped" for each in decisive) else 0


def options_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--adapter", required=True, help="exec:COMMAND (the protocol), or cli:COMMAND {root} (exit codes)")
    for name in ("case", "area", "class"):
        parser.add_argument(f"--{name}", action="append", default=[], help=f"only this {name}; may be repeated")
    parser.add_argument("--spec", help="only cases of this version of the specification, by this version")
    parser.add_argument("--grade", choices=judge.GRADES, help="judge only up to this grade")
    parser.add_argument("--timeout", type=float, default=10, help="seconds to wait for an answer (10)")
    parser.add_argument("--known-failures", type=pathlib.Path, help="a list of the cases that are known to fail")
    parser.add_argument("--json", type=pathlib.Path, help="write the results to this file")
    options = parser.parse_args(arguments)
    options.grade = judge.GRADES.get(options.grade)
    kind, _, command = options.adapter.partition(":")
    if kind not in ("exec", "cli") or not command.strip() or kind == "cli" and "{root}" not in command:
        parser.error(f"--adapter {options.adapter}: must be exec:COMMAND, or cli:COMMAND with {{root}}")
    return options


def main(arguments):
    options = options_of(arguments)
    known = json.loads(options.known_failures.read_text("utf-8"))["failures"] if options.known_failures else []
    try:
        run = Run(options)
    except (Fault, OSError) as fault:
        print(f"run.py: {options.adapter}: {fault}", file=sys.stderr)
        return 3
    results, unclaimed = [], 0
    for case in cases():
        chosen = all(not wanted or case[name] in wanted for name, wanted in (
            ("id", options.case), ("area", options.area), ("class", vars(options)["class"])))
        if not chosen or case["status"] == "withdrawn" or options.spec and options.spec not in case["specVersions"]:
            continue
        spec = run.spec_of(case)
        if spec is None:
            unclaimed += 1
            continue
        outcome, reasons, grade = run.outcome(case, spec)
        results.append({"outcome": outcome, "reasons": reasons, "grade": grade, "spec": spec, **{
            name: case[name] for name in ("id", "description", "class", "area", "level", "status")}})
    run.stop()
    return report(results, {each["case"] for each in known}, unclaimed, options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
