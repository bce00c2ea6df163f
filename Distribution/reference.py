"""Writes the pages that the program describes itself on: rules, commands, the manual.

usage: reference.py TOOL [--check]
       reference.py TOOL --manual FILE

Without options it writes docs/rules/CODE.md and docs/reference/commands/*.md, and into the pages on files that users
write the tables of all their members, from their schemas. With --check it writes nothing and
fails if a page is out of date. With --manual it writes a page for man(1).
"""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent
RULES = SOURCES / "docs" / "rules"
COMMANDS = SOURCES / "docs" / "reference" / "commands"
# The pages with a table from a schema, and the name of the schema.
OF_SCHEMAS = {SOURCES / "docs" / "reference" / f"{name}.md": name for name in ("configuration", "mission")}
TABLE = re.compile(r"(?<=<!-- schema:begin -->\n).*(?=<!-- schema:end -->)", re.DOTALL)
# Commands of the library that parses the command line.
OTHERS = {"help"}
EXAMPLES = re.compile(r"^Examples?:$", re.MULTILINE)


def output(tool, *arguments):
    return subprocess.run([tool, *arguments], capture_output=True, text=True, check=True).stdout


def commands(tool):
    """Every command with its full name, the program first."""
    def walk(command, path):
        path = path + [command["commandName"]]
        yield path, command
        for child in command.get("subcommands", []):
            if child["commandName"] not in OTHERS and child.get("shouldDisplay", True):
                yield from walk(child, path)
    yield from walk(json.loads(output(tool, "--experimental-dump-help"))["command"], [])


def spelling(argument):
    """How an argument is written: `-o, --output FORMAT`."""
    value = "<" + argument.get("valueName", "") + ">"
    if argument["kind"] == "positional":
        return value + (" ..." if argument["isRepeating"] else "")
    dashes = {"long": "--", "short": "-", "longWithSingleDash": "-"}
    names = ", ".join(dashes[name["kind"]] + name["name"] for name in
                      sorted(argument["names"], key=lambda name: name["kind"] != "short"))
    return names if argument["kind"] == "flag" else f"{names} {value}"


def shown(command):
    for argument in command.get("arguments", []):
        names = {name["name"] for name in argument.get("names", [])}
        if argument.get("shouldDisplay", True) and not names & {"help", "version", "h"}:
            yield argument


def usage(path, command):
    words = list(path)
    if any(argument["kind"] != "positional" for argument in shown(command)):
        words.append("[options]")
    for argument in shown(command):
        if argument["kind"] == "positional":
            word = spelling(argument)
            words.append(f"[{word}]" if argument["isOptional"] else word)
    if command.get("subcommands"):
        words.append("<command>")
    return " ".join(words)


def sentence(argument):
    text = " ".join(argument.get("abstract", "").split())
    values = argument.get("allValues")
    if values:
        text += " One of: " + ", ".join(f"`{value}`" for value in values) + "."
    return text


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;")


def parts(command):
    """The text of a command's discussion, and the lines of its examples."""
    text = command.get("discussion", "")
    found = EXAMPLES.search(text)
    if not found:
        return text.strip(), []
    return text[:found.start()].strip(), [line.strip() for line in text[found.end():].splitlines() if line.strip()]


def check_examples(tool):
    """Fails if a command has no example, or an example has a command or an option that does not exist."""
    every = {" ".join(path): command for path, command in commands(tool)}
    faults = []
    for name, command in every.items():
        _, examples = parts(command)
        if not examples:
            faults.append(f"{name}: there is no example in --help")
        for line in examples:
            words = shlex.split(line.split(" > ")[0])
            known = next((" ".join(words[:count]) for count in (3, 2, 1) if " ".join(words[:count]) in every), None)
            if known is None or known == "scregistry":
                faults.append(f"{name}: there is no such command: {line}")
                continue
            dashes = {"long": "--", "short": "-"}
            options = {dashes.get(option["kind"], "-") + option["name"]
                       for argument in every[known].get("arguments", []) for option in argument.get("names", [])}
            faults += [f"{name}: {known} has no {word}: {line}" for word in words
                       if word.startswith("-") and word != "-" and word.split("=")[0] not in options]
    return faults


def page(path, command):
    lines = [f"# {' '.join(path)}", "", command.get("abstract", ""), "", "```text", usage(path, command), "```", ""]
    text, examples = parts(command)
    if text:
        lines += [text, ""]
    if examples:
        lines += ["```text", *examples, "```", ""]
    arguments = list(shown(command))
    for kinds, title in (({"positional"}, "argument"), ({"option", "flag"}, "option")):
        rows = [argument for argument in arguments if argument["kind"] in kinds]
        if rows:
            lines += [f"| {title} | meaning |", "|---|---|"]
            lines += ["| `" + spelling(row).replace("|", "\\|") + f"` | {cell(sentence(row))} |" for row in rows] + [""]
    children = [child for child in command.get("subcommands", []) if child["commandName"] not in OTHERS]
    if children:
        lines += ["| command | purpose |", "|---|---|"]
        lines += [f"| [{child['commandName']}]({file_of(path + [child['commandName']])}) | {cell(child['abstract'])} |"
                  for child in children] + [""]
    return "\n".join(lines)


def file_of(path):
    return ("-".join(path[1:]) or "README") + ".md"


def resolved(schema, root):
    """A schema without its reference, whose own words have priority."""
    schema = {} if isinstance(schema, bool) else schema
    while "$ref" in schema:
        target = root
        for name in schema["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


def variants(schema, root):
    """The schemas of which a value has one."""
    schema = resolved(schema, root)
    branches = [schema[key] for key in ("then", "else") if key in schema] + schema.get("anyOf", []) + schema.get("oneOf", [])
    if "if" in schema:
        branches.append(schema["if"])
    if not branches or "properties" in schema:
        return [schema]
    return [found for branch in branches for found in variants(branch, root)]


def values(schema, root):
    """The values that a schema allows, in words."""
    words = []
    for found in variants(schema, root):
        if "const" in found:
            words.append(f"`{json.dumps(found['const'])}`".replace('"', ""))
        elif "enum" in found:
            words += [f"`{value}`" for value in found["enum"]]
        elif found.get("type") == "array":
            words.append("a list")
        elif "type" in found:
            kinds = found["type"] if isinstance(found["type"], list) else [found["type"]]
            words += [{"object": "an object", "integer": "an integer"}.get(kind, f"a {kind}") for kind in kinds]
    return ", ".join(dict.fromkeys(words)) or "any"


def members(schema, root, prefix=""):
    """Each member with its path, its values, its default and what it is."""
    required = schema.get("required", [])
    for name, member in schema.get("properties", {}).items():
        member = resolved(member, root)
        path = f"{prefix}{name}"
        default = "required" if name in required else f"`{json.dumps(member['default'])}`".replace('"', "") \
            if "default" in member else ""
        yield path, values(member, root), default, member.get("description") or member.get("title", "")
        for found in variants(member, root):
            if found.get("type") == "array":
                for item in variants(found.get("items", {}), root):
                    yield from members(item, root, f"{path}[].")
            else:
                yield from members(found, root, f"{path}.")


def schema_table(tool, name):
    schema = json.loads(output(tool, "schema", "show", name))
    rows = {path: f"| `{path}` | {cell(allowed)} | {default} | {cell(what)} |"
            for path, allowed, default, what in members(schema, schema)}
    return "\n".join(["| member | value | default | meaning |", "|---|---|---|---|", *rows.values(), ""])


def pages(tool):
    made = {}
    for file, name in OF_SCHEMAS.items():
        text, count = TABLE.subn(lambda _: schema_table(tool, name), file.read_text(encoding="utf-8"))
        assert count == 1, file
        made[file] = text
    for rule in json.loads(output(tool, "rules", "list", "--output", "json")):
        made[RULES / f"{rule['code']}.md"] = output(tool, "rules", "show", rule["code"], "--output", "markdown")
    for path, command in commands(tool):
        made[COMMANDS / file_of(path)] = page(path, command)
    return {file: text.rstrip("\n") + "\n" for file, text in made.items()}


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def manual(tool):
    version = output(tool, "version").split()[-1]
    every = list(commands(tool))
    top = every[0][1]
    lines = [f'.TH SCREGISTRY 1 "" "scregistry {version}"', ".SH NAME",
             "scregistry \\- " + roff(top["abstract"].rstrip(".").replace("Check", "check", 1)), ".SH SYNOPSIS",
             roff(usage(*every[0])), ".SH DESCRIPTION", roff(parts(top)[0]), ".SH EXAMPLES", ".nf",
             *map(roff, parts(top)[1]), ".fi", ".SH COMMANDS"]
    for path, command in every[1:]:
        lines += [".SS " + roff(" ".join(path[1:])), roff(command.get("abstract", "")), ".PP", roff(usage(path, command))]
        text, examples = parts(command)
        if text:
            lines += [".PP", roff(text)]
        if examples:
            lines += [".PP", ".nf", *map(roff, examples), ".fi"]
        for argument in shown(command):
            lines += [".TP", "\\fB" + roff(spelling(argument)) + "\\fR", roff(sentence(argument).replace("`", "")) or "\\&"]
    return "\n".join(lines) + "\n"


def main():
    tool, options = str(Path(sys.argv[1]).resolve()), sys.argv[2:]
    if options[:1] == ["--manual"]:
        Path(options[1]).write_text(manual(tool), encoding="utf-8")
        return
    faults = check_examples(tool)
    if faults:
        sys.exit("\n".join(["reference: examples in --help are wrong", *faults]))
    made = pages(tool)
    present = {file for folder in (RULES, COMMANDS) if folder.is_dir() for file in folder.glob("*.md")}
    present.discard(RULES / "README.md")
    present |= set(OF_SCHEMAS)
    old = [file for file in present if file not in made]
    stale = [file for file, text in made.items() if file not in present or file.read_text(encoding="utf-8") != text]
    if options == ["--check"]:
        if old or stale:
            names = ", ".join(str(file.relative_to(SOURCES)) for file in sorted(old + stale)[:5])
            sys.exit(f"reference: {len(old + stale)} pages are out of date ({names} …); run Distribution/reference.py")
        print(f"reference: {len(made)} pages are what the program says")
        return
    for file in old:
        file.unlink()
    for file in stale:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made[file], encoding="utf-8")
    print(f"reference: {len(made)} pages, {len(stale)} written, {len(old)} removed")


main()
