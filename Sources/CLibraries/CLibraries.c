#include "CLibraries.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>

static const char *const directories[] = {
#if defined(__x86_64__)
    "/usr/lib/x86_64-linux-gnu",
    "/lib/x86_64-linux-gnu",
#elif defined(__aarch64__)
    "/usr/lib/aarch64-linux-gnu",
    "/lib/aarch64-linux-gnu",
#endif
    "/usr/lib64",
    "/lib64",
    "/usr/lib",
    "/lib",
};

void *registry_library(const char *name) {
  for (size_t index = 0; index < sizeof directories / sizeof *directories; index++) {
    char path[128];
    int length = snprintf(path, sizeof path, "%s/%s", directories[index], name);
    if (length < 0 || (size_t)length >= sizeof path) continue;
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library) return library;
  }
  return dlopen(name, RTLD_NOW | RTLD_LOCAL);
}
