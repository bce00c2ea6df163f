"""Each way of installing: the package finds the program that was installed with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SHOW = "import scregistry; print(scregistry.find_program(), scregistry.__version__)"


@pytest.fixture(scope="session")
def wheel():
    """The wheel of `make dist`."""
    path = os.environ.get("SCREGISTRY_TEST_WHEEL")
    if path is None:
        pytest.skip("run this with Tests/Suites/python_test.sh, which names the wheel")
    return path


@pytest.fixture(scope="session")
def version(wheel):
    return Path(wheel).name.split("-")[1]


@pytest.fixture
def environment(tmp_path):
    """Variables that name no program; home is empty."""
    home = tmp_path / "home"
    home.mkdir()
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


@pytest.fixture(scope="session")
def target(wheel, tmp_path_factory):
    """A directory of pip install --target; the suite in it has thousands of files."""
    path = tmp_path_factory.mktemp("target")
    _install(os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}, wheel, "--target", path)
    return path


def _venv(path: Path, *options: str) -> Path:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", *options, path], check=True)
    return path / "bin" / "python"


def _install(environment, wheel, *options, python=None):
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            *(["--python", str(python)] if python else []),
            "install",
            "--quiet",
            "--no-index",
            "--no-deps",
            "--no-compile",
            *map(str, options),
            wheel,
        ],
        check=True,
        env=environment,
    )


def _found(python, environment, **variables):
    run = subprocess.run(
        [python, "-B", "-c", SHOW],
        env=environment | variables,
        capture_output=True,
        text=True,
        cwd=environment["HOME"],
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def test_venv(wheel, version, environment, tmp_path):
    python = _venv(tmp_path / "venv")
    _install(environment, wheel, python=python)
    assert _found(python, environment) == [str(tmp_path / "venv/bin/scregistry"), version]
    code = "import scregistry; print(scregistry.validate({!r}, config=False))".format(
        str(REPOSITORY / "Conformance" / "data" / "demo-good")
    )
    run = subprocess.run([python, "-c", code], env=environment, capture_output=True, text=True)
    assert run.stdout == "no-violations\n", run.stderr
    suite = subprocess.run(
        [tmp_path / "venv/bin/scregistry", "conformance", "list"],
        env=environment,
        capture_output=True,
        cwd=tmp_path,
    )
    assert suite.returncode == 0 and len(suite.stdout) > 10_000


def test_venv_of_a_venv(wheel, environment, tmp_path):
    """A virtual environment sees the packages, but not the scripts, of the Python below it."""
    outer = _venv(tmp_path / "outer")
    _install(environment, wheel, python=outer)
    packages = next((tmp_path / "outer").glob("lib/python*/site-packages"))
    inner = _venv(tmp_path / "inner")
    inner_packages = next((tmp_path / "inner").glob("lib/python*/site-packages"))
    # As uv run --with does: another environment is put on the path of this one.
    (inner_packages / "outer.pth").write_text(str(packages))
    assert _found(inner, environment)[0] == str(tmp_path / "outer/bin/scregistry")


def test_target(target, environment, tmp_path):
    found = _found(_venv(tmp_path / "venv"), environment, PYTHONPATH=str(target))
    assert found[0] == str(target / "bin/scregistry")


def test_prefix(wheel, environment, tmp_path):
    _install(environment, wheel, "--prefix", tmp_path / "prefix", "--ignore-installed")
    packages = next((tmp_path / "prefix").glob("**/scregistry/__init__.py")).parents[1]
    found = _found(_venv(tmp_path / "venv"), environment, PYTHONPATH=str(packages))
    assert found[0] == str(next((tmp_path / "prefix").glob("**/bin/scregistry")))


def test_user(wheel, environment, tmp_path):
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    variables = environment | {"PYTHONUSERBASE": str(tmp_path / "user")}
    subprocess.run(
        [
            base,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--user",
            "--no-index",
            "--no-deps",
            "--no-compile",
            "--ignore-installed",
            "--break-system-packages",
            wheel,
        ],
        check=True,
        env=variables,
    )
    assert _found(base, variables)[0] == str(tmp_path / "user/bin/scregistry")


def test_like_pipx(wheel, environment, tmp_path):
    """A link in another directory leads to the script of a virtual environment."""
    python = _venv(tmp_path / "pipx/venvs/scregistry")
    _install(environment, wheel, python=python)
    (tmp_path / "bin").mkdir()
    link = tmp_path / "bin" / "scregistry"
    link.symlink_to(tmp_path / "pipx/venvs/scregistry/bin/scregistry")
    out = subprocess.run([link, "version"], capture_output=True, text=True, env=environment)
    assert out.stdout.startswith("scregistry ")
    suite = subprocess.run(
        [link, "conformance", "list"], env=environment, capture_output=True, cwd=tmp_path
    )
    assert suite.returncode == 0, suite.stderr
    assert _found(python, environment)[0].startswith(str(tmp_path / "pipx"))


def test_editable(target, version, environment, tmp_path):
    """The package from the sources, with the program on the PATH, and in SCREGISTRY_BIN."""
    python = _venv(tmp_path / "venv", "--system-site-packages")
    shutil.copytree(
        REPOSITORY / "Python",
        tmp_path / "Sources" / "Python",
        ignore=shutil.ignore_patterns("tests", "*.egg-info", "build"),
    )
    shutil.copytree(
        REPOSITORY / "Sources" / "scregistry", tmp_path / "Sources" / "Sources" / "scregistry"
    )
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--quiet",
            "--no-index",
            "--no-deps",
            "--no-build-isolation",
            "--editable",
            tmp_path / "Sources" / "Python",
        ],
        check=True,
        env=environment | {"PYTHONPATH": _setuptools()},
    )
    program = target / "bin" / "scregistry"
    path = f"{program.parent}:/usr/bin:/bin"
    assert _found(python, environment, PATH=path) == [str(program), version]
    found = _found(python, environment, SCREGISTRY_BIN=str(program))
    assert found == [str(program), version]


def _setuptools():
    import setuptools

    return str(Path(setuptools.__file__).parents[1])


def test_no_program(target, environment, tmp_path):
    python = _venv(tmp_path / "venv")
    shutil.copytree(target / "scregistry", tmp_path / "alone" / "scregistry")
    code = "import scregistry\ntry: scregistry.find_program()\n"
    code += "except FileNotFoundError as error: print(error)"
    variables = environment | {"PYTHONPATH": str(tmp_path / "alone")}
    run = subprocess.run([python, "-c", code], capture_output=True, text=True, env=variables)
    assert "alone/bin/scregistry" in run.stdout and "SCREGISTRY_BIN" in run.stdout
    variables["SCREGISTRY_BIN"] = "/none"
    run = subprocess.run([python, "-c", code], capture_output=True, text=True, env=variables)
    assert "SCREGISTRY_BIN is /none, which is not an executable file" in run.stdout


def test_other_versions_of_python(target, environment, tmp_path):
    """The package runs with each Python that is installed here."""
    tried = 0
    for minor in range(9, 15):
        python = _python(minor)
        if python is None:
            continue
        tried += 1
        code = (
            "import scregistry; b = scregistry.open({!r}); f = b['aia_0094'].files('2019-06');"
            "print(len(f), f[0].start.year, len(f[3:5]), bool(scregistry.validate(b.address)))"
        ).format(str(REPOSITORY / "Conformance" / "data" / "demo-good"))
        run = subprocess.run(
            [python, "-c", code],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment | {"PYTHONPATH": str(target)},
        )
        assert run.stdout == "63 2019 2 True\n", f"3.{minor}: {run.stderr}"
    assert tried


def _python(minor):
    name = f"python3.{minor}"
    for path in [
        *Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/{name}"),
        *filter(None, [shutil.which(name)]),
    ]:
        run = subprocess.run([path, "-c", "import ssl"], capture_output=True)
        if run.returncode == 0:
            return path
    return None
