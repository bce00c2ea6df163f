"""What notebooks show."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from ._harmless import harmless

if TYPE_CHECKING:
    from .bucket import Bucket, Dataset
    from .file_list import FileList
    from .report import Report

WIDTH, HEIGHT, BARS = 600, 40, 120
COLORS = {"error": "#b3261e", "warning": "#8a5a00", "info": "#33658a"}


def escape(text: object) -> str:
    """Return text as HTML; its direction does not change that of other text."""
    return f"<bdi>{html.escape(harmless(str(text)))}</bdi>"


def html_of_files(files: FileList) -> str:
    """Return a list of files as HTML: counts, a picture of the coverage, the first files."""
    count = len(files)
    if count == 0:
        return f"<p><b>{escape(files.dataset_id)}</b>: no files in this time range</p>"
    times = files.rows.times()
    span = f", {times[0]:%Y-%m-%d %H:%M} to {times[1]:%Y-%m-%d %H:%M} UTC" if times else ""
    rows = "".join(
        f"<tr><td>{file.start or ''}</td><td>{file.stop or ''}</td>"
        f"<td>{escape(file.datakey)}</td><td style='text-align:right'>{_size(file.filesize)}</td>"
        "</tr>"
        for file in files[:5]
    )
    more = f"<p>and {count - 5} more</p>" if count > 5 else ""
    skipped = f"<p>{files.skipped} rows are skipped</p>" if files.skipped else ""
    return (
        f"<p><b>{escape(files.dataset_id)}</b>: {count} {'file' if count == 1 else 'files'}, "
        f"{_size(files.size)}{span}</p>{coverage_picture(files.rows.bins(BARS))}"
        "<table><thead><tr><th>start</th><th>stop</th><th>datakey</th><th>size</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{more}{skipped}"
    )


def coverage_picture(counts: list[int]) -> str:
    """Return an SVG picture of how many files start when.

    Parameters
    ----------
    counts : list of int
        The number of files that start in each of equal parts of the time.

    Returns
    -------
    str
        The picture; empty if there are no files.
    """
    most = max(counts, default=0)
    if not most:
        return ""
    step = WIDTH / len(counts)
    bars = "".join(
        f"<rect x='{index * step:g}' y='{HEIGHT - max(1, HEIGHT * count / most):.1f}' "
        f"width='{step - 1:g}' height='{max(1, HEIGHT * count / most):.1f}' fill='#33658a'/>"
        for index, count in enumerate(counts)
        if count
    )
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT + 1}' role='img' "
        f"aria-label='files over time'><title>files over time; at most {most} in a bar</title>"
        f"<line x1='0' x2='{WIDTH}' y1='{HEIGHT + 0.5}' y2='{HEIGHT + 0.5}' stroke='#999'/>"
        f"{bars}</svg>"
    )


def html_of_bucket(bucket: Bucket) -> str:
    """Return a bucket as HTML: a table of its datasets."""
    datasets = bucket.datasets
    rows = "".join(
        f"<tr><td>{escape(each.id)}</td><td>{escape(each.start or '')}</td>"
        f"<td>{escape(each.stop or '')}</td><td>{escape(each.title)}</td></tr>"
        for each in datasets[:100]
    )
    more = f"<p>and {len(datasets) - 100} more</p>" if len(datasets) > 100 else ""
    return (
        f"<p><b>{escape(bucket.name or bucket.address)}</b>: {len(datasets)} datasets</p>"
        "<table><thead><tr><th>id</th><th>start</th><th>stop</th><th>title</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{more}"
    )


def html_of_dataset(dataset: Dataset) -> str:
    """Return a dataset as HTML: the fields of its entry."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in dataset.entry.items()
        if isinstance(value, (str, int, float)) and value != ""
    )
    return f"<p><b>{escape(dataset.id)}</b></p><table><tbody>{rows}</tbody></table>"


def html_of_report(report: Report) -> str:
    """Return a report as HTML: the verdict, and a table of the first findings."""
    rows = "".join(
        f"<tr><td style='color:{COLORS.get(each.severity, 'inherit')}'>{escape(each.severity)}</td>"
        f"<td>{escape(each.rule)}</td><td>{escape(each.location.uri)}"
        f"{':' + str(each.location.line) if each.location.line else ''}</td>"
        f"<td>{escape(each.message)}</td><td>{escape(each.help or '')}</td></tr>"
        for each in report.findings[:50]
    )
    more = f"<p>and {len(report.findings) - 50} more</p>" if len(report.findings) > 50 else ""
    table = (
        "<table><thead><tr><th>severity</th><th>rule</th><th>place</th><th>message</th>"
        f"<th>help</th></tr></thead><tbody>{rows}</tbody></table>{more}"
        if rows
        else ""
    )
    return f"<p>{escape(report)}</p>{table}"


def _size(count: int | None) -> str:
    if count is None:
        return ""
    for unit, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} B"
