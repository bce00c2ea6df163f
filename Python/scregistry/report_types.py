"""The content of a report. Generated from report.schema.json by report_types.py: do not edit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

from ._from_json import Record


@dataclass(frozen=True)
class Tool(Record):
    """The program that wrote the report."""

    name: str
    version: str
    ruleset_hash: Optional[str] = None
    """Differs for different sets of rules."""


@dataclass(frozen=True)
class Spec(Record):
    """The specification that the data were checked against."""

    id: str
    version: str
    """The version that the data were checked against."""
    declared: Optional[str] = None
    """The version that the data declare."""


@dataclass(frozen=True)
class TargetCoverage(Record):
    """What was checked for it; an absent member means nothing."""

    inputs: dict[str, int] = field(default_factory=dict)
    """By kind of input: how many."""
    obstacles: dict[str, list[str]] = field(default_factory=dict)
    """By kind of input: why some could not be checked."""
    rule_obstacles: dict[str, str] = field(default_factory=dict)
    """By code: why a rule could not check some of its input."""
    tolerated: list[str] = field(default_factory=list)
    """The obstacles that leave the run complete."""
    exclusions: dict[str, str] = field(default_factory=dict)
    """By kind of input: why it was skipped on purpose."""
    rows: Optional[int] = None
    objects: Optional[int] = None
    bytes: Optional[int] = None
    files: Optional[int] = None


@dataclass(frozen=True)
class Target(Record):
    """The target of a report."""

    uri: str
    kind: Optional[str] = None
    """document: JSON whose kind cannot be detected."""
    etag: Optional[str] = None
    version_id: Optional[str] = None
    last_modified: Optional[str] = None
    size: Optional[int] = None
    sha256: Optional[str] = None
    digest: Optional[str] = None
    """Of a path: tells different contents with one name apart."""
    declared: Optional[str] = None
    """The version it declares."""
    dialect: Optional[str] = None
    """The dialect that it was checked with."""
    coverage: Optional[TargetCoverage] = None
    """What was checked for it; an absent member means nothing."""


@dataclass(frozen=True)
class RuleResult(Record):
    """The rule result of a report."""

    rule: str
    outcome: str
    inputs: Optional[int] = None
    """How many things the rule checked."""
    reason: Optional[str] = None
    """Why it was not evaluated."""


@dataclass(frozen=True)
class Coverage(Record):
    """How much of the input was checked."""

    rules: int
    """The number of rules."""
    evaluated: int
    """The number of rules that were evaluated on all of their input."""
    not_applicable: int
    """The number of rules without input."""
    not_evaluated: int
    """The number of rules that were not evaluated, or not on all of their input."""
    rows: Optional[int] = None
    """The number of index rows read."""
    objects: Optional[int] = None
    """The number of objects compared."""
    bytes_read: Optional[int] = None
    """The number of bytes read."""
    sampled: Optional[bool] = None
    """Only a part was checked, on purpose."""
    per_rule: list[RuleResult] = field(default_factory=list)
    """The result of each rule."""


@dataclass(frozen=True)
class Summary(Record):
    """Exact totals, even if the list is truncated."""

    error: int
    """The number of findings of severity error."""
    warning: int
    """The number of findings of severity warning."""
    info: int
    """The number of findings of severity info."""
    suppressed: int
    """The number of findings that the configuration suppresses."""
    known: Optional[int] = None
    """The number of findings that the baseline lists."""
    by_rule: dict[str, int] = field(default_factory=dict)
    by_dataset: dict[str, int] = field(default_factory=dict)
    truncated: dict[str, int] = field(default_factory=dict)
    """By rule: the number of findings that were counted but not listed."""


@dataclass(frozen=True)
class Location(Record):
    """Where the fault is."""

    uri: str
    """The address of the file or object."""
    key: Optional[str] = None
    """The path within its bucket, the same for every copy; the uri if absent."""
    pointer: Optional[str] = None
    """A JSON Pointer (RFC 6901) into the document."""
    line: Optional[int] = None
    """Lines count from 1."""
    column: Optional[int] = None
    """Columns count Unicode scalars from 1."""
    end_line: Optional[int] = None
    """The line where the place ends."""
    end_column: Optional[int] = None
    """The column after the end of the place."""
    byte_offset: Optional[int] = None
    """Bytes count from 0."""
    row: Optional[int] = None
    """Rows of data count from 1; a header is not a row."""
    row_group: Optional[int] = None
    """Row groups of a Parquet file count from 1."""
    field: Optional[str] = None
    """The name of the column or key."""
    field_index: Optional[int] = None
    """Columns of a table count from 1."""


@dataclass(frozen=True)
class Excerpt(Record):
    """The part of the evidence with the fault; length 0 for a position between characters."""

    column: int
    length: int


@dataclass(frozen=True)
class RelatedPlace(Record):
    """The related place of a report."""

    uri: Optional[str] = None
    message: Optional[str] = None
    line: Optional[int] = None
    """Lines count from 1."""


@dataclass(frozen=True)
class SpecReference(Record):
    """Where the spec says so."""

    section: Optional[str] = None
    quote: Optional[str] = None
    url: Optional[str] = None


@dataclass(frozen=True)
class Edit(Record):
    """The edit of a report."""

    uri: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Fix(Record):
    """A change that would fix it."""

    description: str
    """What the edits do."""
    safety: str
    """Whether the meaning can change."""
    edits: list[Edit] = field(default_factory=list)
    """Replacements, by byte offsets from 0 in the file as it is."""


@dataclass(frozen=True)
class Suppressed(Record):
    """Why it does not count."""

    by: str
    reason: str
    owner: Optional[str] = None
    expires: Optional[str] = None


@dataclass(frozen=True)
class Finding(Record):
    """The finding of a report."""

    fingerprint: str
    """Does not change when lines move; equal faults in two reports have equal fingerprints."""
    rule: str
    name: str
    severity: str
    """How much a finding matters, after profile and configuration."""
    requirement: str
    """How strongly the spec demands it."""
    message: str
    """What is wrong, on one line."""
    location: Location
    """Where the fault is."""
    basis: Optional[str] = None
    """What the rule is based on."""
    params: dict[str, Any] = field(default_factory=dict)
    """The facts of the message, for programs."""
    dataset: Optional[str] = None
    """The id of the dataset."""
    counted_in: Optional[str] = None
    """The file that it is counted for, if not the file of its location."""
    evidence: Optional[str] = None
    """The text found there, truncated if it is long."""
    excerpt: Optional[Excerpt] = None
    """The part of the evidence with the fault; length 0 for a position between characters."""
    expected: Optional[str] = None
    """What the rule requires."""
    actual: Optional[str] = None
    """What was found instead."""
    occurrences: Optional[int] = None
    """How often this happened in the file; the location is the first."""
    related: list[RelatedPlace] = field(default_factory=list)
    """Other places related to it."""
    caused_by: Optional[str] = None
    """The fingerprint of the finding that probably caused this one."""
    spec_ref: Optional[SpecReference] = None
    """Where the spec says so."""
    help: Optional[str] = None
    """How to fix it, or where to read about it."""
    fix: Optional[Fix] = None
    """A change that would fix it."""
    baseline: Optional[str] = None
    """The comparison with the baseline given."""
    suppressed: Optional[Suppressed] = None
    """Why it does not count."""


@dataclass(frozen=True)
class Notice(Record):
    """The notice of a report."""

    code: str
    message: str
    uri: Optional[str] = None
    transient: Optional[bool] = None
    """A retry may help."""
    rules: list[str] = field(default_factory=list)
    """The rules that were not evaluated because of it."""


@dataclass(frozen=True)
class Run(Record):
    """Absent with --deterministic."""

    started: Optional[str] = None
    seconds: Optional[float] = None
    command: list[str] = field(default_factory=list)
    config: Optional[str] = None


@dataclass(frozen=True)
class Settings(Record):
    """The settings of the run."""

    profile: str
    """The profile of severities."""
    fail_level: str
    """How much a finding matters, after profile and configuration."""
    off: dict[str, str] = field(default_factory=dict)
    """By rule: why it is off."""
    severities: dict[str, str] = field(default_factory=dict)
    """For each rule on the configuration: its severity, if the profile gives another."""


@dataclass(frozen=True)
class Rule(Record):
    """The rule of a report."""

    code: str
    name: str
    title: Optional[str] = None
    level: Optional[str] = None
    basis: Optional[str] = None
    requirements: list[str] = field(default_factory=list)
    section: Optional[str] = None
    quote: Optional[str] = None
    """The words of the spec."""
    scope: Optional[str] = None
    """What the rule checks."""
    help: Optional[str] = None


@dataclass(frozen=True)
class RuleCounts(Record):
    """The rule counts of a report."""

    error: Optional[int] = None
    warning: Optional[int] = None
    info: Optional[int] = None
    suppressed: Optional[int] = None
    known: Optional[int] = None
    safe_fixes: Optional[int] = None
    """Of those that count, listed or not: how many have a safe fix."""
    unsafe_fixes: Optional[int] = None
    """Of those that count, listed or not: how many have an unsafe fix."""


@dataclass(frozen=True)
class FileCounts(Record):
    """The file counts of a report."""

    uri: str
    rules: dict[str, RuleCounts]
    """By rule: the number of findings of each kind. An absent member means 0."""
    datasets: dict[str, int] = field(default_factory=dict)
    """By dataset: the number of findings."""


@dataclass(frozen=True)
class TimelinesItemsYearsItems(Record):
    """The timelines items years items of a report."""

    uri: str
    rows: int
    bytes: int
    year: Optional[int] = None
    """The year in the name of the index file."""


@dataclass(frozen=True)
class TimelinesItemsFuture(Record):
    """The rows that start or stop in the future; absent without any. They count as rows and bytes, but not in first, last, covered, gaps, sizes and cadence."""

    rows: int
    last: str
    """The latest stop of these rows, or start without a stop."""


@dataclass(frozen=True)
class TimelinesItemsCadence(Record):
    """How far the starts of consecutive rows are apart; absent if no two rows have starts that differ."""

    seconds: int
    """The median of the distances of a second or more: exact if they are all the same, else right to six per cent."""
    distances: int
    """The number of these distances."""
    same_starts: int
    """The number of rows that start in the same second as the row before."""


@dataclass(frozen=True)
class TimelinesItemsUnreadItems(Record):
    """The timelines items unread items of a report."""

    reason: str
    year: Optional[int] = None
    """The year in the name of the index file; absent for a file without a year, or if all files are meant."""
    last_year: Optional[int] = None
    """The last year, if the files of several consecutive years are missing."""
    uri: Optional[str] = None
    """Absent for a missing file."""


@dataclass(frozen=True)
class TimelinesItemsSizesUnusualFilesItems(Record):
    """The timelines items sizes unusual files items of a report."""

    start: str
    """The start of the row of the file."""
    bytes: int


@dataclass(frozen=True)
class TimelinesItemsSizesUnusual(Record):
    """The files whose sizes are far from those of the others; of each 32 days at most the smallest and the largest one."""

    count: int
    files: list[TimelinesItemsSizesUnusualFilesItems]


@dataclass(frozen=True)
class TimelinesItemsSizes(Record):
    """The sizes of the files in bins of equal length; 0 in a bin without files. The median is right to six per cent."""

    from_: str
    bin: str
    """The shortest span that is told apart, as an ISO 8601 duration."""
    files: list[int]
    min: list[int]
    median: list[int]
    max: list[int]
    unusual: Optional[TimelinesItemsSizesUnusual] = None
    """The files whose sizes are far from those of the others; of each 32 days at most the smallest and the largest one."""


@dataclass(frozen=True)
class TimelinesItems(Record):
    """The timelines items of a report."""

    dataset: str
    target: str
    rows: int
    """The number of rows, with those in the future."""
    bytes: int
    """The sum of the filesizes that could be read, with those of rows in the future."""
    bin: str
    """The shortest span that is told apart, as an ISO 8601 duration."""
    covered: list[list[str]]
    """The days that rows cover; gaps shorter than bin may be hidden."""
    gaps: list[list[str]]
    """The longest gaps of that period, in order of time: the index files of their years were read and have no rows."""
    years: list[TimelinesItemsYearsItems]
    title: Optional[str] = None
    """The title that the catalog gives it."""
    first: Optional[str] = None
    """The earliest start of a row, whatever the year of its file is; rows in the future do not count."""
    last: Optional[str] = None
    """The latest stop of such a row, or start without a stop."""
    future: Optional[TimelinesItemsFuture] = None
    """The rows that start or stop in the future; absent without any. They count as rows and bytes, but not in first, last, covered, gaps, sizes and cadence."""
    claimed: list[str] = field(default_factory=list)
    """Start and stop in the catalog."""
    days: Optional[int] = None
    """The number of days that rows cover; absent if it is not known."""
    gap_count: Optional[int] = None
    """The number of gaps of a day or more in the period from the earlier of the claimed start and the first row to the later of the claimed stop and the last row; absent if it is not known."""
    partly: list[list[str]] = field(default_factory=list)
    """The parts of covered that have such hidden gaps."""
    unknown: list[list[str]] = field(default_factory=list)
    """The longest spans of which it is not known whether there are files, since index files are missing or could not be read."""
    overlaps: list[list[str]] = field(default_factory=list)
    """The days on which a row starts before an earlier row of its file stops."""
    absent: list[list[str]] = field(default_factory=list)
    """The days of rows whose objects do not exist, at --depth objects; short gaps may be hidden."""
    absent_objects: Optional[int] = None
    """The number of rows whose objects do not exist; absent if objects were not compared."""
    cadence: Optional[TimelinesItemsCadence] = None
    """How far the starts of consecutive rows are apart; absent if no two rows have starts that differ."""
    unread: list[TimelinesItemsUnreadItems] = field(default_factory=list)
    """The index files that are missing or could not be read, at most 50. Files that are missing in consecutive years are one."""
    sizes: Optional[TimelinesItemsSizes] = None
    """The sizes of the files in bins of equal length; 0 in a bin without files. The median is right to six per cent."""


@dataclass(frozen=True)
class Suppression(Record):
    """The suppression of a report."""

    rule: str
    file: str
    """The configuration file."""
    reason: str
    line: Optional[int] = None
    """Lines count from 1."""
    owner: Optional[str] = None
    expires: Optional[str] = None
    expired: Optional[bool] = None
    """Its date had passed, so it hid nothing."""
    matched: dict[str, int] = field(default_factory=dict)
    """By file: the number of findings it hid."""
    has_file: Optional[bool] = None
    """A file that it covers was checked."""
    has_dataset: Optional[bool] = None
    """A dataset that it covers was checked."""


@dataclass(frozen=True)
class StaleEntry(Record):
    """The stale entry of a report."""

    line: int
    """Lines count from 1."""
    rule: str
    key: str
    count: int
    """The number of findings it allows."""
    root: Optional[str] = None
    fingerprint: Optional[str] = None
    matched: Optional[int] = None
    """The number of findings it matched."""


@dataclass(frozen=True)
class Baseline(Record):
    """The effect of the entries of the baseline given."""

    file: str
    digest: str
    """Differs for different contents of the file."""
    listed: Optional[int] = None
    """The maximum number of stale entries that are reported as single findings."""
    matched: list[int] = field(default_factory=list)
    """The lines of the entries that matched as many findings as they allow."""
    stale: list[StaleEntry] = field(default_factory=list)
    """The entries that matched fewer findings than they allow."""


@dataclass(frozen=True)
class MirrorBydatasetItems(Record):
    """The mirror bydataset items of a report."""

    files: int
    levels: dict[str, int]
    """Numbers by name."""
    missing: int
    extra: int
    differs: int
    mirror: Optional[str] = None
    """The mirror, if there are several."""
    id: Optional[str] = None
    """Absent for objects of no dataset."""
    year: Optional[int] = None
    bytes: Optional[int] = None
    verdicts: dict[str, int] = field(default_factory=dict)
    """Numbers by name."""


@dataclass(frozen=True)
class Lag(Record):
    """The lag of a mirror, in seconds by clock, and the digest of the source's index files."""

    rows: Optional[int] = None
    modification: Optional[int] = None
    objects: Optional[int] = None
    generations_behind: Optional[int] = None
    newer_rows: Optional[int] = None
    """The rows that only the lag explains, if it is allowed."""
    newer_objects: Optional[int] = None
    """The objects that only the lag explains, if it is allowed."""
    generation: Optional[str] = None


@dataclass(frozen=True)
class MirrorCopiesItems(Record):
    """The mirror copies items of a report."""

    name: str
    root: str
    """The address of the mirror's root."""
    verdicts: dict[str, int]
    """Numbers by name."""
    levels: dict[str, int]
    """Numbers by name."""
    lag: Optional[Lag] = None
    """The lag of a mirror, in seconds by clock, and the digest of the source's index files."""
    unknown: dict[str, int] = field(default_factory=dict)
    """Numbers by name."""
    out_of_scope: dict[str, int] = field(default_factory=dict)
    """What no map or scope leads to, and so was not compared: rows, indexes, sourceObjects, mirrorObjects. Absent if there is nothing."""
    notes: list[str] = field(default_factory=list)
    """What was assumed, and what was not compared."""


@dataclass(frozen=True)
class MirrorSample(Record):
    """The objects whose content was read, and what that proves."""

    drawn: int
    population: int
    seed: int
    failures: int
    upper_bound: float
    added: Optional[int] = None
    bytes: Optional[int] = None
    """The bytes of all these objects in one copy."""
    strata: Optional[int] = None
    confidence: Optional[float] = None


@dataclass(frozen=True)
class Mirror(Record):
    """What a verification of mirrors counted."""

    sources: list[str]
    """The source, then the mirrors, as the user named them."""
    maps: list[list[str]]
    """The starts of the source's addresses and what replaces them."""
    scope: dict[str, list[str]]
    """The options that limit what the mirror is to have."""
    levels: dict[str, int]
    """Numbers by name."""
    by_dataset: list[MirrorBydatasetItems]
    """The counts of each dataset and year."""
    root: Optional[str] = None
    """The address of the source's root."""
    required: Optional[str] = None
    """The required level."""
    verdicts: dict[str, int] = field(default_factory=dict)
    """Numbers by name."""
    copies: list[MirrorCopiesItems] = field(default_factory=list)
    """The counts of each mirror."""
    lag: Optional[Lag] = None
    """The lag of a mirror, in seconds by clock, and the digest of the source's index files."""
    not_asked: dict[str, str] = field(default_factory=dict)
    """The rules that had no input, by code, with the reason."""
    sample: Optional[MirrorSample] = None
    """The objects whose content was read, and what that proves."""
    alone: dict[str, int] = field(default_factory=dict)
    """Numbers by name."""


@dataclass(frozen=True)
class ReportContent(Record):
    """The report content of a report."""

    schema_version: int
    tool: Tool
    """The program that wrote the report."""
    spec: Spec
    """The specification that the data were checked against."""
    targets: list[Target]
    """What was checked."""
    verdict: str
    """undetermined: nothing found, but not everything could be evaluated."""
    complete: bool
    """Every applicable rule was evaluated on all of its input."""
    coverage: Coverage
    """How much of the input was checked."""
    summary: Summary
    """Exact totals, even if the list is truncated."""
    findings: list[Finding]
    """The faults found, sorted by target, place and code."""
    notices: list[Notice]
    """What the tool could not do; never counted as violations."""
    run: Optional[Run] = None
    """Absent with --deterministic."""
    settings: Optional[Settings] = None
    """The settings of the run."""
    rules: list[Rule] = field(default_factory=list)
    """The rules that the findings name."""
    files: list[FileCounts] = field(default_factory=list)
    """The files with findings, and the number of findings, listed or not."""
    timelines: list[TimelinesItems] = field(default_factory=list)
    """What the index files of each dataset list over time."""
    suppressions: list[Suppression] = field(default_factory=list)
    """The effect of each suppression of the configuration, in their order."""
    baseline: Optional[Baseline] = None
    """The effect of the entries of the baseline given."""
    mirror: Optional[Mirror] = None
    """What a verification of mirrors counted."""
