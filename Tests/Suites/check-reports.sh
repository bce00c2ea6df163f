#!/usr/bin/env bash
# usage: check-reports.sh TOOL
# Lets programs of others read reports in every machine-readable format: random reports with hostile
# strings, one beyond the limits, and those of the faulty demonstration registry.
#
# The schema of SARIF is not part of the project. It comes from $SCREGISTRY_EXTERNAL, else from
# ../shared/external. Without it that check is skipped, with a message.
set -euo pipefail
tool=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
external=$(realpath -m "${SCREGISTRY_EXTERNAL:-../shared/external}")
samples=$PWD/.build/report-samples
venv=$PWD/.build/report-tools
own=Schemas/own
here=Tests/Suites

fail() {
  echo "check-reports: $1" >&2
  exit 1
}

skip() {
  echo "check-reports: NOT CHECKED: $1: there is no $2 (SCREGISTRY_EXTERNAL says where to look)" >&2
}

# shellcheck source=Tests/Suites/fetched.sh
. Tests/Suites/fetched.sh

write_samples() {
  rm -rf "$samples"
  mkdir -p "$samples"
  SCREGISTRY_REPORT_SAMPLES=$samples swift test --skip-build --disable-xctest \
    --filter ReportSampleTests > "$samples/log.txt" 2>&1 || fail "see $samples/log.txt"
  local outputs=() format
  for format in json ndjson sarif junit gitlab csv markdown agent; do
    outputs+=(--output "$format=$samples/demo.$format")
  done
  # There are findings, so the exit code is 1.
  (cd Conformance/data && "$tool" validate --quiet demo-faulty "${outputs[@]}") || [ $? -eq 1 ]
  [ "$(find "$samples" -name '*.sarif' | wc -l)" -ge 32 ] || fail "there are too few samples"
}

# refused WHAT COMMAND...: fails if the command succeeds, since a check must be able to fail.
refused() {
  local what=$1
  shift
  if "$@" > /dev/null 2>&1; then fail "$what was not refused: the check does not work"; fi
}

# check_json WHAT SCHEMA FILE...
check_json() {
  local what=$1 schema=$2
  shift 2
  "$venv/bin/check-jsonschema" --schemafile "$schema" "$@" > "$samples/$what.log" 2>&1 || {
    head -40 "$samples/$what.log" >&2
    fail "$what"
  }
  echo "$what: $# reports pass check-jsonschema"
}

check_sarif() {
  local schema=$external/sarif/sarif-schema-2.1.0.json copy=$samples/sarif.schema
  if [ -e "$schema" ]; then
    # Draft 7 has the same keywords with the same meaning, and also asserts the format of URIs.
    sed 's|http://json-schema.org/draft-04/schema#|http://json-schema.org/draft-07/schema#|' \
      "$schema" > "$copy"
    check_json SARIF "$copy" "$samples"/*.sarif
    python3 "$here/check_reports.py" spoil "$samples/demo.sarif" "$samples/spoilt"
    local spoilt
    for spoilt in "$samples"/spoilt/*.sarif; do
      refused "$(basename "$spoilt")" "$venv/bin/check-jsonschema" --schemafile "$copy" "$spoilt"
    done
  else
    skip SARIF "$schema"
  fi
}

check_junit() {
  local schema=Tests/Fixtures/junit/JUnit.xsd
  xmllint --noout --schema "$schema" "$samples"/*.junit > "$samples/JUnit.log" 2>&1 || {
    grep -v validates "$samples/JUnit.log" | head -40 >&2
    fail JUnit
  }
  sed 's/ hostname="localhost"//' "$samples/demo.junit" > "$samples/spoilt.junit"
  refused "a suite without hostname" xmllint --noout --schema "$schema" "$samples/spoilt.junit"
  rm "$samples/spoilt.junit"
  echo "JUnit: $(find "$samples" -name '*.junit' | wc -l) reports pass xmllint with the strict schema"
}

fetched check-reports "$venv" "$here/report-tools.txt"
write_samples
check_sarif
check_junit
check_json JSON "$own/report.schema.json" "$samples"/*.json
check_json GitLab "$here/gitlab-code-quality.schema.json" "$samples"/*.gitlab
"$venv/bin/python" "$here/check_reports.py" read "$samples" "$own"
