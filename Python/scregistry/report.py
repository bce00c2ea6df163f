"""Reports of validations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ._extras import require
from .errors import ViolationsFound
from .report_types import Finding, ReportContent

if TYPE_CHECKING:
    import pandas


class Report:
    """What a validation found.

    Parameters
    ----------
    json : dict
        The report as the program writes it.

    Attributes
    ----------
    json : dict
        The same.
    content : ReportContent
        The report with types.
    """

    def __init__(self, json: dict[str, Any]) -> None:
        self.json = json
        self.content = ReportContent.from_json(json)

    @classmethod
    def parse(cls, data: bytes) -> Report:
        """Read a report from the bytes of ``scregistry validate -o json``."""
        return cls(json.loads(data))

    @property
    def findings(self) -> list[Finding]:
        """The faults found, sorted by target, place and rule."""
        return self.content.findings

    @property
    def verdict(self) -> str:
        """``no-violations``, ``violations`` or ``undetermined``."""
        return self.content.verdict

    @property
    def is_valid(self) -> bool:
        """Whether everything could be checked, and nothing is at or above the fail level."""
        return self.verdict == "no-violations"

    def raise_for_violations(self) -> Report:
        """Raise an exception unless the report is valid, and return the report.

        Raises
        ------
        ViolationsFound
            Its code, clause and help are those of the first finding that matters most.
        """
        if self.is_valid:
            return self
        order = {"error": 0, "warning": 1, "info": 2}
        findings = [each for each in self.findings if each.suppressed is None]
        first = min(findings, key=lambda each: order.get(each.severity, 3), default=None)
        if first is None:
            notices = self.content.notices
            raise ViolationsFound(
                str(self),
                code=notices[0].code if notices else self.verdict,
                help=notices[0].message if notices else None,
            )
        line = f":{first.location.line}" if first.location.line else ""
        raise ViolationsFound(
            f"{first.message} ({self})",
            code=first.rule,
            clause=first.spec_ref.section if first.spec_ref else None,
            help=first.help,
            address=f"{first.location.uri}{line}",
        )

    def to_frame(self) -> pandas.DataFrame:
        """Return the findings as a ``pandas.DataFrame``, one per row."""
        require("pandas", extra="'scregistry[pandas]'")
        import pandas

        columns = [
            "severity",
            "rule",
            "name",
            "requirement",
            "dataset",
            "uri",
            "line",
            "column",
            "row",
            "field",
            "message",
            "expected",
            "actual",
            "help",
            "clause",
            "occurrences",
            "fingerprint",
        ]
        rows = [self._row(each) for each in self.findings]
        frame = pandas.DataFrame(rows, columns=columns)
        for name in ("line", "column", "row", "occurrences"):
            frame[name] = frame[name].astype("Int64")
        assert isinstance(frame, pandas.DataFrame)
        return frame

    @staticmethod
    def _row(finding: Finding) -> dict[str, Any]:
        place = finding.location
        return {
            "severity": finding.severity,
            "rule": finding.rule,
            "name": finding.name,
            "requirement": finding.requirement,
            "dataset": finding.dataset,
            "uri": place.uri,
            "line": place.line,
            "column": place.column,
            "row": place.row,
            "field": place.field,
            "message": finding.message,
            "expected": finding.expected,
            "actual": finding.actual,
            "help": finding.help,
            "clause": finding.spec_ref.section if finding.spec_ref else None,
            "occurrences": finding.occurrences,
            "fingerprint": finding.fingerprint,
        }

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        return self.is_valid

    def __str__(self) -> str:
        summary = self.content.summary
        counts = ", ".join(
            f"{count} {name}{'' if count == 1 or name == 'info' else 's'}"
            for name, count in (
                ("error", summary.error),
                ("warning", summary.warning),
                ("info", summary.info),
            )
            if count
        )
        return f"{self.verdict}: {counts}" if counts else self.verdict

    def __repr__(self) -> str:
        return f"<Report {self}>"

    def _repr_html_(self) -> str:
        from ._display import html_of_report

        return html_of_report(self)
