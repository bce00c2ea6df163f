"""Opens pages in a real browser and checks what people see.

Usage: pages_test.py PROGRAM [--pictures FOLDER]
Needs Chromium, and the packages playwright and axe-playwright-python in the running Python.
"""

import json
import pathlib
import re
import sys
import tempfile

from page_visits import CHROMIUM, FAILURES, Visit, check, check_page, check_without_script, hostile_registry, run
from playwright.sync_api import sync_playwright


def check_filters(browser, path):
    with Visit(browser, path, viewport=dict(width=1280, height=900)) as visit:
        page = visit.page
        everything = page.locator(".rule:visible").count()
        # By keyboard alone: into the search field, a word, then the box of warnings.
        page.locator("#search").focus()
        page.keyboard.type("aia_0094")
        some = page.locator(".rule:visible").count()
        check(0 < some < everything, f"filter by text: {some} of {everything} rules")
        check("match" in page.locator("#shown").inner_text(), "the filter does not say how many findings match")
        for _ in "aia_0094":
            page.keyboard.press("Backspace")
        check(page.locator(".rule:visible").count() == everything, "the filter does not forget")
        page.locator("#filters input[value=warning]").focus()
        page.keyboard.press("Space")
        check(page.locator(".rule.warning:visible").count() == 0, "warnings are still shown")
        check(page.locator(".rule.error:visible").count() > 0, "errors are gone with the warnings")
        page.locator("#names").focus()
        page.keyboard.type("MMS1")
        check(page.locator(".dataset:visible").count() == 1, "search for a dataset")
        before = page.locator("#coverage svg.bar > svg").first.get_attribute("viewBox")
        page.locator("#zoom").select_option(label="2015")
        after = page.locator("#coverage svg.bar > svg").first.get_attribute("viewBox")
        check(before != after and after.endswith(" 0 365 14"), f"zoom: {before} to {after}")
        check_sizes_in_zoom(page)
        # A summary opens by keyboard.
        page.locator("#zoom").select_option(index=0)
        summary = page.locator(".dataset:visible summary").first
        summary.focus()
        page.keyboard.press("Enter")
        check(page.locator(".dataset:visible details").first.evaluate("one => one.open"), "a summary by keyboard")
        visit.check_quiet("filters")


def check_sizes_in_zoom(page):
    """The picture of sizes shows the same year, with some of its bins."""
    page.evaluate("document.querySelectorAll('.dataset details').forEach((one) => { one.open = true })")
    seen = page.evaluate("""() => [...document.querySelectorAll('.dataset')].filter((one) => !one.hidden).flatMap(
        (one) => [...one.querySelectorAll('path.range')].map((path) => {
          const [box, view] = [path.getBBox(), path.ownerSVGElement.viewBox.baseVal];
          return [view.width, view.height, box.x < view.x + view.width && box.x + box.width > view.x];
        }))""")
    check(seen == [[365, 100, True]], f"sizes in the zoom: {seen}")
    rows = page.locator(".dataset:visible table caption, .dataset:visible summary", has_text="Sizes as a table").count()
    check(rows == 1, f"{rows} tables of sizes")
    page.evaluate("document.querySelectorAll('.dataset details').forEach((one) => { one.open = false })")


def check_findings(browser, program, registry, path):
    """The page names every finding of the report, each with its place and message."""
    report = json.loads(run(program, "validate", registry, "-o", "json").stdout)
    with Visit(browser, path, viewport=dict(width=1280, height=900)) as visit:
        page = visit.page
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        shown = page.locator(".finding").all_inner_texts()
        texts = [re.sub(r"\s+", " ", text) for text in shown]
        for finding in report["findings"]:
            place = finding["location"]
            where = f"{place['uri']}:{place['line']}:{place.get('column', 1)}" if "line" in place else place["uri"]
            message = re.sub(r"\s+", " ", finding["message"])
            check(any(where in text and message in text for text in texts), f"not on the page: {where} {message}")
        check(len(texts) == len(report["findings"]), f"{len(texts)} findings shown of {len(report['findings'])}")
        for severity in ("error", "warning", "info"):
            count = sum(
                int(text.replace(",", "")) for text in page.locator(f".rule.{severity} .count").all_inner_texts())
            check(count == report["summary"][severity], f"{severity}: {count}, not {report['summary'][severity]}")


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[3]) if sys.argv[2:3] == ["--pictures"] else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        folder = pathlib.Path(folder)
        hostile_registry(folder / "hostile")
        pages = {}
        for name, registry in {
            "faulty": "Conformance/data/demo-faulty", "good": "Conformance/data/demo-good",
            "hostile": folder / "hostile",
        }.items():
            path = folder / f"{name}.html"
            run(program, "validate", registry, "-o", f"html={path}", "--deterministic")
            first = path.read_bytes()
            run(program, "validate", registry, "-o", f"html={path}", "--deterministic")
            check(first == path.read_bytes(), f"{name}: two runs give different pages")
            pages[name] = path
        undetermined = folder / "undetermined.html"
        run(program, "validate", "http://127.0.0.1:9/", "--retries", "0", "-o", f"html={undetermined}")
        pages["undetermined"] = undetermined
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, path in pages.items():
            check_page(browser, path, name, pictures)
        words = {"faulty": "Violations found", "good": "No violations", "undetermined": "Undetermined"}
        for name, word in words.items():
            check_without_script(browser, pages[name], name, [word, "Not evaluated"])
        check_filters(browser, pages["faulty"])
        check_findings(browser, program, "Conformance/data/demo-faulty", pages["faulty"])
        with Visit(browser, pages["hostile"]) as visit:
            check(visit.page.locator("main img, main script").count() == 0, "markup of a registry became markup")
            check("\u202e" not in visit.page.content(), "a character that reorders text is on the page")
        browser.close()
    if FAILURES:
        sys.exit(f"{len(FAILURES)} checks failed")
    print("pages: all checks passed")


if __name__ == "__main__":
    main()
