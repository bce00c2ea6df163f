"""Uses that are right, but not usual: arrays as indexes, odd times, closed streams."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone

import numpy
import polars
import pytest

import scregistry
from scregistry import UsageError
from scregistry._progress import Progress
from scregistry._times import parsed_time, time_text

UTC = timezone.utc


@pytest.mark.parametrize(
    "text, time",
    [
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2016-12-31T23:59:60.5Z", datetime(2017, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC)),
        ("2010Z", datetime(2010, 1, 1, tzinfo=UTC)),
        ("2010-03Z", datetime(2010, 3, 1, tzinfo=UTC)),
        ("2010-03-04Z", datetime(2010, 3, 4, tzinfo=UTC)),
    ],
)
def test_times_that_python_lacks(text, time):
    assert parsed_time(text) == time


def test_times_out_of_range():
    with pytest.raises(UsageError, match="years 1 to 9999"):
        time_text(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))))


def test_astropy_times_keep_their_digits():
    astropy_time = pytest.importorskip("astropy.time")
    time = astropy_time.Time("2015-01-01T00:00:00.123456", scale="utc")
    assert time_text(time) == "2015-01-01T00:00:00.123456000Z"


def test_leap_second_in_a_list(registry):
    path = registry / "sdo/aia/registries/aia_0094_2015.csv"
    path = path if path.exists() else next(registry.rglob("aia_0094_*.csv"))
    header, first, *_ = path.read_text().splitlines(keepends=True)
    stop = first.split(",")[1]
    path.write_text(header + first.replace(stop, f"{stop[:17]}60{stop[19:]}"))
    assert len(scregistry.open(registry)["aia_0094"].files().to_pandas()) > 0


def test_arrays_of_numpy(registry):
    files = scregistry.open(registry)["aia_0094"].files()
    assert files[numpy.array([1, 0])].datakeys == [files[1].datakey, files[0].datakey]
    mask = numpy.zeros(len(files), bool)
    mask[2] = True
    assert files[mask].datakeys == [files[2].datakey]
    assert files[numpy.int64(2)] == files[2]
    for index in ("12", [1.5]):
        with pytest.raises(TypeError):
            files[index]


def test_lists_as_containers(registry):
    files = scregistry.open(registry)["aia_0094"].files()
    assert files[3] in files and files.index(files[3]) == 3 and files.count(files[3]) == 1
    assert next(iter(reversed(files))) == files[-1]


def test_polars_takes_all_columns(registry):
    for dataset in scregistry.open(registry).datasets:
        files = dataset.files()
        assert polars.DataFrame(files).equals(files.to_polars())
        assert polars.DataFrame(files[:0]).columns == files.columns


def test_relative_directory_stays(registry, monkeypatch):
    monkeypatch.chdir(registry.parent)
    bucket = scregistry.open(registry.name)
    monkeypatch.chdir("/")
    assert bucket.datasets[0].hapi_info()


def test_receiver_that_raises_ends_the_program(registry):
    def receive(line):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        scregistry.validate(str(registry), progress=receive)


def test_closed_standard_error(registry):
    code = f"import scregistry; scregistry.validate({str(registry)!r})"
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" -c "$1" 2>&-', sys.executable, code], env=os.environ, timeout=60
    )
    assert done.returncode == 0


def test_bar_without_standard_error(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    # The test of the notebook may have imported it.
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    assert not Progress(None, label="x").is_on


def test_one_host_and_one_mapping():
    access = scregistry.Access.of({"allow_hosts": "localhost", "mappings": "s3://a/=/data/"})
    assert access.allow_hosts == ("localhost",)
    assert access.mappings == (("s3://a/", "/data/"),)
