#ifndef SCREGISTRY_PAGE_FILES_H
#define SCREGISTRY_PAGE_FILES_H

#include <stddef.h>

// The files that every page contains, as they were at build time.
const unsigned char *page_style_start(void);
extern const size_t page_style_count;
const unsigned char *page_script_start(void);
extern const size_t page_script_count;

#endif
