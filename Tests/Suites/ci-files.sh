#!/usr/bin/env bash
# usage: ci-files.sh DIST
# Checks the files for CI systems with tools of others: shell scripts with shellcheck, action.yml and
# CI/gitlab.yml by their official schemas, the hooks by pre-commit, which also runs one. Then runs the
# script of the GitLab job as GitLab does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dist=$(realpath "$1")
.ci/system-packages git python3 python3-venv shellcheck

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
  echo "ci-files: $1" >&2
  exit 1
}

shellcheck --severity=warning .ci/* CI/github/*.sh Distribution/*.sh Tests/Suites/*.sh Tests/Fuzzing/*.sh \
  Schemas/*.sh

# shellcheck source=Tests/Suites/fetched.sh
. Tests/Suites/fetched.sh
tools=$PWD/.build/ci-tools
fetched ci-files "$tools" Tests/Suites/ci-files-requirements.txt
"$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.github-actions action.yml
"$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.gitlab-ci CI/gitlab.yml
"$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
"$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.citation-file-format CITATION.cff
grep -q "^version: $("$dist/scregistry" version | cut -d ' ' -f 2)\$" CITATION.cff || fail "CITATION.cff names another version"
# Actions of others are pinned to a commit.
! grep -nE 'uses: [^ ]+@(v|main|master)' .github/workflows/*.yml || fail "an action is not pinned to a commit"
"$tools/bin/pre-commit" validate-manifest .pre-commit-hooks.yaml
! grep -n 'run: .*\${{' action.yml || fail "a command contains an input"

wheel=$(find "$dist" -name 'scregistry-*.whl')
cp -r Conformance/data/demo-good Conformance/data/demo-faulty "$scratch/"
cd "$scratch"

# The hook, run by pre-commit on the files of a repository; their names decide whether it runs.
sources=$OLDPWD
repository=$scratch/hooks
git init --quiet "$repository"
cp "$sources/.pre-commit-hooks.yaml" "$repository"
git -C "$repository" add .
git -C "$repository" -c user.name=x -c user.email=x@localhost -c commit.gpgsign=false commit --quiet --message hooks
git init --quiet .
git add demo-good demo-faulty
run_hook() {
  PATH=$dist:$PATH PRE_COMMIT_HOME=$scratch/pre-commit "$tools/bin/pre-commit" try-repo "$repository" \
    scregistry-system --verbose --files "$@" 2> /dev/null
}
mapfile -t good < <(git ls-files -- demo-good)
mapfile -t faulty < <(git ls-files -- demo-faulty)
log=$(run_hook "${good[@]}") || fail "the hook failed for the good registry: $log"
wanted=$(printf '%s\n' "${good[@]}" | grep -cE '(catalog\.json|_[0-9]{4}\.csv)$')
[[ $log == *"in $wanted files"* ]] || fail "the hook did not check the expected $wanted files: $log"
! log=$(run_hook "${faulty[@]}") || fail "the hook passed the faulty registry: $log"
# A file whose name is an option is a file.
printf 'version: 1\nrules: {IDX014: off}\n' > '--config=evil_2010.csv'
git add -- '--config=evil_2010.csv'
! log=$(run_hook "$PWD/--config=evil_2010.csv") || fail "the hook passed a file that is no index file: $log"
[[ $log == *"--config=evil_2010.csv:1"* ]] || fail "the hook took the name of a file for an option: $log"
log=$(run_hook hooks README.md)
[[ $log == *Skipped* ]] || fail "the hook ran for a file that is not part of a registry: $log"

# The GitLab job.
"$tools/bin/python" - "$sources/CI/gitlab.yml" > job.sh << 'JOB'
import sys
from ruamel.yaml import YAML
job = YAML(typ="safe").load(open(sys.argv[1]))
print("set -e", *job["scregistry"]["script"], sep="\n")
JOB
run_job() {
  local wanted=$1 code=0
  shift
  log=$(env SCREGISTRY_PACKAGE="$wheel" SCREGISTRY_OPTIONS= SCREGISTRY_TARGETS= "$@" sh job.sh 2>&1) || code=$?
  [ "$code" -eq "$wanted" ] || fail "the GitLab job ended with $code instead of $wanted: $log"
}
run_job 0 SCREGISTRY_TARGETS=demo-good
for report in junit.xml code-quality.json; do
  [ -e ".scregistry/$report" ] || fail "the GitLab job wrote no $report"
done
# shellcheck disable=SC2016
run_job 1 SCREGISTRY_OPTIONS='--max-per-rule 1' SCREGISTRY_TARGETS='demo-good demo-faulty'
# shellcheck disable=SC2016
run_job 2 SCREGISTRY_TARGETS='$(touch${IFS}pwned);touch pwned *'
[ ! -e pwned ] || fail "the GitLab job ran a variable as a command"
run_job 2 SCREGISTRY_PACKAGE=

echo "CI files: scripts, action, GitLab template and hooks are accepted by the tools that read them"
