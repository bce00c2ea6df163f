#include "schemas.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

const registry_schema_file registry_schema_files[] = {
  {"", (const unsigned char *)"", 0},
};
const size_t registry_schema_file_count = 0;
