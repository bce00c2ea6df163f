"""Validations and their reports."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

import scregistry
from scregistry.report_types import Finding, ReportContent

HERE = Path(__file__).resolve().parent
FAULTY = HERE.parents[1] / "Conformance" / "data" / "demo-faulty"


def test_valid(registry):
    report = scregistry.validate(registry, config=False)
    assert report and report.is_valid and report.verdict == "no-violations"
    assert report.raise_for_violations() is report
    assert len(report) == 0 and str(report) == "no-violations"


def test_findings():
    report = scregistry.validate(FAULTY, config=False)
    assert not report and report.verdict == "violations"
    assert all(isinstance(each, Finding) for each in report.findings)
    assert len(report.findings) == len(report.json["findings"])
    frame = report.to_frame()
    assert frame["rule"].tolist() == [each["rule"] for each in report.json["findings"]]
    assert set(frame["severity"]) == {"error", "warning", "info"}
    assert str(frame["line"].dtype) == "Int64"
    html = report._repr_html_()
    assert "CAT012" in html and "violations: " in html


def test_types_keep_everything():
    report = scregistry.validate(FAULTY, config=False)
    for finding, json_finding in zip(report.findings, report.json["findings"]):
        place = json_finding["location"]
        assert finding.location.uri == place["uri"]
        assert finding.location.end_line == place.get("endLine")
        assert finding.params == json_finding.get("params", {})
        if "fix" in json_finding:
            assert finding.fix.safety == json_finding["fix"]["safety"]
            assert [edit.text for edit in finding.fix.edits] == [
                edit["text"] for edit in json_finding["fix"].get("edits", [])
            ]
    later = report.json | {"newMember": 1}
    assert ReportContent.from_json(later).verdict == report.verdict


def test_violations_have_code_clause_and_help():
    with pytest.raises(scregistry.ViolationsFound) as caught:
        scregistry.validate(FAULTY, config=False).raise_for_violations()
    error = caught.value
    assert (error.code, error.clause) == ("XRF006", "3")
    assert error.help.startswith("Set stop in catalog.json")
    assert "11 errors" in str(error)


def test_undetermined(tmp_path):
    catalog = {
        "version": "1.1",
        "endpoint": "s3://b/",
        "name": "b",
        "egress": "none",
        "status": {"code": 1200, "message": "OK"},
        "contact": "c",
        "description": "d",
        "catalog": [
            {
                "id": "ds",
                "index": "s3://b/ds/",
                "title": "t",
                "start": "2020-01-01T00:00:00Z",
                "stop": "2020-12-31T23:59:59Z",
                "modification": "2020-01-01T00:00:00Z",
                "indextype": "parquet",
                "filetype": "cdf",
            }
        ],
    }
    (tmp_path / "catalog.json").write_text(json.dumps(catalog))
    (tmp_path / "ds").mkdir()
    (tmp_path / "ds" / "ds_2020.parquet").write_bytes(b"PAR1 cut")
    report = scregistry.validate(tmp_path, config=False)
    assert not report.is_valid


def test_missing_target(tmp_path):
    with pytest.raises(scregistry.UsageError, match="no such file"):
        scregistry.validate(tmp_path / "none", config=False)
    with pytest.raises(scregistry.UsageError, match="shallow"):
        scregistry.validate(FAULTY, depth="shallow", config=False)


def test_options(tmp_path):
    report = scregistry.validate(
        [FAULTY, FAULTY.parent / "demo-good"],
        config=False,
        profile="strict",
        depth="metadata",
        max_per_rule=1,
        jobs=1,
        fail_level="info",
    )
    assert report.content.settings.profile == "strict"
    assert report.content.settings.fail_level == "info"
    assert len(report.content.targets) == 2


def test_progress_and_twin(registry):
    lines: list = []
    scregistry.validate(registry, config=False, progress=lines.append)
    assert lines[-1]["files"] == lines[-1]["allFiles"] == 7

    async def both():
        return await asyncio.gather(
            scregistry.validate_async(registry, config=False),
            scregistry.validate_async(FAULTY, config=False),
        )

    assert [bool(each) for each in asyncio.run(both())] == [True, False]


def test_types_are_those_of_the_schema():
    subprocess.run(
        [sys.executable, "-B", str(HERE.parent / "report_types.py"), "--check"], check=True
    )
