#pragma once
#include <stddef.h>

/* OpenSSL's libcrypto, loaded when it is first needed. */

/* Loads libcrypto once. Returns 0, or what went wrong. Nothing else may be called before. */
const char *registry_crypto_load(void);

/* Writes 32 bytes; returns whether that worked. */
int registry_crypto_sha256(const void *bytes, size_t count, unsigned char *digest);
int registry_crypto_hmac_sha256(const void *key, int key_count, const void *bytes, size_t count,
                                unsigned char *digest);

/* A digest of bytes that come piece by piece: SHA-256 for 0, MD5 for 1, SHA-1 for 2. NULL if
   it is missing. What finish writes has 32, 16 or 20 bytes; it returns whether that worked. */
void *registry_crypto_digest_new(int kind);
int registry_crypto_digest_add(void *digest, const void *bytes, size_t count);
int registry_crypto_digest_finish(void *digest, unsigned char *result);
void registry_crypto_digest_free(void *digest);
