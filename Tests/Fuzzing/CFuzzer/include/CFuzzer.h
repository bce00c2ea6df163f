#pragma once
#include <stddef.h>
#include <stdint.h>

// The entry point to libFuzzer for programs with their own main, such as SwiftPM's.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
