#!/usr/bin/env bash
# usage: update-readme.sh
# Writes the table of all rules into docs/rules/README.md, between its markers, from the rule files.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
page=docs/rules/README.md

for marker in begin end; do
  [ "$(grep -cx "<!-- rules:$marker -->" "$page")" = 1 ] || {
    echo "update-readme: $page must have one line <!-- rules:$marker -->" >&2
    exit 2
  }
done

# Builds the program, since the rules are part of it.
swift build --product scregistry
# Each code leads to the page of its rule.
table=$(.build/debug/scregistry rules list --output markdown | sed -E 's/^\| ([A-Z]{3}[0-9]{3}) /| [\1](\1.md) /')

new=$(mktemp)
trap 'rm -f "$new"' EXIT
{
  sed '/^<!-- rules:begin -->$/q' "$page"
  printf '%s\n' "$table"
  sed -n '/^<!-- rules:end -->$/,$p' "$page"
} > "$new"
cat "$new" > "$page"
