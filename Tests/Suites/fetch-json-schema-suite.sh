#!/bin/sh
# Downloads the official JSON Schema test suite to DEST/json-schema-suite (DEST: .build by default).
#
# The suite itself is published only as a repository. The source package of the Python module
# jsonschema contains all of it, with a fixed checksum.
set -eu

destination=${1:-.build}
suite=$destination/json-schema-suite
archive=jsonschema-4.26.0.tar.gz
checksum=0c26707e2efad8aa1bfc5b7ce170f3fccc2e4918ff85989ba9ffa9facb2be326

if [ -d "$suite/tests/draft2020-12" ]; then exit 0; fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if ! python3 -m venv "$folder/venv" || ! "$folder/venv/bin/python" -m pip download --quiet \
  --disable-pip-version-check --no-deps --no-binary jsonschema --dest "$folder" jsonschema==4.26.0
then
  # In a CI system nothing may be skipped.
  echo "NOT TESTED: the JSON Schema test suite can't be fetched from PyPI" >&2
  [ -z "${CI:-}" ]
  exit
fi
echo "$checksum  $folder/$archive" | sha256sum --check --quiet
tar -xzf "$folder/$archive" -C "$folder" jsonschema-4.26.0/json
mkdir -p "$destination"
rm -rf "$suite"
mv "$folder/jsonschema-4.26.0/json" "$suite"
echo "JSON Schema test suite is in $suite"
