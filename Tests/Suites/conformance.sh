#!/usr/bin/env bash
# usage: conformance.sh SERVERS TOOL
#
# Runs the conformance suite against this program, the example in Python, and the client and validators of
# cloudcatalog 1.3.3, which fail exactly the cases in Conformance/known-failures. SERVERS/venv has cloudcatalog.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tool=$(realpath "$2")
python=$(realpath -s "$1/venv/bin/python")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# suite NAME ADAPTER [OPTION...]: runs the suite, and fails on unexpected results.
suite() {
  local name=$1 adapter=$2
  shift 2
  "$tool" conformance run --adapter "$adapter" -o text="$work/text" -o json="$work/$name.json" "$@" 2> "$work/summary" || {
    cat "$work/text" "$work/summary" >&2
    echo "conformance: $name has unexpected results" >&2
    exit 1
  }
  echo "conformance: $name: $(tail -1 "$work/summary")"
}

"$tool" conformance coverage > "$work/coverage" || { cat "$work/coverage" >&2; exit 1; }
suite scregistry self --jobs 2 --serve --validate-protocol
suite example "exec:python3 -B Conformance/adapters/example_units.py" --validate-protocol
if [ ! -x "$python" ]; then
  # shellcheck source=Tests/Suites/fetched.sh
  . Tests/Suites/fetched.sh
  says_unfetched conformance "cloudcatalog 1.3.3"
fi
suite cloudcatalog-reader "exec:$python -B Conformance/adapters/cloudcatalog_reader.py" \
  --known-failures Conformance/known-failures/cloudcatalog-reader.json
for which in json class; do
  suite "cloudcatalog-validators-$which" "exec:$python -B Conformance/adapters/cloudcatalog_validators.py $which" \
    --known-failures "Conformance/known-failures/cloudcatalog-validators-$which.json"
done
"$tool" conformance run --quiet --compare "$work/scregistry.json" --compare "$work/cloudcatalog-reader.json" \
  --compare "$work/cloudcatalog-validators-json.json" --compare "$work/cloudcatalog-validators-class.json"
