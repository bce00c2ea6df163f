#!/usr/bin/env bash
# usage: update-readme.sh
# Writes the table of all rules from the rule files to README.md, between its markers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

for marker in begin end; do
  [ "$(grep -cx "<!-- rules:$marker -->" README.md)" = 1 ] || {
    echo "update-readme: README.md must have one line <!-- rules:$marker -->" >&2
    exit 2
  }
done

# Builds the program, since the rules are part of it.
swift build --product scregistry
table=$(.build/debug/scregistry rules list --output markdown)

new=$(mktemp)
trap 'rm -f "$new"' EXIT
{
  sed '/^<!-- rules:begin -->$/q' README.md
  printf '%s\n' "$table"
  sed -n '/^<!-- rules:end -->$/,$p' README.md
} > "$new"
cat "$new" > README.md
