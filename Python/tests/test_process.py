"""The child process: errors, secrets, interrupts."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import scregistry
from scregistry import _run
from scregistry.access import Access


def test_import_is_quick():
    # Several times in one process per case, since processes differ more than the import takes.
    code = (
        "import sys, time; t = time.perf_counter(); import scregistry;"
        " print(time.perf_counter() - t)"
    )
    times = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5)]
    assert min(times) < 0.020, times


def test_import_loads_nothing():
    code = (
        "import sys; before = set(sys.modules); import scregistry;"
        " print(sorted(set(sys.modules) - before))"
    )
    modules = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert modules.strip() == "['__future__', 'scregistry']"


def test_names_are_those_of_the_package():
    for name in scregistry.__all__:
        assert getattr(scregistry, name) is not None
        assert name in dir(scregistry)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = scregistry.nothing


def test_error_has_code_and_help(registry):
    with pytest.raises(scregistry.NotFound) as caught:
        _run.output_of(["show", str(registry), "none"])
    error = caught.value
    assert (error.code, error.exit_code) == ("notFound", 2)
    assert error.address.endswith("catalog.json")
    assert error.help and error.help in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error) and again.__dict__ == error.__dict__


def test_usage_error_is_a_value_error(registry):
    with pytest.raises(ValueError, match="not a time"):
        len(scregistry.open(registry)["aia_0094"].files("last week"))


def test_missing_catalog_is_a_read_error(tmp_path):
    with pytest.raises(scregistry.ReadError, match="No such file"):
        scregistry.open(tmp_path / "none")


def test_partial_rows_are_an_error(registry):
    next(registry.rglob("aia_0094_2019.csv")).write_bytes(b"\x1f\x8b broken")
    with pytest.raises(scregistry.ReadError, match="aia_0094_2019"):
        len(scregistry.open(registry)["aia_0094"].files())


def _program(tmp_path: Path, text: str) -> str:
    path = tmp_path / "program"
    path.write_text(f"#!{sys.executable}\n" + textwrap.dedent(text))
    path.chmod(0o755)
    return str(path)


def test_crash_shows_the_last_lines(tmp_path, monkeypatch):
    monkeypatch.setenv(
        "SCREGISTRY_BIN",
        _program(
            tmp_path,
            """
        import os, signal, sys
        print("Fatal error: out of luck", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """,
        ),
    )
    with pytest.raises(scregistry.ScregistryError, match="signal 9: Fatal error: out of luck"):
        _run.output_of(["version"])


def test_much_output_on_both_streams(tmp_path, monkeypatch):
    monkeypatch.setenv(
        "SCREGISTRY_BIN",
        _program(
            tmp_path,
            """
        import sys
        for number in range(20000):
            print("x" * 99)
            print('{"type":"note","message":"%s"}' % ("y" * 99), file=sys.stderr)
    """,
        ),
    )
    assert len(_run.output_of(["version"])) == 2_000_000
    assert len(asyncio.run(_run.output_of_async(["version"]))) == 2_000_000


def test_secrets_are_in_the_environment_only(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of other credentials")
    monkeypatch.setenv(
        "SCREGISTRY_BIN",
        _program(
            tmp_path,
            """
        import json, os, sys
        json.dump({"catalog": [], "words": sys.argv, "environment": dict(os.environ)}, sys.stdout)
    """,
        ),
    )
    bucket = scregistry.open(
        "s3://b/",
        aws_access_key_id="AKIA1",
        aws_secret_access_key="hush",
        endpoint_url="http://h",
        region_name="eu-west-1",
    )
    words, variables = bucket.catalog["words"], bucket.catalog["environment"]
    assert not [word for word in words if "hush" in word or "AKIA1" in word or "//h" in word]
    assert variables["AWS_SECRET_ACCESS_KEY"] == "hush"
    assert variables["AWS_ACCESS_KEY_ID"] == "AKIA1"
    assert variables["AWS_ENDPOINT_URL_S3"] == "http://h"
    assert "AWS_SESSION_TOKEN" not in variables
    assert "--region=eu-west-1" in words
    assert "hush" not in repr(bucket.access)


@pytest.mark.parametrize(
    "address",
    [
        "https://me:hush@example.org/catalog.json",
        "https://example.org/c.json?X-Amz-Signature=1",
    ],
)
def test_addresses_with_secrets_are_refused(address):
    with pytest.raises(scregistry.UsageError, match="command line"):
        scregistry.open(address)


def test_unknown_option_is_named():
    with pytest.raises(scregistry.UsageError, match="colour is not an option"):
        scregistry.open("s3://b/", colour=1)
    assert Access.of({"region_name": "a", "region": "a"}).region == "a"
    with pytest.raises(scregistry.UsageError, match="twice"):
        Access.of({"region_name": "a", "region": "b"})


def test_unsigned_config_of_boto():
    class Config:
        signature_version = object()
        region_name = "us-east-1"

    access = Access.of({"config": Config()})
    assert access.anonymous and access.region == "us-east-1"
    assert access.storage_options == {
        "anon": True,
        "client_kwargs": {"region_name": "us-east-1"},
    } | ({"endpoint_url": access.endpoint} if access.endpoint else {})


SLEEPER = """
    import os, sys, time
    open(os.environ["PLACE"], "w").write(str(os.getpid()))
    time.sleep(60)
"""


def _wait_for(place: Path) -> int:
    for _ in range(200):
        if place.exists() and place.read_text():
            return int(place.read_text())
        time.sleep(0.05)
    raise AssertionError("the child did not start")


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_interrupt_ends_the_child(tmp_path, monkeypatch):
    place = tmp_path / "process"
    monkeypatch.setenv("PLACE", str(place))
    monkeypatch.setenv("SCREGISTRY_BIN", _program(tmp_path, SLEEPER))
    # As in a notebook: only the kernel gets the signal.
    kernel = subprocess.Popen(
        [sys.executable, "-c", "import scregistry; scregistry.open('s3://b/')"],
        start_new_session=True,
        stderr=subprocess.PIPE,
    )
    child = _wait_for(place)
    begin = time.monotonic()
    os.kill(kernel.pid, signal.SIGINT)
    _, errors = kernel.communicate(timeout=20)
    assert b"KeyboardInterrupt" in errors
    assert time.monotonic() - begin < 4
    assert not _is_running(child)


def test_cancelled_task_ends_the_child(tmp_path, monkeypatch):
    place = tmp_path / "process"
    monkeypatch.setenv("PLACE", str(place))
    monkeypatch.setenv("SCREGISTRY_BIN", _program(tmp_path, SLEEPER))

    async def main() -> int:
        task = asyncio.ensure_future(scregistry.open_async("s3://b/"))
        child = await asyncio.to_thread(_wait_for, place)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return child

    assert not _is_running(asyncio.run(main()))


def test_program_older_than_the_package(tmp_path, monkeypatch):
    monkeypatch.setenv(
        "SCREGISTRY_BIN",
        _program(
            tmp_path,
            """
        import sys
        sys.exit("Error: Unknown option '--errors'")
    """,
        ),
    )
    with pytest.raises(scregistry.ScregistryError, match="older than the package"):
        _run.output_of(["version"])
