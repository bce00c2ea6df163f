#include "CCurl.h"

#include <CLibraries.h>
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
  each(curl_easy_option_by_id) \
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
  void *library = registry_library("libcurl.so.4");
  if (!library) {
    failure = "libcurl.so.4 is missing (Debian: apt-get install libcurl4)";
    return;
  }
#define LOOK_UP(name)                                                            \
  curl.name = (__typeof__(name) *)dlsym(library, #name);                         \
  if (!curl.name) {                                                              \
    failure = "libcurl is too old: " #name " is missing; 7.68 or later is needed"; \
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

const char *registry_curl_option_name(CURLoption option) {
  const struct curl_easyoption *known = curl.curl_easy_option_by_id(option);
  return known ? known->name : NULL;
}

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

CURLcode registry_curl_set_socket_function(CURL *handle, CURLoption option,
                                           curl_opensocket_callback value) {
  return curl.curl_easy_setopt(handle, option, value);
}

int registry_curl_address(const struct curl_sockaddr *place, unsigned char *bytes) {
  if (place->family == AF_INET) {
    memcpy(bytes, &((const struct sockaddr_in *)&place->addr)->sin_addr, 4);
    return 4;
  }
  if (place->family != AF_INET6) return 0;
  memcpy(bytes, &((const struct sockaddr_in6 *)&place->addr)->sin6_addr, 16);
  return 16;
}

curl_socket_t registry_curl_open_socket(const struct curl_sockaddr *place) {
  return socket(place->family, place->socktype | SOCK_CLOEXEC, place->protocol);
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
