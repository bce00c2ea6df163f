"""Types into bash, zsh and fish in a terminal, and checks what they complete.

usage: completions_test.py TOOL [SHELL...]

Each shell starts without the user's files, loads the script of the tool, and runs in a scratch folder that has a
registry. A shell that is not installed is a failure: apt-get install bash zsh fish.
"""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent.parent
GOOD = SOURCES / "Conformance" / "data" / "demo-good"
# What is typed before the tabulator, and what must be on the line afterwards.
CASES = [
    ("scregistry vali", "scregistry validate "),
    ("scregistry mission inf", "scregistry mission infer "),
    ("scregistry validate --fail-l", "scregistry validate --fail-level "),
    ("scregistry validate --depth meta", "scregistry validate --depth metadata "),
    ("scregistry validate --color alw", "scregistry validate --color always "),
    ("scregistry validate -o jun", "scregistry validate -o junit"),
    ("scregistry validate registry/cat", "scregistry validate registry/catalog.json"),
    ("scregistry validate 'odd na", "odd name.json"),
    ("scregistry fix registry/cat", "scregistry fix registry/catalog.json"),
    ("scregistry generate listi", "scregistry generate listing.txt"),
    ("scregistry generate x --mission my_mis", "my_mission.yml"),
    ("scregistry generate x --out new_pl", "new_place"),
    ("scregistry fetch registry aia_0094 --out new_pl", "new_place"),
    ("scregistry files registry aia", "scregistry files registry aia_0094"),
    ("scregistry show registry MMS", "scregistry show registry MMS1_FGM_BRST_L2"),
    ("scregistry catalog remove registry aia", "aia_0094"),
    ("scregistry explain IDX01", "IDX014"),
    ("scregistry explain row-out-of-ord", "scregistry explain row-out-of-order"),
    ("scregistry files registry aia_0094 --format ndj", "--format ndjson"),
    ("scregistry schema show catalo", "scregistry schema show catalog"),
]


class Terminal:
    """A shell in a terminal of 200 columns."""

    def __init__(self, arguments, folder, environment):
        self.child, self.master = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.execvpe(arguments[0], arguments, environment)
        subprocess.run(["stty", "rows", "50", "cols", "200"], stdin=os.dup(self.master), check=False)

    def read(self, until=None, quiet=0.6, limit=20):
        """What the terminal shows until a pattern appears, else until nothing came for a while."""
        text, end = "", time.monotonic() + limit
        while time.monotonic() < end:
            ready, _, _ = select.select([self.master], [], [], quiet)
            if not ready:
                if until is None or re.search(until, plain(text)):
                    break
                continue
            try:
                text += os.read(self.master, 65536).decode("utf-8", "replace")
            except OSError:
                break
            # fish asks the terminal what it is and waits for the answer.
            if "\x1b[c" in text or "\x1b[0c" in text:
                os.write(self.master, b"\x1b[?62c")
                text = text.replace("\x1b[c", "").replace("\x1b[0c", "")
            if until is not None and re.search(until, plain(text)):
                break
        return plain(text)

    def send(self, text):
        os.write(self.master, text.encode())

    def close(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.master)


def plain(text):
    """The text without control sequences."""
    text = re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[\[(][0-9;?>=]*[ -/]*[@-~]|\x1b[=>78]", "", text)
    return text.replace("\r", "").replace("\x07", "")


def prepare(folder, tool):
    """A folder with the tool, its scripts and files to complete."""
    (folder / "bin").mkdir()
    (folder / "bin" / "scregistry").symlink_to(tool)
    for shell in ("bash", "zsh", "fish"):
        made = subprocess.run([tool, "--generate-completion-script", shell], capture_output=True, check=True)
        name = {"bash": "scregistry.bash", "zsh": "zsh/_scregistry", "fish": "scregistry.fish"}[shell]
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(made.stdout)
    work = folder / "work"
    work.mkdir()
    shutil.copytree(GOOD, work / "registry")
    (work / "new_place").mkdir()
    for name in ("listing.txt", "my_mission.yml", "odd name.json"):
        (work / name).write_text("{}\n")
    return work


def shells(folder):
    setup = folder / "setup"
    setup.mkdir()
    (setup / "bashrc").write_text(
        f"PS1='> '\nbind 'set bell-style none'\nbind 'set show-all-if-ambiguous on'\nsource {folder}/scregistry.bash\n")
    (setup / ".zshrc").write_text(
        f"PROMPT='> '\nfpath=({folder}/zsh $fpath)\nautoload -Uz compinit\ncompinit -u -D\nunsetopt BEEP\n")
    (setup / "fish").mkdir()
    (setup / "fish" / "config.fish").write_text(
        f"function fish_prompt; echo -n '> '; end\nset fish_greeting\nsource {folder}/scregistry.fish\n")
    return {
        "bash": (["bash", "--noprofile", "--rcfile", str(setup / "bashrc"), "-i"], {}),
        "zsh": (["zsh", "-i"], {"ZDOTDIR": str(setup)}),
        "fish": (["fish", "--private"], {"XDG_CONFIG_HOME": str(setup)}),
    }


def check(shell, arguments, variables, folder, work):
    environment = {"PATH": f"{folder}/bin:/usr/bin:/bin", "HOME": str(folder), "TERM": "xterm", "LANG": "C.UTF-8",
                   "LC_ALL": "C.UTF-8", **variables}
    terminal = Terminal(arguments, work, environment)
    faults = []
    try:
        terminal.read(until=r"> $")
        for typed, expected in CASES:
            # fish and zsh show the first of several at once; a prefix of the answer is not enough.
            terminal.send(typed + "\t")
            shown = terminal.read(until=re.escape(expected), limit=8)
            # A shell may escape the space of a name.
            if expected not in shown and expected.replace(" ", "\\ ") not in shown:
                faults.append(f"{shell}: after {typed!r} and a tabulator there is no {expected!r}: {shown[-300:]!r}")
            terminal.read(quiet=0.2, limit=1)
            terminal.send("\x03")
            terminal.read(until=r"> $", limit=5)
    finally:
        terminal.close()
    return faults


def main():
    tool = str(Path(sys.argv[1]).resolve())
    faults = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        work = prepare(folder, tool)
        for shell, (arguments, variables) in shells(folder).items():
            if len(sys.argv) > 2 and shell not in sys.argv[2:]:
                continue
            if shutil.which(shell) is None:
                faults.append(f"{shell}: it is not installed; apt-get install {shell}")
                continue
            faults += check(shell, arguments, variables, folder, work)
    if faults:
        sys.exit("\n".join([f"completions: {len(faults)} faults", *faults]))
    print(f"completions: {len(CASES)} in {', '.join(sys.argv[2:]) or 'bash, zsh and fish'}")


main()
