"""The commands that the pages of a site show to people."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

import scregistry


def _recipes(page: Path) -> dict[str, str]:
    found = re.findall(r"<h3>([^<]*)</h3>\s*<pre[^>]*>(.*?)</pre>", page.read_text(), re.DOTALL)
    return {name: html.unescape(text) for name, text in found}


@pytest.mark.parametrize("id", ["an_id_from_data_registry_catalog", "another_id"])
def test_commands_of_a_page_work_without_warnings(cloud, tmp_path, id):
    program = scregistry.find_program()
    site = tmp_path / "site"
    subprocess.run([program, "site", "s3://a-bucket-name/", "--out", site], check=True)
    recipes = _recipes(site / "datasets" / f"{id}.html")
    for line in recipes["scregistry"].splitlines():
        assert line.startswith("scregistry ")
        command = line.replace("scregistry", f"'{program}'", 1)
        done = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        assert "warning" not in done.stderr, done.stderr
        if " files " in line:
            assert len(done.stdout.splitlines()) == 1
    (file,) = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    file.unlink()
    words = [sys.executable, "-W", "error", "-c", recipes["Python"]]
    done = subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert file.is_file() and not done.stderr
