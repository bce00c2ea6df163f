#!/usr/bin/env bash
# Builds all tests for a sanitizer and runs them: all but those that run the suite once per rule.
#
#   Tests/Sanitizing/run.sh thread|address [OPTION OF swift test...]
#
# Reports of the tests and of the tools that they start go to files in .build/tsan/reports or
# .build/asan/reports. The script shows what they name, and fails if there is any, or if a test fails.
# SANITIZER.suppressions lists what is not reported, since it is the runtime's own, with the reason of each line.
set -euo pipefail
cd "$(dirname "$0")/../.."

sanitizer=${1:?thread or address?}
shift
case $sanitizer in
thread) build=.build/tsan flags=(-Xswiftc -DTSAN) ;;
address) build=.build/asan flags=() ;;
*)
  echo "sanitize: $sanitizer is neither thread nor address" >&2
  exit 2
  ;;
esac
swift build --build-tests --disable-xctest --sanitize="$sanitizer" "${flags[@]}" --scratch-path "$build"

reports=$PWD/$build/reports
rm -rf "$reports"
mkdir -p "$reports"
options=log_path=$reports/report
suppressions=$PWD/Tests/Sanitizing/$sanitizer.suppressions
[ ! -f "$suppressions" ] || options+=:suppressions=$suppressions
# Memory that lives as long as the process is no fault: schemas, tables and the like.
export ASAN_OPTIONS=$options:detect_leaks=0 TSAN_OPTIONS=$options SWIFT_BACKTRACE=enable=no

outcome=0
log=$build/tests.log
swift test --skip-build --disable-xctest --parallel --sanitize="$sanitizer" "${flags[@]}" \
  --scratch-path "$build" --skip MutationGateTests --skip OwnSuite "$@" > "$log" 2>&1 || outcome=$?
{ grep -aE '✘|Test run with' "$log" || tail -n 20 "$log"; } | cut -c -600

count=$(find "$reports" -type f | wc -l)
if [ "$count" -gt 0 ]; then
  cat "$reports"/* | grep -a '^SUMMARY:' | sort | uniq -c | sort -rn >&2 || true
  echo "sanitize: processes with reports of the $sanitizer sanitizer: $count, see $build/reports" >&2
  exit 1
fi
[ "$outcome" -eq 0 ] || echo "sanitize: tests failed with code $outcome, see $log" >&2
exit "$outcome"
