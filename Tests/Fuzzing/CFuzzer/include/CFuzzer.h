#pragma once
#include <stddef.h>
#include <stdint.h>

// The door into libFuzzer for programs that keep their own main, as SwiftPM's do.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
