#pragma once
#include <stddef.h>
#include <stdint.h>

/* The decoder of Brotli, where it is installed. */

enum {
  registry_brotli_done = 0,
  registry_brotli_damaged = 1,
  registry_brotli_missing = 2,
};

/* Decodes a stream. The count says how many bytes of output there is room for, then how many
   were written. */
int registry_brotli_decode(const uint8_t *input, size_t input_count, uint8_t *output,
                           size_t *output_count);
