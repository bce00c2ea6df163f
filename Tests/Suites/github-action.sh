#!/usr/bin/env bash
# usage: github-action.sh DIST
# Runs the steps of action.yml as GitHub does, with its variables: choosing, installing from a release
# (served on this machine from DIST) and from sources, running, failing at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
sources=$PWD
dist=$(realpath "$1")
.ci/system-packages python3 curl

scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$scratch"' EXIT
fail() {
  echo "github-action: $1" >&2
  exit 1
}

# Runs a step with variables (NAME=VALUE...) and expects an exit code. Its log goes to $log.
step() {
  local wanted=$1 script=$2 code=0
  shift 2
  rm -rf "$scratch/job"
  mkdir -p "$scratch/job/temp"
  : > "$scratch/job/output"
  log=$(cd "$work" && env -i PATH="$path" HOME="$scratch" GITHUB_ACTIONS=true RUNNER_OS=Linux RUNNER_ARCH=X64 \
    RUNNER_TEMP="$scratch/job/temp" RUNNER_TOOL_CACHE="$scratch/cache" GITHUB_OUTPUT="$scratch/job/output" \
    GITHUB_PATH="$scratch/job/path" GITHUB_STEP_SUMMARY="$scratch/job/summary" \
    "$@" "$sources/CI/github/$script.sh" 2>&1) || code=$?
  [ "$code" -eq "$wanted" ] || fail "$script ended with $code instead of $wanted ($*)
$log"
}

output() { sed -n "s/^$1=//p" "$scratch/job/output"; }
want() { [ "$(output "$1")" = "$2" ] || fail "$1 is \"$(output "$1")\" instead of \"$2\""; }
want_in_log() { [[ $log == *"$1"* ]] || fail "not in the log: $1
$log"; }

work=$scratch/work
cp -r Conformance/data "$work"
mkdir "$scratch/bin"
ln -s "$dist/scregistry" "$scratch/bin/scregistry"
path=$scratch/bin:$PATH
version=$("$dist/scregistry" version)
version=${version#scregistry }

# The real program: exit codes, verdicts, reports.
step 0 run INPUT_TARGETS=demo-good
want exit-code 0
want verdict no-violations
step 0 run INPUT_TARGETS=$'\n  demo-faulty  \r\n\n demo-good\n' INPUT_ARGS=$'--max-per-rule\n1'
want exit-code 1
want verdict violations
want_in_log 'error XRF006'
[ -s "$(output report)" ] || fail "there is no JSON report"
grep -q '"ruleId": "XRF006"' "$(output sarif)" || fail "the SARIF report lacks a finding"
grep -q 'XRF006' "$scratch/job/summary" || fail "the job summary lacks a finding"
want_in_log '::error file=demo-faulty/catalog.json,line=16'
! grep -q $'\r' <<< "$(output exit-code)" || fail "a carriage return was not removed"
step 0 run INPUT_TARGETS=no-such-file
want verdict error
want exit-code 2

# Inputs and data are never executed as commands of the shell or of GitHub.
hostile='$(touch pwned); touch pwned'
cp -r "$work/demo-good" "$work/$hostile"
sed -i 's/"title": "/"title": "##[error]x ::error::y /; s/"stop": "[0-9]*/"stop": "::error::z ##[warning]1/' \
  "$work/$hostile/catalog.json"
step 0 run INPUT_TARGETS="$hostile" INPUT_FAIL_LEVEL=info
want exit-code 1
[ ! -e "$work/pwned" ] || fail "an input was run as a command"
token=$(sed -n '1s/^::stop-commands:://p' <<< "$log")
[[ $token =~ ^[0-9a-f]{32}$ ]] || fail "commands are not stopped before the report"
[[ ${log#*"$token"} == *'##[warning]1'*"::$token::"* ]] || fail "the data are not between the two lines"
[[ ${log##*"::$token::"} != *$'\n'[^:]* ]] || fail "text other than commands follows the report"

# A program that records its arguments.
mkdir "$scratch/fake"
cat > "$scratch/fake/scregistry" << 'FAKE'
#!/usr/bin/env bash
printf '%s\n' "$@" | sed "s|=$RUNNER_TEMP/[^/]*/|=|" > "$HOME/arguments"
[ -z "${GITHUB_STEP_SUMMARY-}" ] || exit 99
for argument in "$@"; do
  case "$argument" in
    markdown=*) seq 1 300000 > "${argument#markdown=}" ;;
    sarif=*) echo '{}' > "${argument#sarif=}" ;;
    github=*) echo '::error title=a::b' > "${argument#github=}" ;;
  esac
done
exit 3
FAKE
chmod +x "$scratch/fake/scregistry"
path=$scratch/fake:$PATH
step 0 run INPUT_TARGETS=$'-a b\nc' INPUT_ARGS=--map=s3://x/=y INPUT_CONFIG=my.yml INPUT_BASELINE=known.json \
  INPUT_FAIL_LEVEL=warning
want exit-code 3
want verdict error
want report ''
[ -s "$(output sarif)" ] || fail "there is no SARIF report"
[ "${log##*$'\n'}" = '::error title=a::b' ] || fail "the annotations are not the last lines"
diff - "$scratch/arguments" << 'WANTED' || fail "the arguments are not the expected ones"
validate
--output
text
--output
github=github.txt
--output
sarif=scregistry.sarif
--output
json=scregistry.json
--output
markdown=summary.md
--config=my.yml
--baseline=known.json
--fail-level=warning
--map=s3://x/=y
--
-a b
c
WANTED
step 0 run INPUT_CONFIG=none INPUT_FAIL_LEVEL=never
[ "$(tail -n 1 "$scratch/arguments")" = --no-config ] || fail "\"none\" and \"never\" became other options"
[ "$(wc -c < "$scratch/job/summary")" -le 1048576 ] || fail "the summary is longer than GitHub allows"
grep -q 'too long' "$scratch/job/summary" || fail "it is not reported that the summary was truncated"

step 1 finish EXIT_CODE=1 VERDICT=violations INPUT_FAIL_LEVEL=error INPUT_FAIL_ON_UNDETERMINED=true
step 0 finish EXIT_CODE=1 VERDICT=violations INPUT_FAIL_LEVEL=never INPUT_FAIL_ON_UNDETERMINED=true
step 3 finish EXIT_CODE=3 VERDICT=undetermined INPUT_FAIL_LEVEL=never INPUT_FAIL_ON_UNDETERMINED=true
step 0 finish EXIT_CODE=3 VERDICT=undetermined INPUT_FAIL_LEVEL= INPUT_FAIL_ON_UNDETERMINED=false
want_in_log '::warning'
step 2 finish EXIT_CODE=2 VERDICT=error INPUT_FAIL_LEVEL=never INPUT_FAIL_ON_UNDETERMINED=false
step 0 finish EXIT_CODE=0 VERDICT=no-violations

# Choosing.
step 0 plan INPUT_VERSION= ACTION_REPOSITORY=owner/scregistry
want method release-or-source
want version "$version"
want repository owner/scregistry
key=$(output key)
step 0 plan INPUT_VERSION= ACTION_REPOSITORY=
want method source
step 0 plan INPUT_VERSION=v9.8.7 ACTION_REPOSITORY=owner/scregistry
want method release
want version 9.8.7
[ "$(output key)" != "$key" ] || fail "two versions have one cache key"
step 0 plan INPUT_VERSION=installed
want method installed
step 2 plan INPUT_VERSION='1.0; touch pwned' ACTION_REPOSITORY=owner/scregistry
step 2 plan INPUT_VERSION=$'1.0.0\nmethod=source' ACTION_REPOSITORY=owner/scregistry
step 2 plan INPUT_VERSION=1.0.0 ACTION_REPOSITORY=
step 2 plan RUNNER_OS=Windows

# Installing: an intact release, one that was changed, one that is missing.
releases=$scratch/web/owner/scregistry/releases/download
mkdir -p "$releases"
cp -r "$dist" "$releases/v$version"
cp -r "$dist" "$releases/v6.6.6"
(cd "$releases/v6.6.6" && for file in *"-$version-"*; do mv "$file" "${file/$version/6.6.6}"; done &&
  sed -i "s/-$version-/-6.6.6-/" SHA256SUMS && echo changed >> scregistry-6.6.6-linux-x86_64.tar.gz)
python3 - "$scratch/web" > "$scratch/port" << 'SERVER' &
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
handler.func.log_message = lambda *_: None
server = http.server.HTTPServer(("127.0.0.1", 0), handler)
print(server.server_port, flush=True)
server.serve_forever()
SERVER
server=$!
for _ in $(seq 100); do [ -s "$scratch/port" ] && break || sleep 0.1; done
address=http://127.0.0.1:$(cat "$scratch/port")
install() {
  step "$1" install METHOD="$2" VERSION="$3" DIRECTORY="$scratch/cache/$2-$3" \
    REPOSITORY=owner/scregistry GITHUB_SERVER_URL="${4-$address}"
}

install 0 release "$version"
want_in_log "scregistry $version"
[ "$(cat "$scratch/job/path")" = "$scratch/cache/release-$version" ] || fail "not put on the PATH"
install 0 release "$version" http://127.0.0.1:9 # from the cache
install 2 release 6.6.6
want_in_log 'checksum of release 6.6.6 is wrong'
[ ! -e "$scratch/cache/release-6.6.6" ] || fail "a changed release was installed"
install 2 release 7.7.7
want_in_log 'there is no release 7.7.7'
install 2 release-or-source 7.7.7 http://127.0.0.1:9
want_in_log 'could not fetch'
# A fake compiler, since the real one takes minutes.
printf '#!/bin/sh\nmkdir -p "$2/.build" && echo "built in $2 with $3"\n' > "$scratch/fake/make"
ln -s "$(command -v true)" "$scratch/fake/swift"
chmod +x "$scratch/fake/make"
install 0 release-or-source 7.7.7
want_in_log "built in $sources with release"

echo "GitHub Action: chooses, installs, runs, and fails as it should"
