#include "COpenSSL.h"

#include <dlfcn.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>

#define FUNCTIONS(each) \
  each(EVP_sha256)      \
  each(EVP_Digest)      \
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
