/* The functions are those of OpenSSL 1.1, which 3 deprecates in favour of EVP_*. */
#define OPENSSL_API_COMPAT 0x10100000L

#include "COpenSSL.h"

#include <openssl/md5.h>
#include <openssl/sha.h>

union context {
  SHA256_CTX sha256;
  MD5_CTX md5;
  SHA_CTX sha1;
  SHA512_CTX sha512;
};

_Static_assert(sizeof(union context) <= sizeof(((struct registry_digest *)0)->state),
               "the state of a digest is larger than its place");

static union context *context_of(struct registry_digest *digest) {
  return (union context *)digest->state;
}

void registry_digest_begin(struct registry_digest *digest, enum registry_digest_kind kind) {
  union context *context = context_of(digest);
  digest->kind = kind;
  switch (kind) {
    case registry_digest_sha256: SHA256_Init(&context->sha256); break;
    case registry_digest_md5: MD5_Init(&context->md5); break;
    case registry_digest_sha1: SHA1_Init(&context->sha1); break;
    case registry_digest_sha512: SHA512_Init(&context->sha512); break;
  }
}

void registry_digest_add(struct registry_digest *digest, const void *bytes, size_t count) {
  union context *context = context_of(digest);
  switch (digest->kind) {
    case registry_digest_sha256: SHA256_Update(&context->sha256, bytes, count); break;
    case registry_digest_md5: MD5_Update(&context->md5, bytes, count); break;
    case registry_digest_sha1: SHA1_Update(&context->sha1, bytes, count); break;
    case registry_digest_sha512: SHA512_Update(&context->sha512, bytes, count); break;
  }
}

void registry_digest_finish(struct registry_digest *digest, unsigned char *result) {
  union context *context = context_of(digest);
  switch (digest->kind) {
    case registry_digest_sha256: SHA256_Final(result, &context->sha256); break;
    case registry_digest_md5: MD5_Final(result, &context->md5); break;
    case registry_digest_sha1: SHA1_Final(result, &context->sha1); break;
    case registry_digest_sha512: SHA512_Final(result, &context->sha512); break;
  }
}
