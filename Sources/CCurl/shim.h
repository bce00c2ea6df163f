#pragma once
#include <curl/curl.h>

/* The setters and getters of libcurl are variadic, which Swift can't call: one a kind of argument. */

typedef size_t (*registry_curl_bytes)(char *, size_t, size_t, void *);

static inline CURLcode registry_curl_set_long(CURL *h, CURLoption o, long v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode registry_curl_set_offset(CURL *h, CURLoption o, curl_off_t v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode registry_curl_set_text(CURL *h, CURLoption o, const char *v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode registry_curl_set_pointer(CURL *h, CURLoption o, void *v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode registry_curl_set_list(CURL *h, CURLoption o, struct curl_slist *v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode registry_curl_set_function(CURL *h, CURLoption o, registry_curl_bytes v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode registry_curl_get_long(CURL *h, CURLINFO i, long *v) {
  return curl_easy_getinfo(h, i, v);
}
static inline CURLcode registry_curl_get_text(CURL *h, CURLINFO i, const char **v) {
  return curl_easy_getinfo(h, i, v);
}
static inline CURLcode registry_curl_get_pointer(CURL *h, CURLINFO i, void **v) {
  return curl_easy_getinfo(h, i, v);
}
static inline CURLMcode registry_curl_set_multi(CURLM *m, CURLMoption o, long v) {
  return curl_multi_setopt(m, o, v);
}
