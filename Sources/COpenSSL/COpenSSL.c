#include "COpenSSL.h"

#include <dlfcn.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>

#define FUNCTIONS(each)    \
  each(EVP_sha256)         \
  each(EVP_md5)            \
  each(EVP_sha1)           \
  each(EVP_Digest)         \
  each(EVP_MD_CTX_new)     \
  each(EVP_MD_CTX_free)    \
  each(EVP_DigestInit_ex)  \
  each(EVP_DigestUpdate)   \
  each(EVP_DigestFinal_ex) \
  each(HMAC)

#define MEMBER(name) __typeof__(name) *name;
static struct { FUNCTIONS(MEMBER) } crypto;

static const char *failure;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    failure = "libcrypto.so.3 is missing (Debian: apt-get install libssl3)";
    return;
  }
#define LOOK_UP(name)                                      \
  crypto.name = (__typeof__(name) *)dlsym(library, #name); \
  if (!crypto.name) {                                      \
    failure = "libcrypto has no " #name;                   \
    return;                                                \
  }
  FUNCTIONS(LOOK_UP)
}

const char *registry_crypto_load(void) {
  pthread_once(&once, load);
  return failure;
}

int registry_crypto_sha256(const void *bytes, size_t count, unsigned char *digest) {
  return crypto.EVP_Digest(bytes, count, digest, NULL, crypto.EVP_sha256(), NULL);
}

int registry_crypto_hmac_sha256(const void *key, int key_count, const void *bytes, size_t count,
                                unsigned char *digest) {
  return crypto.HMAC(crypto.EVP_sha256(), key, key_count, bytes, count, digest, NULL) != NULL;
}

void *registry_crypto_digest_new(int kind) {
  EVP_MD_CTX *context = crypto.EVP_MD_CTX_new();
  if (!context) return NULL;
  const EVP_MD *algorithm = kind == 1   ? crypto.EVP_md5()
                            : kind == 2 ? crypto.EVP_sha1()
                                        : crypto.EVP_sha256();
  if (crypto.EVP_DigestInit_ex(context, algorithm, NULL)) return context;
  crypto.EVP_MD_CTX_free(context);
  return NULL;
}

int registry_crypto_digest_add(void *digest, const void *bytes, size_t count) {
  return crypto.EVP_DigestUpdate(digest, bytes, count);
}

int registry_crypto_digest_finish(void *digest, unsigned char *result) {
  return crypto.EVP_DigestFinal_ex(digest, result, NULL);
}

void registry_crypto_digest_free(void *digest) { crypto.EVP_MD_CTX_free(digest); }
