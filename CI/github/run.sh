#!/usr/bin/env bash
# Runs scregistry and writes its reports. Always ends with 0: finish.sh fails the job,
# after the SARIF report has been uploaded.
#   in:   INPUT_TARGETS, INPUT_ARGS: one per line; INPUT_CONFIG: a path or "none";
#         INPUT_BASELINE: a path; INPUT_FAIL_LEVEL: error, warning, info, never or empty
#   out:  exit-code, verdict, sarif, report
set -euo pipefail
summary_limit=1000000 # bytes; GitHub refuses a summary of more than 1 MiB

reports=$(mktemp -d "$RUNNER_TEMP/scregistry-XXXXXX")
arguments=(
  --output text
  --output "github=$reports/github.txt"
  --output "sarif=$reports/scregistry.sarif"
  --output "json=$reports/scregistry.json"
  --output "markdown=$reports/summary.md"
)
case "${INPUT_CONFIG-}" in
  '') ;;
  none) arguments+=(--no-config) ;;
  *) arguments+=("--config=$INPUT_CONFIG") ;;
esac
[ -z "${INPUT_BASELINE-}" ] || arguments+=("--baseline=$INPUT_BASELINE")
case "${INPUT_FAIL_LEVEL-}" in
  '' | never) ;;
  *) arguments+=("--fail-level=$INPUT_FAIL_LEVEL") ;;
esac

# Appends the lines of a text, without the spaces around them and without empty ones.
append_lines() {
  local -n list=$1
  local line
  while IFS= read -r line; do
    line=${line#"${line%%[![:space:]]*}"}
    line=${line%"${line##*[![:space:]]}"}
    [ -z "$line" ] || list+=("$line")
  done <<< "$2"
}
append_lines arguments "${INPUT_ARGS-}"
targets=()
append_lines targets "${INPUT_TARGETS-}"
[ ${#targets[@]} -eq 0 ] || arguments+=(-- "${targets[@]}")

# The report quotes data. Between these two lines GitHub takes no text for a command, wherever
# it appears in a line.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
code=0
echo "::stop-commands::$token"
env -u GITHUB_STEP_SUMMARY scregistry validate "${arguments[@]}" 2>&1 || code=$?
echo
echo "::$token::"

if [ -s "$reports/github.txt" ]; then cat "$reports/github.txt"; fi

if [ -s "$reports/summary.md" ] && [ -n "${GITHUB_STEP_SUMMARY-}" ]; then
  if [ "$(wc -c < "$reports/summary.md")" -gt $summary_limit ]; then
    head -c $summary_limit "$reports/summary.md" | sed '$d'
    printf '\nThe rest is too long for a summary; it is in the log.\n'
  else
    cat "$reports/summary.md"
  fi >> "$GITHUB_STEP_SUMMARY"
fi

verdict=error
if [ -s "$reports/scregistry.json" ]; then
  # Quotes are escaped in the strings of a report, so this can only be a key.
  verdict=$(grep -m 1 -oE '"verdict": ?"[a-z-]+"' "$reports/scregistry.json" | cut -d '"' -f 4)
fi
{
  echo "exit-code=$code"
  echo "verdict=${verdict:-error}"
  if [ -s "$reports/scregistry.sarif" ]; then echo "sarif=$reports/scregistry.sarif"; fi
  if [ -s "$reports/scregistry.json" ]; then echo "report=$reports/scregistry.json"; fi
} >> "$GITHUB_OUTPUT"
