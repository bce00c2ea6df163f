// Functions that the Swift and C++ runtimes would otherwise take from a glibc of 2022. With these
// two the program needs glibc 2.34 instead of 2.36, so that it also runs on Amazon
// Linux 2023, RHEL 9 and its clones, and Ubuntu 22.04. Distribution/elf.py checks it.

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

/// Returns the length of a vector, for the Swift overlay of the C library. Without it: glibc 2.35.
/// Doubles hold the squares of floats without overflow and without loss.
float hypotf(float x, float y) {
  if (__builtin_isinf(x) || __builtin_isinf(y)) return __builtin_inff();
  return (float)__builtin_sqrt((double)x * x + (double)y * y);
}

/// Returns 32 random bits, for std::random_device. Without it: glibc 2.36.
uint32_t arc4random(void) {
  uint32_t bits;
  while (getrandom(&bits, sizeof bits, 0) != sizeof bits) {
    if (errno != EINTR) abort();
  }
  return bits;
}
