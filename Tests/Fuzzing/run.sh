#!/bin/sh
# Builds the fuzzer and runs it for a number of seconds on each parser.
#
#   Tests/Fuzzing/run.sh SECONDS [PARSER...]
#
# Parsers have the names of the folders in Tests/Fuzzing/Corpus. Useful inputs go to
# .build-fuzz/corpus/PARSER, where later runs start. An input that breaks something goes to
# .build-fuzz/crash-PARSER-*; the other parsers still run, and the script fails at the end.
# JOBS=N runs N parsers at a time.
set -eu
seconds=${1:?how many seconds for each parser?}
shift
cd "$(dirname "$0")/../.."
if [ $# -eq 0 ]; then
  for folder in Tests/Fuzzing/Corpus/*; do set -- "$@" "${folder##*/}"; done
fi
# Without the second, a crash would wait forever in the backtracer.
export SCREGISTRY_FUZZ=1 SWIFT_BACKTRACE=enable=no

# The gold linker crashes on these flags. The checks look inside modules.
swift build -c release --scratch-path .build-fuzz --product Fuzz \
  -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld -Xswiftc -enable-testing

for parser; do
  corpus=.build-fuzz/corpus/$parser
  mkdir -p "$corpus"
  for seed in "Tests/Fuzzing/Corpus/$parser"/*; do
    cp "$seed" "$corpus/"
  done
  # The small files of the tests are seeds too.
  [ "$parser" != parquet ] || cp Tests/Fixtures/parquet/* "$corpus/"
done

export seconds
# shellcheck disable=SC2016  # The inner shell expands them.
printf '%s\n' "$@" | xargs -P "${JOBS:-1}" -I PARSER sh -c '
  dictionary=Tests/Fuzzing/Dictionaries/PARSER
  [ ! -f "$dictionary" ] || set -- "-dict=$dictionary"
  if SCREGISTRY_PARSER=PARSER .build-fuzz/release/Fuzz .build-fuzz/corpus/PARSER "$@" \
    "-max_total_time=$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=20000 \
    "-artifact_prefix=.build-fuzz/crash-PARSER-" -print_final_stats=1 > .build-fuzz/PARSER.log 2>&1
  then
    echo "PARSER: $(grep -a number_of_executed_units .build-fuzz/PARSER.log | tr -dc 0-9) inputs"
  else
    echo "PARSER: a crash, see .build-fuzz/PARSER.log" >&2
    exit 1
  fi'
