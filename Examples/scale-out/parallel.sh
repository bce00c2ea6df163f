#!/usr/bin/env bash
# usage: parallel.sh JOBS TARGET...
# Validates registries with GNU parallel, or with xargs where it is missing. With --sshlogin, GNU
# parallel runs the shards on other machines; they need the plan, so add --transferfile and --return.
set -euo pipefail
if [[ $# -lt 2 || ! $1 =~ ^[1-9][0-9]*$ ]]; then
  echo "usage: parallel.sh JOBS TARGET..., in which JOBS is a number from 1" >&2
  exit 2
fi
jobs=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
shards=$((jobs * 4))

scregistry plan "$@" --shards "$shards" --out "$work/plan.ndjson"
shard() {
  scregistry validate --plan "$1/plan.ndjson" --shard "$2/$3" --exit-zero --quiet --jobs 1 \
    -o "ndjson=$1/part-$2.ndjson"
}
export -f shard
if command -v parallel > /dev/null; then
  seq "$shards" | parallel --jobs "$jobs" --retries 3 shard "$work" {} "$shards"
else
  seq "$shards" | xargs -P "$jobs" -I {} bash -c 'shard "$@"' - "$work" {} "$shards"
fi
scregistry report merge --plan "$work/plan.ndjson" "$work"/part-*.ndjson
