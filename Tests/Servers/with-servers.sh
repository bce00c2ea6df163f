#!/usr/bin/env bash
# usage: with-servers.sh FOLDER COMMAND...
# Runs a command while the servers that the integration tests talk to are there.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$1
shift
trap 'python3 Tests/Servers/servers.py stop "$folder"' EXIT
python3 Tests/Servers/servers.py start "$folder"
SCREGISTRY_TEST_SERVERS=$(realpath "$folder") "$@"
