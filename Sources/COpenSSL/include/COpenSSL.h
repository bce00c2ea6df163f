#pragma once
#include <stddef.h>
#include <stdint.h>

/* Digests by OpenSSL's libcrypto, which is linked in. The functions of one digest each, unlike
   EVP_*, allocate nothing and cannot fail, and a static program contains only them. */

enum registry_digest_kind {
  registry_digest_sha256, /* 32 bytes */
  registry_digest_md5,    /* 16 bytes */
  registry_digest_sha1,   /* 20 bytes */
  registry_digest_sha512  /* 64 bytes */
};

/* A digest of bytes that come piece by piece; the state is OpenSSL's. */
struct registry_digest {
  enum registry_digest_kind kind;
  uint64_t state[27];
};

void registry_digest_begin(struct registry_digest *digest, enum registry_digest_kind kind);
void registry_digest_add(struct registry_digest *digest, const void *bytes, size_t count);
/* Writes the digest. No bytes may be added afterwards. */
void registry_digest_finish(struct registry_digest *digest, unsigned char *result);
