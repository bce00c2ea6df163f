#include "CISAL.h"

#if __has_include(<isa-l/igzip_lib.h>)
#include <CLibraries.h>
#include <dlfcn.h>
#include <isa-l/igzip_lib.h>
#include <pthread.h>
#include <stdlib.h>

struct registry_isal {
  struct inflate_state state;
};

static __typeof__(isal_inflate_init) *inflate_init;
static __typeof__(isal_inflate_reset) *inflate_reset;
static __typeof__(isal_inflate) *inflate_some;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = registry_library("libisal.so.2");
  if (!library) return;
  inflate_init = (__typeof__(inflate_init))dlsym(library, "isal_inflate_init");
  inflate_reset = (__typeof__(inflate_reset))dlsym(library, "isal_inflate_reset");
  inflate_some = (__typeof__(inflate_some))dlsym(library, "isal_inflate");
}

registry_isal *registry_isal_begin(void) {
  pthread_once(&once, load);
  if (!inflate_init || !inflate_reset || !inflate_some) return NULL;
  registry_isal *stream = malloc(sizeof *stream);
  if (!stream) return NULL;
  inflate_init(&stream->state);
  stream->state.crc_flag = ISAL_GZIP_NO_HDR_VER;
  return stream;
}

void registry_isal_end(registry_isal *stream) { free(stream); }

void registry_isal_reset(registry_isal *stream) {
  inflate_reset(&stream->state);
  stream->state.crc_flag = ISAL_GZIP_NO_HDR_VER;
}

int registry_isal_inflate(registry_isal *stream, const uint8_t *input, uint32_t *input_count,
                          uint8_t *output, uint32_t *output_count) {
  struct inflate_state *state = &stream->state;
  state->next_in = (uint8_t *)input;
  state->avail_in = *input_count;
  state->next_out = output;
  state->avail_out = *output_count;
  int code = inflate_some(state);
  /* Of damaged data, it may give back bytes that came with an earlier call. */
  if (state->avail_in > *input_count) {
    *input_count = 0;
    *output_count -= state->avail_out;
    return registry_isal_damaged;
  }
  *input_count -= state->avail_in;
  *output_count -= state->avail_out;
  /* The caller compares the trailer. */
  if (code == ISAL_INCORRECT_CHECKSUM) return registry_isal_ended;
  if (code < 0) return registry_isal_damaged;
  return state->block_state == ISAL_BLOCK_FINISH ? registry_isal_ended : registry_isal_goes_on;
}

uint32_t registry_isal_checksum(const registry_isal *stream) { return stream->state.crc; }

#else

registry_isal *registry_isal_begin(void) { return NULL; }
void registry_isal_end(registry_isal *stream) { (void)stream; }
void registry_isal_reset(registry_isal *stream) { (void)stream; }
int registry_isal_inflate(registry_isal *stream, const uint8_t *input, uint32_t *input_count,
                          uint8_t *output, uint32_t *output_count) {
  (void)stream, (void)input, (void)input_count, (void)output, (void)output_count;
  return registry_isal_damaged;
}
uint32_t registry_isal_checksum(const registry_isal *stream) { return (void)stream, 0; }

#endif
