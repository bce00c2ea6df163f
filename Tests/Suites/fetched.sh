# shellcheck shell=bash
# Sourced by the scripts that need programs of PyPI.

# says_unfetched NAME WHAT: says what is skipped, since it can't be fetched, and ends the script:
# with 0, so that the other tests run, but with 1 in a CI system, where nothing may be skipped.
says_unfetched() {
  echo "$1: NOT TESTED: $2 can't be fetched from PyPI" >&2
  [ -z "${CI:-}" ] || exit 1
  exit 0
}

# fetched NAME FOLDER REQUIREMENTS: makes FOLDER a virtual environment with the packages that the
# file REQUIREMENTS lists, once for each content of it.
fetched() {
  cmp --silent "$3" "$2/requirements.txt" && return
  rm -rf "$2"
  if ! python3 -m venv "$2" || ! "$2/bin/python" -m pip --disable-pip-version-check install --quiet --requirement "$3"; then
    rm -rf "$2"
    says_unfetched "$1" "what $3 lists"
  fi
  cp "$3" "$2/requirements.txt"
}
