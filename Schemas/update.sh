#!/bin/sh
# Writes schemas.c, which puts every data file of this folder into the program.
# Run it after a file was added, renamed or removed.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"

files=$(find . -mindepth 2 -type f -size +0 \( -name '*.json' -o -name '*.yaml' \) | sed 's|^\./||' | sort)

twice=$(printf '%s\n' "$files" | sed 's|.*/||' | sort | uniq -d)
if [ -n "$twice" ]; then
  echo "file names must be unique: $twice" >&2
  exit 1
fi

# The requirements that rules serve are those of the conformance suite.
files="../Conformance/requirements.json
$files"

# What the program calls a file: its path below this folder, or below that of the suite.
name() { echo "$1" | sed 's|^\.\./Conformance/|conformance/|'; }
symbol() { name "$1" | tr -c 'A-Za-z0-9\n' '_'; }

{
  echo '// Written by update.sh.'
  echo '#include "schemas.h"'
  echo
  echo '#pragma clang diagnostic ignored "-Wc23-extensions"'
  for file in $files; do
    echo
    echo "static const unsigned char $(symbol "$file")[] = {"
    echo "#embed \"$file\""
    echo '};'
  done
  echo
  echo 'const registry_schema_file registry_schema_files[] = {'
  for file in $files; do
    echo "  {\"$(name "$file")\", $(symbol "$file"), sizeof $(symbol "$file")},"
  done
  echo '  {0, 0, 0},'
  echo '};'
  echo 'const size_t registry_schema_file_count ='
  echo '    sizeof registry_schema_files / sizeof registry_schema_files[0] - 1;'
} > schemas.c.new
mv schemas.c.new schemas.c
