#!/usr/bin/env bash
# usage: interleavings.sh [SEEDS [ORDERS]]
# Lets publishers of one dataset publish at the same time, in one process: two of them in all orders of their
# requests (at most 924 of each scenario), four and eight in 2,000 seeded ones.
set -euo pipefail
cd "$(dirname "$0")/../.."
# With the modules that were built for the tool.
SCREGISTRY_INTERLEAVING_TOOL=1 Distribution/release-build.sh interleaving-tool
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.build/release/interleaving-tool "$folder" "$@"
