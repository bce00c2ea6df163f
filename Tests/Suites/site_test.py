"""Opens sites, histories and statements in a real browser and checks what people see.

Usage: site_test.py PROGRAM [--pictures FOLDER]
Needs Chromium, and the packages of pages-requirements.txt in the running Python.
"""

import json
import pathlib
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from page_visits import CHROMIUM, FAILURES, Visit, check, check_page, check_without_script, hostile_registry, run
from playwright.sync_api import sync_playwright

ATOM = "{http://www.w3.org/2005/Atom}"


def site_of(program, registry, out, *options):
    result = run(program, "site", registry, "--out", out, *options)
    check(result.returncode in (0, 3), f"site of {registry}: {result.returncode} {result.stderr}")
    return result


def times(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def check_site(browser, program, folder, pictures):
    out = folder / "site"
    site_of(program, "Conformance/data/demo-good", out)
    first = times(out)
    site_of(program, "Conformance/data/demo-good", out)
    check(times(out) == first, "a second build of the same registry touches files")
    check_page(browser, out / "index.html", "site-index", pictures)
    check_page(browser, out / "datasets" / "aia_0094.html", "site-dataset", pictures)
    check_without_script(browser, out / "index.html", "site-index", ["aia_0094", "MMS1_FGM_BRST_L2"])
    listed = {entry["path"] for entry in json.loads((out / "site.json").read_text())["files"]}
    check(listed | {"site.json"} == {str(path.relative_to(out)) for path in first}, "site.json lists other files")
    with Visit(browser, out / "index.html", viewport=dict(width=1280, height=900)) as visit:
        page = visit.page
        page.locator("#names").focus()
        page.keyboard.type("fluxgate")
        check(page.locator(".dataset:visible").count() == 1, "search on the index")
        # The link leads to the page of the dataset.
        page.locator(".dataset:visible a.name").press("Enter")
        page.wait_for_load_state()
        check("MMS 1 fluxgate" in page.locator("h1").inner_text(), "a link of the index leads elsewhere")
        check("2015-09-11" in page.locator("#access").inner_text(), "no command for the first day")
        check(not visit.messages, f"site: console says {visit.messages}")


def check_linked_data(browser, path, title):
    """The description for search engines is JSON, and no policy complains about it."""
    with Visit(browser, path) as visit:
        text = visit.page.locator("script[type='application/ld+json']").text_content()
        data = json.loads(text)
        check(data["@type"] == "Dataset" and data["name"] == title, f"linked data of {path.name}: {data}")
        check("/" in data["temporalCoverage"], f"no times: {data}")
        visit.check_quiet(f"linked data of {path.name}")


def check_feed(out):
    root = ElementTree.parse(out / "feed.xml").getroot()
    updated = [entry.find(ATOM + "updated").text for entry in root.iter(ATOM + "entry")]
    check(updated == sorted(updated, reverse=True), f"feed: {updated}")
    check(updated[0] == "2024-09-18T12:00:00Z" == root.find(ATOM + "updated").text, f"feed: {updated}")
    for entry in root.iter(ATOM + "entry"):
        link = entry.find(ATOM + "link").get("href")
        check((out / link).is_file(), f"feed: there is no {link}")
        check(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", entry.find(ATOM + "id").text), "feed: id")


def check_changes(program, folder):
    """A change of one dataset changes its page, the index, the feed and the list."""
    registry, out = folder / "changing", folder / "changing-site"
    shutil.copytree("Conformance/data/demo-good", registry)
    site_of(program, registry, out)
    before = times(out)
    path = registry / "catalog.json"
    path.write_text(path.read_text().replace("2024-06-03T", "2024-06-04T"))
    site_of(program, registry, out)
    after = times(out)
    changed = {path.name for path in after if after[path] != before.get(path)}
    check(
        changed == {"index.html", "feed.xml", "site.json", "euvml_stereoa_195.html"},
        f"a change of one dataset changes {changed}")


def check_hostile(browser, program, folder):
    out = folder / "hostile-site"
    site_of(program, folder / "hostile", out)
    names = [path.name for path in (out / "datasets").iterdir()]
    check(len(names) == 6, f"hostile ids: {names}")
    check(len({name.lower() for name in names}) == 6, f"names that differ only in case: {names}")
    check(all(re.fullmatch(r"[a-z0-9_~.-]{1,100}", name) for name in names), f"hostile names: {names}")
    check([path.name for path in folder.rglob("x*") if path.suffix == ".html" and path.parent.name != "datasets"] == [], "a page outside")
    for path in [out / "index.html", *(out / "datasets").iterdir()]:
        with Visit(browser, path, viewport=dict(width=390, height=844)) as visit:
            check(visit.page.locator("main img, main script").count() == 0, f"{path.name}: markup became markup")
            check("\u202e" not in visit.page.content(), f"{path.name}: a character that reorders text")
            visit.check_width(f"hostile {path.name}")
            visit.check_quiet(f"hostile {path.name}")


def check_objects(program, folder):
    """The pages of a site in the bucket are not data without a row."""
    registry = folder / "changing"

    def unlisted():
        report = json.loads(run(program, "validate", registry, "--depth", "objects", "-o", "json", "-q").stdout)
        return [finding["location"]["uri"] for finding in report["findings"] if finding["rule"] == "OBJ003"]

    before = unlisted()
    site_of(program, registry, registry)
    (registry / "badge.svg").write_text("<svg/>")
    check(unlisted() == before, f"pages of the site count as data: {unlisted()}")


def check_history(browser, program, folder, pictures):
    history = folder / "history"
    registry = folder / "improving"
    shutil.copytree("Conformance/data/demo-faulty", registry)
    reports = []
    for day in range(1, 5):
        report = json.loads(run(program, "validate", registry, "-o", "json", "-q").stdout)
        report["run"]["started"] = f"2026-01-0{day}T00:00:00Z"
        path = folder / f"report-{day}.json"
        path.write_text(json.dumps(report))
        reports.append(path)
        if day == 2:
            shutil.copy("Conformance/data/demo-good/catalog.json", registry / "catalog.json")
    result = run(program, "history", "add", history, *reports)
    check(result.returncode == 0, f"history add: {result.stderr}")
    (history / "notes.txt").write_text("mine")
    page, badge = folder / "history.html", folder / "badge.svg"
    result = run(program, "history", "show", history, "-o", f"html={page}", "-o", f"badge-svg={badge}", "-o", "json")
    check(result.returncode == 0 and "notes.txt" in result.stderr, f"history show: {result.stderr}")
    runs = json.loads(result.stdout)["runs"]
    check(len(runs) == 4 and runs[2]["changes"]["fixed"] > 0, f"history: {runs}")
    check_page(browser, page, "history", pictures)
    check_without_script(browser, page, "history", ["Violations found", "2026-01-04T00:00:00Z", "notes.txt"])
    with Visit(browser, badge) as visit:
        words = visit.page.evaluate("document.documentElement.textContent")
        check("error" in words, f"badge: {words}")
        if pictures:
            visit.page.screenshot(path=str(pictures / "badge.png"))
    check((history / "notes.txt").read_text() == "mine", "history changed a file of others")


def check_mirror(browser, program, folder, pictures):
    """The statement of a copy, and of a copy without a file of data."""
    source, copy = folder / "source", folder / "copy"
    source.mkdir()
    entry = {"id": "ds", "index": "s3://b/ds/", "title": "T", "start": "2010-01-01T00:00:00Z",
             "stop": "2010-01-02T00:00:00Z", "modification": "2025-01-01T00:00:00Z", "indextype": "csv", "filetype": "cdf"}
    (source / "catalog.json").write_text(json.dumps({
        "version": "1.1", "name": "n", "contact": "c", "egress": "public", "status": {"code": 1200, "message": "OK"},
        "endpoint": "s3://b/", "catalog": [entry]}))
    for directory in ("ds", "data"):
        (source / directory).mkdir()
    rows = ""
    for hour in range(3):
        (source / "data" / f"{hour}.cdf").write_text("x" * (hour + 1))
        rows += f"2010-01-01T0{hour}:00:00Z,2010-01-01T0{hour}:30:00Z,s3://b/data/{hour}.cdf,{hour + 1}\n"
    (source / "ds" / "ds_2010.csv").write_text("# start, stop, datakey, filesize\n" + rows)
    shutil.copytree(source, copy)
    for name, words in {"same": "Complete and the same", "short": None}.items():
        if not words:
            (copy / "data" / "1.cdf").unlink()
        page = folder / f"mirror-{name}.html"
        result = run(program, "mirror", "statement", source, copy, "-o", f"html={page}", "--deterministic", "-q")
        check(page.exists(), f"mirror statement: {result.returncode} {result.stderr}")
        check_page(browser, page, f"mirror-{name}", pictures)
        with Visit(browser, page) as visit:
            heading = visit.page.locator("h1").inner_text()
            check(("✓" in heading) == bool(words), f"mirror-{name}: {heading} {result.stderr}")


def check_statements(browser, program, folder, pictures):
    shown = {}
    for name in ("good", "faulty"):
        page = folder / f"statement-{name}.html"
        run(program, "conformance", "report", f"Conformance/data/demo-{name}", "-o", f"html={page}", "--deterministic")
        check_page(browser, page, f"statement-{name}", pictures)
        check_without_script(browser, page, f"statement-{name}", ["Requirements", "Not evaluated"])
        with Visit(browser, page, viewport=dict(width=1280, height=900)) as visit:
            shown[name] = visit.page.locator("h1").inner_text()
            visit.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            text = visit.page.locator("#findings").inner_text() + " ".join(visit.page.locator("#files").all_inner_texts())
            check((".csv" in text) == (name == "faulty"), f"statement-{name}: files named: {text[:200]}")
    check("violated" in shown["faulty"] and shown["good"] != shown["faulty"], f"statements say {shown}")


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[3]) if sys.argv[2:3] == ["--pictures"] else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        folder = pathlib.Path(folder)
        hostile_registry(folder / "hostile")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        check_site(browser, program, folder, pictures)
        check_linked_data(browser, folder / "site" / "datasets" / "aia_0094.html", "SDO AIA 94 Angstrom level 1 images")
        check_feed(folder / "site")
        check_changes(program, folder)
        check_hostile(browser, program, folder)
        check_objects(program, folder)
        check_history(browser, program, folder, pictures)
        check_statements(browser, program, folder, pictures)
        check_mirror(browser, program, folder, pictures)
        browser.close()
    if FAILURES:
        sys.exit(f"{len(FAILURES)} checks failed")
    print("site: all checks passed")


if __name__ == "__main__":
    main()
