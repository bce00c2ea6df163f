"""Opens pages in Chromium and checks what every page must fulfil: for pages_test.py and site_test.py."""

import json
import subprocess

from axe_playwright_python.sync_playwright import Axe

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
