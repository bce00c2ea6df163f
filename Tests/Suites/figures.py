"""Measures the structure of the source code, as docs/design/architecture.md shows it.

Usage: figures.py [--coverage] [--check]   (from the root of the checkout)

Prints one line per figure: its name, its value, the value before the rebuild, the bar.
With --coverage it also runs each module's own test target and measures the lines that it reaches.
With --check it exits with 1 if a figure misses its bar.
"""

import json
import pathlib
import re
import subprocess
import sys

import check_folders
import check_journeys

SOURCES = pathlib.Path("Sources")
#: The code of a rule; other literals of this form are words of other standards, such as "AES256".
CODE = re.compile('"(?:%s)"' % "|".join(sorted({
    code for path in pathlib.Path("Schemas/rules").glob("*.yaml")
    for code in re.findall(r"^([A-Z]{3}\d{3}):$", path.read_text(encoding="utf-8"), re.MULTILINE)})))
#: An expression marked `unsafe`, or a declaration or import that is. The word as a name does not count,
#: such as that of a repair (`.unsafe`, `case unsafe`, `unsafe: 1`); nothing follows it as an operand.
UNSAFE = re.compile(
    r"(?<![\w.`])(?<!\bcase )(?<!\blet )(?<!\bvar )unsafe[ \t]+(?:[!~-]?[\w$(\[`]|\"|#)"
    r"|@unsafe\b|\b(?:nonisolated|unowned)\(unsafe\)")
#: Lines of code at commit e628c7a, where the rebuild began.
LINES_BEFORE = 54_001
#: New capabilities, which are not part of that comparison.
NEW = ("RegistryMirrors", "Formats/Parquet", "Formats/Arrow", "RegistryReports/Pages")


def blank(text):
    """The text with comments and the contents of strings replaced by spaces, so that only code counts."""
    result = []
    index = 0
    depth = 0
    while index < len(text):
        two = text[index:index + 2]
        if depth:
            if two == "*/":
                depth -= 1
                index += 2
                continue
            if two == "/*":
                depth += 1
                index += 2
                continue
            if text[index] == "\n":
                result.append("\n")
            index += 1
        elif two == "//":
            while index < len(text) and text[index] != "\n":
                index += 1
        elif two == "/*":
            depth = 1
            index += 2
        elif text[index] in '"#':
            match = re.compile(r'(#*)("""|")').match(text, index)
            if not match:
                result.append(text[index])
                index += 1
                continue
            end = match.group(2) + match.group(1)
            index = match.end()
            result.append('""')
            while index < len(text) and not text.startswith(end, index):
                if text[index] == "\\" and not match.group(1):
                    index += 1
                elif text[index] == "\n":
                    result.append("\n")
                index += 1
            index += len(end)
        else:
            result.append(text[index])
            index += 1
    return "".join(result)


def parameters(code, start):
    """The parameters of the function whose list opens at `start`, each as its text."""
    depth, parts, current = 0, [], []
    for character in code[start:]:
        if character in "([{<":
            depth += 1
            if depth == 1:
                continue
        elif character in ")]}" or character == ">" and current[-1:] != ["-"]:
            depth -= 1
            if depth == 0:
                break
        if character == "," and depth == 1:
            parts.append("".join(current))
            current = []
        else:
            current.append(character)
    parts.append("".join(current))
    return [part.strip() for part in parts if part.strip()]


def functions(code):
    """Yields the parameter list of every function and initialiser."""
    for match in re.finditer(r"\b(?:func\s+[\w`]+|init\??)\s*(?:<[^>(]*>)?\(", code):
        before = code[max(0, match.start() - 12):match.start()]
        if match.group().startswith("init") and re.search(r"[.\w]\s*$", before):
            word = re.search(r"(\w+)\s*$", before)
            if not word or word.group(1) not in (
                "public", "package", "private", "internal", "convenience", "required", "fileprivate",
                "override", "nonisolated", "unsafe"):
                continue
        yield parameters(code, match.end() - 1)


def measure(codes):
    """All figures but coverage: name, value, before, bar, whether the bar is met."""
    figures = []

    def add(name, value, before, bar, met):
        figures.append((name, value, before, bar, met))

    literals = [path for path in codes if CODE.search(path.read_text(encoding="utf-8"))]
    literals = [path for path in literals if not path.name.endswith("+Generated.swift")]
    add("files that hold a rule's code as a literal, not generated", len(literals), "37", "0", not literals)
    lists = [list_ for code in codes.values() for list_ in functions(code)]
    unlabelled = [list_ for list_ in lists if sum(part.startswith("_ ") for part in list_) >= 2]
    share = 100 * len(unlabelled) / len(lists)
    add("functions with two or more unlabelled parameters", f"{share:.1f} %", "17.8 %", "under 4 %", share < 4)
    unsafe = [path for path, code in codes.items() if UNSAFE.search(code)]
    add("files with an unsafe expression", len(unsafe), "89", "under 40", len(unsafe) < 40)
    tries = sum(len(re.findall(r"\btry\?", code)) for code in codes.values())
    add("try? (each is judged in docs/design/decisions)", tries, "97", "none that hides a fault", True)
    protocols = len({name for code in codes.values() for name in re.findall(
        r"\bprotocol\s+(\w*(?:Storage|Store|ObjectSource|ObjectReader)\w*)", code)})
    stores = len({name for code in codes.values() for name in re.findall(
        r"\b(?:struct|class|actor)\s+(\w+)\s*(?:<[^>]*>)?\s*:\s*[^{]*\b(?:Storage|ObjectStore|ObjectSource|ObjectReader)\b",
        code)})
    add("storage protocols; stores and readers", f"{protocols}; {stores}", "4; 23", "1; at most 9",
        protocols <= 2 and stores <= 9)
    lines = sum(
        1 for path, code in codes.items() if not str(path.relative_to(SOURCES)).startswith(NEW)
        for line in code.splitlines() if line.strip())
    ratio = lines / LINES_BEFORE
    add("lines of code ÷ those before", f"{ratio:.2f} ({lines})", "1", "at most 0.92", ratio <= 0.92)
    longest = max(codes, key=lambda path: path.read_text(encoding="utf-8").count("\n"))
    length = longest.read_text(encoding="utf-8").count("\n")
    add("longest file", f"{length} ({longest.name})", "312", "250", length <= 250)
    add("source files", len(codes), "609", "", True)
    return figures


def journeys():
    """The number of files of each journey; every file and name has to exist."""
    before = {"One row to one finding": "45", "One publication": "60"}
    result, faults = [], []
    for title, stops in check_journeys.journeys(check_journeys.PAGE.read_text(encoding="utf-8")).items():
        count, limit = len({path for path, _ in stops}), check_journeys.LIMITS[title]
        faults += check_journeys.faults_of(title, stops)
        result.append((f"files of the journey: {title}", count, before[title], limit, count <= limit))
    result.append(("faults of the journeys", len(faults), "", "0", not faults))
    return result


def circles():
    """The pairs of folders of a module that use each other."""
    uses = [check_folders.uses_of(check_folders.folders_of(module)) for module in SOURCES.resolve().iterdir()]
    count = sum(len(check_folders.circles(of)) + len(check_folders.longer_circles(of)) for of in uses)
    return [("circles of folders in a module", count, "33", "0", count == 0)]


def coverage():
    """The share of each module's lines that its own test target reaches."""
    result = []
    for module in sorted(path.name for path in SOURCES.iterdir() if any(path.rglob("*.swift"))):
        target = "ToolTests" if module == "scregistry" else module + "Tests"
        if not pathlib.Path("Tests", target).is_dir():
            continue
        subprocess.run(
            ["swift", "test", "--enable-code-coverage", "--scratch-path", ".build-coverage", "--disable-xctest",
             "--filter", f"^{target}\\."], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        path = subprocess.run(
            ["swift", "test", "--scratch-path", ".build-coverage", "--show-codecov-path"],
            check=True, capture_output=True, text=True).stdout.strip()
        with open(path, encoding="utf-8") as file:
            files = json.load(file)["data"][0]["files"]
        covered = total = 0
        for entry in files:
            if f"/Sources/{module}/" in entry["filename"]:
                covered += entry["summary"]["lines"]["covered"]
                total += entry["summary"]["lines"]["count"]
        share = 100 * covered / max(total, 1)
        result.append((f"line coverage of {module}", f"{share:.1f} %", "not measured", "85 %", share >= 85))
    return result


def main():
    codes = {path: blank(path.read_text(encoding="utf-8")) for path in sorted(SOURCES.rglob("*.swift"))}
    figures = journeys() + circles() + measure(codes)
    if "--coverage" in sys.argv:
        figures += coverage()
    for name, value, before, bar, met in figures:
        print(f"{'  ' if met else '! '}{name}: {value}   (before: {before}; bar: {bar})")
    if "--check" in sys.argv and not all(figure[-1] for figure in figures):
        sys.exit(1)


if __name__ == "__main__":
    main()
