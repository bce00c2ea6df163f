#!/usr/bin/env bash
# usage: distribution.sh DIST PROGRAM
# Checks the files that `make dist` made from PROGRAM in DIST: checksums, wheel and archive are
# complete, reproducible, and have the version of the sources. They also work alone: the wheel is
# installed into a fresh virtual environment and run without environment variables.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dist=$(realpath "$1")
program=$(realpath "$2")
.ci/system-packages python3 python3-venv

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
  echo "distribution: $1" >&2
  exit 1
}

# Runs a command with an empty environment and expects an exit code; its output goes to $output.
expect() {
  local wanted=$1 code=0
  shift
  output=$(env -i "$@" 2>&1) || code=$?
  [ "$code" -eq "$wanted" ] || fail "exit code $code instead of $wanted: ${*#"$scratch/"}
$output"
}

version=$(sed -nE 's/^ *static let text = "(.+)"$/\1/p' Sources/scregistry/Tool/ScregistryTool.swift)
wheel=$(find "$dist" -name 'scregistry-*.whl')
archive=$dist/scregistry-$version-linux-x86_64.tar.gz
[[ ${wheel##*/} =~ ^scregistry-$version-py3-none-manylinux_2_[0-9]+_x86_64\.whl$ ]] ||
  fail "the wheel is not of version $version: ${wheel##*/}"

for name in "${wheel##*/}" "${archive##*/}"; do
  grep -qF "$name" README.md || fail "README.md does not name $name: it is of another version"
done
grep -qF "scregistry@v$version" docs/guide/ci.md || fail "docs/guide/ci.md names another version of the action"
# No document names a file or a tag of another version.
other=$(grep -rnE 'scregistry(-|@v)[0-9]+\.|(ref|rev): v[0-9]' README.md docs |
  grep -vE "(scregistry(-|@v)|(ref|rev): v)${version//./\\.}") || true
[ -z "$other" ] || fail "documents name another version than $version:
$other"

(cd "$dist" && sha256sum --check --strict --quiet SHA256SUMS) || fail "SHA256SUMS is wrong"
[ "$(wc -l < "$dist/SHA256SUMS")" -eq 5 ] || fail "SHA256SUMS does not list five files"
python3 - "$dist/scregistry-$version.spdx.json" << 'SBOM' || fail "the list of contents is incomplete"
import json, sys
contents = json.load(open(sys.argv[1], encoding="utf-8"))
names = {package["name"] for package in contents["packages"]}
unknown = [package["name"] for package in contents["packages"] if "versionInfo" not in package]
sys.exit(not {"scregistry", "swift-runtime", "swift-argument-parser", "libyaml", "zlib", "zstd", "openssl"} <= names or bool(unknown))
SBOM
python3 -m zipfile -t "$wheel" > /dev/null || fail "the wheel is not a valid zip file"
python3 -B Tests/Suites/check_wheel.py "$wheel" || fail "the wheel differs from its RECORD"

python3 -B Distribution/pack.py "$program" "$scratch/again" > /dev/null
diff -r "$dist" "$scratch/again" > /dev/null || fail "packing again gives other bytes"

# A program that needs other libraries is not packed.
echo 'int yaml_parser_initialize(void *); int main(void) { return yaml_parser_initialize(0); }' |
  "$(command -v clang || command -v cc)" -x c - -o "$scratch/needy" -lyaml
expect 2 "$(command -v python3)" -B Distribution/pack.py "$scratch/needy" "$scratch/none"
[[ $output == *"needs libyaml"* ]] || fail "it is not reported why a program is not packed: $output"
[ ! -e "$scratch/none" ] || fail "something was written for a program that cannot be packed"

mkdir "$scratch/other"
touch "$scratch/other/scregistry" "$scratch/other/thesis.txt"
expect 2 "$(command -v python3)" -B Distribution/pack.py "$program" "$scratch/other"
[ "$(find "$scratch/other" -type f | wc -l)" -eq 2 ] || fail "packing removed files of others"

# Runs an installed program without environment variables.
try() {
  expect 0 "$1" version
  [ "$output" = "scregistry $version" ] || fail "$1 is of another version: $output"
  expect 0 "$1" validate Conformance/data/demo-good
  expect 1 "$1" validate Conformance/data/demo-faulty
}

tar -xzf "$archive" -C "$scratch"
try "$scratch/scregistry-$version-linux-x86_64/scregistry"
while IFS= read -r page; do
  cmp --silent "$page" "$scratch/scregistry-$version-linux-x86_64/$page" || fail "the archive lacks $page"
done < <(find docs -name '*.md')

python3 -m venv "$scratch/venv"
pip=("$scratch/venv/bin/python" -m pip --disable-pip-version-check)
"${pip[@]}" install --quiet --no-index --no-deps "$wheel"
[ "$(PATH="$scratch/venv/bin:$PATH" command -v scregistry)" = "$scratch/venv/bin/scregistry" ] ||
  fail "the wheel does not put scregistry on the PATH"
try "$scratch/venv/bin/scregistry"
"${pip[@]}" check > /dev/null || fail "pip check complains"
# The program finds the suite of its own wheel, wherever it is called.
output=$(cd / && env -i "$scratch/venv/bin/scregistry" conformance list --area index) ||
  fail "the program does not find the suite of its wheel: $output"
"${pip[@]}" uninstall --quiet --yes scregistry
[ ! -e "$scratch/venv/bin/scregistry" ] || fail "scregistry is still there after uninstalling"

# The suite alone: its checker, and its runner against the program, from the archive and from the wheel.
suite=$(sed -nE 's/^ *"version": "(.+)",$/\1/p' Conformance/suite.json)
grep -q "^version: \"$suite\"\$" Conformance/CITATION.cff || fail "Conformance/CITATION.cff names another version"
grep -q "^## $suite\$" Conformance/CHANGELOG.md || fail "Conformance/CHANGELOG.md lacks $suite"
mkdir "$scratch/alone"
tar -xzf "$dist/scr-conformance-$suite.tar.gz" -C "$scratch/alone"
alone=$scratch/alone/scr-conformance-$suite
for name in LICENSE README.md CHANGELOG.md CITATION.cff; do [ -s "$alone/$name" ] || fail "the suite lacks $name"; done
adapter="exec:$scratch/scregistry-$version-linux-x86_64/scregistry conformance serve"
expect 0 "$(command -v python3)" -B "$alone/Conformance/check.py"
expect 0 "$(command -v python3)" -B "$alone/Conformance/run.py" --adapter "$adapter"
summary=$(tail -1 <<< "$output")
[[ $summary == *" 0 cases are not claimed; 0 unexpected failures;"* ]] || fail "the suite alone: $summary"
echo "# changed" >> "$alone/Conformance/adapters/README.md"
rm "$alone/Conformance/units/time.json"
expect 1 "$(command -v python3)" -B "$alone/Conformance/check.py"
[[ $output == *"units/time.json: is missing"* && $output == *"adapters/README.md: is not the file"* ]] ||
  fail "the checker overlooks changes: $output"
"${pip[@]}" install --quiet --no-index --no-deps "$dist/scr_conformance-$suite-py3-none-any.whl"
(
  cd / && expect 0 "$scratch/venv/bin/scr-conformance" check &&
    expect 0 "$scratch/venv/bin/scr-conformance" run --adapter "$adapter" --area info &&
    expect 2 "$scratch/venv/bin/scr-conformance" sing
) || exit 1
installed=$("$scratch/venv/bin/scr-conformance" path)
diff -r --exclude=__pycache__ Conformance "$installed" > /dev/null || fail "the wheel of the suite differs from Conformance"

echo "Distribution: $summary"
echo "Distribution: ${wheel##*/} and ${archive##*/} are complete, reproducible, and work"
