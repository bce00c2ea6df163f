#!/usr/bin/env bash
# usage: tutorial.sh TOOL
# Runs the tutorial of docs/guide/publish.md, in a copy of the examples.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tool=$(realpath "$1")
guide=docs/guide/publish.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$tool" "$work/bin/scregistry"
cp -r Examples "$work"
awk '/<!-- tutorial:begin -->/ { on = 1; next } /<!-- tutorial:end -->/ { on = 0 } on && !/^```/' "$guide" > "$work/tutorial.sh"
commands=$(grep -c '^scregistry ' "$work/tutorial.sh")
[[ $commands -ge 5 ]] || { echo "tutorial: $guide has $commands commands" >&2; exit 1; }
(cd "$work" && PATH="$work/bin:$PATH" bash -euo pipefail tutorial.sh) > "$work/output" 2>&1 || {
  cat "$work/output" >&2
  exit 1
}
rows=$(grep -c mms1_fgm "$work/registry/spdf/cdaweb/data/mms/indices/MMS1_FGM_brst_L2_2015.csv")
[[ $rows -gt 20 ]] || { echo "tutorial: the index of 2015 has $rows rows" >&2; exit 1; }
echo "tutorial: $commands commands of $guide"
