"""Prints how many seconds Chromium needs to open and draw a page, and how many megabytes its tab takes more than an empty one.

usage: open_page.py FILE   (with the Python of .build/pages/venv)
"""
import pathlib
import sys
import time

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"


def renderers(own):
    """The memory of the processes that draw pages, in bytes: what only they use, and their part of the rest."""
    total = 0
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes()
            if b"--type=renderer" not in words or own.encode() not in words:
                continue
            for line in (entry / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except OSError:
            continue
    return total


def main():
    page_file = pathlib.Path(sys.argv[1]).resolve()
    mark = f"--js-flags=--random-seed={abs(hash(page_file)) % 100000}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", mark])
        page = browser.new_page(viewport=dict(width=1280, height=900))
        page.goto("about:blank")
        empty = renderers(mark.split("=", 1)[0])
        began = time.monotonic()
        page.goto(page_file.as_uri())
        # Two frames after the load, the first screen is drawn.
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        seconds = time.monotonic() - began
        print(f"{seconds:.2f} {(renderers(mark.split('=', 1)[0]) - empty) / 1e6:.0f}")
        browser.close()


if __name__ == "__main__":
    main()
