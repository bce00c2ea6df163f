#pragma once
#include <zlib.h>

// What zlib has for beginning a stream are macros, and Swift can't call those. The negative number
// of bits asks for plain deflate data, without the header of zlib or gzip around them.
static inline int registry_inflate_begin(z_stream *stream) {
  return inflateInit2(stream, -MAX_WBITS);
}
static inline int registry_deflate_begin(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
}

// 32 more bits ask for the header of gzip or zlib, whichever there is.
static inline int registry_inflate_members_begin(z_stream *stream) {
  return inflateInit2(stream, MAX_WBITS + 32);
}
