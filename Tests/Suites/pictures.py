"""Writes docs/pictures/*.png: the pages of the demo registries, as a browser shows them.

Usage: pictures.py PROGRAM   (from the root of the checkout)
"""

import io
import pathlib
import sys
import tempfile

from page_visits import CHROMIUM, Visit, run
from PIL import Image
from playwright.sync_api import sync_playwright

TARGET = pathlib.Path("docs/pictures")
LIMIT = 200_000


def write(visit, name):
    """Pages have few colours, so 128 of them show no difference."""
    picture = Image.open(io.BytesIO(visit.page.screenshot()))
    place = TARGET / f"{name}.png"
    picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(place, optimize=True)
    if place.stat().st_size > LIMIT:
        sys.exit(f"{place} has {place.stat().st_size} bytes, more than {LIMIT}")
    print(f"{place}: {place.stat().st_size} bytes")


def main():
    program = sys.argv[1]
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        folder = pathlib.Path(folder)
        report, site = folder / "report.html", folder / "site"
        run(program, "validate", "Conformance/data/demo-faulty", "-o", f"html={report}", "--deterministic")
        run(program, "site", "Conformance/data/demo-good", "--out", site)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        size = dict(viewport=dict(width=1160, height=900))
        pages = {"report": report, "site": site / "index.html", "dataset": site / "datasets" / "aia_0094.html"}
        for name, path in pages.items():
            with Visit(browser, path, **size) as visit:
                write(visit, name)
        browser.close()


if __name__ == "__main__":
    main()
