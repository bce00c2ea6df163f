#!/usr/bin/env bash
# usage: python_test.sh FOLDER DIST|PROGRAM
# Tests the Python package: style, types, and behaviour against the servers of FOLDER. With DIST, the
# wheel in it is tested; with PROGRAM, a wheel made of it, which is quicker than `make dist`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
servers=$1
subject=$(realpath "$2")
place=$(realpath -m .build/python)
mkdir -p "$place"

# The packages in their tested versions; they are installed again when the list changes.
pins=Python/tests/requirements.txt
venv=$place/venv
# shellcheck source=Tests/Suites/fetched.sh
. Tests/Suites/fetched.sh
fetched python "$venv" "$pins"
python=$venv/bin/python

if [ -d "$subject" ]; then
  wheel=$(find "$subject" -name 'scregistry-*.whl')
else
  wheel=$("$python" -B Tests/Suites/wheel_of.py "$subject" "$place")
fi
"$python" -B Tests/Suites/check_wheel.py "$wheel"
"$python" -m pip --disable-pip-version-check install --quiet --no-index --no-deps \
  --force-reinstall "$wheel"

(cd Python && "$venv/bin/ruff" check --quiet --no-cache . && "$venv/bin/ruff" format --check --quiet --no-cache .)
if ! types=$(cd Python && "$venv/bin/mypy" --cache-dir "$place/mypy"); then
  echo "$types" >&2
  exit 1
fi
python3 -B Python/report_types.py --check

# The sources are not on the path, so that the tests import the installed package.
SCREGISTRY_TEST_WHEEL=$wheel Tests/Servers/with-servers.sh "$servers" \
  "$python" -B -m pytest -q -p no:cacheprovider --import-mode=append Python/tests
