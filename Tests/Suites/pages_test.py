"""Opens pages in a real browser and checks what people see.

Usage: pages_test.py PROGRAM [--pictures FOLDER]
Needs Chromium, and the packages playwright and axe-playwright-python in the running Python.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
FAILURES = []


def check(condition, message):
    if not condition:
        FAILURES.append(message)
        print("FAILED:", message)


def run(program, *arguments):
    result = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, timeout=120)
    return result


def hostile_registry(folder):
    """A registry whose texts are markup, long, or reorder their neighbours."""
    ids = ["<img onerror=alert(1) src=x>", "x" * 10_000, "a\u202eb", "\"'`&amp;", "plain", "Plain"]
    entries = []
    for number, name in enumerate(ids):
        entries.append({
            "id": name, "index": f"s3://example-bucket/i{number}/", "title": "</script><script>alert(2)</script>",
            "start": "2019-01-01T00:00:00Z", "stop": "2020-12-31T00:00:00Z", "modification": "2021-01-01T00:00:00Z",
            "indextype": "csv", "filetype": "cdf",
        })
    catalog = {
        "Cloudy": "0.4", "endpoint": "s3://example-bucket/", "name": "<b>", "region": "us-east-1",
        "egress": "no-egress", "status": {"code": 1200, "message": "OK"}, "contact": "x, x@example.org",
        "description": "hostile", "catalog": entries,
    }
    folder.mkdir()
    (folder / "catalog.json").write_text(json.dumps(catalog), encoding="utf-8")
    directory = folder / "i4"
    directory.mkdir()
    for year in (2019, 2020):
        rows = "".join(
            f"{year}-{month:02}-01T00:00:00Z,{year}-{month:02}-02T00:00:00Z,"
            f"s3://example-bucket/<script>{month}</script>.cdf,{month * 1000}\n" for month in range(1, 13))
        (directory / f"plain_{year}.csv").write_text("# start, stop, datakey, filesize\n" + rows, encoding="utf-8")


class Visit:
    """One page in one kind of window, with everything that it asked for and said."""

    def __init__(self, browser, path, **window):
        self.context = browser.new_context(**window)
        self.page = self.context.new_page()
        self.requests, self.messages = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.goto(path.as_uri())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def check_quiet(self, name):
        check(len(self.requests) == 1, f"{name}: asked for {self.requests[1:]}")
        check(not self.messages, f"{name}: console says {self.messages}")

    def check_width(self, name):
        width = self.page.evaluate("document.documentElement.scrollWidth")
        inner = self.page.evaluate("innerWidth")
        check(width <= inner, f"{name}: {width} px wide in a window of {inner}")


def check_page(browser, path, name, pictures):
    kinds = {
        "light": dict(viewport=dict(width=1280, height=900)),
        "dark": dict(viewport=dict(width=1280, height=900), color_scheme="dark"),
        "phone": dict(viewport=dict(width=390, height=844)),
        "wide": dict(viewport=dict(width=1600, height=900)),
    }
    for kind, window in kinds.items():
        with Visit(browser, path, **window) as visit:
            visit.check_width(f"{name}, {kind}")
            # Everything open, so that contrast and names are checked everywhere.
            visit.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            visit.check_width(f"{name}, {kind}, all open")
            visit.check_quiet(f"{name}, {kind}")
            if kind in ("light", "dark"):
                # By evaluate, since the policy of the page refuses other scripts.
                result = Axe().run(visit.page)
                for violation in result.response["violations"]:
                    places = [node["html"][:120] for node in violation["nodes"][:3]]
                    check(False, f"{name}, {kind}: axe: {violation['id']} ({violation['help']}) at {places}")
            if pictures:
                visit.page.reload()
                visit.page.screenshot(path=str(pictures / f"{name}-{kind}.png"), full_page=True)
                if kind == "light":
                    visit.page.emulate_media(media="print")
                    visit.page.screenshot(path=str(pictures / f"{name}-print.png"), full_page=True)


def check_without_script(browser, path, name, words):
    with Visit(browser, path, java_script_enabled=False) as visit:
        text = visit.page.content()
        for word in words:
            check(word in text, f"{name}: without JavaScript the page lacks {word}")
        for control in ("#filters", "#zoom", "#names"):
            if visit.page.locator(control).count():
                check(not visit.page.locator(control).is_visible(), f"{name}: {control} shows, but can't work")


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
        # A summary opens by keyboard.
        page.locator("#zoom").select_option(index=0)
        summary = page.locator(".dataset:visible summary").first
        summary.focus()
        page.keyboard.press("Enter")
        check(page.locator(".dataset:visible details").first.evaluate("one => one.open"), "a summary by keyboard")
        visit.check_quiet("filters")


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
