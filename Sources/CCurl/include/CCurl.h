#pragma once
#include <curl/curl.h>

/* libcurl, loaded when it is first needed: a program that reads no servers starts in half the
   time, and runs where there is no libcurl. The setters and getters are one a kind of argument,
   since Swift can't call variadic functions. */

typedef size_t (*registry_curl_bytes)(char *, size_t, size_t, void *);

/* Loads libcurl once. Returns 0, or what went wrong. Nothing else may be called before. */
const char *registry_curl_load(void);

const char *registry_curl_error(CURLcode code);
/* The name of an option without CURLOPT_; NULL if this libcurl does not know it. */
const char *registry_curl_option_name(CURLoption option);

CURL *registry_curl_easy_init(void);
void registry_curl_easy_cleanup(CURL *handle);
void registry_curl_easy_reset(CURL *handle);
CURLcode registry_curl_easy_pause(CURL *handle, int mask);

CURLcode registry_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode registry_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value);
CURLcode registry_curl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode registry_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode registry_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode registry_curl_set_function(CURL *handle, CURLoption option, registry_curl_bytes value);
CURLcode registry_curl_get_pointer(CURL *handle, CURLINFO info, void **value);

CURLcode registry_curl_set_socket_function(CURL *handle, CURLoption option,
                                           curl_opensocket_callback value);

/* Copies the address of a connection, 4 or 16 bytes, and returns their number; 0 for other kinds. */
int registry_curl_address(const struct curl_sockaddr *place, unsigned char *bytes);
/* Opens a socket as libcurl would. */
curl_socket_t registry_curl_open_socket(const struct curl_sockaddr *place);

struct curl_slist *registry_curl_list_append(struct curl_slist *list, const char *line);
void registry_curl_list_free(struct curl_slist *list);

CURLM *registry_curl_multi_init(void);
CURLMcode registry_curl_multi_cleanup(CURLM *multi);
CURLMcode registry_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);
CURLMcode registry_curl_multi_add(CURLM *multi, CURL *handle);
CURLMcode registry_curl_multi_remove(CURLM *multi, CURL *handle);
CURLMcode registry_curl_multi_perform(CURLM *multi, int *running);
CURLMcode registry_curl_multi_poll(CURLM *multi, int milliseconds);
CURLMcode registry_curl_multi_wakeup(CURLM *multi);
CURLMsg *registry_curl_multi_read(CURLM *multi, int *left);
