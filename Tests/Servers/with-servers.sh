#!/usr/bin/env bash
# usage: with-servers.sh FOLDER COMMAND...
# Runs a command while the servers for the integration tests are running.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$1
shift
trap 'python3 Tests/Servers/servers.py stop "$folder"' EXIT
python3 Tests/Servers/servers.py start "$folder"
SCREGISTRY_TEST_SERVERS=$(realpath "$folder") "$@"
