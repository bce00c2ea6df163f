#!/usr/bin/env bash
# usage: link-inputs.sh DIR
# Puts files into DIR that make the linker prefer static libraries, so that the program runs where
# neither libyaml nor zlib nor libzstd nor libcrypto nor a C++ library is installed:
#   libyaml.a, libz.a, libzstd.a, libcrypto.a, libstdc++.a  links to the static libraries of this system
#   yaml-0.1.pc, zlib.pc, libzstd.pc    the system's flags for the three, with DIR searched first
#   older-glibc.o           two functions that older glibc versions lack
# If a static library is missing, the script says so; the program then needs the shared one,
# and `make dist` refuses to pack it.
set -euo pipefail
directory=$1
source_directory=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
mkdir -p "$directory"
directory=$(realpath "$directory")

compiler=$(command -v clang || command -v cc) || {
  echo "link-inputs: there is no C compiler (clang comes with the Swift toolchain)" >&2
  exit 2
}

# Writes a file only if it changes, to avoid needless linking.
write() {
  local new
  new=$(cat)
  [ -f "$1" ] && [ "$(< "$1")" = "$new" ] || printf '%s\n' "$new" > "$1"
}

link() {
  if [ -f "$1" ]; then
    [ "$(readlink "$directory/${1##*/}")" = "$1" ] || ln -sf "$1" "$directory/"
  else
    rm -f "$directory/${1##*/}"
    echo "link-inputs: no static ${1##*/} here; the shared library will be needed" >&2
  fi
}

link "$(pkg-config --variable=libdir yaml-0.1)/libyaml.a"
link "$(pkg-config --variable=libdir zlib)/libz.a"
# Debian's libzstd.pc names a directory in which the library is not.
link "$("$compiler" -print-file-name=libzstd.a)"
link "$("$compiler" -print-file-name=libcrypto.a)"
link "$("$compiler" -print-file-name=libstdc++.a)"

for name in yaml-0.1 zlib libzstd; do
  write "$directory/$name.pc" << PC
Name: $name
Description: The $name of this system, the static library first
Version: $(pkg-config --modversion "$name")
Cflags: $(pkg-config --cflags "$name")
Libs: -L$directory $(pkg-config --libs "$name")
PC
done

code=$source_directory/older-glibc.c
if [ ! "$directory/older-glibc.o" -nt "$code" ]; then
  "$compiler" -O2 -fPIC -fno-math-errno -Wall -Wextra -Werror -c "$code" -o "$directory/older-glibc.o"
fi
