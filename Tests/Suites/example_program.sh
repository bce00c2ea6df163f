#!/usr/bin/env bash
# usage: example_program.sh REGISTRY
# Builds the program of Examples/list-files, another package that uses the library, and runs it;
# docs/guide/swift.md must show it unchanged.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
registry=$1

source=Examples/list-files/Sources/list-files/main.swift
python3 - "$source" << 'PYTHON'
import sys
program = open(sys.argv[1], encoding="utf-8").read()
if "```swift\n" + program + "```" not in open("docs/guide/swift.md", encoding="utf-8").read():
    sys.exit(f"example_program: docs/guide/swift.md does not show {sys.argv[1]}")
PYTHON

swift build --package-path Examples/list-files --scratch-path .build/example --disable-index-store > .build/example.log 2>&1 || {
  tail -n 20 .build/example.log >&2
  exit 1
}
output=$(.build/example/debug/list-files "$registry" aia_0094 2019-12-01 2020-01-05)
[[ $output == *"# 3 files"* && $output == *sdo_aia_h2_20191218T204801_0094_v1.fits* ]] || {
  printf 'example_program: it wrote\n%s\n' "$output" >&2
  exit 1
}
echo "Examples/list-files: built and run from another package"
