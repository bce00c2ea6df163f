#!/usr/bin/env bash
# usage: scale_out_examples.sh TOOL
# Checks the recipes of Examples/scale-out by the schemas of their engines, and runs those that need no
# engine: GNU parallel (or xargs) and the array of Slurm, task by task.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tool=$(realpath "$1")
.ci/system-packages python3 python3-venv shellcheck
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
  echo "scale_out_examples: $1" >&2
  exit 1
}

# shellcheck source=Tests/Suites/fetched.sh
. Tests/Suites/fetched.sh
tools=$PWD/.build/scale-out-tools
fetched scale-out "$tools" Tests/Suites/scale-out-requirements.txt
recipes=$PWD/Examples/scale-out
shellcheck --severity=warning "$recipes"/*.sh
"$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.github-workflows "$recipes/github.yml"
! grep -nE 'uses: [^ ]+@(v|main|master)' "$recipes/github.yml" || fail "an action is not pinned to a commit"
"$tools/bin/kubernetes-validate" --strict --quiet "$recipes/kubernetes.yaml"
"$tools/bin/cfn-lint" --regions us-east-1 -- "$recipes/aws-batch.yaml"

mkdir "$scratch/bin"
ln -s "$tool" "$scratch/bin/scregistry"
export PATH=$scratch/bin:$PATH
cp -r Conformance/data/demo-faulty "$scratch/"
cd "$scratch"
scregistry validate demo-faulty --deterministic -q > expected || [ $? -eq 1 ]

"$recipes/parallel.sh" 2 demo-faulty > found 2> messages && fail "the faulty registry has no finding"
[ -s found ] || fail "parallel.sh: $(cat messages)"

scregistry plan demo-faulty --deterministic -q --shards 3 --out plan.ndjson
for task in 0 1 2; do
  SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=3 SLURM_CPUS_PER_TASK=1 \
    SLURM_SUBMIT_DIR=$scratch "$recipes/slurm.sh"
done
scregistry report merge --plan plan.ndjson part-*.ndjson -q > merged || [ $? -eq 1 ]
cmp expected merged || fail "the report of the array differs from that of one run"

# What each container of the other engines runs, with a copy of files in place of its storage.
commands=$("$tools/bin/python" - "$recipes" <<'PYTHON'
import sys

import yaml

recipes = sys.argv[1]
job = yaml.safe_load(open(f"{recipes}/kubernetes.yaml"))
print(job["spec"]["template"]["spec"]["containers"][0]["args"][0])
PYTHON
)
mkdir scan
cp plan.ndjson scan/
for task in 0 1 2; do
  JOB_COMPLETION_INDEX=$task sh -c "${commands//\/scan/scan}"
done
scregistry report merge --plan plan.ndjson scan/part-*.ndjson -q > merged || [ $? -eq 1 ]
cmp expected merged || fail "the report of the indexed job differs from that of one run"

cat > bin/aws <<'AWS'
#!/bin/sh
# Copies between files and the place, as `aws s3 cp` does.
cp "$(echo "$3" | sed 's|^s3://|s3/|')" "$(echo "$4" | sed 's|^s3://|s3/|')"
AWS
chmod +x bin/aws
mkdir -p s3/my-bucket/run-1
cp plan.ndjson s3/my-bucket/run-1/
script=$("$tools/bin/python" - "$recipes/aws-batch.yaml" <<'PYTHON'
import sys

import yaml


class Loader(yaml.SafeLoader):
    """Takes the short forms of functions as strings."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: node.value)
template = yaml.load(open(sys.argv[1]), Loader)
print(template["Resources"]["Shard"]["Properties"]["ContainerProperties"]["Command"][2])
PYTHON
)
for task in 0 1 2; do
  AWS_BATCH_JOB_ARRAY_INDEX=$task AWS_BATCH_JOB_ARRAY_SIZE=3 sh -ec "$script" s3://my-bucket/run-1
done
scregistry report merge --plan plan.ndjson s3/my-bucket/run-1/part-*.ndjson -q > merged || [ $? -eq 1 ]
cmp expected merged || fail "the report of the array of AWS Batch differs from that of one run"
echo "scale-out: the recipes are valid, and their tasks give the report of one run"
