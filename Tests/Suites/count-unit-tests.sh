#!/usr/bin/env bash
# usage: count-unit-tests.sh LOG
# Prints the counts of a `swift test` run from its log; fails if no test ran.
set -euo pipefail
counts=$(grep -aoE 'Test run with [0-9]+ tests? .*' "$1" | grep -vE 'with 0 tests' || true)
if [ -z "$counts" ]; then
  echo "count-unit-tests: no test ran" >&2
  exit 1
fi
sed 's/^Test run with/Unit tests:/' <<< "$counts"
