"""Builds the documents into a site: make docs.

usage: site.py FOLDER

FOLDER/venv has MkDocs and its theme (Distribution/docs-requirements.txt); the pages go to FOLDER/site. The Markdown
files stay as a forge shows them. For the site they are copied to FOLDER/source with README.md as the first page, and
links to other files of the repository become plain text, since a site does not have them. MkDocs fails for links
and headings that do not exist.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent
PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "Conformance/README.md",
         "Conformance/adapters/README.md", "Conformance/data/README.md"]
# The order of the guides, from the first steps to special uses.
GUIDES = ["install", "validate", "fix", "read", "publish", "migrate", "baselines", "ci", "mirrors", "python",
          "listings", "parquet", "swift"]


def title(page):
    """The first heading of a page."""
    found = re.search(r"^# (.*)$", (SOURCES / page).read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else page


def staged(page, known):
    """The text of a page with the links that the site has."""
    def link(match):
        text, target = match[1], match[2]
        name, hash_sign, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target) or not name:
            return match[0]
        path = os.path.normpath(os.path.join(os.path.dirname(page), name))
        if (SOURCES / path).is_dir():
            path, name = path + "/README.md", name.rstrip("/") + "/README.md"
        return f"[{text}]({name}{hash_sign}{anchor})" if path in known else text
    text = (SOURCES / page).read_text(encoding="utf-8")
    return re.sub(r"\[([^\[\]]*)\]\(([^)\s]+)\)", link, text)


def navigation(known):
    def section(folder, first=()):
        pages = [page for page in known if os.path.dirname(page) == folder]
        order = [f"{folder}/{name}.md" for name in first]
        pages.sort(key=lambda page: (order.index(page) if page in order else len(order), page))
        return [{title(page): page} for page in pages]
    return [
        {"Start": "README.md"},
        {"Guides": section("docs/guide", GUIDES)},
        {"Reference": section("docs/reference")},
        {"Commands": section("docs/reference/commands", ["README"])},
        {"Rules": section("docs/rules", ["README"])},
        {"Conformance": section("docs/conformance") + section("Conformance") + section("Conformance/adapters")
         + section("Conformance/data")},
        {"Design": section("docs/design") + section("docs/design/decisions")},
        {"Project": [{title(page): page} for page in ("CONTRIBUTING.md", "docs/style.md", "CHANGELOG.md",
                                                      "SECURITY.md")]},
    ]


def main():
    folder = Path(sys.argv[1]).resolve()
    known = [page for page in PAGES if (SOURCES / page).exists()]
    known += sorted(str(path.relative_to(SOURCES)) for path in (SOURCES / "docs").rglob("*.md"))
    source = folder / "source"
    shutil.rmtree(source, ignore_errors=True)
    for page in known:
        (source / page).parent.mkdir(parents=True, exist_ok=True)
        (source / page).write_text(staged(page, set(known)), encoding="utf-8")
    settings = {
        "site_name": "scregistry", "docs_dir": str(source), "site_dir": str(folder / "site"),
        "theme": {"name": "material", "font": False, "features": ["navigation.indexes", "navigation.tabs",
                                                                  "navigation.top", "content.code.copy"]},
        "plugins": ["search"], "use_directory_urls": False, "nav": navigation(known),
        "markdown_extensions": ["tables", "attr_list", "pymdownx.highlight", "pymdownx.superfences",
                                {"toc": {"permalink": True}}],
        "validation": {"links": {"not_found": "warn", "anchors": "warn", "unrecognized_links": "warn"},
                       "nav": {"omitted_files": "warn", "not_found": "warn"}},
    }
    (folder / "mkdocs.yml").write_text(json.dumps(settings, indent=1), encoding="utf-8")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([folder / "venv" / "bin" / "mkdocs", "build", "--strict", "--quiet", "--config-file",
                           folder / "mkdocs.yml"], env=environment, check=False)
    if done.returncode != 0:
        sys.exit(done.returncode)
    print(f"docs: {len(known)} pages in {folder / 'site'}")


main()
