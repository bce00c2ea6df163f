"""usage: readme_example.py README TOOL DATA

Runs the worked example of the README: every command in a console block between the markers, in a
new repository with a copy of DATA as `copy`. The output of a command must be that of the README;
a line with only `...` matches any lines.
"""

import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile

# The future day in the README, and its replacement here, which is always in the future.
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


def run(commands, directory, environment):
    """Runs commands in order, each in a new shell that has the exit code of the previous one."""
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
        # Reports end with an empty line; the README omits these.
        lines = [line for line in done.stdout.splitlines() if line]
        if not matches(expected, lines):
            sys.exit(
                f"the example of the README is wrong: $ {command}\n"
                + "\n".join(lines) + "\n-- but the README has\n" + "\n".join(expected)
            )


def main():
    readme, tool, data = sys.argv[1:]
    with open(readme, encoding="utf-8") as file:
        commands = steps(file.read())
    if len(commands) < 10:
        sys.exit("the README has too few commands in its example")
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
        run(commands, directory, environment)
    print(f"README: the {len(commands)} commands of the worked example have the output that it shows")


main()
