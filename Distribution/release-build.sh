#!/usr/bin/env bash
# usage: release-build.sh PRODUCT [OPTION]...
# Builds an executable with optimization and without needless libraries, into .build/release.
#
# The standard library, libyaml, zlib, libzstd, libcrypto and the C++ library are linked in: the
# program starts in half the time and runs on machines without them. Without a run path the loader
# never looks for libraries beside the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Where link-inputs.sh puts the static libraries that the linker should prefer.
inputs=$PWD/.build/link-inputs
Distribution/link-inputs.sh "$inputs"
exec swift build -c release --static-swift-stdlib --disable-local-rpath --product "$1" \
  --pkg-config-path "$inputs" -Xlinker "$inputs/older-glibc.o" "${@:2}"
