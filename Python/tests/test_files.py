"""Lists of files and what they turn into."""

from __future__ import annotations

import asyncio
import io
import warnings
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pandas
import polars
import pytest

import scregistry
from scregistry import _rows
from scregistry._times import parsed_time, time_text
from scregistry.addresses import https_address, s3_address

ROWS = b"""start,stop,datakey,filesize,note
2015-01-01T00:00Z,2015-01-01T01:00Z,"s3://b/a,b ""c"".cdf",12,x
2015-01-01T02:00:00.123456789Z,,s3://b/d.cdf,,
,,s3://b/e.cdf,5,y
"""
UTC = timezone.utc


@pytest.fixture(params=["pyarrow", "plain"])
def backend(request, monkeypatch):
    monkeypatch.setattr(_rows, "has_pyarrow", lambda: request.param == "pyarrow")
    return request.param


@pytest.fixture
def odd(backend):
    rows = _rows.read(io.BytesIO(ROWS))
    return scregistry.FileList([], access=scregistry.Access(), entry={"id": "odd"}, part=rows)


def test_rows(odd):
    assert len(odd) == 3
    assert odd[0] == (
        datetime(2015, 1, 1, tzinfo=UTC),
        datetime(2015, 1, 1, 1, tzinfo=UTC),
        's3://b/a,b "c".cdf',
        12,
    )
    assert odd[1].start == datetime(2015, 1, 1, 2, 0, 0, 123456, tzinfo=UTC)
    assert odd[1].stop is None and odd[1].filesize is None
    assert odd[-1].datakey == "s3://b/e.cdf"
    assert odd.columns == ["start", "stop", "datakey", "filesize", "note"]
    assert odd.size == 17
    assert [file.datakey for file in odd] == odd.datakeys
    with pytest.raises(IndexError, match="there is no file 3: the list has 3"):
        _ = odd[3]


@pytest.mark.parametrize(
    "index, keys",
    [
        (slice(1, None), [1, 2]),
        (slice(None, None, -1), [2, 1, 0]),
        (slice(5, 9), []),
        ([2, 0], [2, 0]),
        ([-1], [2]),
        ([True, False, True], [0, 2]),
    ],
)
def test_parts(odd, index, keys):
    assert odd[index].datakeys == [odd.datakeys[key] for key in keys]
    assert len(odd[index]) == len(keys)


def test_frames(odd):
    frame = odd.to_pandas()
    assert [str(kind) for kind in frame.dtypes[:2]] == ["datetime64[us, UTC]"] * 2
    assert frame["datakey"].tolist() == odd.datakeys
    assert frame["filesize"].isna().tolist() == [False, True, False]
    assert frame["stop"].isna().tolist() == [False, True, True]
    assert frame["start"][1] == pandas.Timestamp("2015-01-01T02:00:00.123456Z")
    assert frame["note"].tolist() == ["x", "", "y"]

    other = odd.to_polars()
    assert other.schema["start"] == polars.Datetime("us", "UTC")
    assert other["filesize"].to_list() == [12, None, 5]
    assert other["start"].to_list() == [file.start for file in odd]

    table = odd[:1].to_astropy()
    assert table["start"][0].isot == "2015-01-01T00:00:00.000"
    assert table["filesize"].unit == "byte" and table["filesize"][0] == 12
    with pytest.raises(scregistry.ScregistryError, match="has no start"):
        odd.to_astropy()


def test_backends_agree(registry, monkeypatch):
    files = scregistry.open(registry)["aia_0094"].files()
    first = files.to_pandas()
    monkeypatch.setattr(_rows, "has_pyarrow", lambda: False)
    again = scregistry.open(registry)["aia_0094"].files()
    assert isinstance(again.rows, _rows.PlainRows)
    pandas.testing.assert_frame_equal(first, again.to_pandas())
    assert list(files) == list(again)


def test_arrow_stream(registry):
    import duckdb
    import pyarrow

    files = scregistry.open(registry)["aia_0094"].files()
    assert duckdb.sql("select count(*), sum(filesize) from files").fetchall() == [(80, files.size)]
    assert polars.DataFrame(files).height == 80
    assert pyarrow.table(files).num_rows == 80


def test_arrow_stream_without_pyarrow(registry, monkeypatch):
    monkeypatch.setattr(_rows, "has_pyarrow", lambda: False)
    files = scregistry.open(registry)["aia_0094"].files()
    assert polars.DataFrame(files).height == 80


@pytest.mark.parametrize(
    "call, package", [("to_pandas", "pandas"), ("to_polars", "polars"), ("to_arrow", "pyarrow")]
)
def test_missing_package(registry, monkeypatch, call, package):
    from scregistry import _extras

    monkeypatch.setattr(_rows, "has_pyarrow", lambda: False)
    monkeypatch.setattr(_extras, "find_spec", lambda name: None)
    files = scregistry.open(registry)["aia_0094"].files()
    with pytest.raises(ImportError, match=rf"{package} is not installed; run: pip install"):
        getattr(files, call)()


def test_long_list_is_read_while_it_is_written(backend):
    lines = b"".join(
        b"2015-01-01T00:%02d:00Z,2015-01-01T01:00:00Z,s3://bucket/%090d.cdf,%d\n"
        % (number % 60, number, number)
        for number in range(80_000)
    )
    rows = _rows.read(io.BytesIO(b"start,stop,datakey,filesize\n" + lines))
    assert len(lines) > 8 << 20 and len(rows) == 80_000
    assert rows.fields(79_999)[3] == 79_999
    assert rows.take([79_999, 1]).column(3) == [79_999, 1]


def test_long_list_with_odd_times(registry):
    """The first nanoseconds come when much has been read already."""
    path = next(registry.rglob("aia_0094_2019.csv"))
    lines = path.read_text().splitlines(keepends=True)
    lines[1:1] = [
        f"2019-01-01T00:00:00.{number:09}Z,2019-01-01T00:00:01Z,s3://b/{number:090},1\n"
        for number in range(20_000)
    ]
    path.write_text("".join(lines))
    files = scregistry.open(registry)["aia_0094"].files()
    assert len(files) == 20_080
    assert files.to_pandas()["start"][19_999].microsecond == 19


def test_empty_list(registry, backend):
    files = scregistry.open(registry)["aia_0094"].files("1990", "1991")
    assert len(files) == 0 and list(files) == []
    for frame in (files.to_pandas(), files.to_polars()):
        assert list(frame.columns) == ["start", "stop", "datakey", "filesize"]
    assert len(files.to_astropy()) == 0
    assert files.fetch("nowhere") == []
    assert "no files" in files._repr_html_()


@pytest.mark.parametrize(
    "value, text",
    [
        ("2015-06", "2015-06"),
        (date(2015, 6, 1), "2015-06-01"),
        (datetime(2015, 6, 1, 12), "2015-06-01T12:00:00Z"),
        (datetime(2015, 6, 1, 12, tzinfo=timezone(timedelta(hours=2))), "2015-06-01T10:00:00Z"),
        (pandas.Timestamp("2015-06-01T12:00:00.5"), "2015-06-01T12:00:00.500000Z"),
        (pandas.Timestamp("2015-06-01").to_datetime64(), "2015-06-01T00:00:00.000000Z"),
    ],
)
def test_times(value, text, registry):
    assert time_text(value).rstrip("0Z").rstrip(".") == text.rstrip("0Z").rstrip(".")
    assert len(scregistry.open(registry)["aia_0094"].files(stop=value)) == 0


def test_times_of_astropy():
    from astropy.time import Time

    assert time_text(Time("2015-06-01T12:00:35", scale="tai")) == "2015-06-01T12:00:00.000000000Z"
    with pytest.raises(scregistry.UsageError, match="is not a time"):
        time_text(5)
    assert parsed_time("2015-01-01") == datetime(2015, 1, 1, tzinfo=UTC)
    assert parsed_time("2015-01-01T05Z") == datetime(2015, 1, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "key, endpoint, region, url",
    [
        ("s3://b/a b+c.cdf", None, None, "https://b.s3.amazonaws.com/a%20b%2Bc.cdf"),
        ("s3://b.c/k", None, "eu-west-1", "https://s3.eu-west-1.amazonaws.com/b.c/k"),
        ("s3://b/k", "http://host:9000/", None, "http://host:9000/b/k"),
        ("https://host/k", None, None, "https://host/k"),
    ],
)
def test_https_addresses(key, endpoint, region, url):
    assert https_address(key, endpoint=endpoint, region=region) == url


@pytest.mark.parametrize(
    "address, s3",
    [
        ("https://b.s3.amazonaws.com/a%20b", "s3://b/a b"),
        ("https://b.c.s3.eu-west-1.amazonaws.com/k", "s3://b.c/k"),
        ("https://s3.us-west-2.amazonaws.com/b/k", "s3://b/k"),
        ("https://b.s3-us-west-2.amazonaws.com/k", "s3://b/k"),
        ("https://example.org/b/k", "https://example.org/b/k"),
        ("s3://b/k", "s3://b/k"),
    ],
)
def test_s3_addresses(address, s3):
    assert s3_address(address) == s3


def test_html_escapes(odd):
    entry = {"id": "<script>"}
    files = scregistry.FileList([], access=odd.access, entry=entry, part=odd.rows)
    html = files._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "3 files" in html and "<svg" in html


def test_html_of_other_directions(odd):
    """Characters that reverse text are escapes, and names don't change what follows."""
    entry = {"id": "\u202eevil\x1b[2J"}
    files = scregistry.FileList([], access=odd.access, entry=entry, part=odd.rows)
    html = files._repr_html_()
    assert "\u202e" not in html and "\x1b" not in html
    assert "<bdi>\\u{202e}evil\\u{1b}[2J</bdi>" in html
    assert "\u202e" not in repr(files) and "\x1b" not in repr(files)


def test_what_terminals_see(registry):
    path = registry / "catalog.json"
    path.write_text(path.read_text().replace('"title": "', '"title": "\\u001b]0;pwn\\u0007', 1))
    dataset = scregistry.open(registry).datasets[0]
    assert "\x1b" in dataset.title and "\x1b" not in repr(dataset) + dataset._repr_html_()
    assert dataset.id in dataset._repr_html_()
    error = scregistry.NotFound("there is no dataset \x1b[2J", help="one\ntwo")
    assert str(error) == "there is no dataset \\u{1b}[2J\nhelp: one\ntwo"


def test_skipped_rows(registry, monkeypatch, backend):
    """A list that lacks rows says so, in a way that programs notice."""
    path = registry / "sdo/aia/registries/aia_0094_2019.csv"
    lines = path.read_text().splitlines(keepends=True)
    lines[3] = lines[3].replace("s3://", "s3://\x01")
    lines[5] = "no time,2019-01-01T01:00:00Z,s3://example-helio/x,1\n"
    path.write_text("".join(lines))
    files = scregistry.open(registry)["aia_0094"].files()
    with pytest.warns(scregistry.SkippedRows, match=r"2 rows are skipped; .*2019.csv:4") as caught:
        assert len(files) == 78
    assert len(caught) == 1 and caught[0].filename == __file__
    assert files.skipped == files[:3].skipped == 2
    assert "2 rows are skipped" in files._repr_html_()
    with pytest.warns(scregistry.SkippedRows):
        asyncio.run(scregistry.open(registry)["aia_0094"].files().load_async())
    with warnings.catch_warnings():
        warnings.simplefilter("error", scregistry.SkippedRows)
        strict = scregistry.open(registry)["aia_0094"].files()
        for _ in range(2):
            with pytest.raises(scregistry.SkippedRows):
                len(strict)


def test_no_skipped_rows(registry, recwarn):
    assert scregistry.open(registry)["aia_0094"].files().skipped == 0
    assert not recwarn.list


@pytest.mark.parametrize(
    "start, stop, message",
    [
        ("", "2019", "a time is empty; pass None for no limit"),
        ("2012", "2011", "stop is before start"),
        ("x", None, "start x is not a time such as 2015-06-01T12:00:00Z"),
    ],
)
def test_messages_name_parameters(registry, start, stop, message):
    with pytest.raises(scregistry.UsageError) as caught:
        len(scregistry.open(registry)["aia_0094"].files(start, stop))
    assert str(caught.value).startswith(message) and "--" not in str(caught.value)


def test_no_target():
    with pytest.raises(scregistry.UsageError, match="no target is given"):
        scregistry.validate([])


def test_texts_of_astropy_tables(backend):
    keys = ["s3://b/a", "s3://b/long/er", "s3://b/\u00fc\U0001f6f0", "s3://b/\u00fc"]
    lines = "".join(
        f"2015-01-01T00:00:00Z,2015-01-01T00:00:00Z,{key},1,{key[-1]}\n" for key in keys
    )
    part = _rows.read(io.BytesIO(f"start,stop,datakey,filesize,note\n{lines}".encode()))
    files = scregistry.FileList([], access=scregistry.Access(), entry={"id": "t"}, part=part)
    for rows in (files, files[:2], files[1:2], files[2:]):
        table = rows.to_astropy()
        assert table["datakey"].tolist() == rows.datakeys
        assert table["note"].tolist() == [key[-1] for key in rows.datakeys]


TIMES = [
    "1969-12-31T23:59:59.999999Z",
    "1972-06-30T12:00:00Z",
    "2016-12-31T23:59:59.5Z",
    "2017-01-01T00:00:00Z",
    "2020-02-29T23:59:59.123456Z",
]


def test_times_of_astropy_tables(backend):
    """Also on the days of leap seconds, which are longer."""
    from astropy.time import Time

    rows = "".join(f"{time},{time},s3://b/{time},1\n" for time in TIMES)
    part = _rows.read(io.BytesIO(f"start,stop,datakey,filesize\n{rows}".encode()))
    files = scregistry.FileList([], access=scregistry.Access(), entry={"id": "t"}, part=part)
    table = files.to_astropy()
    expected = Time([time[:-1] for time in TIMES], scale="utc")
    assert abs((table["start"] - expected).sec).max() < 1e-6
    assert table["start"].isot.tolist() == expected.isot.tolist()
    assert table["datakey"].tolist() == files.datakeys


def test_bins(backend):
    rows = b"".join(b"2015-01-%02dT00:00:00Z,,s3://b/k,\n" % day for day in (1, 3, 3, 11))
    rows = _rows.read(io.BytesIO(b"start,stop,datakey,filesize\n" + rows))
    assert rows.bins(10) == [1, 2, 0, 0, 0, 0, 0, 0, 0, 1]
    assert rows.times() == (datetime(2015, 1, 1, tzinfo=UTC), datetime(2015, 1, 11, tzinfo=UTC))
    assert rows.size() == 0


def test_dataset_and_bucket(registry):
    bucket = scregistry.open(registry)
    assert "3 datasets" in repr(bucket) and "aia_0094" in bucket._repr_html_()
    dataset = bucket["AIA_0094"]
    assert dataset.sample() == [dataset.files()[0].datakey]
    assert dataset.hapi_info()["HAPI"] == "3.1"
    with pytest.raises(scregistry.NotFound, match="Similar ids: aia_0094"):
        bucket.dataset("aia_094")


def test_fetch_from_a_copy(registry, tmp_path):
    files = scregistry.open(registry)["aia_0094"].files()
    key = files[3].datakey.partition("example-helio/")[2]
    (registry / key).parent.mkdir(parents=True)
    (registry / key).write_bytes(b"x" * files[3].filesize)
    (path,) = files[3:4].fetch(tmp_path / "out", flat=True)
    assert path.startswith(str(tmp_path / "out"))
    with files.open(3) as file:
        assert len(file.read()) == files[3].filesize


def test_fetch(cloud, tmp_path):
    bucket = scregistry.open("s3://a-bucket-name/")
    files = bucket["an_id_from_data_registry_catalog"].files(stop="2007-03")
    lines: list = []
    paths = files.fetch(tmp_path / "all", progress=lines.append)
    assert [Path(path).read_bytes() for path in paths] == [_content(key) for key in files.datakeys]
    assert lines[-1]["files"] == lines[-1]["allFiles"] == len(files)
    part = files[::-2]
    paths = part.fetch(tmp_path / "part", flat=True)
    assert [Path(path).read_bytes() for path in paths] == [_content(key) for key in part.datakeys]
    paths = asyncio.run(part.fetch_async(tmp_path / "again"))
    assert len(paths) == len(part)
    with files.open(1) as file:
        assert file.read() == _content(files[1].datakey)


def test_two_addresses_of_one_object():
    from scregistry._downloads import _path_of

    paths = ["/out/a/x.cdf", "/out/b/x.cdf", "/out/b/y z.cdf"]
    assert _path_of("s3://bucket/b/x.cdf", paths) == paths[1]
    assert _path_of("https://bucket.s3.amazonaws.com/b/y%20z.cdf", paths) == paths[2]


def test_fetch_names_what_differs(cloud, tmp_path):
    files = scregistry.open("s3://a-bucket-name/", retries=0)["with_columns"].files()
    with pytest.raises(scregistry.ReadError, match="w/"):
        files.fetch(tmp_path)


def test_storage_options(cloud):
    import fsspec

    files = scregistry.open(
        "s3://a-bucket-name/",
        access_key=cloud["key"],
        secret_key=cloud["secret"],
        region=cloud["region"],
    )["another_id"].files()
    with fsspec.open(files.urls("s3")[0], **files.storage_options) as file:
        assert file.read() == _content(files[0].datakey)


def test_bar(cloud, tmp_path, monkeypatch, capsys):
    files = scregistry.open("s3://a-bucket-name/")["another_id"].files()
    files.fetch(tmp_path, progress=True)
    assert "another_id" in capsys.readouterr().err


def _content(key):
    from registries import content

    return content(key.partition("helio-data/")[2])
