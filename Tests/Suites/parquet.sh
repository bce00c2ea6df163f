#!/usr/bin/env bash
# usage: parquet.sh TOOL
# Compares the reader and writer of Parquet with five other programs, which it installs into .build/parquet,
# then the commands that read and write Parquet.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=.build/parquet
mkdir -p "$folder"
# shellcheck source=Tests/Suites/fetched.sh
. Tests/Suites/fetched.sh
fetched parquet "$folder/venv" Tests/Suites/parquet-requirements.txt
# With the modules that were built for the tool.
SCREGISTRY_PARQUET_TOOL=1 Distribution/release-build.sh parquet-tool
"$folder/venv/bin/python" -B Tests/Suites/parquet_test.py .build/release/parquet-tool
"$folder/venv/bin/python" -B Tests/Suites/parquet_registry_test.py "$1"
