#include "CWithoutProc.h"

#include <sys/auxv.h>

// Swift reads the command line from /proc, which may be missing. The C library
// passes it to functions that run before main.
static int count;
static char **words;

__attribute__((constructor)) static void keep(int argc, char **argv) {
  count = argc;
  words = argv;
}

int scregistry_argument_count(void) { return count; }

const char *scregistry_argument(int index) {
  return index >= 0 && index < count ? words[index] : 0;
}

const char *scregistry_program_path(void) { return (const char *)getauxval(AT_EXECFN); }
