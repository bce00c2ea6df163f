#include "CBrotli.h"

#include <dlfcn.h>
#include <pthread.h>

/* libbrotlidec is loaded when it is first needed, and only from the folders of the system.
   Its interface of one function has not changed since 1.0, so no header is needed. */

static int (*decompress)(size_t, const uint8_t *, size_t *, uint8_t *);

static pthread_once_t once = PTHREAD_ONCE_INIT;

static const char *const places[] = {
#if defined(__x86_64__)
    "/usr/lib/x86_64-linux-gnu/libbrotlidec.so.1",
    "/lib/x86_64-linux-gnu/libbrotlidec.so.1",
#elif defined(__aarch64__)
    "/usr/lib/aarch64-linux-gnu/libbrotlidec.so.1",
    "/lib/aarch64-linux-gnu/libbrotlidec.so.1",
#endif
    "/usr/lib64/libbrotlidec.so.1",
    "/usr/lib/libbrotlidec.so.1",
    "/usr/local/lib/libbrotlidec.so.1",
};

static void load(void) {
  for (size_t index = 0; index < sizeof places / sizeof *places; index++) {
    void *library = dlopen(places[index], RTLD_NOW | RTLD_LOCAL);
    if (!library) continue;
    decompress = (__typeof__(decompress))dlsym(library, "BrotliDecoderDecompress");
    if (decompress) return;
  }
}

int registry_brotli_decode(const uint8_t *input, size_t input_count, uint8_t *output,
                           size_t *output_count) {
  pthread_once(&once, load);
  if (!decompress) return registry_brotli_missing;
  return decompress(input_count, input, output_count, output) == 1 ? registry_brotli_done
                                                                   : registry_brotli_damaged;
}
