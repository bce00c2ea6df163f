#include "CBrotli.h"

#include <CLibraries.h>
#include <dlfcn.h>
#include <pthread.h>

/* libbrotlidec is loaded when it is first needed. Its interface of one function has not changed
   since 1.0, so no header is needed. */

static int (*decompress)(size_t, const uint8_t *, size_t *, uint8_t *);

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = registry_library("libbrotlidec.so.1");
  if (library) decompress = (__typeof__(decompress))dlsym(library, "BrotliDecoderDecompress");
}

int registry_brotli_decode(const uint8_t *input, size_t input_count, uint8_t *output,
                           size_t *output_count) {
  pthread_once(&once, load);
  if (!decompress) return registry_brotli_missing;
  return decompress(input_count, input, output_count, output) == 1 ? registry_brotli_done
                                                                   : registry_brotli_damaged;
}
