#!/usr/bin/env bash
# Installs the scregistry that plan.sh chose and puts it on the PATH of later steps.
#   in:   METHOD, VERSION, REPOSITORY, DIRECTORY: from plan.sh
# If the cache has already put a program into DIRECTORY, it is used unchanged.
set -euo pipefail
sources=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")

fail() {
  echo "::error title=scregistry::$1"
  exit 2
}

# Fetches the release. Returns 1 if it does not exist; every other failure ends the step.
install_release() {
  local archive=scregistry-$VERSION-linux-x86_64.tar.gz file code
  local address=${GITHUB_SERVER_URL:-https://github.com}/$REPOSITORY/releases/download/v$VERSION
  for file in SHA256SUMS "$archive"; do
    code=0
    curl --fail --silent --show-error --location --proto-redir =https --retry 3 --max-time 300 \
      --output "$scratch/$file" "$address/$file" || code=$?
    # 22: the server answered, but with an error such as 404.
    if [ "$code" -eq 22 ]; then return 1; fi
    [ "$code" -eq 0 ] || fail "could not fetch $file of release $VERSION (curl: exit code $code)"
  done
  # Only the line of the archive: the sums list other files too.
  grep -F "  $archive" "$scratch/SHA256SUMS" > "$scratch/sum" ||
    fail "SHA256SUMS of release $VERSION does not list $archive"
  (cd "$scratch" && sha256sum --check --strict --quiet sum) ||
    fail "the checksum of release $VERSION is wrong; nothing was installed"
  tar -xzf "$scratch/$archive" -C "$scratch"
  install -D -m 755 "$scratch/${archive%.tar.gz}/scregistry" "$DIRECTORY/scregistry"
}

build() {
  command -v swift > /dev/null ||
    fail "there is no release to install, and no Swift toolchain (6.2 or later) to build one"
  make -C "$sources" release
  install -D -s -m 755 "$sources/.build/release/scregistry" "$DIRECTORY/scregistry"
}

if [ ! -x "$DIRECTORY/scregistry" ]; then
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  case "$METHOD" in
    release) install_release || fail "there is no release $VERSION for Linux on x86-64" ;;
    release-or-source)
      if ! install_release; then
        echo "scregistry: no release $VERSION; building it from the sources of the action"
        build
      fi
      ;;
    source) build ;;
  esac
fi
"$DIRECTORY/scregistry" version
echo "$DIRECTORY" >> "$GITHUB_PATH"
