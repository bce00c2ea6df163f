"""The notebook of Examples runs from its first cell to its last."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor

NOTEBOOK = Path(__file__).resolve().parents[2] / "Examples" / "notebook" / "coverage.ipynb"


def test_notebook(cloud, tmp_path):
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    runner = ExecutePreprocessor(timeout=120, kernel_name="python3")
    runner.preprocess(notebook, {"metadata": {"path": str(tmp_path)}})

    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = [output["data"] for output in outputs if "data" in output]
    assert any("image/png" in each for each in shown), "there is no plot"
    html = "".join(each.get("text/html", "") for each in shown)
    assert "<b><bdi>aia_0094</bdi></b>: 300 files" in html and "<svg" in html
    assert "no-violations" in html or "violations" in html
    assert len(list((tmp_path / "data").rglob("*.fits"))) == 2
