#!/usr/bin/env bash
# usage: demo-registries.sh show|check TOOL
# Validates the two demonstration registries of Conformance/data.
#   show   prints both reports and explains the exit codes
#   check  also requires every rule that Conformance/data/README.md lists for the faulty one; prints one line
# Exits 0 when the good one has no findings (exit code 0) and the faulty one has (exit code 1).
set -euo pipefail
mode=$1
tool=$(realpath "$2")
cd "$(dirname "${BASH_SOURCE[0]}")/../../Conformance/data"

if [ ! -x "$tool" ]; then
  echo "demo-registries: there is no program $tool" >&2
  exit 2
fi

# Runs the tool on a registry; its report goes to $report, its exit code to $code.
validate() {
  code=0
  report=$("$tool" validate "$1" 2>&1) || code=$?
}

show() {
  echo
  echo "\$ scregistry validate Conformance/data/$1"
  echo "$report"
  echo "exit code: $code"
}

fail() {
  echo "demo-registries: $1" >&2
  [ "$mode" = show ] || echo "$report" >&2
  exit 1
}

validate demo-good
[ "$mode" = check ] || show demo-good
[ "$code" -eq 0 ] || fail "demo-good: exit code $code instead of 0"

validate demo-faulty
[ "$mode" = check ] || show demo-faulty
[ "$code" -eq 1 ] || fail "demo-faulty: exit code $code instead of 1"

if [ "$mode" = show ]; then
  cat <<'END'

Exit codes: 0  no finding at the fail level, and everything was evaluated
            1  findings at the fail level (here: the faulty registry)
            2  wrong usage, or nothing to validate
            3  undetermined: something could not be evaluated
The faults of the faulty registry and their rules: Conformance/data/README.md
END
  exit 0
fi

expected=$(grep -oE '^\| `[A-Z]{3}[0-9]{3}`' README.md | tr -d '|` ')
absent=()
for rule in $expected; do
  grep -qw "$rule" <<< "$report" || absent+=("$rule")
done
[ ${#absent[@]} -eq 0 ] || fail "demo-faulty: not reported: ${absent[*]}"
echo "Demo registries: good exits 0, faulty exits 1 with all $(wc -w <<< "$expected") expected rules"
