#!/usr/bin/env bash
# Decides which scregistry a job gets. First step of action.yml.
#   in:   INPUT_VERSION: empty, a number, "source" or "installed"
#         ACTION_REPOSITORY: owner/name of the action; empty if it is in the job's own checkout
#   out:  method (release, release-or-source, source, installed), version, repository, directory, key
set -euo pipefail
sources=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")

fail() {
  echo "::error title=scregistry::$1"
  exit 2
}

platform=${RUNNER_OS:-$(uname -s)}-${RUNNER_ARCH:-$(uname -m)}
case "$platform" in
  Linux-X64 | Linux-x86_64) ;;
  *) fail "the action runs on Linux on x86-64 only; this is another system" ;;
esac

# GitHub leaves the name empty for some nested actions; then the path contains it.
repository=${ACTION_REPOSITORY-}
if [ -z "$repository" ] && [[ $sources =~ /_actions/([^/]+/[^/]+)/ ]]; then repository=${BASH_REMATCH[1]}; fi

own=$(sed -nE 's/^ *static let text = "(.+)"$/\1/p' "$sources/Sources/scregistry/Tool/ScregistryTool.swift")
requested=${INPUT_VERSION-}
requested=${requested#v}
case "$requested" in
  installed)
    command -v scregistry > /dev/null || fail "version is \"installed\", but there is no scregistry on the PATH"
    method=installed version=installed
    ;;
  source) method=source version=$own ;;
  '')
    version=$own
    if [ -n "$repository" ]; then method=release-or-source; else method=source; fi
    ;;
  *)
    [[ $requested =~ ^[0-9]+\.[0-9]+\.[0-9]+([a-z.]+[0-9]+)?$ ]] ||
      fail "the version must be a number such as $own, \"source\" or \"installed\""
    [ -n "$repository" ] || fail "an action in the job's own checkout has no releases; remove the version"
    method=release version=$requested
    ;;
esac

# Other sources give another program: a build from sources must not come from an older cache.
key=scregistry-$version-$method-x86_64
if [[ $method == *source ]]; then
  state=$(cd "$sources" && find Package.swift Makefile Distribution Sources Schemas -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
  key+=-${state:0:16}
fi

{
  echo "method=$method"
  echo "version=$version"
  echo "repository=$repository"
  echo "directory=${RUNNER_TOOL_CACHE:-$RUNNER_TEMP}/$key"
  echo "key=$key"
} >> "$GITHUB_OUTPUT"
echo "scregistry: $version ($method)"
