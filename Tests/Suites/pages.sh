#!/usr/bin/env bash
# usage: pages.sh PROGRAM [--pictures FOLDER] | --pictures-for-docs PROGRAM
# Opens the pages that the program writes in a real browser. Where there is no Chromium, or the
# packages can't be fetched, says so and passes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if [ ! -x /usr/bin/chromium ]; then
  echo "pages: not tested, since there is no Chromium (Debian: apt-get install chromium)"
  exit 0
fi
# The packages in their tested versions; they are installed again when the list changes.
pins=Tests/Suites/pages-requirements.txt
venv=.build/pages/venv
if ! cmp --silent "$pins" "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  if ! "$venv/bin/python" -m pip --disable-pip-version-check install --quiet --requirement "$pins"; then
    echo "pages: not tested, since the packages of $pins can't be fetched"
    exit 0
  fi
  cp "$pins" "$venv/requirements.txt"
fi
if [ "$1" = --pictures-for-docs ]; then
  exec "$venv/bin/python" -B Tests/Suites/pictures.py "$2"
fi
python3 -B Tests/Suites/page_policy.py --check
"$venv/bin/python" -B Tests/Suites/pages_test.py "$@"
"$venv/bin/python" -B Tests/Suites/site_test.py "$@"
