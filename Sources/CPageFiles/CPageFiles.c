#include "CPageFiles.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char page_style[] = {
#embed "page.css"
};
const size_t page_style_count = sizeof page_style;

static const unsigned char page_script[] = {
#embed "page.js"
};
const size_t page_script_count = sizeof page_script;

const unsigned char *page_style_start(void) { return page_style; }
const unsigned char *page_script_start(void) { return page_script; }
