"""usage: readme_example.py DOCUMENT TOOL DATA

Runs the worked example of a document: every command in a console block between the markers, in a
new repository with a copy of DATA as `copy`. The output of a command must equal the lines of the
document; a line with only `...` means any lines.
"""

import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile

# The day in the future that the document names, and what it becomes here, so that it stays ahead.
FUTURE = "2027-06-01"
AHEAD = (datetime.date.today() + datetime.timedelta(days=365)).isoformat()


def steps(text):
    """The commands, each with its expected output lines."""
    part = re.search(r"<!-- example:begin -->\n(.*)<!-- example:end -->", text, re.DOTALL)
    found = []
    for block in re.findall(r"^```console\n(.*?)^```$", part[1], re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.startswith("> ") and not found[-1][1]:
                found[-1] = (found[-1][0] + "\n" + line[2:], [])
            else:
                found[-1][1].append(line)
    return found


def matches(expected, lines):
    """Whether the lines are the expected ones."""
    if not expected:
        return not lines
    if expected[0] == "...":
        return any(matches(expected[1:], lines[start:]) for start in range(len(lines) + 1))
    return bool(lines) and expected[0] == lines[0] and matches(expected[1:], lines[1:])


def run(document, commands, directory, environment):
    """Runs commands one after another in one shell each, which knows how the last one ended."""
    code = 0
    for command, expected in commands:
        command = command.replace(FUTURE, AHEAD)
        expected = [line.replace(FUTURE, AHEAD) for line in expected]
        done = subprocess.run(
            ["bash", "-c", f"(exit {code})\n{command}"],
            cwd=directory, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, timeout=60, check=False,
        )
        code = done.returncode
        # People see an empty line where a report ends; the document omits these.
        lines = [line for line in done.stdout.splitlines() if line]
        if not matches(expected, lines):
            sys.exit(
                f"the example of {document} does not hold: $ {command}\n"
                + "\n".join(lines) + "\n-- but the document says\n" + "\n".join(expected)
            )


def main():
    document, tool, data = sys.argv[1:]
    with open(document, encoding="utf-8") as file:
        commands = steps(file.read())
    if len(commands) < 10:
        sys.exit(f"{document} has too few commands in its example")
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "bin")
        os.mkdir(path)
        os.symlink(os.path.realpath(tool), os.path.join(path, "scregistry"))
        directory = os.path.join(scratch, "mission")
        shutil.copytree(data, os.path.join(directory, "copy"))
        environment = {
            "PATH": f"{path}:{os.environ['PATH']}", "HOME": scratch, "LC_ALL": "C",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
        }
        subprocess.run(["git", "init", "--quiet"], cwd=directory, env=environment, check=True)
        run(document, commands, directory, environment)
    print(f"{document}: the {len(commands)} commands of the worked example do what it says")


main()
