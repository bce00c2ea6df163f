#include "CCurl.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

/* Calls through pointers can't use the macros of curl.h that check arguments. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define FUNCTIONS(each)        \
  each(curl_global_init)       \
  each(curl_easy_init)         \
  each(curl_easy_cleanup)      \
  each(curl_easy_reset)        \
  each(curl_easy_pause)        \
  each(curl_easy_setopt)       \
  each(curl_easy_getinfo)      \
  each(curl_easy_strerror)     \
  each(curl_slist_append)      \
  each(curl_slist_free_all)    \
  each(curl_multi_init)        \
  each(curl_multi_cleanup)     \
  each(curl_multi_setopt)      \
  each(curl_multi_add_handle)  \
  each(curl_multi_remove_handle) \
  each(curl_multi_perform)     \
  each(curl_multi_poll)        \
  each(curl_multi_wakeup)      \
  each(curl_multi_info_read)

#define MEMBER(name) __typeof__(name) *name;
static struct { FUNCTIONS(MEMBER) } curl;

static const char *failure;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    failure = "libcurl.so.4 is missing (Debian: apt-get install libcurl4)";
    return;
  }
#define LOOK_UP(name)                                                            \
  curl.name = (__typeof__(name) *)dlsym(library, #name);                         \
  if (!curl.name) {                                                              \
    failure = "libcurl is too old: " #name " is missing; 7.85 or later is needed"; \
    return;                                                                      \
  }
  FUNCTIONS(LOOK_UP)
  if (curl.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) failure = "libcurl can't be started";
}

const char *registry_curl_load(void) {
  pthread_once(&once, load);
  return failure;
}

const char *registry_curl_error(CURLcode code) { return curl.curl_easy_strerror(code); }

CURL *registry_curl_easy_init(void) { return curl.curl_easy_init(); }
void registry_curl_easy_cleanup(CURL *handle) { curl.curl_easy_cleanup(handle); }
void registry_curl_easy_reset(CURL *handle) { curl.curl_easy_reset(handle); }
CURLcode registry_curl_easy_pause(CURL *handle, int mask) {
  return curl.curl_easy_pause(handle, mask);
}

CURLcode registry_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl.curl_easy_setopt(handle, option, value);
}
CURLcode registry_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl.curl_easy_setopt(handle, option, value);
}
CURLcode registry_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl.curl_easy_setopt(handle, option, value);
}
CURLcode registry_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl.curl_easy_setopt(handle, option, value);
}
CURLcode registry_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl.curl_easy_setopt(handle, option, value);
}
CURLcode registry_curl_set_function(CURL *handle, CURLoption option, registry_curl_bytes value) {
  return curl.curl_easy_setopt(handle, option, value);
}
CURLcode registry_curl_get_pointer(CURL *handle, CURLINFO info, void **value) {
  return curl.curl_easy_getinfo(handle, info, value);
}

/* 169.254.0.0/16, also written as IPv6, fe80::/10, and Amazon's fd00:ec2::254. */
static int is_link_local(const struct sockaddr *address) {
  if (address->sa_family == AF_INET) {
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
    return ntohl(v4->sin_addr.s_addr) >> 16 == 0xA9FE;
  }
  if (address->sa_family != AF_INET6) return 0;
  const unsigned char *v6 = ((const struct sockaddr_in6 *)address)->sin6_addr.s6_addr;
  static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  static const unsigned char metadata[16] = {0xFD, 0, 0x0E, 0xC2, 0, 0, 0, 0,
                                             0,    0, 0,    0,    0, 0, 2, 0x54};
  if (memcmp(v6, mapped, 12) == 0) return v6[12] == 0xA9 && v6[13] == 0xFE;
  return (v6[0] == 0xFE && (v6[1] & 0xC0) == 0x80) || memcmp(v6, metadata, 16) == 0;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose,
                                 struct curl_sockaddr *address) {
  (void)context;
  if (purpose == CURLSOCKTYPE_IPCXN && is_link_local(&address->addr)) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void registry_curl_refuse_link_local(CURL *handle) {
  curl.curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
}

struct curl_slist *registry_curl_list_append(struct curl_slist *list, const char *line) {
  return curl.curl_slist_append(list, line);
}
void registry_curl_list_free(struct curl_slist *list) { curl.curl_slist_free_all(list); }

CURLM *registry_curl_multi_init(void) { return curl.curl_multi_init(); }
CURLMcode registry_curl_multi_cleanup(CURLM *multi) { return curl.curl_multi_cleanup(multi); }
CURLMcode registry_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl.curl_multi_setopt(multi, option, value);
}
CURLMcode registry_curl_multi_add(CURLM *multi, CURL *handle) {
  return curl.curl_multi_add_handle(multi, handle);
}
CURLMcode registry_curl_multi_remove(CURLM *multi, CURL *handle) {
  return curl.curl_multi_remove_handle(multi, handle);
}
CURLMcode registry_curl_multi_perform(CURLM *multi, int *running) {
  return curl.curl_multi_perform(multi, running);
}
CURLMcode registry_curl_multi_poll(CURLM *multi, int milliseconds) {
  return curl.curl_multi_poll(multi, NULL, 0, milliseconds, NULL);
}
CURLMcode registry_curl_multi_wakeup(CURLM *multi) { return curl.curl_multi_wakeup(multi); }
CURLMsg *registry_curl_multi_read(CURLM *multi, int *left) {
  return curl.curl_multi_info_read(multi, left);
}
