#pragma once
#include <stddef.h>

/// A file of this folder, as it was when the program was built.
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} registry_schema_file;

/// The files, in no particular order.
extern const registry_schema_file registry_schema_files[];
/// The number of files.
extern const size_t registry_schema_file_count;

/// Returns a file; Swift can't index an array of unknown length.
static inline const registry_schema_file *registry_schema_file_at(size_t index) {
  return &registry_schema_files[index];
}
