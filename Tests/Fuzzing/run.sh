#!/bin/sh
# Builds the fuzzers and runs each for a number of seconds.
#
#   Tests/Fuzzing/run.sh SECONDS [FUZZER...]
#
# Useful inputs go to .build-fuzz/corpus/FUZZER, where later runs start;
# an input that breaks something goes to .build-fuzz/crash-FUZZER-*.
set -eu
seconds=${1:?how many seconds for each fuzzer?}
shift
[ $# -gt 0 ] || set -- FuzzJSON FuzzYAML FuzzIndex FuzzParquet
cd "$(dirname "$0")/../.."
# Without this, a crash would wait forever in the backtracer.
export SCREGISTRY_FUZZ=1 SWIFT_BACKTRACE=enable=no

for fuzzer; do
  # The gold linker crashes on these flags. FuzzIndex looks inside a module.
  swift build -c release --scratch-path .build-fuzz --product "$fuzzer" \
    -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld -Xswiftc -enable-testing
  corpus=.build-fuzz/corpus/$fuzzer
  mkdir -p "$corpus"
  seeds=Tests/Fuzzing/$fuzzer/seeds
  # The small files of the tests are its seeds.
  [ "$fuzzer" != FuzzParquet ] || seeds=Tests/Fixtures/parquet
  for seed in "$seeds"/*; do
    cp "$seed" "$corpus/"
  done
  .build-fuzz/release/"$fuzzer" "$corpus" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -artifact_prefix=".build-fuzz/crash-$fuzzer-" \
    -dict="Tests/Fuzzing/$fuzzer/dictionary" -print_final_stats=1
done
