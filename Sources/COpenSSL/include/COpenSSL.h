#pragma once
#include <stddef.h>

/* OpenSSL's libcrypto, loaded when it is first needed. */

/* Loads libcrypto once. Returns 0, or what went wrong. Nothing else may be called before. */
const char *registry_crypto_load(void);

/* Writes 32 bytes; returns whether that worked. */
int registry_crypto_sha256(const void *bytes, size_t count, unsigned char *digest);
int registry_crypto_hmac_sha256(const void *key, int key_count, const void *bytes, size_t count,
                                unsigned char *digest);
