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
# shellcheck source=Tests/Suites/fetched.sh
. Tests/Suites/fetched.sh
fetched pages "$venv" "$pins"
if [ "$1" = --pictures-for-docs ]; then
  exec "$venv/bin/python" -B Tests/Suites/pictures.py "$2"
fi
python3 -B Tests/Suites/page_policy.py --check
"$venv/bin/python" -B Tests/Suites/pages_test.py "$@"
"$venv/bin/python" -B Tests/Suites/site_test.py "$@"
